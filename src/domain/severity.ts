/** How bad an alert is, worst first. The order is the order shown to people. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 0 for critical, 4 for informational: smaller is worse. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function isSeverity(text: unknown): text is Severity {
  return typeof text === 'string' && (SEVERITIES as readonly string[]).includes(text);
}

/** One level less severe; informational stays. Used where a service acts and not a person (spec: checks, section 2). */
export function lowered(severity: Severity): Severity {
  return SEVERITIES[Math.min(severityRank(severity) + 1, SEVERITIES.length - 1)] ?? 'informational';
}

/** Counts by severity, all five keys always there. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

export const NO_COUNTS: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };

export function countBySeverity(items: Iterable<{ readonly severity: Severity }>): SeverityCounts {
  const counts = { ...NO_COUNTS };
  for (const item of items) counts[item.severity] += 1;
  return counts;
}
