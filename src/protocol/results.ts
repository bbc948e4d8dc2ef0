import type { TimeWindow } from '../domain/time';
import type { ColumnFilter, EventRow, FilterColumn, GroupRow, Histogram, SearchPage, SortColumn } from '../engine/api';
import type { CommonCalls } from './common';
import type { Call } from './wire';

export interface ResultsCalls extends CommonCalls {
  /** The webview listens from now on: the host answers with an event. */
  readonly ready: Call<undefined, undefined>;
  /** A stretch of the results of one run. */
  readonly page: Call<PageRequest, SearchPage>;
  /** How all events of one run spread over time. Bars begin at round times of the given IANA time zone; those of a time chart as the query has them. */
  readonly histogram: Call<{ readonly run: number; readonly timeZone: string }, HitsOverTime>;
  /** Another run within this stretch of time; the query in its document says so too. */
  readonly searchWithin: Call<Required<TimeWindow>, undefined>;
  /** Another run in the time range before the last stretch was chosen. */
  readonly searchBefore: Call<undefined, undefined>;
  /** How the chart is shown, here and in the searches to come. */
  readonly showChart: Call<ChartLook, undefined>;
  /** Resolves the time range again and starts another run, told by an event. */
  readonly runAgain: Call<undefined, undefined>;
  /** The same search without a time range, in another run. */
  readonly searchAllTime: Call<undefined, undefined>;
  readonly editQuery: Call<undefined, undefined>;
  /** Lets a person choose among columns; `null`: it is to stay as it was. */
  readonly chooseColumns: Call<{ readonly columns: readonly ColumnChoice[] }, readonly string[] | null>;
  /** Lets a person type a filter. An empty list: none any more; `null`: it is to stay as it was. */
  readonly askFilter: Call<FilterQuestion, readonly ColumnFilter[] | null>;
  /** From now on searches begin with this arrangement of columns; absent: with the usual one. */
  readonly saveLayout: Call<{ readonly layout?: unknown }, undefined>;
  /** Rewrites the query so that it finds only the rows with this value, or only the others, and runs it. */
  readonly narrow: Call<NarrowRequest, undefined>;
  /** Writes all rows to a file that a person chooses. */
  readonly exportRows: Call<ExportOrder, undefined>;
}

export interface ResultsEvents {
  readonly search: SearchSnapshot;
  /** The length of an answer whose rows are still to come. */
  readonly counted: { readonly run: number; readonly total: number };
  /** A person asks for something by the editor's menu, palette or keys, and so sees the page: nobody asks a hidden one. */
  readonly action: { readonly name: ResultsAction };
}

/** What the editor's commands ask of the page, which knows the chosen cells. */
export const RESULTS_ACTIONS = [
  'copy',
  'copyRows',
  'copyRowsAsJson',
  'searchForValue',
  'excludeValue',
  'openRecord',
  'openConfiguration',
  'traceCause',
  'sortAscending',
  'sortDescending',
  'filterColumn',
  'clearFilters',
  'pinColumn',
  'unpinColumn',
  'hideColumn',
  'moveColumnLeft',
  'moveColumnRight',
  'fitColumn',
  'chooseColumns',
  'resetColumns',
  'saveColumns',
  'exportRows',
] as const;
export type ResultsAction = (typeof RESULTS_ACTIONS)[number];

export interface PageRequest {
  readonly run: number;
  readonly offset: number;
  readonly limit: number;
  /** Absent: as the query has it. */
  readonly sort?: Sort;
  readonly filters: readonly ColumnFilter[];
}

export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
}

export interface ColumnChoice {
  readonly key: string;
  readonly title: string;
  readonly shown: boolean;
}

export interface FilterQuestion {
  readonly column: FilterColumn;
  readonly title: string;
  /** What is in force. */
  readonly filter?: ColumnFilter;
}

/** One cell: of an event, or of a row that counts. */
export interface NarrowRequest {
  readonly column: SortColumn;
  readonly exclude: boolean;
  /** What it shows; `null`: nothing. */
  readonly text: string | null;
  readonly eventId?: string;
}

export interface ExportOrder {
  readonly sort?: Sort;
  readonly filters: readonly ColumnFilter[];
  /** In the order in which they are shown. */
  readonly columns: readonly SortColumn[];
}

/** What is being searched. The rows are asked for page by page. */
export interface SearchSnapshot {
  /** Grows with every run: pages of an earlier run are of no use. */
  readonly run: number;
  readonly query: string;
  /** The time range in words, in the language of the editor. */
  readonly range: string;
  /** No time range is in force: there is no wider search. */
  readonly allTime: boolean;
  /** The time range before a stretch was chosen on the chart, in words. */
  readonly before?: string;
  readonly chart: ChartLook;
  /** What the webview keeps so that the panel survives a reload of the window. */
  readonly restore: object;
  /** The arrangement of columns that searches begin with, as it was saved. */
  readonly layout?: unknown;
}

/** Folded away, its bars, or their numbers as a table. */
export type ChartLook = 'folded' | 'bars' | 'table';

/** The chart above the rows. Times are epoch milliseconds. */
export interface HitsOverTime extends Omit<Histogram, 'bucket' | 'bucketOffset' | 'bars'> {
  /** Of a bar, in milliseconds. */
  readonly width: number;
  /** Every bar of the range, those without events included: their counts are empty. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly counts: readonly number[] }[];
}

export type { ColumnFilter, EventRow, FilterColumn, GroupRow, SearchPage, SortColumn };
