import type { TimeWindow } from '../../domain/time';
import type { Engine } from '../../engine/api';
import type { HitsOverTime } from '../../protocol/results';
import { barStarts, bucketsFor, closedWindow } from './buckets';

/** How the events of a search spread over its window, for somebody in a time zone (IANA name). */
export async function hitsOverTime(
  { engine, now }: { readonly engine: Engine; readonly now: number },
  search: { readonly query: string; readonly window: TimeWindow; readonly timeZone: string },
  signal: AbortSignal,
): Promise<HitsOverTime> {
  const window = closedWindow(search.window, await engine.status(), now);
  const buckets = bucketsFor(window, search.timeZone);
  const request = { query: search.query, window, bucket: buckets.width, bucketOffset: buckets.offset };
  const { bucket: width, bucketOffset: offset, bars, ...answer } = await engine.histogram(request, { signal });
  const found = new Map(bars.map(({ time, counts }) => [time, counts]));
  return {
    ...answer,
    width,
    bars: barStarts(window, { width, offset }).map((from) => ({ from, to: from + width, counts: found.get(from) ?? [] })),
  };
}
