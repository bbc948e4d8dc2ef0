import type { Predicate } from '../rql/predicate';
import type { TimeWindow } from '../domain/time';
import type { DamagedSegment } from './damage';
import { Database, DEFAULT_LIMITS, type DatabaseLimits } from './database';
import { exportEvents, type ExportOptions, type ExportReport, type ExportRequest } from './export';
import { clearStore, retain, type Dropped, type KeepingLimits } from './keeping';
import { load, type LoadOptions, type Report } from './loader';
import { predicateSql, type SqlCondition } from './predicate-sql';
import type { Reader, SegmentTable, SqlRow } from './reader';
import { EVENTS, REFERENCES } from './schema';
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

export interface Row extends Readonly<Partial<Record<Exclude<Column, 'time'>, string>>> {
  readonly time: number;
  readonly eventId: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
}

/** One successful call that names a resource, with the place where it does. */
export interface Touch {
  readonly eventId: string;
  readonly account: string;
  readonly time: number;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly crud: string;
  readonly sides: readonly string[];
  readonly record: string;
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
    const accounts = await this.database.rows(`SELECT DISTINCT account FROM ${EVENTS} WHERE account <> '' ORDER BY account`, []);
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
      readonly sort?: { readonly column: Column; readonly descending: boolean };
    },
    signal?: AbortSignal,
  ): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
    const condition = predicateSql(predicate);
    const span = windowSql(request.window);
    const where = `WHERE ${span.sql} AND (${condition.sql})`;
    const params = [...span.params, ...condition.params];
    const { column, descending } = request.sort ?? { column: 'time', descending: true };
    const order = `${column === 'eventId' ? 'id' : COLUMNS[column]} ${descending ? 'DESC' : 'ASC'} NULLS LAST, time DESC, id, account`;
    const list = Object.entries(COLUMNS).map(([name, source]) => `${source} AS "${name}"`);
    const page = this.database.rows(
      `SELECT ${list.join(', ')} FROM ${EVENTS} ${where} ORDER BY ${order} LIMIT ? OFFSET ?`,
      [...params, request.limit, request.offset],
      signal,
    );
    const count = this.database.rows(`SELECT count(*) AS n FROM ${EVENTS} ${where}`, params, signal);
    const [rows, [total]] = await Promise.all([page, count]);
    return { rows: rows.map(eventRow), total: Number(total?.['n'] ?? 0) };
  }

  /** The record as the log held it. */
  async record(eventId: string): Promise<string | undefined> {
    const id = UUID.test(eventId) ? 'id = CAST(? AS UUID) AND odd_id IS NULL' : 'odd_id = ?';
    const [row] = await this.database.rows(`SELECT record FROM ${EVENTS} WHERE ${id} LIMIT 1`, [eventId]);
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
    const rows = await this.database.rows(
      `SELECT ${name} AS value, count(*) AS n FROM ${EVENTS}
       WHERE ${span.sql} AND ${name} <> '' AND starts_with(lower(${name}), lower(?)) GROUP BY 1 ORDER BY n DESC, value LIMIT ?`,
      [...span.params, request.prefix ?? '', request.limit],
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
  async lifeEvents(resource: string, until: number | undefined, limit: number): Promise<readonly Touch[]> {
    return this.touching(naming(resource, until), `AND crud IN ('create', 'delete') ORDER BY time, event_id`, limit);
  }

  /** The newest successful call up to a moment that names a resource. */
  async lastTouch(resource: string, until: number | undefined): Promise<Touch | undefined> {
    const [last] = await this.touching(naming(resource, until), 'ORDER BY time DESC, event_id', 1);
    return last;
  }

  /** Deletions by one service in one place: candidates for the end of a resource that is deleted by its name. */
  async deletions(
    place: { account: string; region: string; service: string; from: number; until?: number },
    limit: number,
  ): Promise<readonly Touch[]> {
    return this.touching(
      ({ events }) => ({
        sql: `SELECT *, ['request'] AS sides FROM ${events} WHERE account = ? AND region = ? AND service = ? AND crud = 'delete' AND time BETWEEN ? AND ?`,
        params: [place.account, place.region, place.service, place.from, place.until ?? Number.MAX_SAFE_INTEGER],
      }),
      'ORDER BY time, event_id',
      limit,
    );
  }

  /** Segment by segment, for a row is known by its place only within its own. */
  private async touching(selection: (segment: SegmentTable) => SqlCondition, tail: string, limit: number): Promise<readonly Touch[]> {
    const parts = this.database.segments().map(selection);
    if (parts.length === 0) return [];
    const rows = await this.database.rows(
      `SELECT event_id, account, time, region, service, operation, crud, sides, record
       FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')}) WHERE error_code IS NULL ${tail} LIMIT ?`,
      [...parts.flatMap(({ params }) => params), limit],
    );
    return rows.map((row) => ({
      eventId: text(row, 'event_id'),
      account: text(row, 'account'),
      time: Number(row['time']),
      region: text(row, 'region'),
      service: text(row, 'service'),
      operation: text(row, 'operation'),
      crud: text(row, 'crud'),
      sides: row['sides'] as readonly string[],
      record: text(row, 'record'),
    }));
  }

  close(): void {
    this.database.close();
  }
}

/** Events that name a resource, with the sides of the record where they do. */
function naming(resource: string, until = Number.MAX_SAFE_INTEGER): (segment: SegmentTable) => SqlCondition {
  return ({ events, references }) => ({
    sql: `SELECT e.*, s.sides FROM ${events} e
      JOIN (SELECT event, list(DISTINCT side) AS sides FROM ${references} WHERE token = ? AND time <= ? GROUP BY event) s ON e."row" = s.event`,
    params: [resource, until],
  });
}

/** As AWS writes an event's id, and as the store gives it back. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** References that name no resource of the account: keys of sessions, and the interfaces' attachments that only ECS knows. */
const NAMES_A_THING = `NOT starts_with(token, 'ASIA') AND NOT starts_with(token, 'arn:aws:sts:') AND NOT starts_with(token, 'eni-attach-') AND NOT contains(token, ':attachment/')`;

function text(row: SqlRow, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

function eventRow(row: SqlRow): Row {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(present) as unknown as Row; // the list of columns above is the shape of Row
}
