import type { Interval } from './live';

/** Sets of moments as lists of half-open intervals. What is given may be in any order, overlap or be empty; what is returned is without overlap, oldest first. */
export type Intervals = readonly Interval[];

/** The moments in any of them. Intervals that touch become one. */
export function union(...sets: readonly Intervals[]): Intervals {
  const all = sets
    .flat()
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  const joined: Interval[] = [];
  for (const next of all) {
    const last = joined.at(-1);
    if (last === undefined || next.from > last.to) joined.push(next);
    else if (next.to > last.to) joined[joined.length - 1] = { from: last.from, to: next.to };
  }
  return joined;
}

/** The moments of one set that are not in the other. */
export function without(set: Intervals, other: Intervals): Intervals {
  const taken = union(other);
  return union(set).flatMap(({ from, to }) => {
    const left: Interval[] = [];
    let at = from;
    for (const gone of taken) {
      if (gone.to <= at) continue;
      if (gone.from >= to) break;
      if (gone.from > at) left.push({ from: at, to: gone.from });
      at = gone.to;
    }
    if (at < to) left.push({ from: at, to });
    return left;
  });
}

/** The moments of a set that lie in one interval. */
export function within(set: Intervals, { from, to }: Interval): Intervals {
  return union(set.map((interval) => ({ from: Math.max(interval.from, from), to: Math.min(interval.to, to) })));
}
