import type { DashboardFilter, RegionOnRadar, Story, TimeRange } from '../../src/protocol/dashboard';

/** Changes to the filter, each giving a whole new one. Pure. */

/** An entry joins the list, or leaves it. */
export function toggled<T>(list: readonly T[], entry: T): readonly T[] {
  return list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry];
}

/** Another time range: hours chosen on the old one's chart mean nothing any more. */
export function withRange(filter: DashboardFilter, range: TimeRange): DashboardFilter {
  return { ...without(filter, 'brush'), range };
}

export function withBrush(filter: DashboardFilter, brush: DashboardFilter['brush']): DashboardFilter {
  return brush === undefined ? without(filter, 'brush') : { ...filter, brush };
}

/** A region is chosen; chosen again, it is let go. */
export function withRegion(filter: DashboardFilter, region: string): DashboardFilter {
  return filter.region === region ? without(filter, 'region') : { ...filter, region };
}

/** A region of one account is chosen; chosen again, both are let go. */
export function withPlace(filter: DashboardFilter, { account, region }: Pick<RegionOnRadar, 'account' | 'region'>): DashboardFilter {
  const { account: accountBefore, region: regionBefore, ...rest } = filter;
  return accountBefore === account && regionBefore === region ? rest : { ...rest, account, region };
}

/** A story is chosen; chosen again, it is let go. */
export function withStory(filter: DashboardFilter, { id, title }: Story): DashboardFilter {
  return filter.story?.id === id ? without(filter, 'story') : { ...filter, story: { id, title } };
}

export function without(filter: DashboardFilter, key: 'brush' | 'account' | 'region' | 'story'): DashboardFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== key)) as unknown as DashboardFilter;
}

/** The time range alone. */
export function cleared({ range }: DashboardFilter): DashboardFilter {
  return { range, severities: [], types: [] };
}

export function isNarrowed({ severities, types, brush, account, region, story }: DashboardFilter): boolean {
  return severities.length > 0 || types.length > 0 || [brush, account, region, story].some((part) => part !== undefined);
}

export type RangeChoice = 'hour' | 'day' | 'week' | 'month' | 'all' | 'custom';

export const RANGES: Readonly<Record<Exclude<RangeChoice, 'custom'>, TimeRange>> = {
  hour: { kind: 'past', amount: 1, unit: 'hours' },
  day: { kind: 'past', amount: 24, unit: 'hours' },
  week: { kind: 'past', amount: 7, unit: 'days' },
  month: { kind: 'past', amount: 30, unit: 'days' },
  all: { kind: 'all' },
};

/** Which of the offered ranges a range is; one that isn't offered counts as custom. */
export function choiceOf(range: TimeRange): RangeChoice {
  const same = Object.entries(RANGES).find(([, offered]) => JSON.stringify(sorted(offered)) === JSON.stringify(sorted(range)));
  return (same?.[0] ?? 'custom') as RangeChoice;
}

function sorted(range: TimeRange): readonly (readonly [string, unknown])[] {
  return Object.entries(range).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The day of the local calendar that holds a time. */
export function localDayOf(time: number): TimeRange {
  const date = new Date(time);
  const from = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return { kind: 'between', from, to: new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime() };
}
