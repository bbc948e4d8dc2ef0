import type { ColumnFilter, Sort } from '../../src/protocol/results';
import type { GridView } from '../grid/grid';
import { readLayout, USUAL, type Layout } from '../grid/layout';

/** How somebody looks at an answer: what a page keeps beside the search itself. Never any of its data. */
export interface View {
  /** Absent: as the query has it. */
  readonly sort?: Sort;
  readonly filters: readonly ColumnFilter[];
  /** Absent: nobody has arranged the columns here. */
  readonly layout?: Layout;
  readonly grid?: GridView;
}

export const FRESH: View = { filters: [] };

/** The view of a kept state; this version or another one may have written it. */
export function readView(state: unknown): View {
  const view = record(record(state)['view']);
  const { sort, filters, layout, grid } = view;
  return {
    filters: Array.isArray(filters) ? filters.filter(isFilter) : [],
    ...(isSort(sort) && { sort }),
    ...(layout !== undefined && readLayout(layout) !== USUAL && { layout: readLayout(layout) }),
    ...(isGridView(grid) && { grid }),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isSort(value: unknown): value is Sort {
  const { column, descending } = record(value);
  return typeof column === 'string' && typeof descending === 'boolean';
}

function isFilter(value: unknown): value is ColumnFilter {
  const { column, kind, text, negated } = record(value);
  return typeof column === 'string' && (kind === 'matches' || kind === 'is') && typeof text === 'string' && typeof negated === 'boolean';
}

function isGridView(value: unknown): value is GridView {
  const { top, left, row, key } = record(value);
  return typeof top === 'number' && typeof left === 'number' && typeof row === 'number' && typeof key === 'string';
}
