// The entry of a loader's thread: reads log files and writes segment files aside.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NotAnEvent } from '../domain/event';
import { Batch, MOST_EVENTS } from './batch';
import { scratchFolder } from './leftovers';
import type { Claim, FromWorker, ToWorker, WorkerOptions } from './load-messages';
import { readLogFile, smallContent } from './log-file';
import type { FoundFile } from './log-paths';
import { Scanner } from './scanner';
import { SegmentWriter, Workshop } from './segment';
import { quotePath } from './quote';

/** Text of records in one segment: large ones fill it sooner. */
const SEGMENT_BYTES = 768 * 1024 * 1024;
/** A hopeless file (a text file of a million lines, say) names its first faults and counts the rest. */
const FAULTS_PER_FILE = 20;
const READ_AHEAD = 2;

class Worker {
  private readonly batch = new Batch();
  private readonly workshop = new Workshop();
  private readonly scanner = new Scanner();
  private readonly cancelled = new AbortController();
  private queue: FoundFile[] = [];
  private asked = false;
  private ended = false;
  private stopped = false;
  private wake: () => void = () => undefined;
  private answered: (known: Uint32Array) => void = () => undefined;
  private stop: (reason: Error) => void = () => undefined;
  private writer: { readonly segment: SegmentWriter; readonly path: string } | undefined;
  private written = 0;
  private segments = 0;
  private events = 0;
  private bytes = 0;

  constructor(
    private readonly options: WorkerOptions,
    private readonly connection: DuckDBConnection,
    private readonly post: (message: FromWorker, transfer?: ArrayBuffer[]) => void,
  ) {}

  receive(message: ToWorker): void {
    switch (message.kind) {
      case 'files':
        this.queue.push(...message.files);
        this.asked = false;
        break;
      case 'known':
        this.answered(message.known);
        return;
      case 'cancel':
        this.cancelled.abort();
        this.ended = true;
        break;
      case 'stop':
        this.cancelled.abort();
        this.stopped = true;
        this.stop(new Error('the load has failed'));
        break;
      case 'end':
        this.ended = true;
    }
    this.wake();
  }

  /** Resolves when all files are read and written. @throws what DuckDB and the file system throw */
  async run(): Promise<void> {
    const ahead: { readonly file: FoundFile; readonly content: Promise<Buffer | undefined> }[] = [];
    const { signal } = this.cancelled;
    while (!signal.aborted) {
      while (ahead.length < READ_AHEAD) {
        const file = this.queue.shift();
        if (file === undefined) break;
        ahead.push({ file, content: smallContent(file) });
      }
      if (this.queue.length === 0 && !this.ended && !this.asked) {
        this.asked = true;
        this.post({ kind: 'more' });
      }
      const next = ahead.shift();
      if (next === undefined) {
        if (this.ended) break;
        await new Promise<void>((resolve) => (this.wake = resolve));
      } else await this.file(next.file, await next.content);
    }
    await this.flush(); // after a cancel too: what was read is whole
    await this.seal();
    this.post({ kind: 'done' });
  }

  /** Lets go of a file that is half written. */
  async abandon(): Promise<void> {
    await this.writer?.segment.release();
  }

  private async file(file: FoundFile, content: Buffer | undefined): Promise<void> {
    let faults = 0;
    let told = 0;
    const { signal } = this.cancelled;
    const fault = (reason: string, record?: number): void => {
      faults += 1;
      if (faults <= FAULTS_PER_FILE) this.post({ kind: 'fault', file: file.path, reason, ...(record !== undefined && { record }) });
    };
    try {
      await readLogFile(
        file.path,
        {
          scanner: this.scanner,
          record: (bytes, start, end, scanner, number) => this.record(bytes, start, end, scanner, (reason) => fault(reason, number)),
          fault,
          progress: (bytes) => {
            this.bytes += bytes - told;
            told = bytes;
          },
          breathe: () => this.breathe(),
        },
        signal,
        content,
      );
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof WriteFailed) throw error;
      fault(error instanceof Error ? error.message : String(error));
    }
    if (faults > FAULTS_PER_FILE) this.post({ kind: 'fault', file: file.path, reason: `and ${faults - FAULTS_PER_FILE} more parts of it` });
    this.bytes += file.bytes - told;
    this.tell(1);
  }

  private record(bytes: Buffer, start: number, end: number, scanner: Scanner, fault: (reason: string) => void): void {
    try {
      this.batch.add(bytes, start, end, scanner);
      this.events += 1;
    } catch (error) {
      if (!NotAnEvent.is(error)) throw error;
      fault(`no audit event: ${error.message}`);
    }
  }

  private breathe(): Promise<void> | undefined {
    return this.batch.isFull(Math.min(this.segmentEvents(), MOST_EVENTS)) ? this.flush() : undefined;
  }

  /** Events of the segment at hand. */
  private segmentEvents(): number {
    const { segmentEvents } = this.options;
    return segmentEvents[Math.min(this.segments, segmentEvents.length - 1)] ?? 0;
  }

  private tell(filesDone: number): void {
    this.post({ kind: 'progress', filesDone, bytes: this.bytes, events: this.events });
    this.bytes = 0;
    this.events = 0;
  }

  /** Writes what the batch holds to the segment at hand, and the segment once it is full. */
  private async flush(): Promise<void> {
    const { batch } = this;
    if (this.stopped) throw new WriteFailed(new Error('the load has failed'));
    this.tell(0);
    if (batch.events === 0) return;
    try {
      const known = await this.claim();
      if (known.length < batch.events) {
        const { segment } = (this.writer ??= await this.startSegment());
        await segment.append(batch, known);
        this.written += batch.bytes;
        if (segment.size >= this.segmentEvents() || this.written >= SEGMENT_BYTES) await this.seal();
      }
    } catch (error) {
      throw new WriteFailed(error);
    }
    batch.clear();
  }

  private async startSegment(): Promise<{ readonly segment: SegmentWriter; readonly path: string }> {
    const path = join(this.options.dir, 'segments', `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}.tmp`);
    return { segment: await SegmentWriter.create(this.connection, path, this.workshop), path };
  }

  private async seal(): Promise<void> {
    const { writer } = this;
    if (writer === undefined) return;
    const written = await writer.segment.finish(this.batch.shapes);
    this.batch.shapes.clear();
    this.writer = undefined;
    this.written = 0;
    this.segments += 1;
    this.post({ kind: 'segment', path: writer.path, ...written });
  }

  /** Asks which of the batch's events are in the store or on their way into it. */
  private claim(): Promise<Uint32Array> {
    const claim = claimOf(this.batch);
    return new Promise((resolve, reject) => {
      this.answered = resolve;
      this.stop = reject;
      this.post({ kind: 'claim', ...claim }, [claim.ids.buffer as ArrayBuffer, claim.accountOf.buffer as ArrayBuffer]);
    });
  }
}

function claimOf({ events, actors, actorOf, times, ids }: Batch): Claim {
  const accounts = [...new Set(actors.list.map(({ account }) => account))];
  const places = new Map(accounts.map((account, n) => [account, n]));
  const placeOf = Uint32Array.from(actors.list, ({ account }) => places.get(account) ?? 0);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const accountOf = new Uint32Array(events);
  for (let event = 0; event < events; event++) {
    const time = times[event] ?? 0;
    if (time < from) from = time;
    if (time > to) to = time;
    accountOf[event] = placeOf[actorOf[event] ?? 0] ?? 0;
  }
  return { ids: ids.slice(0, 4 * events), accounts, accountOf, from, to };
}

/** The segment can't be written: no fault of the log file at hand. */
class WriteFailed extends Error {
  override readonly name = 'WriteFailed';
  constructor(override readonly cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

async function main(options: WorkerOptions): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('The loader runs as a worker thread.');
  const post = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: `${options.memoryLimitMB}MB`,
      temp_directory: scratchFolder(options.dir),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    });
    const connection = await instance.connect();
    await connection.run(`SET allowed_directories = [${quotePath(`${options.dir}/`)}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    const worker = new Worker(options, connection, post);
    port.on('message', (message: ToWorker) => worker.receive(message));
    try {
      await worker.run();
    } catch (error) {
      await worker.abandon().catch(() => undefined); // what failed first is what is told
      throw error;
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (error) {
    const cause = error instanceof WriteFailed ? error.cause : error;
    const { code } = cause as NodeJS.ErrnoException;
    post({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause), ...(code !== undefined && { code }) });
  }
  port.close();
}

void main(workerData as WorkerOptions);
