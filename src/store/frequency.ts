import type { Reader } from './reader';
import { COUNTS, EVENTS } from './schema';
import { marks } from './sql-condition';

/** In how many events of people and tools, not of services by themselves, each of some tokens stands; absent: in none. */
export async function frequencies(reader: Reader, tokens: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  if (tokens.length === 0) return counts;
  for (const { events, references } of reader.segments()) {
    const rows = await reader.rows(
      `SELECT token, count(*) AS n FROM (SELECT DISTINCT token, event FROM ${references} WHERE token IN (${marks(tokens)})) r
       JOIN ${events} e ON e."row" = r.event WHERE NOT e.service_driven GROUP BY token`,
      tokens,
      signal,
    );
    for (const { token, n } of rows) counts.set(String(token), (counts.get(String(token)) ?? 0) + Number(n));
  }
  return counts;
}

/** How many events there are. */
export async function eventCount(reader: Reader): Promise<number> {
  const [row] = await reader.rows(`SELECT sum(events) AS n FROM ${COUNTS} WHERE field = 'operation'`, []);
  return Number(row?.['n'] ?? 0);
}

/** When the first event of an account was, in epoch milliseconds; `undefined`: it has none. */
export async function firstTime(reader: Reader, account: string, signal?: AbortSignal): Promise<number | undefined> {
  const [row] = await reader.rows(`SELECT min(time) AS first FROM ${EVENTS} WHERE account = ?`, [account], signal);
  return typeof row?.['first'] === 'number' ? row['first'] : undefined;
}
