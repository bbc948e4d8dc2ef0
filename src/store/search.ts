import type { TimeWindow } from '../domain/time';
import type { Predicate } from '../rql/predicate';
import type { ShownColumn } from '../rql/shape';
import { COLUMNS, type Column } from './event-columns';
import type { Database } from './database';
import { factsFor } from './facts';
import { predicateSql, shownColumnSql } from './predicate-sql';
import type { SqlRow, SqlValue } from './reader';
import { rowsAt } from './rows-at';
import { EVENTS } from './schema';
import type { SqlCondition } from './sql-condition';
import { steady } from './steady';
import { windowSql } from './window-sql';

const ROW_COLUMNS = Object.entries(COLUMNS)
  .map(([name, source]) => `${source} AS "${name}"`)
  .join(', ');
/** What a row is made of, is sorted by and is found again by. */
const FOUND_COLUMNS = ['id', 'segment', '"row"', ...Object.values(COLUMNS)].join(', ');
/** So many rows are read whole sooner than found first and read then. */
const FEW = 20_000;
export const NEWEST_FIRST = 'ORDER BY time DESC, id';
/** In place of a condition. */
const ALL = '';

/** By a column of the answer; `column 0` is the first that the query names. One that the answer doesn't have is no order. */
export interface Sort {
  readonly column: Column | `column ${number}` | 'count';
  readonly descending: boolean;
}

interface Request {
  readonly window: TimeWindow;
  readonly offset: number;
  readonly limit: number;
  /** The whole answer is no longer than this: the first so many in its usual order, before it is sorted otherwise. */
  readonly most?: number;
  readonly sort?: Sort;
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

export interface CountRequest extends Request {
  readonly by: readonly ShownColumn[];
  /** Milliseconds: a row for each bar of this width and each set of values in it. */
  readonly width?: number;
}

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
  const { where, params } = await conditionOf(database, predicate, request.window);
  const columns = request.columns ?? [];
  const sorted = sortedColumn(request.sort, columns);
  const order = orderSql(request.sort, sorted !== undefined);
  const few = sorted === undefined && (where !== ALL || request.most !== undefined);
  return steady(database, async () => {
    const found = few ? await searchFew(database, request, where, params, order, signal) : undefined;
    const page = found ?? (await searchMany(database, request, where, params, { order, sorted }, signal));
    const more = await moreOf(database, page.rows, columns, signal);
    return { rows: page.rows.map((row, place) => eventRow(row, more?.[place])), total: page.total };
  });
}

/** The page and the total in one statement; `undefined`: too many match for that. */
async function searchFew(
  database: Database,
  { offset, limit, most }: SearchRequest,
  where: string,
  params: readonly SqlValue[],
  order: string,
  signal: AbortSignal | undefined,
): Promise<PageOf<SqlRow> | undefined> {
  const cut = most === undefined || most > FEW ? `LIMIT ${FEW + 1}` : `${NEWEST_FIRST} LIMIT ${most}`;
  const rows = await database.rows(
    `WITH few AS MATERIALIZED (SELECT ${FOUND_COLUMNS} FROM ${EVENTS} ${where} ${cut})
     SELECT ${ROW_COLUMNS}, segment, "row", (SELECT count(*) FROM few) AS total FROM few ${order} LIMIT ? OFFSET ?`,
    [...params, limit, offset],
    signal,
  );
  const total = Number(rows[0]?.['total'] ?? 0);
  return (total > 0 ? total <= FEW : offset === 0) ? { rows, total } : undefined;
}

/** Which rows are shown is found without reading all of each. */
async function searchMany(
  database: Database,
  { offset, limit, most }: SearchRequest,
  where: string,
  params: readonly SqlValue[],
  { order, sorted }: { readonly order: string; readonly sorted: SqlCondition | undefined },
  signal: AbortSignal | undefined,
): Promise<PageOf<SqlRow>> {
  const source = most === undefined ? `${EVENTS} ${where}` : `(SELECT * FROM ${EVENTS} ${where} ${NEWEST_FIRST} LIMIT ${most})`;
  const counted =
    where === ALL ? [{ n: database.eventsInForce() }] : database.rows(`SELECT count(*) AS n FROM ${EVENTS} ${where}`, params, signal);
  const page = async (): Promise<readonly SqlRow[]> => {
    const key = sorted === undefined ? '' : `, ${sorted.sql} AS sorted`;
    const places = await database.rows(
      `SELECT segment, "row", time${key} FROM ${source} ${order} LIMIT ? OFFSET ?`,
      [...(sorted?.params ?? []), ...params, limit, offset],
      signal,
    );
    return rowsAt(database, EVENTS, places, ROW_COLUMNS, signal);
  };
  const [rows, [count]] = await Promise.all([page(), counted]);
  return { rows, total: Math.min(Number(count?.['n'] ?? 0), most ?? Infinity) };
}

/** Values of the added columns for the rows of one page: these are read of them alone. */
async function moreOf(
  database: Database,
  rows: readonly SqlRow[],
  columns: readonly ShownColumn[],
  signal: AbortSignal | undefined,
): Promise<readonly (readonly (string | null)[])[] | undefined> {
  if (columns.length === 0) return undefined;
  const shown = columns.map(shownColumnSql);
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
  { window, by, width, sort, offset, limit, most }: CountRequest,
  signal?: AbortSignal,
): Promise<PageOf<Group>> {
  const { where, params } = await conditionOf(database, predicate, window);
  const shown = by.map(shownColumnSql);
  const selected = [
    ...(width === undefined ? [] : [`(time // ${Math.trunc(width)}) * ${Math.trunc(width)} AS bar`]),
    ...shown.map(({ sql }, place) => `${sql} AS c${place}`),
  ];
  const names = shown.map((_, place) => `c${place}`);
  const usual = `ORDER BY ${[...(width === undefined ? [] : ['bar']), 'n DESC', ...names].join(', ')}`;
  const cut = most === undefined ? '' : `${usual} LIMIT ${most}`;
  // The columns are made before they are grouped by: DuckDB can't group by an expression with a lambda in it.
  const rows = await database.rows(
    `SELECT *, count(*) OVER () AS total FROM (
       SELECT *, count(*) AS n FROM (SELECT ${selected.length === 0 ? 'true AS c' : selected.join(', ')} FROM ${EVENTS} ${where}) GROUP BY ALL ${cut})
     ${groupOrder(sort, usual)} LIMIT ? OFFSET ?`,
    [...shown.flatMap((column) => column.params), ...params, limit, offset],
    signal,
  );
  if (rows.length === 0 && offset > 0) {
    const { total } = await countEvents(
      database,
      predicate,
      { window, by, offset: 0, limit: 1, ...(width !== undefined && { width }), ...(most !== undefined && { most }) },
      signal,
    );
    return { rows: [], total };
  }
  const groups = rows.map((row) => ({
    ...(width !== undefined && { time: Number(row['bar']) }),
    values: valuesOf(row, 'c', by.length),
    count: Number(row['n']),
  }));
  return { rows: groups, total: Number(rows[0]?.['total'] ?? 0) };
}

function groupOrder(sort: CountRequest['sort'], usual: string): string {
  if (sort === undefined) return usual;
  const column = { time: 'bar', count: 'n' }[sort.column as string] ?? `c${addedPlace(sort.column) ?? ''}`;
  if (!usual.split(/[ ,]+/).includes(column)) return usual;
  return usual.replace('ORDER BY', `ORDER BY ${column} ${direction(sort)} NULLS LAST,`);
}

/** The rows of a predicate within a window, as `WHERE …`, or nothing where that is all of them. */
export async function conditionOf(
  database: Database,
  predicate: Predicate,
  window: TimeWindow,
): Promise<{ readonly where: string; readonly params: readonly SqlValue[] }> {
  const condition = predicateSql(predicate, await factsFor(database, [predicate]));
  const span = windowSql(window);
  const conditions = [span.sql, condition.sql].filter((sql) => sql !== 'true');
  const where = conditions.length === 0 ? ALL : `WHERE ${conditions.map((sql) => `(${sql})`).join(' AND ')}`;
  return { where, params: [...span.params, ...condition.params] };
}

function sortedColumn(sort: Sort | undefined, columns: readonly ShownColumn[]): SqlCondition | undefined {
  const place = addedPlace(sort?.column ?? '');
  const column = place === undefined ? undefined : columns[place];
  return column && shownColumnSql(column);
}

function addedPlace(column: string): number | undefined {
  const place = /^column (\d{1,4})$/.exec(column)?.[1];
  return place === undefined ? undefined : Number(place);
}

/** `added`: the column asked for is one of the query's own. */
function orderSql(sort: Sort | undefined, added: boolean): string {
  if (sort === undefined || (!added && !isColumn(sort.column))) return NEWEST_FIRST;
  // Short lists: what is sorted by must be read of every row.
  if (sort.column === 'time') return `ORDER BY time ${direction(sort)}, id`;
  const key = sort.column === 'eventId' ? 'id' : isColumn(sort.column) ? COLUMNS[sort.column] : 'sorted';
  return `ORDER BY ${key} ${direction(sort)} NULLS LAST, time DESC, id`;
}

function isColumn(name: string): name is Column {
  return Object.hasOwn(COLUMNS, name);
}

function direction({ descending }: Pick<Sort, 'descending'>): string {
  return descending ? 'DESC' : 'ASC';
}

function valuesOf(row: SqlRow, name: string, count: number): readonly (string | null)[] {
  return Array.from({ length: count }, (_, place) => {
    const value = row[`${name}${place}`];
    return typeof value === 'string' ? value : null;
  });
}

function eventRow(row: SqlRow, more: Row['more']): Row {
  const present = Object.entries(row).filter(([name, value]) => value !== null && isColumn(name));
  return { ...Object.fromEntries(present), ...(more !== undefined && { more }) } as unknown as Row; // the list of columns above is the shape of Row
}
