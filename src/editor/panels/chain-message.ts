import type { Chain, Hop, Root } from '../../domain/chain';
import { strengthText } from '../chain-text';
import type { Translate } from '../documents/configuration-text';
import { visible } from '../markdown';

/** Events like the first of a chain: the same call by the same principal in the same account and region. Epoch milliseconds. */
export interface Occurrences {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/**
 * What to send to the owner: what is seen, since when and how often, the chain in short, and the question. Plain text for a chat or a mail,
 * so nothing from a record may become markup or a link there. Times are UTC.
 */
export function ownerMessage(chain: Chain, seen: Occurrences | undefined, t: Translate): string {
  const [first] = chain.hops;
  return [
    greeting(chain.root, t),
    '',
    ...(first === undefined ? [] : [...sight(first, seen, t), '']),
    t('What led to it, as far as the audit log tells:'),
    ...chain.hops.map((hop, index) => step(hop, index, t)),
    ending(chain.root, t),
    '',
    t('Is this still needed?'),
    t('If so, please tell us what it is for. If not, please remove what keeps it going, or tell us that we may.'),
    '',
  ].join('\n');
}

function greeting({ kind, name, strength }: Root, t: Translate): string {
  return kind === 'human' && name !== undefined && strength !== 'scored' ? t('Hello {0},', plain(name)) : t('Hello,');
}

function sight({ operation, principal, region, account, time, eventId }: Hop, seen: Occurrences | undefined, t: Translate): string[] {
  const what = t(
    'In the AWS account {0}, region {1}, we see {2} by {3}.',
    plain(account),
    plain(region),
    plain(operation),
    plain(principal),
  );
  const often =
    seen === undefined || seen.count < 2
      ? t('It happened at {0}.', instant(time))
      : t('It happened {0} times, first at {1} and last at {2}.', String(seen.count), instant(seen.first), instant(seen.last));
  return [what, often, t('An example is the event {0}.', plain(eventId))];
}

function step({ operation, principal, time, eventId, tool, strength, score, shared }: Hop, index: number, t: Translate): string {
  const who = tool === undefined ? plain(principal) : t('{0} with {1}', plain(principal), plain(tool));
  const [token] = shared;
  const link = strengthText(strength, score, t);
  const why = index === 0 ? [] : [token === undefined ? link : t('{0}: both name {1}', link, plain(token))];
  const facts = [t('event {0}', plain(eventId)), ...why].join('; ');
  return `${index + 1}. ${instant(time)} ${t('{0} by {1}', plain(operation), who)} (${facts})`;
}

function ending({ kind, name, strength }: Root, t: Translate): string {
  if (kind === 'before-log') return t('It goes back to before the log begins.');
  if (kind === 'unknown' || name === undefined) return t('The log does not say who is behind this.');
  if (kind === 'service') return t('The log names no person: the chain ends at the service {0}.', plain(name));
  if (strength === 'scored') return t('This suggests {0}, but does not prove it.', plain(name));
  return t('It goes back to {0} ({1}).', plain(name), strengthText(strength, undefined, t));
}

/** `2026-11-20 18:04:12 UTC` */
function instant(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Without what a chat or a mail reader would take for markup, a mention or an address to link to. */
function plain(text: string): string {
  return visible(text)
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('](', '] (')
    .replaceAll('`', "'")
    .replaceAll('://', '[:]//') // as reports write addresses that nobody is to follow
    .replace(/(^|\s)@/g, '$1(at)');
}
