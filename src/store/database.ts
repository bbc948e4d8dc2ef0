import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { faultOf, type DamagedSegment } from './damage';
import { isDamage, isFull, StoreError, throwIfCancelled } from './error';
import { scratchFolder } from './leftovers';
import { FIRST_FORMAT } from './older';
import { readManifest, type Manifest, type Segment } from './manifest';
import { quotePath } from './quote';
import type { Reader, SegmentTable, SqlRow, SqlValue } from './reader';
import { readRows } from './rows';
import { steady } from './steady';
import { EVENTS, REFERENCES, TABLES, viewOf, VIEWS, type View } from './schema';

export interface DatabaseLimits {
  readonly memoryLimitMB: number;
  readonly threads: number;
}
export const DEFAULT_LIMITS: DatabaseLimits = { memoryLimitMB: 512, threads: 2 };

interface AttachedSegment extends SegmentTable {
  readonly number: number;
  /** Times of its oldest and newest event. */
  readonly from: number;
  readonly to: number;
}

/** More at once starve the four threads that Node's file reads share with them. */
const MOST_AT_ONCE = 2;

/**
 * One DuckDB in memory with the store's segments attached read-only under the views `events` and `refs`.
 * On a leash: no extension is loaded, no file outside the store's folder is opened, memory and threads are limited.
 */
export class Database implements Reader {
  /** Of each file the number in the names that are made for it: `segment_<n>`, `events_<n>`, `refs_<n>`. No number is given twice. */
  private readonly attached = new Map<string, { readonly number: number; readonly segment: Segment }>();
  private inForce: readonly AttachedSegment[] = [];
  private unread: readonly DamagedSegment[] = [];
  private generation = -1;
  private numbers = 0;
  private running = 0;
  private refreshing: Promise<unknown> = Promise.resolve();
  private readonly waiting: (() => void)[] = [];

  private constructor(
    readonly dir: string,
    private readonly instance: DuckDBInstance,
    private readonly admin: DuckDBConnection,
    /** Threads that may work for this store at once. */
    readonly threads: number,
  ) {}

  static async open(dir: string, limits: DatabaseLimits): Promise<Database> {
    const home = resolve(dir);
    await readManifest(home); // a store that is not ours to use is left as it is
    try {
      await makeFolders(home);
    } catch (error) {
      throw StoreError.fromWrite(error, home);
    }
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(limits.threads),
      memory_limit: `${limits.memoryLimitMB}MB`,
      temp_directory: scratchFolder(home),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const admin = await instance.connect();
    await admin.run(`SET allowed_directories = [${quotePath(`${home}/`)}]`);
    await admin.run('SET enable_external_access = false');
    await admin.run('SET lock_configuration = true');
    for (const [table, columns] of Object.entries(TABLES)) await admin.run(`CREATE TABLE no_${table} ${columns}`);
    for (const view of VIEWS) await admin.run(`CREATE VIEW ${view}_none AS ${viewOf(view, (table) => `no_${table}`, -1)}`);
    const database = new Database(home, instance, admin, limits.threads);
    await database.refresh();
    return database;
  }

  /** Attaches what other writers have added since and lets go of what is gone. Returns the manifest in force. */
  refresh(): Promise<Manifest> {
    // One after another: two at once would attach the same file twice, and one of the two would never be let go of.
    const next = this.refreshing.then(() => this.refreshNow());
    this.refreshing = next.catch(() => undefined);
    return next;
  }

  private async refreshNow(): Promise<Manifest> {
    for (;;) {
      const manifest = await readManifest(this.dir);
      if (manifest.generation === this.generation) return manifest;
      const damaged: DamagedSegment[] = [];
      let failure: Error | undefined;
      try {
        for (const segment of manifest.segments) damaged.push(...(await this.attach(segment)));
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
      // Another window may have merged or dropped the very segment: then its manifest names others by now.
      const trouble = failure !== undefined || damaged.length > 0;
      if (trouble && (await readManifest(this.dir)).generation !== manifest.generation) continue;
      if (failure !== undefined) throw failure;
      await this.takeIn(manifest);
      this.unread = damaged;
      return manifest;
    }
  }

  /** Takes in what is attached. */
  private async takeIn(manifest: Manifest): Promise<void> {
    const wanted = new Set(manifest.segments.map((segment) => segment.file));
    const gone = [...this.attached].filter(([file]) => !wanted.has(file));
    for (const [file] of gone) this.attached.delete(file);
    for (const view of VIEWS) await this.admin.run(this.union(view));
    // All at once, and before the first table goes: a question about a table that is gone must find another list.
    this.inForce = manifest.segments.flatMap(({ file, from, to }) => {
      const number = this.attached.get(file)?.number;
      if (number === undefined) return []; // damaged
      return [{ name: file, number, events: `${EVENTS}_${number}`, references: `${REFERENCES}_${number}`, from, to }];
    });
    for (const [, { number }] of gone) await this.detach(number);
    this.generation = manifest.generation;
  }

  /** Returns what is wrong with it, if anything; then it is left out and the store is used without it. */
  private async attach(segment: Segment): Promise<readonly DamagedSegment[]> {
    const { file, events } = segment;
    if (this.attached.has(file)) return [];
    const path = join(this.dir, 'segments', file);
    const number = this.numbers++;
    const damaged = (reason: string): readonly DamagedSegment[] => [{ file: path, reason, events }];
    try {
      const fault = await faultOf(path, segment);
      if (fault !== undefined) return damaged(fault);
      await this.admin.run(`ATTACH ${quotePath(path)} AS segment_${number} (READ_ONLY)`);
      for (const view of VIEWS) await this.admin.run(`CREATE VIEW ${view}_${number} AS ${shown(view, number, segment)}`);
    } catch (error) {
      await this.detach(number);
      const message = error instanceof Error ? error.message : String(error);
      if (isDamage(message)) return damaged(message);
      throw new StoreError(
        'failed',
        `Could not open ${path}: ${message}. Nothing was changed. Check that the file may be read, and ask again.`,
      );
    }
    this.attached.set(file, { number, segment });
    return [];
  }

  /** A question that is running keeps what it reads; one that comes too late is told that the table isn't there. */
  private async detach(number: number): Promise<void> {
    for (const view of VIEWS) await this.admin.run(`DROP VIEW IF EXISTS ${view}_${number}`);
    await this.admin.run(`DETACH DATABASE IF EXISTS segment_${number}`);
  }

  /** Of the tables themselves and not of the segments' own views: each view that a question goes through costs it a millisecond. */
  private union(view: View): string {
    const parts = [...this.attached.values()].map(({ number, segment }) => shown(view, number, segment));
    return `CREATE OR REPLACE VIEW ${view} AS ${parts.length === 0 ? `SELECT * FROM ${view}_none` : parts.join(' UNION ALL ')}`;
  }

  /** Those of a manifest in force that can be read. */
  readable({ segments }: Manifest): readonly Segment[] {
    return segments.filter(({ file }) => this.attached.has(file));
  }

  /** Of segments in force the numbers in the names of their views. */
  numbersOf(segments: readonly Segment[]): readonly number[] {
    return segments.map(({ file }) => this.attached.get(file)?.number ?? -1);
  }

  /** Tables of the segments that hold events of this time; the bounds belong to it. */
  tablesBetween(from: number, to: number): readonly string[] {
    return this.inForce.filter((segment) => segment.from <= to && segment.to >= from).map(({ events }) => events);
  }

  segments(): readonly SegmentTable[] {
    return this.inForce;
  }

  /** What the manifest says of the segments that are read: without a look into them. */
  known(): readonly Segment[] {
    return [...this.attached.values()].map(({ segment }) => segment);
  }

  /** Segments that the manifest in force names and that can't be read. */
  damaged(): readonly DamagedSegment[] {
    return this.unread;
  }

  /** Refreshes, and looks at what is damaged again although nothing else has changed. */
  async tryAgain(): Promise<void> {
    await this.refreshing;
    this.generation = -1;
    await this.refresh();
  }

  async rows(sql: string, params: readonly SqlValue[], signal?: AbortSignal): Promise<readonly SqlRow[]> {
    return steady(this, () => this.withConnection(signal, async (connection) => readRows(await connection.run(sql, [...params]), signal)));
  }

  /** Runs `work` on a connection of its own; a signal interrupts the statement that is running. */
  async withConnection<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    await this.turn();
    try {
      throwIfCancelled(signal);
      const connection = await this.instance.connect();
      const interrupt = (): void => connection.interrupt();
      signal?.addEventListener('abort', interrupt, { once: true });
      try {
        return await work(connection);
      } catch (error) {
        throwIfCancelled(signal);
        throw isFull(error) ? StoreError.fromWrite(error, this.dir, 'ask again') : error;
      } finally {
        signal?.removeEventListener('abort', interrupt);
        connection.closeSync();
      }
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  /** Runs `work` on the writer's connection: it waits for no question, and no question for it. */
  async withWriter<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  }

  private async turn(): Promise<void> {
    while (this.running >= MOST_AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    this.running += 1;
  }

  close(): void {
    this.admin.closeSync();
    this.instance.closeSync();
  }
}

/** What a view shows of a segment, whatever the format of its tables. */
function shown(view: View, number: number, { format }: Segment): string {
  const source = `segment_${number}`;
  return format === undefined ? viewOf(view, (table) => `${source}.${table}`, number) : FIRST_FORMAT[view](source, number);
}

async function makeFolders(home: string): Promise<void> {
  const segments = join(home, 'segments');
  try {
    await mkdir(segments, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(home); // Node says "no such file" of a file system that is read-only; asked for one folder it says what is wrong
    await mkdir(segments);
  }
}
