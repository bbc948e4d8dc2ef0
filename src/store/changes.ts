import { isObject, type JsonObject } from '../domain/json';
import type { Reader, SqlRow } from './reader';
import { rowsAt } from './rows-at';
import { EVENTS } from './schema';
import { marks } from './sql-condition';
import { steady } from './steady';

/** One successful call, with what it asked for and what came back. */
export interface Change {
  readonly eventId: string;
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** `eventSource`. */
  readonly service: string;
  readonly operation: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
}

/** Rows read whole at once. */
const CHUNK = 1_000;
const COLUMNS = 'event_id, account, region, time, service, operation, request, response';

/** The newest successful calls of some operations of a service, oldest first, a stretch at a time. */
export async function* changesBy(
  reader: Reader,
  service: string,
  operations: readonly string[],
  limit: number,
): AsyncGenerator<readonly Change[]> {
  const newest = await steady(reader, () =>
    reader.rows(
      `SELECT segment, "row", time FROM ${EVENTS} WHERE operation IN (${marks(operations)}) AND service = ? AND error_code IS NULL
       ORDER BY time DESC, id DESC LIMIT ?`,
      [...operations, service, limit],
    ),
  );
  const places = newest.toReversed();
  // A segment that is merged away meanwhile takes its places with it: then all this is asked anew, for the store has changed.
  for (let at = 0; at < places.length; at += CHUNK) {
    const rows = await rowsAt(reader, EVENTS, places.slice(at, at + CHUNK), COLUMNS);
    yield rows.map(changeOf);
  }
}

function changeOf(row: SqlRow): Change {
  const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '');
  return {
    eventId: text('event_id'),
    account: text('account'),
    region: text('region'),
    time: Number(row['time']),
    service: text('service'),
    operation: text('operation'),
    request: objectOf(text('request')),
    response: objectOf(text('response')),
  };
}

function objectOf(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
