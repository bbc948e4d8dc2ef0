import { DAY, HOUR, MINUTE, type TimeWindow } from '../../domain/time';
import type { DashboardBar, StoreStatus } from '../../engine/api';
import type { ChartBar } from '../../protocol/dashboard';

/** Widths by the span they serve, so that a chart has 8 to 30 bars, and people's own spans have bars of round length. */
const WIDTHS: readonly { readonly upTo: number; readonly width: number }[] = [
  { upTo: 25 * MINUTE, width: MINUTE },
  { upTo: 2 * HOUR, width: 5 * MINUTE },
  { upTo: 6 * HOUR, width: 15 * MINUTE },
  { upTo: 18 * HOUR, width: HOUR },
  { upTo: 3 * DAY, width: 3 * HOUR },
  { upTo: 6 * DAY, width: 6 * HOUR },
  { upTo: 32 * DAY, width: DAY },
  { upTo: 200 * DAY, width: 7 * DAY },
  { upTo: 850 * DAY, width: 30 * DAY },
];
const LONGEST = 365 * DAY;
/** The epoch was a Thursday; weeks begin on Monday. */
const FIRST_MONDAY = 4 * DAY;

export interface Buckets {
  /** Length of a bar in milliseconds. */
  readonly width: number;
  /** Bars begin at multiples of the width plus this, so that they begin at round local times. */
  readonly offset: number;
}

/** How a window is cut into bars for somebody in a time zone (IANA name). */
export function bucketsFor(window: Required<TimeWindow>, timeZone: string): Buckets {
  const span = window.to - window.from;
  // A relative range is a millisecond longer than its name says.
  const width = WIDTHS.find(({ upTo }) => span < upTo + MINUTE)?.width ?? LONGEST;
  const start = width % (7 * DAY) === 0 ? FIRST_MONDAY : 0;
  return { width, offset: modulo(start - zoneOffset(timeZone, window.to), width) };
}

/** Every bar of a window, empty ones included, in order of time. */
export function allBars(window: Required<TimeWindow>, buckets: Buckets, found: readonly DashboardBar[]): readonly ChartBar[] {
  const byTime = new Map(found.map((bar) => [bar.time, bar.byType]));
  return barStarts(window, buckets).map((from) => ({ from, to: from + buckets.width, byType: byTime.get(from) ?? {} }));
}

/** Where the bars of a window begin, in order of time. */
export function barStarts(window: Required<TimeWindow>, { width, offset }: Buckets): readonly number[] {
  const starts: number[] = [];
  for (let from = window.from - modulo(window.from - offset, width); from < window.to; from += width) starts.push(from);
  return starts;
}

/** A range without ends ends where the data does. */
export function closedWindow(window: TimeWindow, status: Pick<StoreStatus, 'from' | 'to'>, now: number): Required<TimeWindow> {
  const to = window.to ?? (status.to ?? now) + 1;
  const from = window.from ?? status.from ?? to - 1;
  return { from: Math.min(from, to - 1), to };
}

/** Milliseconds that a zone's clocks are ahead of UTC at a time; 0 for a zone this runtime doesn't know. */
export function zoneOffset(timeZone: string, at: number): number {
  try {
    const clock = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const name = clock.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE);
  } catch {
    return 0;
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
