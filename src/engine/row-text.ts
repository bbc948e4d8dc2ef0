import { formatInstant } from '../domain/time';
import { RESOURCE_COLUMNS, type ResourceRow, type ResourcesPage } from './resource-page';
import { EVENT_COLUMNS, type EventRow, type EventsPage, type GroupRow, type GroupsPage, type RowFormat, type SortColumn } from './api';

/** What is known of an answer's columns before its rows. */
export type AnswerHead =
  Pick<EventsPage, 'kind' | 'columns'> | Pick<ResourcesPage, 'kind' | 'columns'> | Pick<GroupsPage, 'kind' | 'columns' | 'width'>;

/** Turns the rows of an answer into lines of a file. */
export interface RowText {
  /** The line of headers; empty where there is none. */
  readonly head: string;
  readonly line: (row: EventRow | GroupRow | ResourceRow) => string;
}

/**
 * First in a file of comma-separated values: without it Excel takes UTF-8 for the machine's old code page and garbles every name that is
 * not plain ASCII. These files are for spreadsheets, as their guard against formulas says; programs read JSON lines, which have no mark.
 */
export const BYTE_ORDER_MARK = '\ufeff';

/** @param columns those wanted, in their order; absent: all in their usual order */
export function rowText(head: AnswerHead, format: RowFormat, columns: readonly SortColumn[] = allColumns(head)): RowText {
  const names = columns.map((column) => nameOf(head, column));
  if (format === 'csv') {
    return { head: csvLine(names), line: (row) => csvLine(columns.map((column) => valueOf(row, column))) };
  }
  return {
    head: '',
    line: (row) => `${JSON.stringify(Object.fromEntries(columns.map((column, place) => [names[place], valueOf(row, column)])))}\n`,
  };
}

function allColumns(head: AnswerHead): readonly SortColumn[] {
  const named = head.columns.map((_, place): SortColumn => `column ${place}`);
  if (head.kind === 'events') return [...EVENT_COLUMNS, ...named];
  if (head.kind === 'resources') return [...RESOURCE_COLUMNS, ...named];
  return [...(head.width === undefined ? [] : (['time'] as const)), ...named, 'count'];
}

function nameOf({ columns }: AnswerHead, column: SortColumn): string {
  return columns[placeOf(column) ?? -1] ?? column;
}

function placeOf(column: SortColumn): number | undefined {
  const place = /^column (\d+)$/.exec(column)?.[1];
  return place === undefined ? undefined : Number(place);
}

type Value = string | number | ResourceRow['tags'];

/** `null`: there is none. */
function valueOf(row: EventRow | GroupRow | ResourceRow, column: SortColumn): Value | null {
  const place = placeOf(column);
  if (place !== undefined) return ('values' in row ? row.values : row.more)?.[place] ?? null;
  if ('api' in row) return resourceValue(row, column);
  if (column === 'time') return row.time === undefined ? null : formatInstant(row.time);
  if ('values' in row) return column === 'count' ? row.count : null;
  return EVENT_COLUMNS.some((known) => known === column) ? (row[column as keyof EventRow & (typeof EVENT_COLUMNS)[number]] ?? null) : null;
}

function resourceValue(row: ResourceRow, column: SortColumn): Value | null {
  if (column === 'asOf') return formatInstant(row.asOf);
  const known = RESOURCE_COLUMNS.find((name) => name === column);
  return known === undefined || known === 'asOf' ? null : row[known];
}

/**
 * One line as RFC 4180 quotes it. A text that a spreadsheet would take for a formula gets an apostrophe before it: names and agents in
 * a log are chosen by anybody, and so are the headers of columns that a query adds.
 */
function csvLine(values: readonly (Value | null)[]): string {
  return `${values.map(csvCell).join(',')}\n`;
}

function csvCell(value: Value | null): string {
  if (value === null) return '';
  if (typeof value === 'object') return csvCell(JSON.stringify(value));
  if (typeof value === 'number') return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
