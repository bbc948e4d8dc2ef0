import type { ColumnFilter, FilterColumn } from '../../src/protocol/results';
import { chip, clearAll } from '../chips';
import { redraw } from '../dom';
import type { Column } from '../grid/cells';
import { t } from '../localise';
import type { ResultRow } from './columns';

/** Columns that show a text, which a filter can look at. */
export function isFilterable(key: string): key is FilterColumn {
  return !['time', 'count', 'asOf', 'tags'].includes(key);
}

/** The filters with those of one column replaced. */
export function withFilter(
  filters: readonly ColumnFilter[],
  column: FilterColumn,
  wanted: readonly ColumnFilter[],
): readonly ColumnFilter[] {
  return [...filters.filter((filter) => filter.column !== column), ...wanted];
}

/** What narrows the rows, each with a button that lets it go; hidden where nothing does. */
export function drawFilters(
  part: HTMLElement,
  filters: readonly ColumnFilter[],
  columns: readonly Column<ResultRow>[],
  onFilter: (filters: readonly ColumnFilter[]) => void,
): void {
  part.hidden = filters.length === 0;
  const chips = filters.map((filter) => {
    const title = columns.find(({ key }) => key === filter.column)?.title ?? filter.column;
    return chip(filterText(title, filter), () => onFilter(filters.filter((other) => other !== filter)));
  });
  redraw(part, ...chips, filters.length > 0 && clearAll(() => onFilter([])));
}

/** `User contains alice`, `Region is not us-east-1`, `Role is blank`. */
export function filterText(title: string, { kind, text, negated }: ColumnFilter): string {
  if (kind === 'matches') return negated ? t('{0} does not contain {1}', title, text) : t('{0} contains {1}', title, text);
  if (text === '') return negated ? t('{0} is not blank', title) : t('{0} is blank', title);
  return negated ? t('{0} is not {1}', title, text) : t('{0} is {1}', title, text);
}
