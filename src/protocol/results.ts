import type { TimeWindow } from '../domain/time';
import type { EventRow, GroupRow, Histogram, SearchPage, SortColumn } from '../engine/api';
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
  /** Resolves the time range again and starts another run, told by an event. */
  readonly runAgain: Call<undefined, undefined>;
  /** The same search without a time range, in another run. */
  readonly searchAllTime: Call<undefined, undefined>;
  readonly editQuery: Call<undefined, undefined>;
}

export interface ResultsEvents {
  readonly search: SearchSnapshot;
}

export interface PageRequest {
  readonly run: number;
  readonly offset: number;
  readonly limit: number;
  /** Absent: as the query has it. */
  readonly sort?: Sort;
}

export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
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
  /** What the webview keeps so that the panel survives a reload of the window. */
  readonly restore: unknown;
}

/** The chart above the rows. Times are epoch milliseconds. */
export interface HitsOverTime extends Omit<Histogram, 'bucket' | 'bucketOffset' | 'bars'> {
  /** Of a bar, in milliseconds. */
  readonly width: number;
  /** Every bar of the range, those without events included: their counts are empty. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly counts: readonly number[] }[];
}

export type { EventRow, GroupRow, SearchPage, SortColumn };
