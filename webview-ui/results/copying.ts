import type { Column } from '../grid/cells';
import { toTsv } from '../grid/tsv';
import { rowObject, type Head, type ResultRow } from './columns';

/** More rows than this are exported and not copied. */
export const MOST_COPIED = 20_000;

/** As tab-separated values; a single cell is its text alone. */
export function rowsAsText(rows: readonly ResultRow[], columns: readonly Column<ResultRow>[]): string {
  return rows.length === 0 ? '' : toTsv(rows.map((row) => columns.map((column) => column.text(row))));
}

/** One object, or a list of several; empty where there are none. */
export function rowsAsJson(rows: readonly ResultRow[], head: Head): string {
  if (rows.length === 0) return '';
  const objects = rows.map((row) => rowObject(row, head));
  return JSON.stringify(objects.length === 1 ? objects[0] : objects, undefined, 2);
}
