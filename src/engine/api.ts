import type { Live } from '../aws/live-api';
import type { Alert } from '../domain/alert';
import type { CallOptions } from '../domain/call';
import type { Chain } from '../domain/chain';
import type { PolicyType } from '../domain/policy';
import type { RegionLife } from '../domain/region-life';
import type { Severity, SeverityCounts } from '../domain/severity';
import type { Story } from '../domain/story';
import type { TimeWindow } from '../domain/time';
import type { Configuration, Version } from '../domain/version';
import type { JsonPath, Predicate, TextField } from '../rql/predicate';
import type { About, AboutRequest, MentionsPage, MentionsRequest } from './inspect-api';
import type {
  Explained,
  ExplainRequest,
  Histogram,
  HistogramRequest,
  RowsExportProgress,
  RowsExportReport,
  RowsExportRequest,
  SearchPage,
  SearchProgress,
  SearchRequest,
} from './search-api';

export * from '../aws/live-api';
export type { LiveOptions } from '../aws/options';
export type { CallOptions } from '../domain/call';
export * from './inspect-api';
export * from './search-api';

/**
 * The questions the product asks of its engine. The engine runs in a process of its own beside the editor and in the same
 * process in the headless entry; everything here is plain data. Times are epoch milliseconds.
 * Every call rejects with an `EngineError`; a cancelled one ends quietly with what it had (load) or rejects with reason `cancelled`.
 */
export interface Engine {
  status(): Promise<StoreStatus>;
  load(paths: readonly string[], options?: CallOptions<LoadProgress>): Promise<LoadReport>;
  /**
   * Loads of these folders what neither this nor `load` has read before as it is now. A file that may still be being written, and has
   * faults, is left for the next time.
   */
  loadNew(folders: readonly string[], options?: CallOptions<LoadProgress>): Promise<NewReport>;
  /** Takes out of the store what is past the limits, in whole segments. */
  retain(limits: KeepingLimits, now: number, options?: CallOptions): Promise<Dropped>;
  /** Takes everything out of the store, also of one that is damaged and can't be opened. Log files are not touched. */
  clear(options?: CallOptions): Promise<Dropped>;
  /** Writes the raw records of a time range to a file, oldest first; gzip where the name ends in `.gz`. A cancel leaves nothing. */
  export(path: string, request: ExportRequest, options?: CallOptions<ExportProgress>): Promise<ExportReport>;
  /** Writes the sample's log files to `directory` and returns what was written. */
  makeSample(directory: string, options: { readonly seed?: number; readonly now: number }, call?: CallOptions): Promise<SampleSummary>;
  search(request: SearchRequest, options?: CallOptions<SearchProgress>): Promise<SearchPage>;
  /** Writes all rows of a search to a file, as they would be shown. A cancel leaves nothing. */
  exportRows(path: string, request: RowsExportRequest, options?: CallOptions<RowsExportProgress>): Promise<RowsExportReport>;
  /** How the events of a search spread over time, all of them: the chart above its results. */
  histogram(request: HistogramRequest, options?: CallOptions): Promise<Histogram>;
  /** How many events each condition of a query lets through: the steps of its explanation, in their order. */
  explain(request: ExplainRequest, options?: CallOptions): Promise<Explained>;
  /** The raw record of one event as the log held it; `undefined` if there is none. */
  record(eventId: string): Promise<string | undefined>;
  alerts(request: AlertRequest, options?: CallOptions): Promise<readonly Alert[]>;
  /** The same alerts folded by their causes: each is in exactly one story. Worst story first, then the one with most alerts. */
  stories(request: AlertRequest, options?: CallOptions): Promise<readonly Story[]>;
  dashboard(request: DashboardRequest, options?: CallOptions): Promise<Dashboard>;
  accounts(request: AlertRequest, options?: CallOptions): Promise<readonly AccountSummary[]>;
  /** Every region of every account, in all that the store holds: what stands there and who has worked there. What should be empty and is not comes first. */
  radar(request: Pick<AlertRequest, 'regionsInUse'>, options?: CallOptions): Promise<readonly RegionOnRadar[]>;
  /** Resources seen in the records of one account and region, newest first. */
  resources(request: { readonly account: string; readonly region: string; readonly limit: number }): Promise<readonly SeenResource[]>;
  /** What a resource is, or was last, by replay of the calls that made it so, up to a moment. `undefined`: no record names it. */
  configuration(resource: string, options?: { readonly at?: number }): Promise<Configuration | undefined>;
  /** The same after each of these calls, oldest first; the newest ones, where there are many. Empty: nothing is known of it. */
  history(resource: string, options?: CallOptions): Promise<readonly Version[]>;
  /**
   * From an event to who brought it about, hop by hop.
   * @param subject an event id, or a resource: its id, ARN or name; then the chain begins with its end, else its birth, else its newest record
   * @returns `undefined` where no record names it
   */
  trace(subject: string, options?: CallOptions): Promise<Chain | undefined>;
  /** What is known of an id, ARN, access key or account number that stands in some text: quick. `undefined`: no record names it. */
  about(request: AboutRequest, options?: CallOptions): Promise<About | undefined>;
  /** The newest events that name it, also those that failed. */
  mentions(request: MentionsRequest, options?: CallOptions): Promise<MentionsPage>;
  regionsInUse(): Promise<readonly RegionProposal[]>;
  /** Distinct values of an attribute or of a path into the record, most frequent first: what completion offers. */
  values(request: ValuesRequest, options?: CallOptions): Promise<readonly ValueCount[]>;
  /** Paths that the records have, those of the most frequent operations first. */
  paths(request: PathsRequest, options?: CallOptions): Promise<readonly SeenPath[]>;
  policies(): Promise<PolicyReport>;
  /** Accounts of AWS, asked themselves. */
  readonly live: Live;
}

export type EngineErrorReason = 'cancelled' | 'store' | 'query' | 'input' | 'live-off' | 'engine-stopped';

/** A call that failed: `message` says what happened, to what, and what to do, in English. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly reason: EngineErrorReason,
    message: string,
  ) {
    super(message);
  }
  static is(error: unknown, reason?: EngineErrorReason): error is EngineError {
    return error instanceof EngineError && (reason === undefined || error.reason === reason);
  }
}

export interface StoreStatus {
  readonly events: number;
  /** Times of the oldest and the newest event. */
  readonly from?: number;
  readonly to?: number;
  /** Bytes on disk. */
  readonly bytes: number;
  readonly accounts: readonly string[];
  /** Another one with every change of what the store holds. */
  readonly generation: number;
  /** Parts of the store that can't be read; their events are counted nowhere above. The next load sets them aside. Absent: none. */
  readonly damaged?: readonly DamagedPart[];
}

export interface DamagedPart {
  /** Path of the file. */
  readonly file: string;
  readonly reason: string;
  /** How many events are missing. */
  readonly events: number;
}

export interface LoadProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Read so far, duplicates included. */
  readonly events: number;
  /** New ones that can be searched already. */
  readonly stored: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface LoadReport {
  readonly files: number;
  readonly events: number;
  readonly new: number;
  readonly duplicates: number;
  readonly rejected: readonly Rejected[];
  readonly seconds: number;
  readonly cancelled: boolean;
}

/** What was new below folders. */
export interface NewReport extends LoadReport {
  /** Of the store, after it: another window may have loaded what is new. */
  readonly generation: number;
}

/** A file, or one record of it (counted from 1), that could not be read, and why. */
export interface Rejected {
  readonly file: string;
  readonly reason: string;
  readonly record?: number;
}

/** How much the store keeps. What is absent sets no limit. */
export interface KeepingLimits {
  /** Days, counted back from now: a segment goes when its newest event is older. */
  readonly days?: number;
  /** Of 1,000,000,000 bytes on disk: the oldest segments go until the rest fits. */
  readonly gigabytes?: number;
}

/** What was taken out of the store. */
export interface Dropped {
  readonly segments: number;
  /** Absent where the store was too damaged to tell. */
  readonly events?: number;
  readonly bytes: number;
}

export const EXPORT_FORMATS = ['cloudtrail', 'ndjson'] as const;

export interface ExportRequest {
  readonly window: TimeWindow;
  /**
   * `cloudtrail`: a log file as AWS delivers it, each record byte for byte; `ndjson`: one record a line.
   * Absent: by the name of the file; `.ndjson` and `.jsonl`, also before `.gz`, are lines.
   */
  readonly format?: (typeof EXPORT_FORMATS)[number];
}

export interface ExportProgress {
  readonly events: number;
  readonly eventsTotal: number;
}

export interface ExportReport {
  readonly events: number;
  /** Size of the file. */
  readonly bytes: number;
}

export interface SampleSummary {
  readonly dir: string;
  readonly events: number;
  readonly from: string;
  readonly to: string;
}

export interface AlertRequest {
  readonly window: TimeWindow;
  /** Absent: all. */
  readonly severities?: readonly Severity[];
  readonly types?: readonly PolicyType[];
  readonly policies?: readonly string[];
  readonly account?: string;
  readonly region?: string;
  /** Id of a story: its alerts alone. */
  readonly story?: string;
  /** Regions the team has declared in use; absent: as proposed from the data. */
  readonly regionsInUse?: readonly string[];
}

export interface DashboardRequest extends AlertRequest {
  /** Width of a bar in milliseconds, and where bars begin: epoch plus a multiple of the width plus this offset (time zone). */
  readonly bucket: number;
  readonly bucketOffset: number;
}

export interface Dashboard {
  readonly total: number;
  readonly counts: SeverityCounts;
  /** Bars with at least one alert, in order of time: an alert stands in the bar of its newest evidence. */
  readonly bars: readonly DashboardBar[];
  readonly topPolicies: readonly NamedCount[];
  readonly topActors: readonly NamedCount[];
  readonly regions: readonly NamedCount[];
}

export interface DashboardBar {
  /** Start of the bar. */
  readonly time: number;
  readonly byType: Readonly<Partial<Record<PolicyType, number>>>;
}

export interface NamedCount {
  readonly name: string;
  readonly label: string;
  readonly count: number;
  readonly severity?: Severity;
}

export interface AccountSummary {
  readonly account: string;
  readonly regions: readonly RegionSummary[];
}

export interface RegionSummary {
  readonly region: string;
  readonly counts: SeverityCounts;
  readonly events: number;
  readonly writes: number;
  readonly resources: number;
  readonly lastEvent: number;
  /** Not among the regions in use, yet something was made or changed there. */
  readonly unusedButInhabited: boolean;
}

export interface RegionOnRadar extends RegionLife {
  readonly account: string;
  readonly region: string;
  /** Resources that somebody had made and that stand now: as they were collected, else as the records tell. */
  readonly alive: number;
  /** Times of the oldest and the newest event; absent: there is none. */
  readonly firstSeen?: number;
  readonly lastEvent?: number;
  /** Not among the regions in use, yet something stands there, or was made or changed. */
  readonly unusedButInhabited: boolean;
}

export interface SeenResource {
  /** Id, ARN or name as the records give it. */
  readonly resource: string;
  /** Such as `AWS::EC2::NetworkInterface`, or empty where unknown. */
  readonly type: string;
  readonly events: number;
  readonly lastSeen: number;
}

export interface RegionProposal {
  readonly region: string;
  readonly inUse: boolean;
  /** Writes by people and tools, services' own left out. */
  readonly writes: number;
  readonly principals: number;
  readonly days: number;
}

interface OfferRequest {
  readonly window: TimeWindow;
  /** Of the events alone that this holds for. */
  readonly where?: Predicate;
  readonly limit: number;
  /** Milliseconds after which nobody waits for it any more: then it rejects with reason `cancelled`. */
  readonly patience?: number;
}

export interface ValuesRequest extends OfferRequest {
  readonly of: TextField | JsonPath;
  readonly prefix?: string;
}

export interface ValueCount {
  readonly value: string;
  readonly count: number;
  /** Not all records were read: there may be more of them. */
  readonly atLeast?: true;
}

/** Of a condition on the record itself nothing is known without reading: all paths of the operations it is about are there. */
export type PathsRequest = OfferRequest;

export interface SeenPath {
  /** As queries write it, keys that need it in double quotes: `$.a["b.c"][*]`. */
  readonly path: string;
  /** Events of the operations whose records have it. */
  readonly count: number;
}

export interface PolicyReport {
  readonly policies: readonly {
    readonly id: string;
    readonly title: string;
    readonly severity: Severity;
    readonly type: PolicyType;
    readonly description: string;
    readonly remediation: string;
    readonly commands: readonly string[];
    readonly compliance: readonly string[];
  }[];
  /** Policies that could not be used, and why. */
  readonly rejected: readonly Rejected[];
}
