import type { PolicyType } from './policy';
import type { Severity } from './severity';

export const ALERT_STATUSES = ['open', 'resolved', 'dismissed', 'snoozed'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** A policy, a resource (or principal) and the evidence for it. Plain data: it crosses process and webview borders. */
export interface Alert {
  /** Stable over evaluations: made of policy, account, region and resource. */
  readonly id: string;
  readonly policy: string;
  readonly title: string;
  readonly type: PolicyType;
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly account: string;
  readonly region: string;
  /** Id, ARN or name of the resource; the principal where the policy names no resource. */
  readonly resource: string;
  /** Who acted in the newest evidence. */
  readonly actor: string;
  /** Name of the newest evidence's call. */
  readonly operation: string;
  /** Epoch milliseconds, of the evidence within the range asked for. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** How many events stand behind it within the range asked for. */
  readonly events: number;
  /** `eventID` of the newest evidence. */
  readonly eventId: string;
}
