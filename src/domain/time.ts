/** A span of time as a person chooses it. Relative ranges are resolved against a "now" given by the caller. */
export type TimeUnit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months';
export type TimeRange =
  | { readonly kind: 'past'; readonly amount: number; readonly unit: TimeUnit }
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  | { readonly kind: 'since'; readonly from: number }
  | { readonly kind: 'all' };

/** Epoch milliseconds, `from` included, `to` excluded; an absent end is open. */
export interface TimeWindow {
  readonly from?: number;
  readonly to?: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const PAST_HOUR: TimeRange = { kind: 'past', amount: 1, unit: 'hours' };
export const PAST_DAY: TimeRange = { kind: 'past', amount: 24, unit: 'hours' };
export const PAST_WEEK: TimeRange = { kind: 'past', amount: 7, unit: 'days' };

/** The window of a range at `now` (epoch milliseconds). A past range ends just after now, so that an event of this very millisecond counts. */
export function resolveRange(range: TimeRange, now: number): TimeWindow {
  switch (range.kind) {
    case 'all':
      return {};
    case 'since':
      return { from: range.from };
    case 'between':
      return { from: range.from, to: range.to };
    case 'past':
      return { from: before(now, range.amount, range.unit), to: now + 1 };
  }
}

function before(now: number, amount: number, unit: TimeUnit): number {
  if (unit === 'months') {
    const date = new Date(now);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() - amount);
    const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, lastDay)); // 31 March less one month is 28 February, not 3 March
    return date.getTime();
  }
  const length = { minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY }[unit];
  return now - amount * length;
}

const PAST = /^past\s+(?:(\d{1,6})\s+)?(minute|hour|day|week|month)s?$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/** An ISO 8601 instant; without an offset it is UTC, as everywhere in CloudTrail. `undefined` for anything else, impossible days included. */
export function parseInstant(text: string): number | undefined {
  if (!INSTANT.test(text)) return undefined;
  const zoned = text.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10));
  const time = Date.parse(zoned ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(time)) return undefined;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return day.toISOString().startsWith(text.slice(0, 10)) ? time : undefined; // 2023-02-31 is no day
}

/** Reads the text of a time directive (`past 24 hours`, `A .. B`, `since A`, `all`). `undefined`: not one. */
export function parseRange(text: string): TimeRange | undefined {
  const source = text.trim();
  if (/^all$/i.test(source)) return { kind: 'all' };
  const past = PAST.exec(source);
  if (past?.[2] !== undefined) {
    const amount = Number(past[1] ?? 1);
    return amount > 0 ? { kind: 'past', amount, unit: `${past[2].toLowerCase()}s` as TimeUnit } : undefined;
  }
  const since = /^since\s+(\S.*)$/i.exec(source);
  if (since?.[1] !== undefined) {
    const from = parseInstant(since[1].trim());
    return from === undefined ? undefined : { kind: 'since', from };
  }
  const [start, end, more] = source.split('..');
  if (start === undefined || end === undefined || more !== undefined) return undefined;
  const from = parseInstant(start.trim());
  const to = parseInstant(end.trim());
  return from === undefined || to === undefined || to <= from ? undefined : { kind: 'between', from, to };
}

/** The directive's text for a range: what {@link parseRange} reads back. */
export function formatRange(range: TimeRange): string {
  switch (range.kind) {
    case 'all':
      return 'all';
    case 'past':
      return `past ${range.amount} ${range.unit}`;
    case 'since':
      return `since ${formatInstant(range.from)}`;
    case 'between':
      return `${formatInstant(range.from)} .. ${formatInstant(range.to)}`;
  }
}

/** `2023-07-10T12:15:00Z`; milliseconds only where there are any. */
export function formatInstant(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
