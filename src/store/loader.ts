import { rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Claims } from './claims';
import { recordCovers, type Cover } from './coverage';
import type { Database } from './database';
import { setAside } from './damage';
import { StoreError } from './error';
import { removeLeftovers } from './leftovers';
import type { Claim, FromWorker, ToWorker, WorkerOptions } from './load-messages';
import { findLogFiles, type FoundFile, type FoundFiles } from './log-paths';
import { FORMAT, readManifest, syncFolder, writeManifest } from './manifest';
import type { Written } from './segment';
import type { SeenFiles } from './seen-files';
import { LOAD_WORKER } from './worker-path';
import { asWriter } from './writer-lock';

export interface LoadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Events of a worker's first segments, the last number for all others. Small ones are in the store sooner and make it slower. */
  readonly segmentEvents?: readonly number[];
  /** Remembers the files that were read. */
  readonly seen?: SeenFiles;
  /** Leaves out the files that `seen` knows; one that may still be being written is not named as faulty. Nobody is waited for where there is nothing to read. */
  readonly onlyUnread?: boolean;
  /** What of live accounts these files hold: recorded once all of it is durable. Not after a cancel, nor where a file could not be read to its end. */
  readonly covers?: readonly Cover[];
}

/** Bytes are those of the files as they lie on disk. */
export interface Progress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Read so far, duplicates included. */
  readonly events: number;
  /** New ones that can be searched already. */
  readonly stored: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface Report {
  readonly files: number;
  /** Records read, duplicates included. */
  readonly events: number;
  readonly new: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedPart[];
  readonly seconds: number;
  readonly cancelled: boolean;
}

export interface RejectedPart {
  readonly file: string;
  readonly reason: string;
  /** The record within the file, from 1; absent: the file as a whole or its rest. */
  readonly record?: number;
}

const PROGRESS_MS = 100;
/** The first is small: somebody waits to see some. Only one of the workers begins with it. */
const SEGMENT_EVENTS: readonly number[] = [8_000, 250_000, 500_000];
/** Files that are handed to a worker at once, and their bytes: little enough that all workers end at the same time. */
const FILES_AT_ONCE = 64;
const BYTES_AT_ONCE = 2 * 1024 * 1024;
/** Less than this is not worth a second worker. */
const BYTES_FOR_A_WORKER = 1024 * 1024;
const MOST_WORKERS = 2;
/** What the database of one worker may take: it holds a row group or two before they are compressed. */
const WORKER_MEMORY_MB = 96;

/** For what a worker throws away at once: a third of what Node would give it. */
const YOUNG_MB = 12;

/**
 * Loads log files and folders of them. Every event is kept once, whatever the number of files that hold it; what can't be read
 * is named in the report and the rest is loaded; so is a part of the store that is damaged. A cancel keeps the segments that are whole.
 * @throws StoreError where the store itself can't be written.
 */
export async function load(database: Database, paths: readonly string[], options: LoadOptions = {}): Promise<Report> {
  const run = new LoadRun(database, options);
  try {
    await readManifest(database.dir); // a store that is not ours to use is left as it is, without a lock
    if (options.onlyUnread === true && !(await run.look(paths))) return run.report();
    return await asWriter(database.dir, options.signal, async () => {
      await removeLeftovers(database.dir);
      const damaged = await setAside(database);
      const report = await database.withWriter((connection) => run.all(paths, connection, damaged));
      const whole = !report.cancelled && !report.rejected.some(({ file, record }) => record === undefined && paths.includes(file));
      if (whole && options.covers !== undefined) await recordCovers(database.dir, options.covers);
      return report;
    });
  } catch (error) {
    if (StoreError.is(error, 'cancelled')) return run.report(); // while it waited for another writer: it has read nothing
    throw error;
  }
}

class LoadRun {
  private readonly started = performance.now();
  private damaged: readonly RejectedPart[] = [];
  private missing: readonly RejectedPart[] = [];
  private faults: RejectedPart[] = [];
  private files: readonly FoundFile[] = [];
  private next = 0;
  private read = 0;
  private added = 0;
  private filesDone = 0;
  private bytesDone = 0;
  private bytesTotal = 0;
  private told = 0;
  /** Claims and segments of the workers, one after the other. */
  private steps: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly options: LoadOptions,
  ) {}

  async all(paths: readonly string[], connection: DuckDBConnection, damaged: readonly RejectedPart[]): Promise<Report> {
    this.damaged = damaged;
    const found = await this.find(paths);
    const { files } = this;
    this.bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const claims = new Claims(connection);
    const workers = Math.min(MOST_WORKERS, this.database.threads, files.length, Math.ceil(this.bytesTotal / BYTES_FOR_A_WORKER));
    const running = Array.from({ length: workers }, (_, number) => this.worker(number, claims));
    const results = await Promise.allSettled(running); // all are over before the lock goes
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      await removeLeftovers(this.database.dir).catch(() => undefined); // what failed first is what is told
      throw StoreError.fromWrite(failed.reason, join(this.database.dir, 'segments'));
    }
    if (this.options.signal?.aborted !== true) await this.remember(found);
    this.tell(true);
    return this.report();
  }

  /** Whether there is anything to read. */
  async look(paths: readonly string[]): Promise<boolean> {
    await this.find(paths);
    return this.files.length > 0;
  }

  /** Sets out what is to be read. Returns all that is there. */
  private async find(paths: readonly string[]): Promise<FoundFiles> {
    const { signal, seen, onlyUnread } = this.options;
    const found = await findLogFiles(paths, signal);
    const { files, missing } = (onlyUnread === true ? await seen?.unread(found) : undefined) ?? found;
    this.files = files;
    this.missing = missing;
    return found;
  }

  private async remember(found: FoundFiles): Promise<void> {
    const unsettled = await this.options.seen?.remember(found, new Set(this.faults.map(({ file }) => file)));
    if (unsettled === undefined || this.options.onlyUnread !== true) return;
    this.faults = this.faults.filter(({ file }) => !unsettled.has(file));
  }

  report(): Report {
    return {
      files: this.filesDone,
      events: this.read,
      new: this.added,
      duplicates: this.read - this.added,
      rejected: [...this.damaged, ...this.missing, ...this.faults.toSorted(byPlace)],
      seconds: Math.round(performance.now() - this.started) / 1000,
      cancelled: this.options.signal?.aborted === true,
    };
  }

  /** One thread from its start to its end. Rejects where it can't go on; then the others stop as well. */
  private async worker(number: number, claims: Claims): Promise<void> {
    const { dir } = this.database;
    const { segmentEvents: sizes = SEGMENT_EVENTS } = this.options;
    const segmentEvents = number === 0 || sizes.length === 1 ? sizes : sizes.slice(1);
    const options: WorkerOptions = { dir, memoryLimitMB: WORKER_MEMORY_MB, segmentEvents };
    const thread = new Worker(LOAD_WORKER, { workerData: options, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    const over = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    const send = (message: ToWorker): void => thread.postMessage(message);
    const cancel = (): void => send({ kind: 'cancel' });
    const { signal } = this.options;
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        let done = false;
        const step = (work: () => Promise<void>): void => {
          this.steps = this.steps.then(work).catch(reject);
        };
        thread.on('message', (message: FromWorker) => {
          switch (message.kind) {
            case 'more': {
              const files = this.some();
              send(files.length === 0 ? { kind: 'end' } : { kind: 'files', files });
              return;
            }
            case 'progress':
              this.filesDone += message.filesDone;
              this.bytesDone += message.bytes;
              this.read += message.events;
              this.tell();
              return;
            case 'fault':
              this.faults.push({
                file: message.file,
                reason: message.reason,
                ...(message.record !== undefined && { record: message.record }),
              });
              return;
            case 'claim':
              step(async () => send({ kind: 'known', known: await this.claim(number, message, claims) }));
              return;
            case 'segment':
              step(async () => {
                await this.commit(message.path, message);
                await claims.settle(number);
              });
              return;
            case 'failed':
              reject(Object.assign(new Error(message.message), { code: message.code }));
              return;
            case 'done':
              done = true;
              step(() => {
                resolve();
                return Promise.resolve();
              });
          }
        });
        thread.on('error', reject);
        thread.on('exit', (code) => done || reject(new Error(`the loader's thread ended (${code})`)));
      });
    } catch (error) {
      this.next = this.files.length; // nobody begins another file
      send({ kind: 'stop' });
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      await over; // it ends by itself: a thread that is ended in the middle of a call of the database takes the process along
    }
  }

  /** The next files for a worker: a handful, or one that is large. */
  private some(): readonly FoundFile[] {
    const files: FoundFile[] = [];
    let bytes = 0;
    while (files.length < FILES_AT_ONCE && bytes < BYTES_AT_ONCE && this.options.signal?.aborted !== true) {
      const file = this.files[this.next];
      if (file === undefined) break;
      this.next += 1;
      files.push(file);
      bytes += file.bytes;
    }
    return files;
  }

  private async claim(worker: number, claim: Claim, claims: Claims): Promise<Uint32Array> {
    await this.database.refresh(); // what was there when the load began, and what its workers have written since
    return claims.claim(worker, claim, this.database.tablesBetween(claim.from, claim.to));
  }

  /** Puts a whole segment in its place and names it in the manifest: from here on it is searchable. */
  private async commit(aside: string, { events, from, to, runs }: Written): Promise<void> {
    const { dir } = this.database;
    const file = basename(aside).replace(/\.tmp$/, '.duckdb');
    const path = join(dir, 'segments', file);
    await rename(aside, path);
    await syncFolder(dirname(path)); // DuckDB has made the file itself durable
    const { size } = await stat(path);
    const manifest = await readManifest(dir);
    await writeManifest(dir, {
      format: FORMAT,
      generation: manifest.generation + 1,
      segments: [...manifest.segments, { file, events, from, to, bytes: size, runs }],
    });
    await this.database.refresh();
    this.added += events;
    this.tell(true);
  }

  /** @param always also where it was told a moment ago */
  private tell(always = false): void {
    const now = performance.now();
    if (!always && now - this.told < PROGRESS_MS) return;
    this.told = now;
    const { filesDone, read: events, added: stored, bytesDone, bytesTotal } = this;
    this.options.onProgress?.({ filesDone, filesTotal: this.files.length, events, stored, bytesDone, bytesTotal });
  }
}

/** By file, then record; what is said of the file as a whole comes last. */
function byPlace(a: RejectedPart, b: RejectedPart): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.record ?? Infinity) - (b.record ?? Infinity) || 0;
}
