import type { TimeWindow } from '../../src/domain/time';

/** One bar: a count for each series that has any. Times are epoch milliseconds. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  /** By key of the series. */
  readonly counts: Readonly<Partial<Record<string, number>>>;
}

/** What a bar is made of, from the bottom up. The key is ours and a class of the stylesheet; the name is said in running text. */
export interface Series {
  readonly key: string;
  readonly name: string;
}

/** Where everything in the chart stands, in pixels from its top left corner. Pure, so that it can be tested without a browser. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Width that each bar may take with the gap beside it. */
  readonly slot: number;
  readonly bars: readonly PlacedBar[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** Indexes of the bars whose start is written below them. */
  readonly labelled: readonly number[];
}

export interface PlacedBar {
  readonly x: number;
  readonly width: number;
  readonly total: number;
  /** From the bottom up. */
  readonly segments: readonly { readonly key: string; readonly count: number; readonly y: number; readonly height: number }[];
}

const TOP = 10;
const BOTTOM = 22;
const RIGHT = 10;
const DIGIT = 7;
const LABEL = 58;
const WIDEST_BAR = 72;
/** A bar of one thing beside one of thousands must still be seen and hit. */
const LOWEST_SEGMENT = 2;

/** Lays out bars of the series with the given keys, in the given order from the bottom. */
export function layoutChart(bars: readonly Bar[], keys: readonly string[], width: number, height: number): ChartLayout {
  const totals = bars.map((bar) => keys.reduce((sum, key) => sum + (bar.counts[key] ?? 0), 0));
  const values = tickValues(Math.max(1, ...totals));
  const highest = values.at(-1) ?? 1;
  const plot = { left: 12 + DIGIT * String(highest).length, right: width - RIGHT, top: TOP, bottom: height - BOTTOM };
  const slot = (plot.right - plot.left) / Math.max(1, bars.length);
  const barWidth = Math.min(WIDEST_BAR, Math.max(1, slot * 0.78));
  const scale = (plot.bottom - plot.top) / highest;
  return {
    width,
    height,
    plot,
    slot,
    bars: bars.map((bar, index) => ({
      x: plot.left + slot * index + (slot - barWidth) / 2,
      width: barWidth,
      total: totals[index] ?? 0,
      segments: stacked(bar, keys, plot.bottom, scale),
    })),
    ticks: values.map((value) => ({ value, y: plot.bottom - value * scale })),
    labelled: labelled(bars.length, slot),
  };
}

function stacked(bar: Bar, keys: readonly string[], bottom: number, scale: number): PlacedBar['segments'] {
  let y = bottom;
  return keys.flatMap((key) => {
    const count = bar.counts[key] ?? 0;
    if (count === 0) return [];
    const height = Math.max(LOWEST_SEGMENT, count * scale);
    y -= height;
    return [{ key, count, y, height }];
  });
}

/** Values of the horizontal lines: from 0, in steps of 1, 2 or 5 times a power of ten, three to six of them, the last not below `highest`. */
export function tickValues(highest: number): readonly number[] {
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power * 10;
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function labelled(count: number, slot: number): readonly number[] {
  const every = [1, 2, 4, 7, 8, 14, 16].find((candidate) => candidate * slot >= LABEL) ?? Math.ceil(LABEL / slot);
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
}

/** The bar whose slot holds a place; the nearest one left and right of the plot. */
export function barAt(layout: ChartLayout, x: number): number {
  const index = Math.floor((x - layout.plot.left) / layout.slot);
  return Math.max(0, Math.min(layout.bars.length - 1, index));
}

/** Indexes of the first and last bar that a stretch of time touches; `undefined` where it touches none. */
export function barsWithin(bars: readonly Bar[], window: Required<TimeWindow>): readonly [number, number] | undefined {
  const touched = (bar: Bar): boolean => bar.from < window.to && bar.to > window.from;
  const first = bars.findIndex(touched);
  return first === -1 ? undefined : [first, bars.findLastIndex(touched)];
}

/** The stretch of time from one bar to another, in either direction. */
export function spanOf(bars: readonly Bar[], a: number, b: number): Required<TimeWindow> | undefined {
  const first = bars[Math.min(a, b)];
  const last = bars[Math.max(a, b)];
  return first === undefined || last === undefined ? undefined : { from: first.from, to: last.to };
}
