import type { CallOptions } from '../domain/call';
import type { Collected, Connection, Coverage, LiveResource, Problem, Profile, Trail } from '../domain/live';

/**
 * The questions about live accounts. All calls to AWS are read-only. Every one of these rejects with an `EngineError`, with reason
 * `live-off` where the workspace is not trusted; what goes wrong with one account, region or kind of resource is told in the answer and stops nothing else.
 */
export interface Live {
  /** Those of the shared files, and one of an empty name where the environment gives credentials. */
  profiles(): Promise<ProfileList>;
  /** Finds out whose account each access leads to, and its regions; keeps those that could be reached. */
  connect(requests: readonly ConnectRequest[], options?: CallOptions): Promise<ConnectReport>;
  connections(): Promise<readonly Connection[]>;
  /** Forgets how to come to it. What was loaded stays. */
  disconnect(account: string): Promise<void>;
  /** @param regions codes; absent: all that are opted in */
  chooseRegions(account: string, regions?: readonly string[]): Promise<Connection>;
  /** Fetches what is new. A cancel keeps what was fetched. */
  sync(request: SyncRequest, options?: CallOptions<SyncProgress>): Promise<SyncReport>;
  /** What is in the store of each place, and how fresh it is: without a call to AWS. */
  state(): Promise<LiveState>;
  /** Resources as they were seen last: without a call to AWS. */
  resources(request: LiveResourcesRequest): Promise<LiveResourcesPage>;
  /** What delivers an account's events to buckets. */
  trails(account: string, options?: CallOptions): Promise<TrailList>;
  /** Loads log files of S3 with an account's credentials, those that were not loaded before. A cancel keeps what was loaded. */
  loadPrefix(request: PrefixRequest, options?: CallOptions<PrefixProgress>): Promise<PrefixReport>;
  /** Whether the log files of a trail are those that CloudTrail delivered, by its signed digests. */
  validate(request: ValidateRequest, options?: CallOptions<ValidateProgress>): Promise<ValidateReport>;
}

export interface ProfileList {
  readonly profiles: readonly Profile[];
  /** Files that could not be read, and why. */
  readonly problems: readonly string[];
}

export interface ConnectRequest {
  readonly profile: string;
  /** Name of a role that is assumed in each of `accounts`. */
  readonly role?: string;
  /** Twelve digits each. Absent: the profile's own account. */
  readonly accounts?: readonly string[];
  /** Of a profile whose role wants one. */
  readonly mfaCode?: string;
}

export interface ConnectReport {
  readonly connected: readonly Connection[];
  readonly failed: readonly { readonly profile: string; readonly account?: string; readonly problem: Problem }[];
}

export const SYNC_SOURCES = ['events', 'trails', 'inventory'] as const;
export type SyncSource = (typeof SYNC_SOURCES)[number];

export interface SyncRequest {
  readonly sources: readonly SyncSource[];
  /** Absent: all that are connected. */
  readonly accounts?: readonly string[];
  /** Codes; the empty one is the account as a whole. Absent: all that are chosen. */
  readonly regions?: readonly string[];
  /** Kinds of resources, such as `aws-ecs-service`. Absent: all. */
  readonly apis?: readonly string[];
  /** How many days back events are fetched, 90 at most for look-ups, which is what is meant where it is absent. */
  readonly days?: number;
}

/** A whole snapshot each time: one may be dropped. */
export interface SyncProgress {
  /** Parts are a source in a region of an account. */
  readonly partsDone: number;
  readonly partsTotal: number;
  /** Read so far, duplicates included. */
  readonly events: number;
  /** In the store and to be searched. */
  readonly stored: number;
  readonly resources: number;
  /** Back to when every place is covered from now, epoch milliseconds. */
  readonly coveredSince?: number;
  readonly problems: number;
}

export interface SyncReport {
  readonly events: number;
  readonly new: number;
  readonly duplicates: number;
  readonly resources: number;
  /** Calls made, tries included. */
  readonly calls: number;
  readonly problems: readonly PlacedProblem[];
  /** Accounts that another window is fetching at this moment. */
  readonly elsewhere: readonly string[];
  readonly seconds: number;
  readonly cancelled: boolean;
}

export interface PlacedProblem {
  readonly account: string;
  readonly region: string;
  readonly source: SyncSource;
  /** Of an inventory: the kind of resource. */
  readonly api?: string;
  readonly problem: Problem;
}

export interface LiveState {
  readonly connections: readonly Connection[];
  readonly coverage: readonly Coverage[];
  readonly collected: readonly Collected[];
}

export interface LiveResourcesRequest {
  readonly account: string;
  readonly region: string;
  readonly api: string;
  /** Only those that stand under this one. */
  readonly parent?: string;
  /** Only those whose name or id holds it. */
  readonly filter?: string;
  readonly limit: number;
}

export interface LiveResourcesPage {
  readonly resources: readonly LiveResource[];
  readonly total: number;
}

export interface TrailList {
  readonly trails: readonly Trail[];
  /** Regions that would not tell. */
  readonly problems: readonly PlacedProblem[];
}

export interface PrefixRequest {
  /** Whose credentials are used. */
  readonly account: string;
  /** Such as `s3://bucket/prefix`. */
  readonly url: string;
}

/** Log files found so far, and events of those that are loaded, duplicates included. */
export interface PrefixProgress {
  readonly objects: number;
  readonly events: number;
  readonly new: number;
  readonly duplicates: number;
}

export interface PrefixReport extends PrefixProgress {
  readonly problems: readonly Problem[];
  readonly cancelled: boolean;
}

export interface ValidateRequest {
  readonly account: string;
  /** Half open, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

export interface ValidateProgress {
  readonly digests: number;
  readonly files: number;
}

export interface ValidateReport {
  /** Those that CloudTrail has signed. */
  readonly digests: number;
  /** Log files whose content is what was delivered. */
  readonly valid: number;
  readonly faults: readonly {
    readonly file: string;
    readonly fault: 'changed' | 'missing' | 'unsigned' | 'gap' | 'unreadable';
    readonly reason: string;
  }[];
  readonly cancelled: boolean;
}
