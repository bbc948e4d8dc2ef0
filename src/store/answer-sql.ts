import { NAMED_REGIONS, regionLabel } from '../domain/regions';
import type { TimeWindow } from '../domain/time';
import type { Predicate } from '../rql/predicate';
import type { ShownColumn } from '../rql/shape';
import { fold, matchesPattern } from '../rql/text';
import { COLUMNS, type Column } from './event-columns';
import type { Database } from './database';
import { factsFor } from './facts';
import { predicateSql, shownColumnSql } from './predicate-sql';
import { EVENTS } from './schema';
import { anyOf, joined, like, oneOf, type SqlCondition } from './sql-condition';
import { windowSql } from './window-sql';

export const NEWEST_FIRST = 'ORDER BY time DESC, id';
/** In place of a condition. */
const EVERY: SqlCondition = { sql: 'true', params: [] };

/** By a column of the answer; `column 0` is the first that the query names. One that the answer doesn't have is no order. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** By the text that a column of the answer shows. A column that the answer doesn't have is none to filter by. */
export interface Filter {
  readonly column: string;
  /** `matches`: any case, found anywhere, `*` for any text. `is`: the whole text; empty: there is none. */
  readonly kind: 'matches' | 'is';
  readonly text: string;
  readonly negated: boolean;
}

/** What of an answer is wanted, whatever is made of it. */
export interface AnswerRequest {
  readonly window: TimeWindow;
  /** The whole answer is no longer than this: the first so many in its usual order, before it is narrowed and sorted otherwise. */
  readonly most?: number;
  readonly sort?: Sort;
  readonly filters?: readonly Filter[];
}

/** The events of a predicate in a window; `true`: all there are. */
export async function conditionOf(database: Database, predicate: Predicate, window: TimeWindow): Promise<SqlCondition> {
  const condition = predicateSql(predicate, await factsFor(database, [predicate]));
  return both(windowSql(window), condition);
}

export function isEvery({ sql }: SqlCondition): boolean {
  return sql === EVERY.sql;
}

export function both(...conditions: readonly SqlCondition[]): SqlCondition {
  const some = conditions.filter((condition) => !isEvery(condition));
  return some.length === 0 ? EVERY : joined(some, ' AND ');
}

/** `WHERE …`, or nothing. */
export function whereSql(condition: SqlCondition): string {
  return isEvery(condition) ? '' : `WHERE ${condition.sql}`;
}

/** What stands in the FROM of a question about the events of an answer, its WHERE included. */
export function sourceSql(condition: SqlCondition, filter: SqlCondition, most: number | undefined): SqlCondition {
  if (most === undefined) {
    const narrowed = both(condition, filter);
    return { sql: `${EVENTS} ${whereSql(narrowed)}`, params: narrowed.params };
  }
  const cut = `(SELECT * FROM ${EVENTS} ${whereSql(condition)} ${NEWEST_FIRST} LIMIT ${most})`;
  return { sql: `${cut} ${whereSql(filter)}`, params: [...condition.params, ...filter.params] };
}

/** Which events of an answer with these added columns pass all filters. Never NULL. */
export function eventFilterSql(filters: readonly Filter[], columns: readonly ShownColumn[]): SqlCondition {
  return filtersSql(filters, (column) => {
    const place = addedPlace(column);
    const added = place === undefined ? undefined : columns[place];
    if (added !== undefined) return shownColumnSql(added);
    return isColumn(column) ? { sql: COLUMNS[column], params: [] } : undefined;
  });
}

/** The same for rows of another kind. @param textOf what a column shows; `undefined`: there is no such column */
export function filtersSql(filters: readonly Filter[], textOf: (column: string) => SqlCondition | undefined): SqlCondition {
  return both(
    ...filters.flatMap((filter) => {
      const text = textOf(filter.column);
      return text === undefined ? [] : [filterSql(filter, text)];
    }),
  );
}

function filterSql({ column, kind, text, negated }: Filter, shown: SqlCondition): SqlCondition {
  const test = ((): SqlCondition => {
    if (kind === 'is') return text === '' ? { sql: `${shown.sql} = ''`, params: [] } : { sql: `${shown.sql} = ?`, params: [text] };
    const found = like(text)(shown.sql);
    // People see a region's name beside its code.
    const named = column === 'region' ? NAMED_REGIONS.filter((code) => matchesPattern(regionLabel(code), text)) : [];
    return named.length === 0 ? found : anyOf([found, oneOf(named.map(fold), false)(shown.sql)]);
  })();
  const missing = String(kind === 'is' && text === '');
  const sql = `coalesce(${test.sql}, ${missing})`;
  // The text stands in the test once and its values come first, except for regions, whose text has none.
  return { sql: negated ? `NOT ${sql}` : sql, params: [...shown.params, ...test.params] };
}

/** The SQL of the added column that is sorted by. */
export function sortedColumn(sort: Sort | undefined, columns: readonly ShownColumn[]): SqlCondition | undefined {
  const place = addedPlace(sort?.column ?? '');
  const column = place === undefined ? undefined : columns[place];
  return column && shownColumnSql(column);
}

export function addedPlace(column: string): number | undefined {
  const place = /^column (\d{1,4})$/.exec(column)?.[1];
  return place === undefined ? undefined : Number(place);
}

/** `added`: the column asked for is one of the query's own, which stands there as `sorted`. */
export function orderSql(sort: Sort | undefined, added: boolean): string {
  if (sort === undefined || (!added && !isColumn(sort.column))) return NEWEST_FIRST;
  // Short lists: what is sorted by must be read of every row.
  if (sort.column === 'time') return `ORDER BY time ${direction(sort)}, id`;
  const key = sort.column === 'eventId' ? 'id' : isColumn(sort.column) ? COLUMNS[sort.column] : 'sorted';
  return `ORDER BY ${key} ${direction(sort)} NULLS LAST, time DESC, id`;
}

export function isColumn(name: string): name is Column {
  return Object.hasOwn(COLUMNS, name);
}

export function direction({ descending }: Pick<Sort, 'descending'>): string {
  return descending ? 'DESC' : 'ASC';
}
