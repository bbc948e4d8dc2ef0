import type { Reader, SqlValue } from './reader';
import { rowsAt } from './rows-at';
import { EVENTS, RECORDS, REFERENCES } from './schema';
import type { SqlCondition } from './sql-condition';
import { steady } from './steady';
import { callsIn, touches, type Touch } from './touches';

/** What a token is decides where its events are found. */
export type TokenKind = 'resource' | 'key' | 'account';

/** Events that name a token, also those that failed. */
export interface Mentions {
  readonly events: number;
  /** Epoch milliseconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Of the newest of them. */
  readonly account: string;
  readonly region: string;
}

/** One event that names a token. */
export interface Mention {
  readonly eventId: string;
  readonly time: number;
  readonly region: string;
  readonly operation: string;
  /** Who called; empty where the record doesn't tell. */
  readonly principal: string;
  readonly errorCode?: string;
  /** As the log held it. */
  readonly record: string;
}

/** More calls that may have made or ended one thing, each of which looks as if it had, there are not. */
const MOST_MARKS = 200;
const PRINCIPAL = `coalesce(subject, '') AS principal`;
const SHOWN = `event_id, time, region, operation, ${PRINCIPAL}, error_code, record`;

/** How many events name a token, and from when to when. `undefined`: none does. */
export async function mentionsOf(reader: Reader, token: string, kind: TokenKind, signal?: AbortSignal): Promise<Mentions | undefined> {
  const { sql, params } = placesOf(token, kind);
  const [row] = await reader.rows(
    `SELECT count(*) AS events, min(time) AS first, max(time) AS last, arg_max(account, time) AS account, arg_max(region, time) AS region
     FROM (${sql})`,
    params,
    signal,
  );
  if (row === undefined || Number(row['events']) === 0) return undefined;
  return {
    events: Number(row['events']),
    firstSeen: Number(row['first']),
    lastSeen: Number(row['last']),
    account: String(row['account']),
    region: String(row['region']),
  };
}

/** The newest events that name a token, newest first. */
export async function mentioning(
  reader: Reader,
  token: string,
  kind: TokenKind,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly Mention[]> {
  const { sql, params } = placesOf(token, kind);
  const rows = await steady(reader, async () => {
    const places = await reader.rows(`${sql} ORDER BY time DESC, segment, "row" LIMIT ?`, [...params, limit], signal);
    return rowsAt(reader, RECORDS, places, SHOWN, signal);
  });
  return rows.map((row) => ({
    eventId: String(row['event_id']),
    time: Number(row['time']),
    region: String(row['region']),
    operation: String(row['operation']),
    principal: String(row['principal']),
    ...(row['error_code'] !== null && { errorCode: String(row['error_code']) }),
    record: String(row['record']),
  }));
}

/** All calls of S3 are given the bucket; these are about it. */
const OF_BUCKETS = ['CreateBucket', 'DeleteBucket'] as const;

/**
 * The successful calls that look as if they had made or ended a resource, by where they name it, oldest first: the answer of a call that
 * was not given it, or what a deletion was given. A bucket's creation is given its name.
 */
export async function lifeMarks(reader: Reader, token: string): Promise<readonly Touch[]> {
  const bucket = /^arn:[a-z-]+:s3:::([^/]+)$/.exec(token)?.[1];
  if (bucket !== undefined) {
    const naming = JSON.stringify(bucket);
    return (await callsIn(reader, { operations: OF_BUCKETS, naming, newestFirst: true, limit: MOST_MARKS })).toReversed();
  }
  const found = await touches(
    reader,
    `SELECT segment, event AS "row", time, list(DISTINCT side) AS sides FROM ${REFERENCES}
     WHERE token = ? AND NOT failed AND crud IN ('create', 'delete') GROUP BY segment, event, time, crud
     HAVING (crud = 'delete') = bool_or(side = 'request')
     ORDER BY time DESC, segment, "row" LIMIT ${MOST_MARKS}`,
    [token],
  );
  return found.toReversed();
}

/** Each event once, with what is asked of it above. */
function placesOf(token: string, kind: TokenKind): SqlCondition {
  const select = `SELECT DISTINCT segment, "row", time, account, region FROM`;
  const named = `${select} (SELECT segment, event AS "row", time, account, region FROM ${REFERENCES} WHERE token = ?)`;
  const params: readonly SqlValue[] = [token];
  switch (kind) {
    case 'resource':
      return { sql: named, params };
    case 'account':
      return { sql: `SELECT segment, "row", time, account, region FROM ${EVENTS} WHERE account = ?`, params };
    case 'key': // who called with it is in a column of its own
      return {
        sql: `SELECT segment, "row", time, account, region FROM ${EVENTS} WHERE access_key = ? UNION ${named}`,
        params: [token, token],
      };
  }
}
