import type { Alert } from '../domain/alert';
import type { SeverityCounts } from '../domain/severity';

export interface AboutRequest {
  /** An id, ARN, access key or account number. */
  readonly token: string;
  /** As for alerts. */
  readonly regionsInUse?: readonly string[];
}

/** What the records and the policies say of a token. Plain data; times are epoch milliseconds. */
export interface About {
  /** By which the records know it: of an ARN that ends in an id, perhaps that id. */
  readonly token: string;
  /** Such as `AWS::EC2::NetworkInterface`; empty where unknown, and for an account. */
  readonly type: string;
  /** Given by a person, where a record tells. */
  readonly name?: string;
  /** Of the newest event. */
  readonly account: string;
  readonly region: string;
  /** How many events name it; of an account, how many are its. */
  readonly events: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Absent: no record tells. */
  readonly created?: Deed;
  readonly deleted?: Deed;
  /** About it, or in the account, over all time. Absent: they are still being worked out. */
  readonly alerts?: AlertsAbout;
}

/** A call that made or ended something, and whose it was. */
export interface Deed {
  readonly eventId: string;
  readonly time: number;
  /** As shown to a person; empty where the record doesn't tell. */
  readonly principal: string;
}

export interface AlertsAbout {
  readonly counts: SeverityCounts;
  /** Those of a policy together; a few, worst first. */
  readonly worst: readonly PolicyAlerts[];
}

/** Alerts of one policy: the worst severity and the newest time of them. */
export interface PolicyAlerts extends Pick<Alert, 'title' | 'severity' | 'lastSeen'> {
  readonly count: number;
}

export interface MentionsRequest {
  readonly token: string;
  readonly limit: number;
}

/** Events that name a token, newest first. */
export interface MentionsPage {
  readonly events: readonly Mention[];
  readonly total: number;
}

export interface Mention {
  readonly eventId: string;
  readonly time: number;
  readonly region: string;
  readonly operation: string;
  /** As shown to a person; empty where the record doesn't tell. */
  readonly principal: string;
  /** The call failed. */
  readonly errorCode?: string;
  /** The raw record as the log held it. */
  readonly record: string;
}
