import type { Reader } from './reader';
import { COUNTS, EVENTS } from './schema';
import { marks } from './sql-condition';

/** In how many events of people and tools, not of services by themselves, each of some tokens stands; absent: in none. */
export async function frequencies(reader: Reader, tokens: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const segments = reader.segments();
  if (tokens.length === 0 || segments.length === 0) return new Map();
  const parts = segments.map(
    ({ events, references }) =>
      `SELECT token FROM (SELECT DISTINCT token, event FROM ${references} WHERE token IN (${marks(tokens)})) r
       JOIN ${events} e ON e."row" = r.event WHERE NOT e.service_driven`,
  );
  const sql = `SELECT token, count(*) AS n FROM (${parts.join(' UNION ALL ')}) GROUP BY token`;
  const rows = await reader.rows(
    sql,
    segments.flatMap(() => tokens),
    signal,
  );
  return new Map(rows.map(({ token, n }) => [String(token), Number(n)]));
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

interface KeyUse {
  readonly accessKey: string;
  readonly ip: string;
  readonly agent: string;
  readonly from: number;
  readonly until: number;
}

/** When a key was used from an address by a program, as its user agent tells, in epoch milliseconds, oldest first. */
export async function timesOfKey(
  reader: Reader,
  { accessKey, ip, agent, from, until }: KeyUse,
  signal?: AbortSignal,
): Promise<readonly number[]> {
  const sql = `SELECT time FROM ${EVENTS} WHERE access_key = ? AND ip = ? AND time BETWEEN ? AND ?
    AND TRY(json_extract_string(rest, '$.userAgent')) = ? ORDER BY time`;
  return (await reader.rows(sql, [accessKey, ip, from, until, agent], signal)).map(({ time }) => Number(time));
}
