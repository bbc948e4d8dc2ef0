import type { Root, Sentence } from './chain';
import type { Severity } from './severity';

/** Alerts with one cause. Every alert belongs to exactly one story. Plain data: it crosses process and webview borders. */
export interface Story {
  /** Stable over evaluations. */
  readonly id: string;
  /** What is going on, and where. */
  readonly title: Sentence;
  /** The worst of its alerts. */
  readonly severity: Severity;
  readonly account: string;
  readonly region: string;
  /** Ids of its alerts, worst and newest first. */
  readonly alerts: readonly string[];
  /** How many events stand behind them within the range asked for. */
  readonly events: number;
  /** Epoch milliseconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Events in equal spans of time from `firstSeen` to `lastSeen`. */
  readonly sparkline: readonly number[];
  readonly root: Root;
  /** The event whose chain leads to the root: what *Trace Cause* on the story shows. */
  readonly eventId: string;
}

/** One event that stands behind an alert. */
export interface Moment {
  /** Id of the alert. */
  readonly alert: string;
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly time: number;
}
