import { DAY } from '../domain/time';
import type { AgeUnit } from './predicate';

/** Times in records, in forms that JavaScript and RE2 read alike. Without an offset they are UTC. */
const HOURS = '(?:[01][0-9]|2[0-3])';
const MINUTES = '[0-5][0-9]';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2023-07-10`, `2023-07-10T12:00Z`, `2023-07-10 12:00:00.123+02:00` */
export const ISO_PATTERN = `[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(?:[T ]${HOURS}:${MINUTES}(?::[0-5][0-9](?:\\.[0-9]{1,9})?)?(?:Z|[+-]${HOURS}:?${MINUTES})?)?`;
/** `Nov 7, 2016 9:34:21 AM` */
export const ENGLISH_PATTERN = `(?:${MONTHS.join('|')}) [0-9]{1,2}, [1-9][0-9]{3} (?:0?[1-9]|1[0-2]):[0-5][0-9]:[0-5][0-9] [AP]M`;

const ISO = new RegExp(`^${ISO_PATTERN}$`);
const ENGLISH = new RegExp(`^${ENGLISH_PATTERN}$`);
const ISO_PARTS = /^(.{10})(?:.(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/;

/** The time a text says, in epoch milliseconds (what is finer is cut off); `undefined`: it says none. A day that no month has is none. */
export function timeIn(text: string): number | undefined {
  if (ISO.test(text)) return isoTime(text);
  return ENGLISH.test(text) ? englishTime(text) : undefined;
}

function isoTime(text: string): number | undefined {
  const [, date = '', hours = 0, minutes = 0, seconds = 0, fraction = '', sign, aheadHours = 0, aheadMinutes = 0] =
    ISO_PARTS.exec(text) ?? [];
  const day = dayOf(date);
  if (day === undefined) return undefined;
  const ahead = (sign === '-' ? -1 : 1) * (Number(aheadHours) * 60 + Number(aheadMinutes));
  const clock = (Number(hours) * 60 + Number(minutes) - ahead) * 60 + Number(seconds);
  return day + clock * 1000 + Number(fraction.padEnd(3, '0'));
}

function englishTime(text: string): number | undefined {
  const [month = '', date = '', year = '', clock = '', half] = text.split(/,? /);
  const [hours, minutes, seconds] = clock.split(':').map(Number);
  const day = dayOf(`${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${date.padStart(2, '0')}`);
  if (day === undefined || hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  return day + (((hours % 12) + (half === 'PM' ? 12 : 0)) * 3600 + minutes * 60 + seconds) * 1000;
}

/** `2023-02-31` is no day. */
function dayOf(text: string): number | undefined {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text) ? undefined : time;
}

/**
 * Whole units from one time to another, negative where `to` is earlier. A month is over on the same day of the next one, or on its last
 * day where it has no such day.
 */
export function elapsed(from: number, to: number, unit: AgeUnit): number {
  if (unit === 'days') return Math.floor((to - from) / DAY);
  const [a, b] = [new Date(from), new Date(to)];
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  const lastDay = new Date(Date.UTC(a.getUTCFullYear(), a.getUTCMonth() + 1, 0)).getUTCDate();
  const begun = a.getUTCDate() * DAY + inDay(from) > Math.min(b.getUTCDate(), lastDay) * DAY + inDay(to) ? 1 : 0;
  return unit === 'months' ? months - begun : Math.floor((months - begun) / 12);
}

function inDay(time: number): number {
  return time - Math.floor(time / DAY) * DAY;
}

/** The beginning of a day, UTC. */
export function dayStart(time: number): number {
  return Math.floor(time / DAY) * DAY;
}
