import * as vscode from 'vscode';
import type { Root, Sentence } from '../domain/chain';
import { SEVERITIES, type Severity, type SeverityCounts } from '../domain/severity';
import { formatRange, type TimeRange } from '../domain/time';
import type { StoreStatus } from '../engine/api';
import type { FilterState } from './filter';
import { visible } from './markdown';

/** Words for the nouns of the product, in the language of the editor. */
export function severityText(severity: Severity): string {
  switch (severity) {
    case 'critical':
      return vscode.l10n.t('critical');
    case 'high':
      return vscode.l10n.t('high');
    case 'medium':
      return vscode.l10n.t('medium');
    case 'low':
      return vscode.l10n.t('low');
    case 'informational':
      return vscode.l10n.t('informational');
  }
}

/** `172 high · 33 medium`; empty where nothing was counted. */
export function countsText(counts: SeverityCounts): string {
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
    vscode.l10n.t('{0} {1}', numberText(counts[severity]), severityText(severity)),
  );
  return parts.join(' · ');
}

export function numberText(count: number): string {
  return count.toLocaleString(vscode.env.language);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `12 MB`, `1.2 GB`: in thousands, as the setting that limits them. */
export function bytesText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), BYTE_UNITS.length - 1);
  const amount = bytes / 1000 ** power;
  const format = { style: 'unit', unit: BYTE_UNITS[power] ?? 'byte', maximumFractionDigits: amount < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(vscode.env.language, format).format(amount);
}

/** `45 sec`, `12 min`: how long something takes yet. */
export function durationText(seconds: number): string {
  const [amount, unit] = seconds < 90 ? [seconds, 'second'] : [seconds / 60, 'minute'];
  return new Intl.NumberFormat(vscode.env.language, { style: 'unit', unit, maximumFractionDigits: 0 }).format(Math.ceil(amount));
}

/** `61,234 events · 12 MB · Nov 16 – 23, 2026`: what a store holds, on how much disk, from when to when (UTC). */
export function coverageText({ events, bytes, from, to }: StoreStatus): string {
  const days = new Intl.DateTimeFormat(vscode.env.language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return [
    vscode.l10n.t('{0} events', numberText(events)),
    bytesText(bytes),
    ...(from === undefined || to === undefined ? [] : [days.formatRange(from, to)]),
  ].join(' · ');
}

/** `2026-11-20 18:04 UTC`: the records are in UTC, and people compare the two. */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const AGO = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `5 min. ago`, `3 days ago`. */
export function agoText(time: number, now: number): string {
  const [unit, length] = AGO.find(([, one]) => now - time >= one) ?? ['minute', 60_000];
  if (now - time < length) return vscode.l10n.t('just now');
  return new Intl.RelativeTimeFormat(vscode.env.language, { style: 'short' }).format(-Math.floor((now - time) / length), unit);
}

/** `2026-11-20` */
export function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function rangeText(range: TimeRange): string {
  switch (range.kind) {
    case 'all':
      return vscode.l10n.t('all time');
    case 'since':
      return vscode.l10n.t('since {0}', timeText(range.from));
    case 'between':
      return vscode.l10n.t('{0} to {1}', timeText(range.from), timeText(range.to));
    case 'past':
      return pastText(range);
  }
}

function pastText(range: TimeRange & { readonly kind: 'past' }): string {
  switch (formatRange(range)) {
    case 'past 1 hours':
      return vscode.l10n.t('past hour');
    case 'past 24 hours':
      return vscode.l10n.t('past 24 hours');
    case 'past 7 days':
      return vscode.l10n.t('past 7 days');
    case 'past 30 days':
      return vscode.l10n.t('past 30 days');
    default:
      return vscode.l10n.t('past {0} {1}', range.amount, unitText(range.unit));
  }
}

function unitText(unit: (TimeRange & { readonly kind: 'past' })['unit']): string {
  switch (unit) {
    case 'minutes':
      return vscode.l10n.t('minutes');
    case 'hours':
      return vscode.l10n.t('hours');
    case 'days':
      return vscode.l10n.t('days');
    case 'weeks':
      return vscode.l10n.t('weeks');
    case 'months':
      return vscode.l10n.t('months');
  }
}

/** A sentence in the editor's language. What is in it may come from a record: it is text and nothing else. */
export function sentenceText({ text, args }: Sentence): string {
  return vscode.l10n.t(text, ...args.map((arg) => (typeof arg === 'number' ? numberText(arg) : visible(arg))));
}

export function alertsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 alert') : vscode.l10n.t('{0} alerts', numberText(count));
}

/** Where a chain ends, in a few words and never more certain than it is. */
export function rootText({ kind, name = '', strength }: Root): string {
  const shown = visible(name);
  switch (kind) {
    case 'human':
    case 'service':
      if (name === '') return vscode.l10n.t('cause unknown');
      return strength === 'scored' ? vscode.l10n.t('probably {0}', shown) : shown;
    case 'before-log':
      return vscode.l10n.t('made before the log begins');
    case 'unknown':
      return vscode.l10n.t('cause unknown');
  }
}

/** How sure that is, in words. */
export function strengthText({ strength }: Pick<Root, 'strength'>): string {
  switch (strength) {
    case 'exact':
      return vscode.l10n.t('exact: by an id or key that can mean nothing else');
    case 'strong':
      return vscode.l10n.t('strong: by names and times of sessions');
    case 'scored':
      return vscode.l10n.t('scored: the best of several guesses');
  }
}

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Counts as bars of text, none of them empty so that the line stands on something. */
export function sparklineText(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts.map((count) => BLOCKS[Math.round((count / most) * (BLOCKS.length - 1))] ?? '').join('');
}

/** `2026-11-20 18:04 – 19:10 UTC`, or with both days. */
export function periodText(from: number, to: number): string {
  const [start, end] = [timeText(from), timeText(to)];
  if (start === end) return start;
  const day = start.slice(0, 11);
  return `${start.slice(0, -4)} – ${end.startsWith(day) ? end.slice(11) : end}`;
}

/** What is in force beside a list: the time range, then whatever narrows it. */
export function filterText(filter: FilterState): string {
  const { range, brush, severities, types, account, region, story } = filter;
  return [
    brush === undefined ? rangeText(range) : rangeText({ kind: 'between', ...brush }),
    ...severities.map(severityText),
    ...types,
    ...(account === undefined ? [] : [account]),
    ...(region === undefined ? [] : [region]),
    ...(story === undefined ? [] : [sentenceText(story.title)]),
  ].join(' · ');
}
