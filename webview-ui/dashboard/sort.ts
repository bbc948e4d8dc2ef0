import type { Alert } from '../../src/protocol/dashboard';
import { SEVERITIES } from './types';

export interface AlertSort {
  readonly key: string;
  readonly descending: boolean;
}

/** Alerts in the order of a column: time by the clock, severity by how bad it is, all else by its text; alike ones newest first. */
export function sortedBy(
  alerts: readonly Alert[],
  { key, descending }: AlertSort,
  text: (alert: Alert, key: string) => string,
): readonly Alert[] {
  const ranks = new Map(SEVERITIES.map((severity, rank) => [severity, rank]));
  const rank = (alert: Alert): number => ranks.get(alert.severity) ?? 0;
  const compare = (a: Alert, b: Alert): number => {
    if (key === 'time') return a.lastSeen - b.lastSeen;
    if (key === 'severity') return rank(a) - rank(b);
    return text(a, key).localeCompare(text(b, key), undefined, { numeric: true });
  };
  const sign = descending ? -1 : 1;
  return alerts.toSorted((a, b) => sign * compare(a, b) || b.lastSeen - a.lastSeen);
}
