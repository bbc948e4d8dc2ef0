import type { Alert } from '../domain/alert';
import type { PolicyType } from '../domain/policy';
import { countBySeverity, severityRank, type Severity, type SeverityCounts } from '../domain/severity';

/** Which alerts of a time range are wanted. Absent: all. */
export interface AlertFilter {
  readonly severities?: readonly Severity[];
  readonly types?: readonly PolicyType[];
  readonly policies?: readonly string[];
  readonly account?: string;
  readonly region?: string;
}

/** The alerts that pass every part of the filter, in their order. */
export function filterAlerts(alerts: readonly Alert[], filter: AlertFilter): readonly Alert[] {
  const { severities, types, policies, account, region } = filter;
  return alerts.filter(
    (alert) =>
      (severities?.includes(alert.severity) ?? true) &&
      (types?.includes(alert.type) ?? true) &&
      (policies?.includes(alert.policy) ?? true) &&
      (account === undefined || alert.account === account) &&
      (region === undefined || alert.region === region),
  );
}

/** Alerts counted for a person who wants to see at a glance where to look. */
export interface AlertSummary {
  readonly total: number;
  readonly counts: SeverityCounts;
  /** In order of time, none without an alert: an alert stands in the bar of its newest evidence. */
  readonly bars: readonly { readonly time: number; readonly byType: Readonly<Partial<Record<PolicyType, number>>> }[];
  readonly topPolicies: readonly NamedCount[];
  readonly topActors: readonly NamedCount[];
  readonly regions: readonly NamedCount[];
}

export interface NamedCount {
  readonly name: string;
  readonly label: string;
  readonly count: number;
  /** The worst of its alerts. */
  readonly severity?: Severity;
}

/** How many policies and actors a summary names. */
const TOP = 10;

/**
 * @param bucket width of a bar in milliseconds, above 0
 * @param bucketOffset where bars begin: epoch plus a multiple of the width plus this many milliseconds
 */
export function dashboard(alerts: readonly Alert[], bucket: number, bucketOffset: number): AlertSummary {
  return {
    total: alerts.length,
    counts: countBySeverity(alerts),
    bars: barsOf(alerts, bucket, bucketOffset),
    topPolicies: countsBy(alerts, (alert) => [alert.policy, alert.title]).slice(0, TOP),
    topActors: countsBy(alerts, (alert) => [alert.actor, alert.actor]).slice(0, TOP),
    regions: countsBy(alerts, (alert) => [alert.region, alert.region]),
  };
}

function barsOf(alerts: readonly Alert[], bucket: number, offset: number): AlertSummary['bars'] {
  const bars = new Map<number, Partial<Record<PolicyType, number>>>();
  for (const { lastSeen, type } of alerts) {
    const time = Math.floor((lastSeen - offset) / bucket) * bucket + offset;
    const bar = bars.get(time) ?? {};
    bar[type] = (bar[type] ?? 0) + 1;
    bars.set(time, bar);
  }
  return [...bars].map(([time, byType]) => ({ time, byType })).sort((a, b) => a.time - b.time);
}

/** Most alerts first, then the worst; the names in the order of the alphabet where both are the same. */
function countsBy(alerts: readonly Alert[], nameOf: (alert: Alert) => readonly [name: string, label: string]): readonly NamedCount[] {
  const counts = new Map<string, { label: string; count: number; severity: Severity }>();
  for (const alert of alerts) {
    const [name, label] = nameOf(alert);
    const known = counts.get(name);
    if (known === undefined) counts.set(name, { label, count: 1, severity: alert.severity });
    else {
      known.count += 1;
      if (severityRank(alert.severity) < severityRank(known.severity)) known.severity = alert.severity;
    }
  }
  return [...counts]
    .map(([name, rest]) => ({ name, ...rest }))
    .sort((a, b) => b.count - a.count || severityRank(a.severity) - severityRank(b.severity) || (a.name < b.name ? -1 : 1));
}
