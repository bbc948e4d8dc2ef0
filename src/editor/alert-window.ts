import { resolveRange, type TimeWindow } from '../domain/time';
import type { FilterState } from './filter';

/**
 * The hours chosen on the chart, cut to the time range; `undefined` where none are chosen or where the range has moved past them
 * (a relative range slides on while the chosen hours stay).
 */
export function brushInForce(filter: Pick<FilterState, 'range' | 'brush'>, now: number): Required<TimeWindow> | undefined {
  if (filter.brush === undefined) return undefined;
  const range = resolveRange(filter.range, now);
  const from = Math.max(filter.brush.from, range.from ?? -Infinity);
  const to = Math.min(filter.brush.to, range.to ?? Infinity);
  return from < to ? { from, to } : undefined;
}

/** The window that the lists of alerts show: the chosen hours, else the whole time range. Epoch milliseconds. */
export function alertWindow(filter: Pick<FilterState, 'range' | 'brush'>, now: number): TimeWindow {
  return brushInForce(filter, now) ?? resolveRange(filter.range, now);
}

/** The filter as a person sees it act now: without chosen hours that the range has moved past. */
export function filterInForce(filter: FilterState, now: number): FilterState {
  const { range, severities, types, account, region, story } = filter;
  const brush = brushInForce(filter, now);
  return {
    range,
    severities,
    types,
    ...(brush !== undefined && { brush }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(story !== undefined && { story }),
  };
}
