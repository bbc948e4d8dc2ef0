import { describe, expect, it } from 'vitest';
import { hitsOverTime } from '../../../src/editor/panels/hits';
import type { Engine, Histogram, HistogramRequest, StoreStatus } from '../../../src/engine/api';
import { lengthText } from '../../../webview-ui/format';
import { stacked } from '../../../webview-ui/results/series';

const HOUR = 3_600_000;
const NOON = Date.parse('2024-05-01T12:00:00Z');
const STATUS: StoreStatus = { events: 9, from: NOON - 50 * HOUR, to: NOON - HOUR, bytes: 1, accounts: [], generation: 1 };
const PLAIN: Histogram = { bucket: 0, bucketOffset: 0, series: [null], others: 0, bars: [], total: 0 };

/** What the engine is asked for a window, and what becomes of its answer. */
async function hits(window: { from?: number; to?: number }, timeZone: string, answer: (request: HistogramRequest) => Histogram) {
  const asked: HistogramRequest[] = [];
  const engine: Partial<Engine> = {
    status: () => Promise.resolve(STATUS),
    histogram: (request) => {
      asked.push(request);
      return Promise.resolve(answer(request));
    },
  };
  const search = { query: 'event', window, timeZone };
  const found = await hitsOverTime({ engine: engine as Engine, now: NOON }, search, new AbortController().signal);
  return { asked, found };
}

describe('the hits of a search over time', () => {
  it('stand in bars of round local times, those without events included', async () => {
    const { found } = await hits({ from: NOON - 24 * HOUR, to: NOON + 1 }, 'Asia/Kolkata', ({ bucket, bucketOffset }) => ({
      ...PLAIN,
      bucket,
      bucketOffset,
      bars: [{ time: Date.parse('2024-05-01T00:30:00Z'), counts: [7] }],
      total: 7,
    }));
    expect(found.width).toBe(3 * HOUR);
    expect(found.bars.map(({ from }) => new Date(from).toISOString().slice(11, 16))).toEqual(
      ['09:30', '12:30', '15:30', '18:30', '21:30', '00:30', '03:30', '06:30', '09:30'], // 15:00, 18:00 … in India
    );
    expect(found.bars.map(({ counts }) => counts)).toEqual([[], [], [], [], [], [7], [], [], []]);
  });

  it('take the bars of a time chart as it has them', async () => {
    const own = { bucket: 12 * HOUR, bucketOffset: 0, by: 'user' };
    const { found } = await hits({ from: NOON - 24 * HOUR, to: NOON + 1 }, 'Asia/Kolkata', () => ({ ...PLAIN, ...own }));
    expect(found.bars.map(({ from }) => (NOON - from) / HOUR)).toEqual([24, 12, 0]);
  });

  it('reach over all the data where the range has no ends', async () => {
    const { asked } = await hits({}, 'UTC', ({ bucket, bucketOffset }) => ({ ...PLAIN, bucket, bucketOffset }));
    expect(asked.map(({ window }) => window)).toEqual([{ from: STATUS.from, to: (STATUS.to ?? 0) + 1 }]);
  });

  it('give each value a key of ours, whatever it is', () => {
    const bars = [
      { from: 0, to: 1, counts: [2, 1, 4] },
      { from: 1, to: 2, counts: [] },
    ];
    const split = { by: 'user', series: ['"><b>', null], others: 3, width: 1, bars, total: 7 };
    const { names, bars: drawn } = stacked(split);
    expect(names).toEqual([
      { key: 'series-0', name: '"><b>' },
      { key: 'series-1', name: '(none)' },
      { key: 'series-rest', name: '3 others' },
    ]);
    expect(drawn.map(({ counts }) => counts)).toEqual([
      { 'series-0': 2, 'series-1': 1, 'series-rest': 4 },
      { 'series-0': 0, 'series-1': 0, 'series-rest': 0 },
    ]);
  });

  it.each([
    [60_000, '1 minute'],
    [72 * 60_000, '72 minutes'],
    [3 * HOUR, '3 hours'],
    [24 * HOUR, '1 day'],
    [168 * HOUR, '1 week'],
    [90_500, '90.5 seconds'],
  ])('name the length of a bar: %i ms are %s', (length, text) => {
    expect(lengthText(length)).toBe(text);
  });
});
