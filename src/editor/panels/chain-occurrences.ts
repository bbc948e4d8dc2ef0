import type { Hop } from '../../domain/chain';
import type { Engine } from '../../engine/api';
import { quoted } from '../commands/resource-query';
import type { Occurrences } from './chain-message';

/** How often a call was made by the same principal in the same account and region, in all that the store has. */
export async function occurrencesOf(engine: Engine, hop: Hop, signal: AbortSignal): Promise<Occurrences | undefined> {
  const { operation, region, account, principal } = hop;
  const [role = '', session] = principal.split('/'); // neither has a slash in it
  const same = [
    `operation = ${quoted(operation)}`,
    ...(region === '' ? [] : [`cloud.region = ${quoted(region)}`]),
    ...(account === '' ? [] : [`cloud.account = ${quoted(account)}`]),
    session === undefined
      ? `(user = ${quoted(principal)} OR role = ${quoted(principal)} OR subject = ${quoted(principal)})`
      : `role = ${quoted(role)} AND user = ${quoted(session)}`,
  ];
  const query = `event from cloud.audit_logs where ${same.join(' AND ')}`;
  const end = async (descending: boolean) => {
    const page = await engine.search({ query, window: {}, offset: 0, limit: 1, sort: { column: 'time', descending } }, { signal });
    const [row] = page.rows;
    return page.kind === 'events' && row !== undefined && 'eventId' in row ? { count: page.total, time: row.time } : undefined;
  };
  const [first, last] = [await end(false), await end(true)];
  return first === undefined || last === undefined ? undefined : { count: first.count, first: first.time, last: last.time };
}
