/** One line of the table and of the JSON report. */
export interface Row {
  /** What was measured. The rows of one thing over corpora of several sizes say the same here: growth is read between them. */
  readonly what: string;
  /** Size of the corpus in multiplied records; absent: it hangs on no corpus, or on the sample. */
  readonly records?: number;
  readonly unit: Unit;
  /** One value per run, in the order of the runs. */
  readonly runs: readonly number[];
  /** What the machine's own speed is told by in the same run. Absent: the row is a plain number. */
  readonly ratio?: Ratio;
  /** What the row is held to. Absent: it is there to be known. */
  readonly limit?: Limit;
}

export type Unit = 'ms' | 'MB/s' | 'events/s' | 'MB' | 'bytes/event';

export interface Ratio {
  /** What is divided by what, as `gzip -dc ÷ load`. */
  readonly of: string;
  readonly value: number;
}

/** A bound for one number of a row: it is met at the bound itself too. */
export interface Limit {
  readonly on: 'median' | 'p95' | 'worst' | 'ratio';
  readonly bound: 'most' | 'least';
  readonly value: number;
}

export interface BenchOptions {
  /** Fewer runs over less: to see that all works, not for numbers to keep. */
  readonly quick: boolean;
  /** Sizes of the corpora, in records, smallest first. */
  readonly sizes: readonly number[];
  /** Where large corpora are kept from run to run. */
  readonly corpora: string;
  /** A folder for this run alone, removed after it. */
  readonly scratch: string;
  /** Progress, one line at a time. */
  readonly tell: (line: string) => void;
}

/** One benchmark. Resolves to its rows; rejects where it could not run. */
export type Bench = (options: BenchOptions) => Promise<readonly Row[]>;

/** The value below which `share` (0 to 1) of the values lie, by the nearest rank; of an even number the median is the mean of the middle two. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There is no percentile of nothing.');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[Math.min(Math.max(index, 0), sorted.length - 1)] ?? Number.NaN;
  const half = sorted.length / 2;
  if (share === 0.5 && Number.isInteger(half)) return (at(half - 1) + at(half)) / 2;
  return at(Math.ceil(share * sorted.length) - 1);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Whether a row keeps its limit; `undefined` where it has none. */
export function isMet({ runs, ratio, limit }: Row): boolean | undefined {
  if (limit === undefined) return undefined;
  const measured = {
    median: () => median(runs),
    p95: () => percentile(runs, 0.95),
    worst: () => Math.max(...runs),
    ratio: () => ratio?.value ?? Number.NaN,
  }[limit.on]();
  return limit.bound === 'most' ? measured <= limit.value : measured >= limit.value;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A question that takes seconds is asked less often than one that takes milliseconds. */
const ENOUGH_MS = 20_000;
const FEWEST = 3;

/** Milliseconds of each of `times` runs, one after the other, after one that doesn't count; of slow work fewer. */
export async function repeated(times: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const start = performance.now();
  await work();
  const runs: number[] = [];
  while (runs.length < times && (runs.length < FEWEST || performance.now() - start < ENOUGH_MS)) runs.push(await timed(work));
  return runs;
}
