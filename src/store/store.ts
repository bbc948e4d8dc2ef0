import type { Predicate } from '../rql/predicate';
import type { TimeWindow } from '../domain/time';
import type { DamagedSegment } from './damage';
import { Database, DEFAULT_LIMITS, type DatabaseLimits } from './database';
import { exportEvents, type ExportOptions, type ExportReport, type ExportRequest } from './export';
import { clearStore, retain, type Dropped, type KeepingLimits } from './keeping';
import { load, type LoadOptions, type Report } from './loader';
import { COUNTED, factsFor } from './facts';
import { mergeSegments, type Merged } from './merging';
import { predicateSql } from './predicate-sql';
import type { Reader, SqlRow } from './reader';
import { rowsAt } from './rows-at';
import { COUNTS, EVENTS, RECORDS, REFERENCES } from './schema';
import { steady } from './steady';
import { deletions, lastTouch, lifeEvents, type Touch } from './touches';
import { windowSql } from './window-sql';

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

/** Names of the product's columns and of the database's. */
const COLUMNS = {
  time: 'time',
  eventId: 'event_id',
  account: 'account',
  region: 'region',
  service: 'service',
  operation: 'operation',
  user: 'user_name',
  subject: 'subject',
  role: 'role',
  ip: 'ip',
  errorCode: 'error_code',
} as const;
export type Column = keyof typeof COLUMNS;
const ROW_COLUMNS = Object.entries(COLUMNS)
  .map(([name, source]) => `${source} AS "${name}"`)
  .join(', ');
/** What a row is made of and sorted by. */
const FOUND_COLUMNS = ['id', ...Object.values(COLUMNS)].join(', ');
/** So many rows are read whole sooner than found first and read then. */
const FEW = 20_000;
/** In place of a condition. */
const ALL = '';

export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

export interface Row extends Readonly<Partial<Record<Exclude<Column, 'time'>, string>>> {
  readonly time: number;
  readonly eventId: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
}

/** The local database of audit events: a folder of immutable segments and what is asked of it. Knows no editor and no AWS. */
export class Store {
  private constructor(private readonly database: Database) {}

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

  /** Writes the raw records of a time range to a file that loads again. */
  export(path: string, request: ExportRequest, options?: ExportOptions): Promise<ExportReport> {
    return exportEvents(this.database, path, request, options);
  }

  /** One page of the events that match, and how many match in all. Newest first unless asked otherwise. */
  async search(
    predicate: Predicate,
    request: {
      readonly window: TimeWindow;
      readonly offset: number;
      readonly limit: number;
      readonly sort?: Sort;
    },
    signal?: AbortSignal,
  ): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
    const condition = predicateSql(predicate, await factsFor(this.database, [predicate]));
    const span = windowSql(request.window);
    const conditions = [span.sql, condition.sql].filter((sql) => sql !== 'true');
    const where = conditions.length === 0 ? ALL : `WHERE ${conditions.map((sql) => `(${sql})`).join(' AND ')}`;
    const params = [...span.params, ...condition.params];
    const tail = `${orderSql(request.sort)} LIMIT ? OFFSET ?`;
    const shown = [request.limit, request.offset];
    if (where !== ALL) {
      const rows = await this.database.rows(
        `WITH few AS MATERIALIZED (SELECT ${FOUND_COLUMNS} FROM ${EVENTS} ${where} LIMIT ${FEW + 1})
         SELECT ${ROW_COLUMNS}, (SELECT count(*) FROM few) AS total FROM few ${tail}`,
        [...params, ...shown],
        signal,
      );
      const total = Number(rows[0]?.['total'] ?? 0);
      if (total > 0 ? total <= FEW : request.offset === 0) return { rows: rows.map(eventRow), total };
    }
    const count = this.database.rows(`SELECT count(*) AS n FROM ${EVENTS} ${where}`, params, signal);
    const page = steady(this.database, async () => {
      const places = await this.database.rows(`SELECT segment, "row", time FROM ${EVENTS} ${where} ${tail}`, [...params, ...shown], signal);
      return rowsAt(this.database, EVENTS, places, ROW_COLUMNS, signal); // which rows are shown is found without reading all of each
    });
    const [rows, [total]] = await Promise.all([page, count]);
    return { rows: rows.map(eventRow), total: Number(total?.['n'] ?? 0) };
  }

  /** The record as the log held it. */
  async record(eventId: string): Promise<string | undefined> {
    const id = UUID.test(eventId) ? 'id = CAST(? AS UUID) AND odd_id IS NULL' : 'odd_id = ?';
    const [row] = await this.database.rows(`SELECT record FROM ${RECORDS} WHERE ${id} LIMIT 1`, [eventId]);
    return row === undefined ? undefined : text(row, 'record');
  }

  /** Distinct values of a column with their numbers of events, most frequent first. */
  async values(
    column: Exclude<Column, 'time' | 'eventId'>,
    request: { readonly window: TimeWindow; readonly prefix?: string; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<readonly { readonly value: string; readonly count: number }[]> {
    const name = COLUMNS[column];
    const span = windowSql(request.window);
    const { from, to } = request.window;
    const isCounted = from === undefined && to === undefined && (COUNTED as readonly string[]).includes(name);
    const source = isCounted
      ? { sql: `SELECT value, events AS n FROM ${COUNTS} WHERE field = ?`, params: [name] }
      : { sql: `SELECT ${name} AS value, count(*) AS n FROM ${EVENTS} WHERE ${span.sql} GROUP BY 1`, params: span.params };
    const rows = await this.database.rows(
      `SELECT value, sum(n) AS n FROM (${source.sql}) WHERE value <> '' AND starts_with(lower(value), lower(?))
       GROUP BY 1 ORDER BY n DESC, value LIMIT ?`,
      [...source.params, request.prefix ?? '', request.limit],
      signal,
    );
    return rows.map((row) => ({ value: text(row, 'value'), count: Number(row['n']) }));
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

/** As AWS writes an event's id, and as the store gives it back. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** References that name no resource of the account: keys of sessions, and the interfaces' attachments that only ECS knows. */
const NAMES_A_THING = `NOT starts_with(token, 'ASIA') AND NOT starts_with(token, 'arn:aws:sts:') AND NOT starts_with(token, 'eni-attach-') AND NOT contains(token, ':attachment/')`;

function orderSql(sort: Sort | undefined): string {
  const { column, descending } = sort ?? { column: 'time', descending: true };
  const direction = descending ? 'DESC' : 'ASC';
  // A short list: what is sorted by must be read of every row.
  if (column === 'time') return `ORDER BY time ${direction}, id`;
  return `ORDER BY ${column === 'eventId' ? 'id' : COLUMNS[column]} ${direction} NULLS LAST, time DESC, id`;
}

function text(row: SqlRow, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

function eventRow(row: SqlRow): Row {
  const present = Object.entries(row).filter(([name, value]) => value !== null && name !== 'total');
  return Object.fromEntries(present) as unknown as Row; // the list of columns above is the shape of Row
}
