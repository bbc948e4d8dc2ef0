import type { Predicate } from '../rql/predicate';
import type { ShownColumn } from '../rql/shape';
import {
  addedPlace,
  conditionOf,
  direction,
  eventFilterSql,
  filtersSql,
  isColumn,
  isEvery,
  NEWEST_FIRST,
  orderSql,
  sortedColumn,
  sourceSql,
  whereSql,
  type AnswerRequest,
  type Filter,
  type Sort,
} from './answer-sql';
import { COLUMNS, type Column } from './event-columns';
import type { Database } from './database';
import { shownColumnSql } from './predicate-sql';
import type { SqlRow } from './reader';
import { oldestOfNewest } from './newest';
import { rowsAt } from './rows-at';
import { EVENTS } from './schema';
import type { SqlCondition } from './sql-condition';
import { groupsSql, ROW_COLUMNS } from './statement';
import { steady } from './steady';

export type { Filter, Sort };

/** What a row is made of, is sorted by and is found again by. */
const FOUND_COLUMNS = ['id', 'segment', '"row"', ...Object.values(COLUMNS)].join(', ');
/** So many rows are read whole sooner than found first and read then. */
const FEW = 20_000;

interface Request extends AnswerRequest {
  readonly offset: number;
  readonly limit: number;
  /** Told the length of an answer that takes longer to find than to count. */
  readonly onTotal?: (total: number) => void;
}

export interface SearchRequest extends Request {
  /** Shown beside the usual columns. */
  readonly columns?: readonly ShownColumn[];
}

export interface Row extends Readonly<Partial<Record<Exclude<Column, 'time'>, string>>> {
  readonly time: number;
  readonly eventId: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  /** Values of the added columns, where there are any. */
  readonly more?: readonly (string | null)[];
}

/** What of an answer that counts is wanted. */
interface GroupsRequest extends AnswerRequest {
  readonly by: readonly ShownColumn[];
  /** Milliseconds: a row for each bar of this width and each set of values in it. */
  readonly width?: number;
}

export type CountRequest = Request & GroupsRequest;

/** So many events have these values. */
export interface Group {
  /** Start of the bar; absent where there are none. */
  readonly time?: number;
  readonly values: readonly (string | null)[];
  readonly count: number;
}

export interface PageOf<R> {
  readonly rows: readonly R[];
  /** Of the whole answer, exact. */
  readonly total: number;
}

/** One page of the events that match. Newest first unless asked otherwise. */
export async function searchEvents(
  database: Database,
  predicate: Predicate,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<PageOf<Row>> {
  const condition = await conditionOf(database, predicate, request.window);
  const columns = request.columns ?? [];
  const filter = eventFilterSql(request.filters ?? [], columns);
  const sorted = sortedColumn(request.sort, columns);
  const asked = { condition, filter, order: orderSql(request.sort, sorted !== undefined), sorted };
  const few = sorted === undefined && (request.most === undefined ? !isEvery(condition) || !isEvery(filter) : isEvery(filter));
  return steady(database, async () => {
    const small = few ? await searchFew(database, request, asked, signal) : undefined;
    const page = small ?? (await searchMany(database, request, asked, await pageCondition(database, predicate, request, asked), signal));
    const more = await moreOf(database, page.rows, columns, signal);
    return { rows: page.rows.map((row, place) => eventRow(row, more?.[place])), total: page.total };
  });
}

/** A question about events in SQL. */
interface Asked {
  readonly condition: SqlCondition;
  readonly filter: SqlCondition;
  readonly order: string;
  readonly sorted: SqlCondition | undefined;
}

/** A condition that holds for all rows of the page, and for few others: of all events the newest lie in the newest segments. */
async function pageCondition(
  database: Database,
  predicate: Predicate,
  { window, offset, limit, most }: SearchRequest,
  { condition, filter, order }: Asked,
): Promise<SqlCondition> {
  if (predicate.kind !== 'always' || !isEvery(filter) || order !== NEWEST_FIRST || most !== undefined) return condition;
  const from = Math.max(window.from ?? -Infinity, oldestOfNewest(database.known(), offset + limit, window.to));
  return Number.isFinite(from) ? conditionOf(database, predicate, { ...window, from }) : condition;
}

/** The page and the total in one statement; `undefined`: too many match for that. */
async function searchFew(
  database: Database,
  { offset, limit, most }: SearchRequest,
  { condition, filter, order }: Asked,
  signal: AbortSignal | undefined,
): Promise<PageOf<SqlRow> | undefined> {
  const source = sourceSql(condition, filter, undefined);
  const cut = most === undefined || most > FEW ? `LIMIT ${FEW + 1}` : `${NEWEST_FIRST} LIMIT ${most}`;
  const rows = await database.rows(
    `WITH few AS MATERIALIZED (SELECT ${FOUND_COLUMNS} FROM ${source.sql} ${cut})
     SELECT ${ROW_COLUMNS}, segment, "row", (SELECT count(*) FROM few) AS total FROM few ${order} LIMIT ? OFFSET ?`,
    [...source.params, limit, offset],
    signal,
  );
  const total = Number(rows[0]?.['total'] ?? 0);
  return (total > 0 ? total <= FEW : offset === 0) ? { rows, total } : undefined;
}

/** Which rows are shown is found without reading all of each. */
async function searchMany(
  database: Database,
  { offset, limit, most, onTotal }: SearchRequest,
  { condition, filter, order, sorted }: Asked,
  ofPage: SqlCondition,
  signal: AbortSignal | undefined,
): Promise<PageOf<SqlRow>> {
  const source = sourceSql(condition, filter, most);
  const shown = sourceSql(ofPage, filter, most);
  const counting = most !== undefined && isEvery(filter) ? sourceSql(condition, filter, undefined) : source;
  const count = async (): Promise<number> => {
    const counted = async (): Promise<number> => {
      if (isEvery(condition) && isEvery(filter)) return database.known().reduce((sum, { events }) => sum + events, 0);
      const [row] = await database.rows(`SELECT count(*) AS n FROM ${counting.sql}`, counting.params, signal);
      return Number(row?.['n'] ?? 0);
    };
    const total = Math.min(await counted(), most ?? Infinity);
    onTotal?.(total);
    return total;
  };
  const page = async (): Promise<readonly SqlRow[]> => {
    const key = sorted === undefined ? '' : `, ${sorted.sql} AS sorted`;
    const places = await database.rows(
      `SELECT segment, "row", time${key} FROM ${shown.sql} ${order} LIMIT ? OFFSET ?`,
      [...(sorted?.params ?? []), ...shown.params, limit, offset],
      signal,
    );
    return rowsAt(database, EVENTS, places, ROW_COLUMNS, signal);
  };
  const [total, rows] = await Promise.all([count(), page()]);
  return { rows, total };
}

/** Values of the added columns for the rows of one page: these are read of them alone. */
async function moreOf(
  database: Database,
  rows: readonly SqlRow[],
  columns: readonly ShownColumn[],
  signal: AbortSignal | undefined,
): Promise<readonly (readonly (string | null)[])[] | undefined> {
  if (columns.length === 0) return undefined;
  const shown = columns.map((column) => shownColumnSql(column));
  const selected = shown.map(({ sql }, place) => `${sql} AS m${place}`).join(', ');
  const found = await rowsAt(
    database,
    EVENTS,
    rows,
    selected,
    signal,
    shown.flatMap(({ params }) => params),
  );
  return found.map((row) => valuesOf(row, 'm', columns.length));
}

/** How many events have each set of values: the most frequent first, or bars by time. */
export async function countEvents(
  database: Database,
  predicate: Predicate,
  request: CountRequest,
  signal?: AbortSignal,
): Promise<PageOf<Group>> {
  const { by, width, offset, limit } = request;
  const { sql, params } = await countedSql(database, predicate, request);
  const rows = await database.rows(`${sql} LIMIT ? OFFSET ?`, [...params, limit, offset], signal);
  if (rows.length === 0 && offset > 0) {
    const { total } = await countEvents(database, predicate, { ...request, offset: 0, limit: 1 }, signal);
    return { rows: [], total };
  }
  return { rows: rows.map((row) => groupRow(row, by.length, width)), total: Number(rows[0]?.['total'] ?? 0) };
}

/** All rows that count, in their order: `bar` of those with a width, `c0` …, `n`, and in each the `total` number of rows. */
export async function countedSql(
  database: Database,
  predicate: Predicate,
  { window, by, width, sort, most, filters = [] }: GroupsRequest,
): Promise<SqlCondition> {
  const condition = await conditionOf(database, predicate, window);
  const { sql: groups, params, order: usual } = groupsSql(by, width, condition);
  const cut = most === undefined ? '' : `${usual} LIMIT ${most}`;
  const filter = filtersSql(filters, (column) => {
    const place = addedPlace(column);
    return place === undefined || by[place] === undefined ? undefined : { sql: `c${place}`, params: [] };
  });
  return {
    sql: `SELECT *, count(*) OVER () AS total FROM (${groups} ${cut}) ${whereSql(filter)} ${groupOrder(sort, usual)}`,
    params: [...params, ...filter.params],
  };
}

export function groupRow(row: SqlRow, columns: number, width: number | undefined): Group {
  return { ...(width !== undefined && { time: Number(row['bar']) }), ...countedRow(row, columns) };
}

/** Of a row with the columns `c0`, `c1` … and `n`. */
export function countedRow(row: SqlRow, columns: number): Group {
  return { values: valuesOf(row, 'c', columns), count: Number(row['n']) };
}

function groupOrder(sort: CountRequest['sort'], usual: string): string {
  if (sort === undefined) return usual;
  const column = { time: 'bar', count: 'n' }[sort.column] ?? `c${addedPlace(sort.column) ?? ''}`;
  if (!usual.split(/[ ,]+/).includes(column)) return usual;
  return usual.replace('ORDER BY', `ORDER BY ${column} ${direction(sort)} NULLS LAST,`);
}

export function valuesOf(row: SqlRow, name: string, count: number): readonly (string | null)[] {
  return Array.from({ length: count }, (_, place) => {
    const value = row[`${name}${place}`];
    return typeof value === 'string' ? value : null;
  });
}

export function eventRow(row: SqlRow, more: Row['more']): Row {
  const present = Object.entries(row).filter(([name, value]) => value !== null && isColumn(name));
  return { ...Object.fromEntries(present), ...(more !== undefined && { more }) } as unknown as Row; // the list of columns above is the shape of Row
}
