import { describe, expect, it } from 'vitest';
import { barAt, barsWithin, layoutChart, spanOf, tickValues } from '../../../webview-ui/chart/layout';

const HOUR = 3_600_000;
/** Three bars of three hours: 4 audit events; nothing; 6 audit events and 2 of configuration. */
const BARS = [
  { from: 0, to: 3 * HOUR, counts: { 'audit-event': 4 } },
  { from: 3 * HOUR, to: 6 * HOUR, counts: {} },
  { from: 6 * HOUR, to: 9 * HOUR, counts: { 'audit-event': 6, config: 2 } },
] as const;
const TYPES = ['audit-event', 'config', 'anomaly'] as const;

describe('the layout of the chart', () => {
  const layout = layoutChart(BARS, TYPES, 400, 200);

  it('draws bars as high as their counts', () => {
    const heights = layout.bars.map((bar) => bar.segments.map(({ height }) => Math.round(height)));
    const perAlert = (layout.plot.bottom - layout.plot.top) / 8; // the tallest bar of 8 reaches the top line, which is 8
    expect(heights).toEqual([[Math.round(4 * perAlert)], [], [Math.round(6 * perAlert), Math.round(2 * perAlert)]]);
  });

  it('stacks: each segment stands on the one before it', () => {
    const [lower, upper] = layout.bars[2]?.segments ?? [];
    expect((lower?.y ?? 0) + (lower?.height ?? 0)).toBeCloseTo(layout.plot.bottom);
    expect((upper?.y ?? 0) + (upper?.height ?? 0)).toBeCloseTo(lower?.y ?? -1);
  });

  it('leaves out types that are not shown, and scales to the rest', () => {
    const config = layoutChart(BARS, ['config'], 400, 200);
    expect(config.bars.map(({ total }) => total)).toEqual([0, 0, 2]);
    expect(config.ticks.at(-1)?.value).toBe(2);
  });

  it('finds the bar under the pointer, and the nearest beside the plot', () => {
    const { plot, slot } = layout;
    expect(barAt(layout, plot.left + slot * 1.5)).toBe(1);
    expect(barAt(layout, 0)).toBe(0);
    expect(barAt(layout, 4000)).toBe(2);
  });

  it('writes fewer times below many bars', () => {
    const month = Array.from({ length: 30 }, (_, day) => ({ from: day, to: day + 1, counts: {} }));
    const { labelled, slot } = layoutChart(month, TYPES, 400, 200);
    expect(((labelled[1] ?? 0) - (labelled[0] ?? 0)) * slot).toBeGreaterThanOrEqual(50);
  });
});

describe('chosen hours', () => {
  it('run from the first bar to the last, in whichever direction they were chosen', () => {
    expect(spanOf(BARS, 2, 1)).toEqual({ from: 3 * HOUR, to: 9 * HOUR });
  });

  it('touch every bar they share time with, and not one they only meet', () => {
    expect(barsWithin(BARS, { from: 3 * HOUR, to: 6 * HOUR })).toEqual([1, 1]);
    expect(barsWithin(BARS, { from: 2 * HOUR, to: 7 * HOUR })).toEqual([0, 2]);
    expect(barsWithin(BARS, { from: 9 * HOUR, to: 10 * HOUR })).toBeUndefined();
  });
});

describe('the lines of the scale', () => {
  it.each([
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [61, [0, 20, 40, 60, 80]],
    [205, [0, 100, 200, 300]],
  ])('for a tallest bar of %i are %j', (highest, lines) => {
    expect(tickValues(highest)).toEqual(lines);
  });
});
