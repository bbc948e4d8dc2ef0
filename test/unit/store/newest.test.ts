import { describe, expect, it } from 'vitest';
import { oldestOfNewest } from '../../../src/store/newest';
import { seeded } from '../support/random';

describe('the newest events', () => {
  it('lie in the segments that their spans tell of, wherever the window ends', () => {
    const random = seeded(7);
    const below = (n: number): number => Math.floor(random() * n);
    let told = 0;
    for (let round = 0; round < 2_000; round++) {
      const segments = Array.from({ length: 1 + below(5) }, () => {
        const start = below(40);
        return Array.from({ length: 1 + below(6) }, () => start + below(15)).sort((a, b) => a - b);
      });
      const spans = segments.map((times, n) => ({
        file: `${n}`,
        events: times.length,
        from: times[0] ?? 0,
        to: times.at(-1) ?? 0,
        bytes: 0,
        runs: 1,
      }));
      const to = random() < 0.3 ? undefined : below(60);
      const count = 1 + below(12);
      const newest = segments
        .flat()
        .filter((time) => time < (to ?? Infinity))
        .sort((a, b) => b - a)
        .slice(0, count);
      const bound = oldestOfNewest(spans, count, to);
      expect(newest.every((time) => time >= bound)).toBe(true);
      if (bound > Math.min(...segments.flat())) told += 1;
    }
    expect(told).toBeGreaterThan(200); // else nothing was ever left out
  });
});
