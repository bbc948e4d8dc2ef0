import { CRUDS } from '../domain/event';
import { NAMED_REGIONS, regionCode, regionName } from '../domain/regions';
import { parseNetwork } from './address';
import { APIS, RESOURCE_STATUSES } from '../domain/inventory';
import { POLICY_TYPES } from '../domain/policy';
import { SEVERITIES } from '../domain/severity';
import type { Attribute } from './attributes';
import { diagnostic, replaceFix, type Diagnostic, type DiagnosticCode } from './diagnostic';
import { checkFunctions } from './function-check';
import { nearest } from './nearest';
import type { JsonOperator } from './operators';
import { VALUE_TYPES } from './predicate';
import { quoteText } from './reader';
import { readRegex } from './regex';
import {
  ALIASES,
  type Alias,
  type Clause,
  type ConfigTree,
  type EventTerm,
  type JsonComparison,
  type Logic,
  type PathTree,
  type QueryTree,
  type ValueNode,
} from './syntax';
import { numberOf } from './text';
import { comparisonsOf, termsOf } from './walk';

/** What is understood and still wrong or doubtful in a query: values that can't be, regions that aren't, resources of any kind. */
export function checkQuery({ condition, config }: QueryTree): readonly Diagnostic[] {
  const clauses = config?.clauses ?? [];
  const filters = config?.posts.flatMap((post) => (post.kind === 'filter' ? [post.expression] : [])) ?? [];
  return [
    ...(condition === undefined ? [] : check(condition)),
    ...clauses.flatMap((clause) => (clause.condition === undefined ? [] : [...check(clause.condition), ...checkKind(clause)])),
    ...filters.flatMap(checkRule),
    ...(config === undefined ? [] : hiddenColumns(config)),
  ];
}

/** The same of one condition. */
export function check(condition: Logic<EventTerm>): readonly Diagnostic[] {
  return [...termsOf(condition)].flatMap((term) => {
    if (term.kind === 'rule') return checkRule(term.expression);
    return term.values.flatMap((value) => checkValue(term.attribute, value));
  });
}

/** A clause says which kind of record it is about. */
function checkKind({ condition, ...clause }: Clause): readonly Diagnostic[] {
  const names = condition === undefined ? [] : [...termsOf(condition)].map(({ attribute }) => attribute.name);
  if (names.some((name) => name === 'api.name' || name.startsWith('finding.'))) return [];
  return [diagnostic('api-missing', clause)];
}

/** Columns of clauses that are not shown. */
function hiddenColumns(config: ConfigTree): readonly Diagnostic[] {
  const shown = shownClause(config);
  const hidden = config.clauses.filter((clause) => clause !== shown).flatMap(({ tails }) => tails.filter(({ kind }) => kind === 'columns'));
  const posts = config.posts.flatMap((post) => (post.kind === 'tail' && post.tail.kind === 'columns' ? post.tail.columns : []));
  const others = posts.filter(({ path }) => path !== undefined && ![undefined, shown?.alias?.alias].includes(aliasOf(path)));
  return [...hidden, ...others].map((span) => diagnostic('column-hidden', span));
}

/** The clause whose resources are the rows: the one that `show` names, else the first. */
export function shownClause({ clauses, posts }: ConfigTree): Clause | undefined {
  const show = posts.findLast((post) => post.kind === 'show')?.alias.alias;
  return clauses.find(({ alias }) => show !== undefined && alias?.alias === show) ?? clauses[0];
}

/** The name of a clause that a path begins with, in any case. */
export function aliasOf([first]: PathTree): Alias | undefined {
  const name = first?.kind === 'key' ? first.name.toUpperCase() : '';
  return ALIASES.find((alias) => alias === name);
}

const API_NAMES = APIS.map(({ name }) => name);

/** The same in a json.rule. */
export function checkRule(rule: Logic<JsonComparison>): readonly Diagnostic[] {
  return [...comparisonsOf(rule)].flatMap((comparison) => [...checkComparison(comparison), ...checkFunctions(comparison)]);
}

function checkValue(attribute: Attribute, value: ValueNode): readonly Diagnostic[] {
  switch (attribute.values) {
    case 'crud':
      return oneOf(value, CRUDS, 'crud-unknown');
    case 'cloud':
      return value.text.toLowerCase() === 'aws' ? [] : [diagnostic('cloud-unknown', value, [value.text])];
    case 'region':
      return isRegion(value.text) ? [] : oneOf(value, regionSpellings(), 'region-unknown');
    case 'address':
      return parseNetwork(value.text) === undefined ? [diagnostic('address-invalid', value, [value.text])] : [];
    case 'api':
      return oneOf(value, API_NAMES, 'api-unknown');
    case 'status':
      return oneOf(value, RESOURCE_STATUSES, 'status-unknown');
    case 'severity':
      return oneOf(value, SEVERITIES, 'severity-unknown');
    case 'finding-type':
      return oneOf(value, POLICY_TYPES, 'finding-type-unknown');
    case 'group':
      return [diagnostic('group-unknown', value, [value.text])];
    case 'label':
    case 'tag':
    case 'text':
    case 'service':
    case 'account':
    case 'alert':
    case 'anomaly':
    case 'rule':
      return [];
  }
}

/** A value out of a few, in any case; the nearest of them is the repair, as `write` puts it. */
function oneOf(
  value: ValueNode,
  known: readonly string[],
  code: DiagnosticCode,
  write: (text: string) => string = quoteText,
): readonly Diagnostic[] {
  if (known.some((candidate) => candidate.toLowerCase() === value.text.toLowerCase())) return [];
  const meant = nearest(value.text, known);
  return [diagnostic(code, value, [value.text], meant === undefined ? [] : [replaceFix(value, write(meant))])];
}

/** A region with a name, or any other code of the usual form: new regions come without asking us. */
function isRegion(text: string): boolean {
  const code = regionCode(text);
  return regionName(code) !== undefined || (/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(code) && nearest(code, NAMED_REGIONS) === undefined);
}

function regionSpellings(): readonly string[] {
  return [...NAMED_REGIONS, ...NAMED_REGIONS.flatMap((code) => regionName(code) ?? [])];
}

function checkComparison({ left, operator, values }: JsonComparison): readonly Diagnostic[] {
  switch (operator.takes) {
    case 'number':
      if (left.kind === 'call' && left.function.result === 'time') return [];
      return values.filter(({ text }) => numberOf(text) === undefined).map((value) => wrongNumber('number-expected', operator, value));
    case 'count':
      return values.filter(({ text }) => !Number.isInteger(numberOf(text))).map((value) => wrongNumber('count-expected', operator, value));
    case 'type':
      // Without quotes, for the whole rule may stand in quotes of either kind.
      return values.flatMap((value) => oneOf(value, VALUE_TYPES, 'type-unknown', (text) => text));
    case 'regex':
      return values.filter(({ text }) => readRegex(text) === undefined).map((value) => diagnostic('regex-invalid', value, [value.text]));
    case 'nothing':
    case 'value':
    case 'list':
    case 'value or list':
      return [];
  }
}

function wrongNumber(code: DiagnosticCode, { texts }: JsonOperator, value: ValueNode): Diagnostic {
  return diagnostic(code, value, [texts[0] ?? '', value.text]);
}
