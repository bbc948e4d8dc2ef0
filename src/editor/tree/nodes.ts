import type { Alert } from '../../domain/alert';
import type { Severity, SeverityCounts } from '../../domain/severity';
import type { Story } from '../../domain/story';
import type { RegionOnRadar, RegionSummary, SeenResource } from '../../engine/api';
import type { CommandId } from '../ids';
import type { FoldNode, GlobalNode, KindNode, LiveAccount, LiveNode, LivePlace, RestNode } from './live-nodes';

export const GROUPINGS = ['story', 'policy', 'resource', 'actor'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Rows of the Alerts tree: (story →) group → (slice →) alert. */
export type AlertsNode = StoryNode | GroupNode | AlertNode | SliceNode | HintNode;

/**
 * Rows of the Accounts tree: account → region → section → (slice →) alert or resource. Of a connected account also: region or account as a
 * whole → kind → (slice →) live resource → what stands under it.
 */
export type AccountsNode =
  | AccountNode
  | RegionNode
  | SectionNode
  | AlertNode
  | ResourceNode
  | SliceNode
  | HintNode
  | FoldNode
  | GlobalNode
  | KindNode
  | LiveNode
  | RestNode;

export type AnyNode = AlertsNode | AccountsNode;

/** Alerts with one cause; below it stand their policies. */
export interface StoryNode {
  readonly kind: 'story';
  readonly id: string;
  readonly story: Story;
  readonly alerts: readonly Alert[];
}

/** Alerts that share a policy, a resource or an actor, newest first. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly by: Exclude<Grouping, 'story'>;
  readonly label: string;
  /** The worst in it. */
  readonly severity: Severity;
  readonly counts: SeverityCounts;
  readonly alerts: readonly Alert[];
}

export interface AlertNode {
  readonly kind: 'alert';
  readonly id: string;
  /** What it stands under; its other attributes tell it from its neighbours. */
  readonly under: Grouping | 'region';
  readonly alert: Alert;
}

/** A stretch of a long list, counted from 1. */
export interface SliceNode {
  readonly kind: 'slice';
  readonly id: string;
  readonly first: number;
  readonly last: number;
  readonly children: readonly (StoryNode | GroupNode | AlertNode | ResourceNode | LiveNode)[];
}

/** A row that says what to do where there is nothing to show. */
export interface HintNode {
  readonly kind: 'hint';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly command: CommandId;
  /** The row that the command is about; absent: none. */
  readonly about?: AccountsNode;
}

export interface AccountNode {
  readonly kind: 'account';
  readonly id: string;
  readonly account: string;
  /** Of all its regions. */
  readonly counts: SeverityCounts;
  /** Those with events in the time range. */
  readonly regions: readonly RegionSummary[];
  /** Absent: it is not connected. */
  readonly live?: LiveAccount;
}

export interface RegionNode {
  readonly kind: 'region';
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Absent: it has no events in the time range. */
  readonly summary?: RegionSummary;
  /** Absent: not known yet, or nothing was ever seen there. */
  readonly radar?: RegionOnRadar;
  /** Absent: its account is not connected. */
  readonly live?: LivePlace;
}

export interface SectionNode {
  readonly kind: 'section';
  readonly id: string;
  readonly section: 'alerts' | 'resources';
  readonly region: RegionNode;
}

export interface ResourceNode {
  readonly kind: 'resource';
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly seen: SeenResource;
}
