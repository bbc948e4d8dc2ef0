import type { Coverage, Interval } from '../../domain/live';

/** From when to when events are there without a gap: the newest such stretch of what was fetched, epoch milliseconds. */
export function newestStretch(coverage: readonly Coverage[]): Interval | undefined {
  const intervals = coverage.flatMap(({ intervals: some }) => some).toSorted((a, b) => a.from - b.from);
  let stretch: Interval | undefined;
  for (const { from, to } of intervals) {
    if (from >= to) continue;
    stretch = stretch === undefined || from > stretch.to ? { from, to } : { from: stretch.from, to: Math.max(stretch.to, to) };
  }
  return stretch;
}

/** The stretch that all of these regions have; `undefined`: there is none, for some region lacks it. */
export function commonStretch(regions: readonly (readonly Coverage[])[]): Interval | undefined {
  const stretches = regions.map(newestStretch);
  const [from, to] = [
    Math.max(...stretches.map((one) => one?.from ?? Infinity)),
    Math.min(...stretches.map((one) => one?.to ?? -Infinity)),
  ];
  return regions.length > 0 && from < to ? { from, to } : undefined;
}
