import type { TimeWindow } from '../domain/time';
import type { Predicate } from '../rql/predicate';
import type { Shape, ShownColumn } from '../rql/shape';
import { both, NEWEST_FIRST, whereSql } from './answer-sql';
import { COLUMNS } from './event-columns';
import { predicateSql, shownColumnSql } from './predicate-sql';
import { EVENTS } from './schema';
import type { SqlCondition } from './sql-condition';
import { windowSql } from './window-sql';

/** The columns of every event, by their names in the product. */
export const ROW_COLUMNS = Object.entries(COLUMNS)
  .map(([name, source]) => `${source} AS "${name}"`)
  .join(', ');

/** How many events have each set of values (`c0` …), with bars of a width in milliseconds (`bar`); and the usual order. */
export function groupsSql(
  by: readonly ShownColumn[],
  width: number | undefined,
  condition: SqlCondition,
): SqlCondition & { readonly order: string } {
  const shown = by.map((column) => shownColumnSql(column));
  const selected = [
    ...(width === undefined ? [] : [`(time // ${Math.trunc(width)}) * ${Math.trunc(width)} AS bar`]),
    ...shown.map(({ sql }, place) => `${sql} AS c${place}`),
  ];
  const names = shown.map((_, place) => `c${place}`);
  // The columns are made before they are grouped by: DuckDB can't group by an expression with a lambda in it.
  return {
    sql: `SELECT *, count(*) AS n FROM (SELECT ${selected.length === 0 ? 'true AS c' : selected.join(', ')} FROM ${EVENTS} ${whereSql(condition)}) GROUP BY ALL`,
    params: [...shown.flatMap(({ params }) => params), ...condition.params],
    order: `ORDER BY ${[...(width === undefined ? [] : ['bar']), 'n DESC', ...names].join(', ')}`,
  };
}

/**
 * One statement that answers a query: what a search asks without the store's knowledge of its events, which lets it read fewer, and
 * without cutting the answer in pages.
 */
export function duckdbStatement(predicate: Predicate, shape: Shape, window: TimeWindow, limit: number | undefined): SqlCondition {
  const condition = both(windowSql(window), predicateSql(predicate));
  const cut = limit === undefined ? '' : ` LIMIT ${Math.trunc(limit)}`;
  if (shape.kind !== 'events') {
    const { sql, params, order } = groupsSql(shape.by, shape.kind === 'timechart' ? shape.width : undefined, condition);
    return { sql: `${sql} ${order}${cut}`, params };
  }
  const added = shape.columns.map((column) => shownColumnSql(column));
  const columns = [ROW_COLUMNS, ...added.map(({ sql }, place) => `${sql} AS c${place}`)].join(', ');
  return {
    sql: `SELECT ${columns} FROM ${EVENTS} ${whereSql(condition)} ${NEWEST_FIRST}${cut}`,
    params: [...added.flatMap(({ params }) => params), ...condition.params],
  };
}
