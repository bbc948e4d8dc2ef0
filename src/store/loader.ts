import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeEvent, NotAnEvent } from '../domain/event';
import type { JsonObject } from '../domain/json';
import { references } from '../domain/resource';
import type { Database } from './database';
import { StoreError } from './error';
import { readLogFile, smallContent } from './log-file';
import { findLogFiles } from './log-paths';
import { FORMAT, readManifest, writeManifest } from './manifest';
import { SegmentBuilder } from './segment';
import { asWriter } from './writer-lock';

export interface LoadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Bytes are those of the files as they lie on disk. */
export interface Progress {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly events: number;
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

/** What makes a segment full. */
const SEGMENT_EVENTS = 250_000;
const SEGMENT_CHARACTERS = 256 * 1024 * 1024;
/** How long reading may keep the thread before questions get a turn. */
const SLICE_MS = 12;
const PROGRESS_MS = 100;
/** Small files whose bytes are on their way while one is taken in. */
const READ_AHEAD = 6;
/** A hopeless file (a text file of a million lines, say) names its first faults and counts the rest. */
const FAULTS_PER_FILE = 20;

/**
 * Loads log files and folders of them. Every event is kept once, whatever the number of files that hold it; what can't be read
 * is named in the report and the rest is loaded. A cancel keeps the segments that are whole.
 * @throws StoreError where the store itself can't be written.
 */
export async function load(database: Database, paths: readonly string[], options: LoadOptions = {}): Promise<Report> {
  const run = new LoadRun(database, options);
  try {
    return await asWriter(database.dir, options.signal, async () => {
      await removeOrphans(database.dir);
      return database.withWriter(async (connection) => run.all(paths, await SegmentBuilder.start(connection)));
    });
  } catch (error) {
    if (StoreError.is(error, 'cancelled')) return run.report(); // while it waited for another writer: it has read nothing
    throw error;
  }
}

/** What a writer that died left behind: files that no manifest names. */
async function removeOrphans(dir: string): Promise<void> {
  const { segments } = await readManifest(dir);
  const known = new Set(segments.map(({ file }) => file));
  for (const name of await readdir(join(dir, 'segments'))) if (!known.has(name)) await rm(join(dir, 'segments', name), { force: true });
}

class LoadRun {
  private readonly started = performance.now();
  private readonly rejected: RejectedPart[] = [];
  private keys = new Set<string>();
  private read = 0;
  private duplicates = 0;
  private added = 0;
  private filesDone = 0;
  private filesTotal = 0;
  private bytesDone = 0;
  private bytesTotal = 0;
  private told = 0;
  private bytesTold = 0;
  private sliceStart = performance.now();

  constructor(
    private readonly database: Database,
    private readonly options: LoadOptions,
  ) {}

  async all(paths: readonly string[], segment: SegmentBuilder): Promise<Report> {
    const { files, missing } = await findLogFiles(paths, this.options.signal);
    this.rejected.push(...missing);
    this.filesTotal = files.length;
    this.bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const ahead: Promise<Buffer | undefined>[] = [];
    for (const [index, { path, bytes }] of files.entries()) {
      if (this.cancelled) break;
      for (const file of files.slice(index + ahead.length, index + READ_AHEAD)) ahead.push(smallContent(file));
      if (!(await this.file(path, segment, await ahead.shift()))) break;
      this.filesDone += 1;
      this.bytesDone += bytes;
      this.tell();
    }
    await this.flush(segment); // after a cancel too: what was read is whole
    this.tell(true);
    return this.report();
  }

  report(): Report {
    return {
      files: this.filesDone,
      events: this.read,
      new: this.added,
      duplicates: this.duplicates,
      rejected: this.rejected,
      seconds: Math.round(performance.now() - this.started) / 1000,
      cancelled: this.cancelled,
    };
  }

  private get cancelled(): boolean {
    return this.options.signal?.aborted === true;
  }

  /** Resolves to whether the file was read to its end, or as far as it can be: false after a cancel. */
  private async file(path: string, segment: SegmentBuilder, content: Buffer | undefined): Promise<boolean> {
    let faults = 0;
    const fault = (reason: string, record?: number): void => {
      faults += 1;
      if (faults <= FAULTS_PER_FILE) this.rejected.push({ file: path, reason, ...(record !== undefined && { record }) });
    };
    const before = this.bytesDone;
    try {
      await readLogFile(
        path,
        {
          record: (text, record, number) => this.record(segment, text, record, (reason) => fault(reason, number)),
          fault,
          progress: (bytes) => this.tell(false, before + bytes),
          breathe: () => this.breathe(segment),
        },
        this.options.signal,
        content,
      );
    } catch (error) {
      if (this.cancelled) return false;
      if (StoreError.is(error)) throw error;
      fault(error instanceof Error ? error.message : String(error));
    }
    if (faults > FAULTS_PER_FILE) this.rejected.push({ file: path, reason: `and ${faults - FAULTS_PER_FILE} more parts of it` });
    return true;
  }

  private record(segment: SegmentBuilder, text: string, record: JsonObject, fault: (reason: string) => void): void {
    try {
      const event = describeEvent(record);
      this.read += 1;
      const key = `${event.account} ${event.eventId}`;
      if (this.keys.has(key)) {
        this.duplicates += 1;
        return;
      }
      this.keys.add(key);
      segment.add({ event, text, references: references(record) });
    } catch (error) {
      if (!NotAnEvent.is(error)) throw error;
      fault(`no audit event: ${error.message}`);
    }
  }

  /** Writes a full segment, and lets others have the thread now and then. */
  private async breathe(segment: SegmentBuilder): Promise<void> {
    await segment.settle();
    if (segment.events >= SEGMENT_EVENTS || segment.size >= SEGMENT_CHARACTERS) await this.flush(segment);
    if (performance.now() - this.sliceStart < SLICE_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.sliceStart = performance.now();
  }

  private async flush(builder: SegmentBuilder): Promise<void> {
    const { database } = this;
    const { events } = builder;
    if (events === 0) return;
    this.keys = new Set();
    const manifest = await database.refresh(); // what other windows wrote counts as known
    const { segment, added } = await builder.write(database.dir);
    this.added += added;
    this.duplicates += events - added;
    if (segment === undefined) return;
    await writeManifest(database.dir, {
      format: FORMAT,
      generation: manifest.generation + 1,
      segments: [...manifest.segments, segment],
    });
    await database.refresh();
  }

  private tell(last = false, bytesDone = this.bytesDone): void {
    const now = performance.now();
    if (!last && now - this.told < PROGRESS_MS) return;
    this.told = now;
    this.bytesTold = Math.max(this.bytesTold, bytesDone); // a cancel falls back behind the file it met
    const { filesDone, filesTotal, read: events, bytesTotal } = this;
    this.options.onProgress?.({ filesDone, filesTotal, events, bytesDone: this.bytesTold, bytesTotal });
  }
}
