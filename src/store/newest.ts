import type { Segment } from './manifest';

/**
 * A time, epoch milliseconds, before which none of the `count` newest events before `to` lies, as the spans of the segments tell it.
 * -Infinity: they don't.
 */
export function oldestOfNewest(segments: readonly Segment[], count: number, to = Infinity): number {
  let found = 0;
  for (const segment of segments.toSorted((a, b) => b.from - a.from)) {
    if (segment.to < to) found += segment.events;
    if (found >= count) return segment.from;
  }
  return -Infinity;
}
