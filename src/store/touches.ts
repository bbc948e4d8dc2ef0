import type { Reader, SqlRow, SqlValue } from './reader';
import { rowsAt } from './rows-at';
import type { SIDES } from './scanner';
import { EVENTS, RECORDS, REFERENCES } from './schema';
import { joined, marks, type SqlCondition } from './sql-condition';
import { steady } from './steady';

type Side = (typeof SIDES)[number];

/** As AWS writes an event's id, and as the store gives it back. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One call that was looked up, with the places where it names what was looked for. */
export interface Touch {
  readonly eventId: string;
  readonly account: string;
  readonly time: number;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly crud: string;
  readonly sides: readonly string[];
  readonly record: string;
}

/** What {@link touchOf} reads of a row of the records. */
export const TOUCH_COLUMNS = 'event_id, account, time, region, service, operation, crud, record';

/** The successful calls that may have made or ended a resource, up to a moment, oldest first. */
export function lifeEvents(reader: Reader, resource: string, until: number | undefined, limit: number): Promise<readonly Touch[]> {
  return touchesOf(reader, resource, { until, cruds: ['create', 'delete'], limit });
}

/** The newest successful call up to a moment that names a resource. */
export async function lastTouch(reader: Reader, resource: string, until: number | undefined): Promise<Touch | undefined> {
  const [last] = await touchesOf(reader, resource, { until, newestFirst: true, limit: 1 });
  return last;
}

/** Deletions by one service in one place: candidates for the end of a resource that is deleted by its name. */
export function deletions(
  reader: Reader,
  place: { account: string; region: string; service: string; from: number; until?: number },
  limit: number,
): Promise<readonly Touch[]> {
  return callsIn(reader, { ...place, cruds: ['delete'], limit });
}

/** What is asked of the calls that name a resource. Times in epoch milliseconds, both included. */
export interface TouchesOf {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  /** Absent: any. */
  readonly cruds?: readonly string[];
  /** Absent: any. */
  readonly operations?: readonly string[];
  readonly side?: Side;
  /** Only calls that answered with it and had not been given it, as those do that make a thing. */
  readonly born?: boolean;
  readonly newestFirst?: boolean;
  readonly limit: number;
}

/** Successful calls that carry a token. */
export async function touchesOf(
  reader: Reader,
  token: string,
  { from, until, cruds, operations, side, born, newestFirst, limit }: TouchesOf,
  signal?: AbortSignal,
): Promise<readonly Touch[]> {
  const { sql, params } = joined(
    [
      { sql: 'true', params: [] },
      ...(cruds === undefined ? [] : [{ sql: `crud IN (${marks(cruds)})`, params: cruds }]),
      ...(operations === undefined
        ? []
        : [
            {
              sql: `(segment, "row") IN (SELECT (segment, "row") FROM ${EVENTS} WHERE operation IN (${marks(operations)}))`,
              params: operations,
            },
          ]),
      ...(side === undefined ? [] : [{ sql: 'list_contains(sides, ?)', params: [side] }]),
      ...(born === true ? [{ sql: `list_contains(sides, 'response') AND NOT list_contains(sides, 'request')`, params: [] }] : []),
    ],
    ' AND ',
  );
  return touches(
    reader,
    `SELECT * FROM (SELECT segment, event AS "row", time, crud, list(DISTINCT side) AS sides FROM ${REFERENCES}
     WHERE token = ? AND time BETWEEN ? AND ? AND NOT failed GROUP BY ALL) WHERE ${sql}
     ORDER BY time${newestFirst === true ? ' DESC' : ''}, segment, "row" LIMIT ?`,
    [token, ...span(from, until), ...params, limit],
    signal,
  );
}

/** What is asked of calls by where, when and what. Only what is given counts; times in epoch milliseconds, both included. */
export interface CallsIn {
  readonly account?: string;
  readonly region?: string;
  readonly service?: string;
  readonly operations?: readonly string[];
  readonly cruds?: readonly string[];
  /** Without those that services make by themselves. */
  readonly byPeople?: boolean;
  /** A text that stands in what was asked for or in what came back, as JSON writes it. */
  readonly naming?: string;
  /** Of these ids and ARNs it carries at least one. */
  readonly carrying?: readonly string[];
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly newestFirst?: boolean;
  readonly limit: number;
}

/** Successful calls. Rows of a segment lie by operation and time: few of them are looked at where both are given. */
export async function callsIn(reader: Reader, { newestFirst, limit, ...where }: CallsIn, signal?: AbortSignal): Promise<readonly Touch[]> {
  const { sql, params } = conditionOf(where);
  return touches(
    reader,
    `SELECT segment, "row", time, ['request'] AS sides FROM ${EVENTS} WHERE ${sql} ORDER BY time${newestFirst === true ? ' DESC' : ''}, id LIMIT ?`,
    [...params, limit],
    signal,
  );
}

/** How many of them there are: no record is read for it. */
export async function countIn(reader: Reader, where: Omit<CallsIn, 'newestFirst' | 'limit'>, signal?: AbortSignal): Promise<number> {
  const { sql, params } = conditionOf(where);
  const [row] = await reader.rows(`SELECT count(*) AS n FROM ${EVENTS} WHERE ${sql}`, params, signal);
  return Number(row?.['n'] ?? 0);
}

function conditionOf({ from, until, ...where }: Omit<CallsIn, 'newestFirst' | 'limit'>): SqlCondition {
  const equal = { account: where.account, region: where.region, service: where.service };
  const lists = { operation: where.operations, crud: where.cruds };
  const terms: SqlCondition[] = [
    { sql: 'time BETWEEN ? AND ? AND error_code IS NULL', params: span(from, until) },
    ...Object.entries(equal).flatMap(([column, value]) => (value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }])),
    ...Object.entries(lists).flatMap(([column, values]) =>
      values === undefined ? [] : [{ sql: `${column} IN (${marks(values)})`, params: values }],
    ),
    ...(where.byPeople === true ? [{ sql: 'NOT service_driven', params: [] }] : []),
    ...(where.naming === undefined
      ? []
      : [{ sql: '(contains(request, ?) OR contains(response, ?))', params: [where.naming, where.naming] }]),
    ...(where.carrying === undefined
      ? []
      : [
          {
            sql: `(segment, "row") IN (SELECT (segment, event) FROM ${REFERENCES} WHERE token IN (${marks(where.carrying)}))`,
            params: where.carrying,
          },
        ]),
  ];
  return joined(terms, ' AND ');
}

/** The events of some ids, in no order; one may stand for an id that several accounts have. */
export async function eventsOf(reader: Reader, ids: readonly string[], signal?: AbortSignal): Promise<readonly Touch[]> {
  const [uuids, odd] = [ids.filter((id) => UUID.test(id)), ids.filter((id) => !UUID.test(id))];
  const terms = [
    ...(uuids.length === 0 ? [] : [`(id IN (${uuids.map(() => 'CAST(? AS UUID)').join(', ')}) AND odd_id IS NULL)`]),
    ...(odd.length === 0 ? [] : [`odd_id IN (${marks(odd)})`]),
  ];
  if (terms.length === 0) return [];
  return touches(
    reader,
    `SELECT segment, "row", time, ['request'] AS sides FROM ${EVENTS} WHERE ${terms.join(' OR ')} ORDER BY time`,
    [...uuids, ...odd],
    signal,
  );
}

function span(from = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER): readonly [number, number] {
  return [from, until];
}

/** The calls at the places that a statement finds: `segment`, `row`, `time` and `sides` of each. */
export async function touches(reader: Reader, sql: string, params: readonly SqlValue[], signal?: AbortSignal): Promise<readonly Touch[]> {
  const { places, rows } = await steady(reader, async () => {
    const found = await reader.rows(sql, params, signal);
    return { places: found, rows: await rowsAt(reader, RECORDS, found, TOUCH_COLUMNS, signal) };
  });
  return rows.map((row, n) => touchOf(row, places[n]?.['sides'] as readonly string[]));
}

/** The call of a row. */
export function touchOf(row: SqlRow, sides: readonly string[] = []): Touch {
  return {
    eventId: text(row['event_id']),
    account: text(row['account']),
    time: Number(row['time']),
    region: text(row['region']),
    service: text(row['service']),
    operation: text(row['operation']),
    crud: text(row['crud']),
    sides,
    record: text(row['record']),
  };
}

function text(value: SqlRow[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
