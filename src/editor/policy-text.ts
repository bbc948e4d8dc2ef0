import type { AnalysedQuery } from '../rql/query';

/** What stands in a new policy until its author says otherwise, in the author's language. */
export interface PolicyWords {
  /** A comment at its head. */
  readonly note: string;
  readonly title: string;
  readonly description: string;
  readonly remediation: string;
}

/** Text that a YAML block shows as it is; what else there is in a query stands in quotes with escapes. */
const PRINTABLE = /^[\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\uf900-\ufdff]*$/;

/**
 * The YAML of a policy that counts what a query without errors finds: valid as it is (media/policy.schema.json), to be filled in.
 * The time range, the limit and what follows the condition are not part of a policy and are left out.
 * @param condition the query up to the end of its condition
 */
export function policyText({ name }: Pick<AnalysedQuery, 'name'>, condition: string, words: PolicyWords): string {
  const title = shortened(name ?? words.title);
  return [
    `# ${words.note}`,
    `id: ${policyId(name)}`,
    `title: ${JSON.stringify(title)}`,
    'severity: medium',
    'type: audit-event',
    `description: ${JSON.stringify(words.description)}`,
    `query: ${block(condition)}`,
    'remediation:',
    `  text: ${JSON.stringify(words.remediation)}`,
    '',
  ].join('\n');
}

/** `Who deletes trails?` → `workspace.who-deletes-trails`; of a name without such letters nothing is left but the first word. */
export function policyId(name = ''): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `workspace.${words === '' ? 'new-policy' : words}`;
}

function block(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  return PRINTABLE.test(lines) ? `|-\n${lines.replace(/^(?=.)/gm, '  ')}` : JSON.stringify(lines);
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= 120 ? text : `${characters.slice(0, 119).join('')}…`;
}
