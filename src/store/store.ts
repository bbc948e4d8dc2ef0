import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResourceRecord } from '../domain/inventory';
import type { Coverage } from '../domain/live';
import type { TimeWindow } from '../domain/time';
import type { ResourceQuery } from '../rql/config-lower';
import type { JsonPath, Predicate } from '../rql/predicate';
import { aliveIn } from './alive';
import { changesBy, type Change } from './changes';
import { openCoverage, readCoverage, recordLook, type AccountCoverage, type Looked } from './coverage';
import type { DamagedSegment } from './damage';
import { Database, DEFAULT_LIMITS, type DatabaseLimits } from './database';
import { exportEvents, type ExportOptions, type ExportReport, type ExportRequest } from './export';
import { exportRows, type RowsOptions, type RowsReport, type RowsRequest } from './export-rows';
import { histogram, type Histogram, type HistogramRequest } from './histogram';
import { clearStore, keptSince, retain, type Dropped, type KeepingLimits } from './keeping';
import { scratchFolder } from './leftovers';
import { load, type LoadOptions, type Report } from './loader';
import { lifeMarks, mentioning, mentionsOf, type Mention, type Mentions, type TokenKind } from './mentions';
import { mergeSegments, type Merged } from './merging';
import type { Reader, SqlRow } from './reader';
import { countEvents, searchEvents, type CountRequest, type Group, type PageOf, type Row, type SearchRequest } from './search';
import { countEach, type Funnel } from './funnel';
import { countEachResource, countResources, searchResources, type ResourceRequest, type ResourceRow } from './resource-search';
import { ResourceTable } from './resources';
import { COUNTS, EVENTS, RECORDS, REFERENCES } from './schema';
import { Snapshots } from './snapshots';
import { steady } from './steady';
import { deletions, lastTouch, lifeEvents, UUID, type Touch } from './touches';
import { pathsOf, valuesOf, type CountedValue, type SeenPath, type ValueColumn, type ValuesOf } from './values';
import { windowSql } from './window-sql';
import { writersIn, type Writer } from './writers';
import { asWriter, asWriterIfFree } from './writer-lock';

export interface Status {
  readonly events: number;
  readonly from?: number;
  readonly to?: number;
  readonly bytes: number;
  readonly accounts: readonly string[];
  readonly generation: number;
  /** What can't be read, and is not counted above. Absent: nothing. */
  readonly damaged?: readonly DamagedSegment[];
}

/** The local database of audit events: a folder of immutable segments and what is asked of it. Knows no editor and no AWS. */
export class Store {
  private readonly resourceTable: ResourceTable;
  /** What looks at live accounts found. */
  readonly snapshots: Snapshots;

  private constructor(private readonly database: Database) {
    this.resourceTable = new ResourceTable(database);
    this.snapshots = new Snapshots(database.dir);
  }

  /** Opens the store in a folder, which is made where it isn't there. @throws StoreError */
  static async open(dir: string, limits: Partial<DatabaseLimits> = {}): Promise<Store> {
    return new Store(await Database.open(dir, { ...DEFAULT_LIMITS, ...limits }));
  }

  get reader(): Reader {
    return this.database;
  }

  /** Takes in what other processes have written since; returns the generation in force. */
  async refresh(): Promise<number> {
    return (await this.database.refresh()).generation;
  }

  async status(): Promise<Status> {
    const { segments: all, generation } = await this.database.refresh();
    const damaged = this.database.damaged();
    const readable = new Set(this.database.segments().map(({ name }) => name));
    const segments = all.filter(({ file }) => readable.has(file));
    const accounts = await this.database.rows(
      `SELECT DISTINCT value AS account FROM ${COUNTS} WHERE field = 'account' AND value <> '' ORDER BY account`,
      [],
    );
    const sum = (pick: (segment: (typeof segments)[number]) => number): number =>
      segments.reduce((total, segment) => total + pick(segment), 0);
    return {
      events: sum(({ events }) => events),
      ...(segments.length > 0 && { from: Math.min(...segments.map(({ from }) => from)), to: Math.max(...segments.map(({ to }) => to)) }),
      bytes: sum(({ bytes }) => bytes),
      accounts: accounts.map((row) => text(row, 'account')),
      generation,
      ...(damaged.length > 0 && { damaged }),
    };
  }

  /** What the manifest names and can't be read. */
  damaged(): readonly DamagedSegment[] {
    return this.database.damaged();
  }

  load(paths: readonly string[], options?: LoadOptions): Promise<Report> {
    return load(this.database, paths, options);
  }

  /** Takes out what is past the limits, in whole segments. `now`: epoch milliseconds. */
  retain(limits: KeepingLimits, now: number, signal?: AbortSignal): Promise<Dropped> {
    return retain(this.database, limits, now, signal);
  }

  /** Takes out everything. */
  clear(signal?: AbortSignal): Promise<Dropped> {
    return clearStore(this.database.dir, signal, () => this.database.refresh());
  }

  /**
   * Runs `work` while nobody else on this machine holds the lease of that name. A process that dies lets go of it.
   * @param name of letters, digits and hyphens
   * @param wait until it is free; else nothing is done where it is held
   * @returns whether it was done
   * @throws StoreError `cancelled` while it waited
   */
  async exclusively(name: string, work: () => Promise<void>, { wait, signal }: { wait: boolean; signal?: AbortSignal }): Promise<boolean> {
    const dir = join(this.database.dir, 'live', 'leases', name);
    if (!wait) return asWriterIfFree(dir, work);
    await asWriter(dir, signal, work);
    return true;
  }

  /** What of live accounts' events is here, by place. */
  coverage(): Promise<readonly Coverage[]> {
    return readCoverage(this.database.dir);
  }

  /** That of one account, with the mark that a load which adds to it names. */
  accountCoverage(account: string): Promise<AccountCoverage> {
    return openCoverage(this.database.dir, account);
  }

  /** Notes how a place was found when it was looked at. */
  look(looked: Looked): Promise<void> {
    return recordLook(this.database.dir, looked);
  }

  /** Back to when it is worth to fetch events, epoch milliseconds: what is older, retention would take out again. -Infinity: no limit is set. */
  keptSince(now: number): Promise<number> {
    return keptSince(this.database.dir, now);
  }

  /** Where files wait until they are loaded. Nobody else uses this one; the next writer takes away those of processes that died. */
  async stagingFolder(): Promise<string> {
    const folder = scratchFolder(join(this.database.dir, 'live', 'staging'));
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Writes the raw records of a time range to a file that loads again. */
  export(path: string, request: ExportRequest, options?: ExportOptions): Promise<ExportReport> {
    return exportEvents(this.database, path, request, options);
  }

  /** Writes all rows of an answer to a file. */
  exportRows(path: string, predicate: Predicate, request: RowsRequest, options?: RowsOptions): Promise<RowsReport> {
    return exportRows(this.database, path, predicate, request, options);
  }

  /** One page of the events that match, and how many match in all. Newest first unless asked otherwise. */
  search(predicate: Predicate, request: SearchRequest, signal?: AbortSignal): Promise<PageOf<Row>> {
    return searchEvents(this.database, predicate, request, signal);
  }

  /** How many of the events that match have each set of values; a page of that. */
  count(predicate: Predicate, request: CountRequest, signal?: AbortSignal): Promise<PageOf<Group>> {
    return countEvents(this.database, predicate, request, signal);
  }

  /** How the events that match spread over time. */
  histogram(predicate: Predicate, request: HistogramRequest, signal?: AbortSignal): Promise<Histogram> {
    return steady(this.database, () => histogram(this.database, predicate, request, signal));
  }

  /** How many events of a window each predicate holds for, and how many there are. */
  countEach(predicates: readonly Predicate[], window: TimeWindow, signal?: AbortSignal): Promise<Funnel> {
    return countEach(this.database, predicates, window, signal);
  }

  /** The newest successful calls of some operations of a service (`eventSource`), oldest first, a stretch at a time. */
  changes(service: string, operations: readonly string[], limit: number): AsyncIterable<readonly Change[]> {
    return changesBy(this.database, service, operations, limit);
  }

  /** Replaces the records of resources, which config queries ask. They are kept as long as the store is open. */
  fillResources(batches: AsyncIterable<readonly ResourceRecord[]>): Promise<void> {
    return this.resourceTable.fill(batches);
  }

  /** One page of the resources of a config query, and how many there are in all. To be asked once they are filled in. */
  searchResources(query: ResourceQuery, request: ResourceRequest, signal?: AbortSignal): Promise<PageOf<ResourceRow>> {
    return searchResources(this.database, query, request, signal);
  }

  /** How many of the resources have each set of values; a page of that. */
  countResources(query: ResourceQuery, request: ResourceRequest, signal?: AbortSignal): Promise<PageOf<Group>> {
    return countResources(this.database, query, request, signal);
  }

  /** How many of the resources of a time range each predicate holds for, and how many there are. */
  countEachResource(
    predicates: readonly Predicate[],
    request: Parameters<typeof countEachResource>[2],
    signal?: AbortSignal,
  ): Promise<Funnel> {
    return countEachResource(this.database, predicates, request, signal);
  }

  /** The record as the log held it. */
  async record(eventId: string): Promise<string | undefined> {
    const id = UUID.test(eventId) ? 'id = CAST(? AS UUID) AND odd_id IS NULL' : 'odd_id = ?';
    const [row] = await this.database.rows(`SELECT record FROM ${RECORDS} WHERE ${id} LIMIT 1`, [eventId]);
    return row === undefined ? undefined : text(row, 'record');
  }

  /** Distinct values of a column, or of a path into the record, with their numbers of events, most frequent first. */
  values(what: ValueColumn | JsonPath, request: ValuesOf, signal?: AbortSignal): Promise<readonly CountedValue[]> {
    return valuesOf(this.database, what, request, signal);
  }

  /** The paths of the records of the operations that a condition is about, those of the most frequent ones first. */
  paths(request: Omit<ValuesOf, 'prefix'>, signal?: AbortSignal): Promise<readonly SeenPath[]> {
    return pathsOf(this.database, request, signal);
  }

  /** Events by account and region: how many, how many writes, when last; and how many resources their records name. */
  async places(
    window: TimeWindow,
    signal?: AbortSignal,
  ): Promise<readonly { account: string; region: string; events: number; writes: number; lastEvent: number; resources: number }[]> {
    const span = windowSql(window);
    const rows = await this.database.rows(
      `SELECT e.account, e.region, e.events, e.writes, e.last, coalesce(r.resources, 0) AS resources FROM (
         SELECT account, region, count(*) AS events, count(*) FILTER (crud <> 'read' AND error_code IS NULL) AS writes, max(time) AS last
         FROM ${EVENTS} WHERE ${span.sql} GROUP BY ALL) e
       LEFT JOIN (SELECT account, region, count(DISTINCT token) AS resources FROM ${REFERENCES} WHERE ${span.sql} AND ${NAMES_A_THING} GROUP BY ALL) r
         ON e.account = r.account AND e.region = r.region
       ORDER BY e.account, e.region`,
      [...span.params, ...span.params],
      signal,
    );
    return rows.map((row) => ({
      account: text(row, 'account'),
      region: text(row, 'region'),
      events: Number(row['events']),
      writes: Number(row['writes']),
      lastEvent: Number(row['last']),
      resources: Number(row['resources']),
    }));
  }

  /** Who wrote in each account and region, and how often. Writes of the services `except` don't count. */
  writers(except: readonly string[], signal?: AbortSignal): Promise<readonly Writer[]> {
    return writersIn(this.database, except, signal);
  }

  /** Times of the oldest and the newest event of each account and region. */
  async seenIn(
    signal?: AbortSignal,
  ): Promise<readonly { readonly account: string; readonly region: string; readonly from: number; readonly to: number }[]> {
    const sql = `SELECT account, region, min(time) AS "from", max(time) AS "to" FROM ${EVENTS} GROUP BY ALL`;
    const rows = await this.database.rows(sql, [], signal);
    return rows.map((row) => ({
      account: text(row, 'account'),
      region: text(row, 'region'),
      from: Number(row['from']),
      to: Number(row['to']),
    }));
  }

  /** How many resources stand in each region. To be asked once they are filled in. */
  alive(signal?: AbortSignal): ReturnType<typeof aliveIn> {
    return aliveIn(this.database, signal);
  }

  /** What the records of one account and region name, last touched first. */
  async resources(
    account: string,
    region: string,
    limit: number,
  ): Promise<readonly { resource: string; events: number; lastSeen: number }[]> {
    const rows = await this.database.rows(
      `SELECT token, count(DISTINCT (segment, event)) AS n, max(time) AS last FROM ${REFERENCES}
       WHERE account = ? AND region = ? AND ${NAMES_A_THING} GROUP BY token ORDER BY last DESC, token LIMIT ?`,
      [account, region, limit],
    );
    return rows.map((row) => ({ resource: text(row, 'token'), events: Number(row['n']), lastSeen: Number(row['last']) }));
  }

  /** Full ids and ARNs that end in a name, so that a person may ask by name. Most touched first. */
  async named(name: string, limit: number): Promise<readonly string[]> {
    const rows = await this.database.rows(
      `SELECT token FROM ${REFERENCES} WHERE token LIKE 'arn:%' AND (ends_with(token, ?) OR ends_with(token, ?)) GROUP BY token ORDER BY count(*) DESC, token LIMIT ?`,
      [`/${name}`, `:${name}`, limit],
    );
    return rows.map((row) => text(row, 'token'));
  }

  /** The successful calls that may have made or ended a resource, up to a moment, oldest first. */
  lifeEvents(resource: string, until: number | undefined, limit: number): Promise<readonly Touch[]> {
    return lifeEvents(this.database, resource, until, limit);
  }

  /** The newest successful call up to a moment that names a resource. */
  lastTouch(resource: string, until: number | undefined): Promise<Touch | undefined> {
    return lastTouch(this.database, resource, until);
  }

  /** The successful calls that look as if they had made or ended a resource, oldest first. */
  lifeMarks(resource: string): Promise<readonly Touch[]> {
    return lifeMarks(this.database, resource);
  }

  /** How many events name a token, and from when to when. `undefined`: none does. */
  mentionsOf(token: string, kind: TokenKind, signal?: AbortSignal): Promise<Mentions | undefined> {
    return steady(this.database, () => mentionsOf(this.database, token, kind, signal));
  }

  /** The newest events that name a token, newest first. */
  mentioning(token: string, kind: TokenKind, limit: number, signal?: AbortSignal): Promise<readonly Mention[]> {
    return mentioning(this.database, token, kind, limit, signal);
  }

  /** Deletions by one service in one place: candidates for the end of a resource that is deleted by its name. */
  deletions(
    place: { account: string; region: string; service: string; from: number; until?: number },
    limit: number,
  ): Promise<readonly Touch[]> {
    return deletions(this.database, place, limit);
  }

  /** Makes few large segments of many small ones, for the sake of the questions. Ends early when the signal fires. */
  merge(signal?: AbortSignal): Promise<Merged> {
    return mergeSegments(this.database, signal);
  }

  close(): void {
    this.database.close();
  }
}

/** References that name no resource of the account: keys of sessions, and the interfaces' attachments that only ECS knows. */
const NAMES_A_THING = `NOT starts_with(token, 'ASIA') AND NOT starts_with(token, 'arn:aws:sts:') AND NOT starts_with(token, 'eni-attach-') AND NOT contains(token, ':attachment/')`;

function text(row: SqlRow, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}
