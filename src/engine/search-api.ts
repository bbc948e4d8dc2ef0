import type { TimeWindow } from '../domain/time';
import type { ResourceColumn, ResourcesPage } from './resource-page';

// What is asked and answered in searches: a part of `api.ts`, and read through it.

export interface SearchRequest {
  /** Text of one query; faults in it reject with reason `query`. */
  readonly query: string;
  readonly window: TimeWindow;
  readonly offset: number;
  readonly limit: number;
  /** A column that the answer doesn't have is no order: it comes in its usual one. */
  readonly sort?: { readonly column: SortColumn; readonly descending: boolean };
  /** Only rows that pass all of them; those of columns that the answer doesn't have are passed by every row. */
  readonly filters?: readonly ColumnFilter[];
}

export const ROW_FORMATS = ['csv', 'jsonl'] as const;
/** `csv`: comma-separated values for a spreadsheet, UTF-8 with a byte order mark; `jsonl`: an object a line. */
export type RowFormat = (typeof ROW_FORMATS)[number];

export interface RowsExportRequest extends Omit<SearchRequest, 'offset' | 'limit'> {
  readonly format: RowFormat;
  /** Those that are written, in their order. Absent: all in their usual order. */
  readonly columns?: readonly SortColumn[];
}

export interface RowsExportProgress {
  readonly rows: number;
  readonly rowsTotal: number;
}

export interface RowsExportReport {
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
}

/** Which rows of an answer are shown, by the text of one column. It looks at the answer, and never makes a limited one longer. */
export interface ColumnFilter {
  readonly column: FilterColumn;
  /** `matches`: as the language's MATCHES: any case, found anywhere, `*` for any text. `is`: the whole text; empty: there is none. */
  readonly kind: 'matches' | 'is';
  readonly text: string;
  /** The rows that it would leave out, and no others. */
  readonly negated: boolean;
}

/** What is said of an answer while it is being found. */
export interface SearchProgress {
  /** Its exact length, known before its rows. */
  readonly total: number;
}

/** One of the columns that the query names, counted from 0. */
export type QueryColumn = `column ${number}`;

export const EVENT_COLUMNS = [
  'time',
  'eventId',
  'account',
  'region',
  'service',
  'operation',
  'user',
  'subject',
  'role',
  'ip',
  'errorCode',
] as const;
export type EventColumn = (typeof EVENT_COLUMNS)[number];
/** `count`: of a query that counts, and its `time` is that of the bars. */
export type SortColumn = EventColumn | ResourceColumn | QueryColumn | 'count';
/** Those that show a text. */
export type FilterColumn = Exclude<EventColumn | ResourceColumn, 'time' | 'asOf' | 'tags'> | QueryColumn;

/** One event in a list. Absent values are left out. */
export interface EventRow {
  readonly time: number;
  readonly eventId: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly user?: string;
  readonly subject?: string;
  readonly role?: string;
  readonly ip?: string;
  readonly errorCode?: string;
  /** Values of the columns that the query added, where it added any. */
  readonly more?: readonly (string | null)[];
}

/** A row of a query that counts: so many events have these values. */
export interface GroupRow {
  /** Start of the bar, of a time chart. */
  readonly time?: number;
  readonly values: readonly (string | null)[];
  readonly count: number;
}

/** A stretch of the answer, and its exact length in rows, which is no more than the limit in the query. */
export type SearchPage = EventsPage | GroupsPage | ResourcesPage;

export interface EventsPage {
  readonly kind: 'events';
  /** Titles of the columns that the query added. */
  readonly columns: readonly string[];
  readonly rows: readonly EventRow[];
  readonly total: number;
}

export interface GroupsPage {
  readonly kind: 'groups';
  /** What is counted, where it isn't events. */
  readonly of?: 'resources';
  /** Titles of the columns that are counted by. */
  readonly columns: readonly string[];
  /** Of a time chart: the width of a bar in milliseconds. Bars begin at its multiples, UTC; those without events are left out. */
  readonly width?: number;
  readonly rows: readonly GroupRow[];
  readonly total: number;
}

export interface HistogramRequest {
  /** As in {@link SearchRequest}. */
  readonly query: string;
  readonly window: Required<TimeWindow>;
  /** Width of a bar in milliseconds, and where bars begin, as in {@link DashboardRequest}: for a query that draws no bars of its own. */
  readonly bucket: number;
  readonly bucketOffset: number;
}

export interface Histogram {
  /** Of the bars. Those of a time chart have its width, or a multiple of it where they would be too many, and begin at multiples, UTC. */
  readonly bucket: number;
  readonly bucketOffset: number;
  /** Title of the column that the bars are split by. */
  readonly by?: string;
  /** Values of that column, those with the most events first (`null`: without one). One for all where nothing is split by. */
  readonly series: readonly (string | null)[];
  /** How many more values there are. */
  readonly others: number;
  /** Bars with at least one event, in order of time: a count for each series, and the last for the others where there are any. */
  readonly bars: readonly { readonly time: number; readonly counts: readonly number[] }[];
  /** Events in all bars. */
  readonly total: number;
}

export interface ExplainRequest {
  /** Text of one query; faults in it reject with reason `query`. */
  readonly query: string;
  readonly window: TimeWindow;
}

export interface Explained {
  /** Events, or resources, in the window. */
  readonly total: number;
  /** Absent where a step is no condition on one event or resource. `together`: with all that must hold above it. */
  readonly steps: readonly { readonly alone?: number; readonly together?: number }[];
}
