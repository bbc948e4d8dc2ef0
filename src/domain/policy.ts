import type { Severity } from './severity';

export const POLICY_TYPES = ['audit-event', 'config', 'anomaly'] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

/** A policy as its YAML file says it, checked. */
export interface Policy {
  /** Our own id, such as `nephoscope.network-interface-churn`. Unique over all packs. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly type: PolicyType;
  /** RQL: one event query. */
  readonly query: string;
  /** JSON paths into the record, the first that is there names the alert's resource; none: the alert is about the principal. */
  readonly resource: readonly string[];
  /** Only events outside the regions in use count. */
  readonly scope?: 'unused-regions';
  /** What an event made by a service and not by a person does: count as it is, one severity lower (the default), or not at all. */
  readonly serviceDriven: 'keep' | 'lower' | 'ignore';
  /** Events count only where at least this many lie within `hours` of one another, per account, region and role. */
  readonly burst?: { readonly events: number; readonly hours: number };
  readonly compliance: readonly ComplianceReference[];
  readonly remediation: { readonly text: string; readonly commands: readonly string[] };
}

export interface ComplianceReference {
  /** Such as `CIS AWS Foundations 5.0`. */
  readonly framework: string;
  readonly id: string;
}
