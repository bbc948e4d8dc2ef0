import type { TimeWindow } from '../domain/time';
import type { Predicate } from '../rql/predicate';
import type { ShownColumn } from '../rql/shape';
import type { Database } from './database';
import { shownColumnSql } from './predicate-sql';
import { EVENTS } from './schema';
import { conditionOf, NEWEST_FIRST, whereSql } from './answer-sql';

export interface HistogramRequest {
  readonly window: TimeWindow;
  /** Width of a bar in milliseconds; bars begin at its multiples plus the offset. */
  readonly width: number;
  readonly offset: number;
  /** What the bars are split by. */
  readonly by?: ShownColumn;
  /** So many series at most; all others count as one more. */
  readonly series: number;
  /** Only the newest so many events count. */
  readonly newest?: number;
  /** Only the first so many rows count of what {@link Store.count} answers with bars of this width. */
  readonly counted?: { readonly width: number; readonly most: number };
}

export interface Histogram {
  /** Values of what is split by, those with the most events first; one that stands for all where nothing is split by. */
  readonly series: readonly (string | null)[];
  /** How many more series there are. */
  readonly others: number;
  /** Bars with at least one event, in order of time: a count for each series, and the last for the others where there are any. */
  readonly bars: readonly { readonly time: number; readonly counts: readonly number[] }[];
  readonly total: number;
}

/** How the events that match spread over time. */
export async function histogram(
  database: Database,
  predicate: Predicate,
  { window, width, offset, by, series, newest, counted }: HistogramRequest,
  signal?: AbortSignal,
): Promise<Histogram> {
  const condition = await conditionOf(database, predicate, window);
  const where = whereSql(condition);
  const shown = by === undefined ? { sql: 'NULL', params: [] } : shownColumnSql(by);
  const own = Math.trunc(counted?.width ?? width);
  const source = newest === undefined ? `${EVENTS} ${where}` : `(SELECT * FROM ${EVENTS} ${where} ${NEWEST_FIRST} LIMIT ${newest})`;
  const start = counted === undefined ? Math.trunc(offset) : 0;
  const cut = counted === undefined ? '' : `ORDER BY bar, n DESC, c LIMIT ${counted.most}`;
  // Series are told apart by rank: by their events, and by name where these are as many.
  const rows = await database.rows(
    `WITH bars AS (
       SELECT bar, c, count(*) AS n FROM (SELECT ${barSql('time', own, start)} AS bar, ${shown.sql} AS c FROM ${source}) GROUP BY ALL ${cut}),
     sized AS (SELECT *, sum(n) OVER (PARTITION BY c) AS size FROM bars),
     ranked AS (SELECT *, dense_rank() OVER (ORDER BY size DESC, c) - 1 AS rank FROM sized)
     SELECT ${barSql('bar', width, offset)} AS bar, least(rank, ${series}) AS place, any_value(c) AS c, sum(n) AS n, max(max(rank)) OVER () AS last
     FROM ranked GROUP BY ALL ORDER BY 1, 2`,
    [...shown.params, ...condition.params],
    signal,
  );
  const ranks = rows.length === 0 ? 0 : Number(rows[0]?.['last']) + 1;
  const named = Math.min(ranks, series);
  const names = new Array<string | null>(named).fill(null);
  const bars = new Map<number, number[]>();
  for (const row of rows) {
    const [time, place] = [Number(row['bar']), Number(row['place'])];
    const counts = bars.get(time) ?? new Array<number>(Math.min(ranks, series + 1)).fill(0);
    counts[place] = Number(row['n']);
    bars.set(time, counts);
    const name = row['c'];
    if (place < named && typeof name === 'string') names[place] = name;
  }
  const total = rows.reduce((sum, row) => sum + Number(row['n']), 0);
  return { series: names, others: ranks - named, bars: Array.from(bars, ([time, counts]) => ({ time, counts })), total };
}

function barSql(column: string, width: number, offset: number): string {
  const [step, start] = [Math.trunc(width), Math.trunc(offset)];
  return start === 0 ? `(${column} // ${step}) * ${step}` : `((${column} - ${start}) // ${step}) * ${step} + ${start}`;
}
