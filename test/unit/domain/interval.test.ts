import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { union, within, without, type Intervals } from '../../../src/domain/interval';

/** Few enough that each moment can be looked at by itself, which is the second way to know what a set holds. */
const MOMENTS = Array.from({ length: 24 }, (_, n) => n);
const moment = fc.integer({ min: 0, max: 24 });
const interval = fc.record({ from: moment, to: moment });
const set = fc.array(interval, { maxLength: 8 });

const holds = (intervals: Intervals, at: number): boolean => intervals.some(({ from, to }) => from <= at && at < to);
const momentsOf = (intervals: Intervals): readonly number[] => MOMENTS.filter((at) => holds(intervals, at));

/** Oldest first, none empty, and a moment between each two. */
const isTidy = (intervals: Intervals): boolean =>
  intervals.every(({ from, to }, n) => from < to && (n === 0 || (intervals[n - 1]?.to ?? Infinity) < from));

describe('sets of intervals', () => {
  it('hold in a union what any of them holds', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const both = union(a, b);
        expect(momentsOf(both)).toEqual(MOMENTS.filter((at) => holds(a, at) || holds(b, at)));
        expect(isTidy(both)).toBe(true);
      }),
    );
  });

  it('lose what is taken out, and nothing else', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const left = without(a, b);
        expect(momentsOf(left)).toEqual(MOMENTS.filter((at) => holds(a, at) && !holds(b, at)));
        expect(isTidy(left)).toBe(true);
      }),
    );
  });

  it('keep within an interval what lies in it', () => {
    fc.assert(
      fc.property(set, interval, (a, span) => {
        const inside = within(a, span);
        expect(momentsOf(inside)).toEqual(MOMENTS.filter((at) => holds(a, at) && span.from <= at && at < span.to));
        expect(isTidy(inside)).toBe(true);
      }),
    );
  });

  it('change nothing of what they were given', () => {
    const given: Intervals = [
      { from: 5, to: 7 },
      { from: 1, to: 6 },
      { from: 3, to: 3 },
    ];
    expect([union(given), union(given)]).toEqual([[{ from: 1, to: 7 }], [{ from: 1, to: 7 }]]);
    expect(given[0]).toEqual({ from: 5, to: 7 });
  });
});
