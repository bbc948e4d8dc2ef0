import { language, t } from './localise';
import type { PolicyType, Root, Severity } from '../src/protocol/dashboard';
import { visible } from './visible';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `2023-07-10 12:15:00` by the clock of this machine: sorts as it reads, and is as wide in every row. */
export function localTime(time: number): string {
  const date = new Date(time);
  return `${localDay(date)} ${clock(date)}:${two(date.getSeconds())}`;
}

/** `2023-07-10T12:15:00.000Z`, for those who compare with a log. */
export function utcTime(time: number): string {
  return new Date(time).toISOString();
}

/** What stands under a bar's left edge: the clock within a day, the date at midnight and for bars of a day or more. */
export function axisLabel(time: number, width: number): string {
  const date = new Date(time);
  const midnight = date.getHours() === 0 && date.getMinutes() === 0;
  return width >= DAY || midnight ? shortDay(time) : clock(date);
}

/** `18:00 to 21:00`, `Jul 10`, or `Jul 10 to Jul 16`: what a bar covers; the day is added where the clock alone leaves doubt. */
export function barSpan(from: number, to: number, withDay = false): string {
  if (to - from < DAY) {
    const span = t('{0} to {1}', clock(new Date(from)), clock(new Date(to)));
    return withDay ? t('{0}, {1}', shortDay(from), span) : span;
  }
  return to - from < 2 * DAY - HOUR ? shortDay(from) : t('{0} to {1}', shortDay(from), shortDay(to - 1));
}

/** A stretch of any length, with its days. */
export function longSpan(from: number, to: number): string {
  const start = new Date(from);
  const end = new Date(to);
  if (isMidnight(start) && isMidnight(end)) return barSpan(from, to);
  const sameDay = localDay(start) === localDay(new Date(to - 1));
  return sameDay ? barSpan(from, to, true) : t('{0} to {1}', `${shortDay(from)} ${clock(start)}`, `${shortDay(to)} ${clock(end)}`);
}

/** The value of a `datetime-local` input. */
export function inputTime(time: number): string {
  const date = new Date(time);
  return `${localDay(date)}T${clock(date)}`;
}

export function alertCount(value: number): string {
  return value === 1 ? t('1 alert') : t('{0} alerts', value);
}

export function eventCount(value: number): string {
  return value === 1 ? t('1 event') : t('{0} events', value);
}

/** `3 hours`: a length of time in the largest unit that it is a whole number of. */
export function lengthText(milliseconds: number): string {
  const units = { week: 7 * DAY, day: DAY, hour: HOUR, minute: HOUR / 60, second: 1000 } as const;
  const names = Object.keys(units) as (keyof typeof units)[];
  const unit = names.find((name) => milliseconds % units[name] === 0) ?? 'second';
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(milliseconds / units[unit]);
}

/** `3 hours ago`, in the largest unit of which there is at least one. */
export function ago(time: number, now: number): string {
  const { amount, unit } = inUnits(time - now);
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(amount, unit);
}

/** `3 hours`: the whole ones of the largest unit of which there is at least one. */
export function roughLength(milliseconds: number): string {
  const { amount, unit } = inUnits(milliseconds);
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}

function inUnits(milliseconds: number): { readonly amount: number; readonly unit: 'day' | 'hour' | 'minute' | 'second' } {
  const [unit, length] = (
    [
      ['day', DAY],
      ['hour', HOUR],
      ['minute', HOUR / 60],
    ] as const
  ).find(([, each]) => Math.abs(milliseconds) >= each) ?? ['second', 1000];
  return { amount: Math.trunc(milliseconds / length), unit };
}

export function severityName(severity: Severity): string {
  const names: Readonly<Record<Severity, string>> = {
    critical: t('Critical'),
    high: t('High'),
    medium: t('Medium'),
    low: t('Low'),
    informational: t('Informational'),
  };
  return names[severity];
}

export function typeName(type: PolicyType): string {
  const names: Readonly<Record<PolicyType, string>> = { 'audit-event': t('Audit event'), config: t('Config'), anomaly: t('Anomaly') };
  return names[type];
}

/** Where a chain ends, in a few words and never more certain than it is. */
export function rootName({ kind, name = '', strength }: Root): string {
  if (kind === 'before-log') return t('made before the log begins');
  if (kind === 'unknown' || name === '') return t('cause unknown');
  return strength === 'scored' ? t('probably {0}', visible(name)) : visible(name);
}

/** `us-east-2 (AWS Ohio)`, or the code alone. */
export function regionLabel(code: string, names: Readonly<Record<string, string>>): string {
  const name = Object.hasOwn(names, code) ? names[code] : undefined;
  return name === undefined ? code : `${code} (${name})`;
}

function shortDay(time: number): string {
  return new Date(time).toLocaleDateString(language(), { month: 'short', day: 'numeric' });
}

function localDay(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function clock(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function isMidnight(date: Date): boolean {
  return date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
