import { describe, expect, it } from 'vitest';
import type { Coverage, Interval } from '../../../../src/domain/live';
import { commonStretch, newestStretch } from '../../../../src/editor/tree/coverage';

const covered = (...intervals: readonly (readonly [from: number, to: number])[]): Coverage => ({
  account: '1',
  region: 'us-east-2',
  source: 'lookup',
  intervals: intervals.map(([from, to]): Interval => ({ from, to })),
});

describe('what is covered without a gap', () => {
  it('is the newest stretch, of all sources together', () => {
    expect(newestStretch([])).toBeUndefined();
    expect(newestStretch([covered([1, 4], [6, 9])])).toEqual({ from: 6, to: 9 });
    expect(newestStretch([covered([6, 9]), covered([1, 6])])).toEqual({ from: 1, to: 9 }); // half open: they touch
    expect(newestStretch([covered([1, 9]), covered([3, 5])])).toEqual({ from: 1, to: 9 });
    expect(newestStretch([covered([1, 4], [7, 7])])).toEqual({ from: 1, to: 4 }); // an empty one covers nothing
  });

  it('in several regions is what all of them have, and nothing where one lacks it', () => {
    expect(commonStretch([[covered([1, 9])], [covered([3, 8])]])).toEqual({ from: 3, to: 8 });
    expect(commonStretch([[covered([1, 9])], []])).toBeUndefined();
    expect(commonStretch([[covered([1, 3])], [covered([4, 8])]])).toBeUndefined();
    expect(commonStretch([])).toBeUndefined();
  });
});
