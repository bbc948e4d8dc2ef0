import type { CompiledEvents } from '../rql/query';
import type { Store } from '../store/store';
import type { Histogram, HistogramRequest } from './api';

/** So many colours can be told apart; the rest is one series. */
const SERIES = 6;
/** Narrower bars than so many can't be seen or hit. */
const BARS = 200;

/** Asks the store how the events of a query spread over time. A limit in the query holds here as it does for its rows. */
export async function histogramOf(
  store: Store,
  { predicate, shape, query: { limit } }: CompiledEvents,
  { window, bucket, bucketOffset }: HistogramRequest,
  signal: AbortSignal | undefined,
): Promise<Histogram> {
  if (shape.kind !== 'timechart') {
    const newest = shape.kind === 'events' && limit !== undefined ? { newest: limit } : {};
    const found = await store.histogram(predicate, { window, width: bucket, offset: bucketOffset, series: 1, ...newest }, signal);
    return { bucket, bucketOffset, ...found };
  }
  const [by] = shape.by;
  const width = shape.width * Math.max(1, Math.ceil((window.to - window.from) / (shape.width * BARS)));
  const split = by === undefined ? {} : { by };
  const counted = limit === undefined ? {} : { counted: { width: shape.width, most: limit } };
  const found = await store.histogram(predicate, { window, width, offset: 0, series: SERIES, ...split, ...counted }, signal);
  return { bucket: width, bucketOffset: 0, ...(by !== undefined && { by: by.title }), ...found };
}
