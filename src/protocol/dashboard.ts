import type { Alert } from '../domain/alert';
import type { PolicyType } from '../domain/policy';
import type { Root, Sentence } from '../domain/chain';
import type { Severity, SeverityCounts } from '../domain/severity';
import type { Story } from '../domain/story';
import type { TimeRange, TimeWindow } from '../domain/time';
import type { NamedCount, RegionOnRadar } from '../engine/api';
import type { CommonCalls } from './common';
import type { Call } from './wire';

export interface DashboardCalls extends CommonCalls {
  /** The webview listens from now on: the host answers with an event. Bars begin at full hours and days of the given IANA time zone. */
  readonly ready: Call<{ readonly timeZone: string }, undefined>;
  readonly setFilter: Call<DashboardFilter, undefined>;
  readonly retry: Call<undefined, undefined>;
}

export interface DashboardEvents {
  readonly state: DashboardState;
  /** Every region of every account, whatever the filter: what should be empty and is not comes first. */
  readonly radar: { readonly regions: readonly RegionOnRadar[]; readonly reveal: boolean };
}

/** The whole filter, as the Alerts tree has it too. Empty lists: all. */
export interface DashboardFilter {
  readonly range: TimeRange;
  readonly severities: readonly Severity[];
  readonly types: readonly PolicyType[];
  /** Hours chosen on the chart. */
  readonly brush?: Required<TimeWindow>;
  readonly account?: string;
  readonly region?: string;
  /** One story alone, with its title as it was when it was chosen. */
  readonly story?: { readonly id: string; readonly title: Sentence };
}

export type DashboardState =
  | { readonly kind: 'loading'; readonly filter: DashboardFilter }
  | { readonly kind: 'failed'; readonly filter: DashboardFilter; readonly message: string }
  | { readonly kind: 'ready'; readonly filter: DashboardFilter; readonly data: DashboardData };

/** Times are epoch milliseconds. */
export interface DashboardData {
  /** The time range, with ends where it has none. */
  readonly window: Required<TimeWindow>;
  /** All alerts of the time range, account and region, before severities, types and hours narrow them. */
  readonly total: number;
  readonly counts: SeverityCounts;
  /** Every bar of the range, empty ones included, narrowed by severity only. */
  readonly bars: readonly ChartBar[];
  /** From here on everything in the filter counts. */
  readonly topPolicies: readonly NamedCount[];
  readonly topActors: readonly NamedCount[];
  readonly regions: readonly NamedCount[];
  /** How many alerts pass the filter; `alerts` holds the newest of them, newest first. */
  readonly matching: number;
  readonly alerts: readonly Alert[];
  /** What those that pass the filter tell together; absent while their causes are being traced. */
  readonly stories?: readonly Story[];
  /** Events in the store, and the time of the newest. */
  readonly events: number;
  readonly newestEvent?: number;
  /** The newest event is older than the time range. */
  readonly allOlder: boolean;
}

export interface ChartBar {
  readonly from: number;
  readonly to: number;
  readonly byType: Readonly<Partial<Record<PolicyType, number>>>;
}

export type { Alert, NamedCount, RegionOnRadar, Root, Sentence, Story, PolicyType, Severity, SeverityCounts, TimeRange, TimeWindow };
