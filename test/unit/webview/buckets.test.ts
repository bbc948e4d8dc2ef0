import { describe, expect, it } from 'vitest';
import { allBars, bucketsFor, zoneOffset } from '../../../src/editor/panels/buckets';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse('2023-07-10T11:41:00Z'); // 20:41 in Tokyo, 17:11 in Kolkata

const past = (span: number) => ({ from: NOW - span, to: NOW + 1 });
const starts = (span: number, zone: string) => {
  const window = past(span);
  return allBars(window, bucketsFor(window, zone), []).map(({ from }) => new Date(from).toISOString());
};

describe('how a time range is cut into bars', () => {
  it('takes five minutes for an hour, three hours for a day, a day for a week and a month', () => {
    const widths = [HOUR, DAY, 7 * DAY, 30 * DAY].map((span) => bucketsFor(past(span), 'UTC').width);
    expect(widths).toEqual([5 * MINUTE, 3 * HOUR, DAY, DAY]);
  });

  it('begins bars at three-hour marks of the local clock', () => {
    // 20:41 yesterday in Tokyo lies in the bar of 18:00, which is 09:00 UTC; nine bars up to the one of 18:00 today.
    const tokyo = starts(DAY, 'Asia/Tokyo');
    expect([tokyo[0], tokyo.at(-1), tokyo.length]).toEqual(['2023-07-09T09:00:00.000Z', '2023-07-10T09:00:00.000Z', 9]);
    // Kolkata is 5:30 ahead: 15:00 there is 09:30 UTC.
    expect(starts(DAY, 'Asia/Kolkata').at(-1)).toBe('2023-07-10T09:30:00.000Z');
  });

  it('begins days at local midnight and weeks on Monday', () => {
    expect(starts(7 * DAY, 'America/New_York').at(-1)).toBe('2023-07-10T04:00:00.000Z');
    const weekly = starts(90 * DAY, 'UTC').map((start) => new Date(start).getUTCDay());
    expect(new Set(weekly)).toEqual(new Set([1]));
  });

  it('keeps between 8 and 32 bars from minutes to years', () => {
    for (const span of [10 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 5 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY]) {
      const bars = starts(span, 'UTC').length;
      expect(bars, `${span / HOUR} hours`).toBeGreaterThanOrEqual(8);
      expect(bars, `${span / HOUR} hours`).toBeLessThanOrEqual(32);
    }
  });

  it('puts found bars into their places and leaves the others empty', () => {
    const window = past(DAY);
    const buckets = bucketsFor(window, 'UTC');
    const noon = Date.parse('2023-07-10T09:00:00Z');
    const bars = allBars(window, buckets, [{ time: noon, byType: { 'audit-event': 61 } }]);
    expect(bars.filter(({ byType }) => Object.keys(byType).length > 0)).toEqual([
      { from: noon, to: noon + 3 * HOUR, byType: { 'audit-event': 61 } },
    ]);
  });
});

describe('the offset of a time zone', () => {
  it('knows halves of hours and both directions, and takes an unknown zone for UTC', () => {
    const offsets = ['Asia/Kolkata', 'America/New_York', 'UTC', 'Nowhere/Else'].map((zone) => zoneOffset(zone, NOW) / HOUR);
    expect(offsets).toEqual([5.5, -4, 0, 0]);
  });
});
