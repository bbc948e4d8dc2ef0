import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { union, type Intervals } from '../../domain/interval';
import type { Cover } from '../../store/coverage';
import type { LiveDeps } from '../index';
import type { PartContext, Tell } from '../part';

/** Milliseconds that the first page waits for others, of the first loads and of all later ones: somebody looks for the first events, and each load makes a segment. */
const PAUSES: readonly number[] = [1_500, 5_000, 15_000, 30_000];
/** So much is loaded at once. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of one file: both threads of a load are to have some. */
const FILE_BYTES = 4 * 1024 * 1024;

/** Whoever brings pages: one region. */
export interface Bringer {
  readonly context: PartContext;
  /** Of the coverage that the pages add to. */
  readonly mark: string;
  /** All pages of these times are in the store now. */
  loaded(spans: Intervals): void;
}

export interface Brought {
  /** As they came, one a line. */
  readonly records: readonly string[];
  /** The time that they are all there is of. */
  readonly spans: Intervals;
  /** As much of it as is covered once they are loaded. */
  readonly covered: Intervals;
}

/** Pages that are loaded together. */
class Batch {
  readonly paths: string[] = [];
  bytes = 0;
  /** Settles when they are. */
  readonly loaded: Promise<void>;
  settle: (error?: Error) => void = () => undefined;
  private readonly brought = new Map<Bringer, Omit<Brought, 'records'>>();
  private file: { readonly handle: FileHandle; bytes: number } | undefined;

  constructor() {
    this.loaded = new Promise((resolve, reject) => {
      this.settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.loaded.catch(() => undefined); // there may be nobody left to hear it
  }

  async add(bringer: Bringer, { records, spans, covered }: Brought, nextPath: () => string): Promise<void> {
    if (records.length > 0) await this.write(Buffer.from(`${records.join('\n')}\n`), nextPath);
    const before = this.brought.get(bringer);
    this.brought.set(bringer, { spans: union(before?.spans ?? [], spans), covered: union(before?.covered ?? [], covered) });
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.handle.close();
  }

  covers(): readonly Cover[] {
    return [...this.brought]
      .filter(([, { covered }]) => covered.length > 0)
      .map(([{ context, mark }, { covered }]) => ({
        account: context.connection.account,
        region: context.region,
        source: 'lookup',
        mark,
        intervals: covered,
      }));
  }

  /** All of it is in the store. The counts are of all regions together. */
  tell(counts: Parameters<Tell['events']>[0]): void {
    const [first] = this.brought.keys();
    first?.context.tell.events(counts);
    for (const [bringer, { spans }] of this.brought) bringer.loaded(spans);
  }

  private async write(bytes: Buffer, nextPath: () => string): Promise<void> {
    if (this.file !== undefined && this.file.bytes + bytes.length > FILE_BYTES) await this.close();
    if (this.file === undefined) {
      const path = nextPath();
      this.file = { handle: await open(path, 'wx'), bytes: 0 };
      this.paths.push(path);
    }
    await this.file.handle.writeFile(bytes);
    this.file.bytes += bytes.length;
    this.bytes += bytes.length;
  }
}

/**
 * Where the pages of all regions wait in files until they are loaded together. What they cover is recorded by that load, and not before, so
 * that the process may end at any moment: a page that waits is not covered, and its file is gone with the next load.
 */
export class Stage {
  private batch: Batch | undefined;
  /** Of the batch that was begun last: batches are loaded one after the other. */
  private last: Promise<void> = Promise.resolve();
  private loading = false;
  /** Another load is to follow the one under way. */
  private due = false;
  private timer: NodeJS.Timeout | undefined;
  private loads = 0;
  private folder: Promise<string> | undefined;
  private files = 0;
  private bringing = 0;
  private waiting = 0;
  private failure: Error | undefined;
  /** One after the other. */
  private writes: Promise<unknown> = Promise.resolve();

  /** @param load loads log files, each event once */
  constructor(private readonly load: LiveDeps['load']) {}

  /** Lets somebody bring pages for as long as `work` takes. */
  async bring(work: () => Promise<void>): Promise<void> {
    this.bringing += 1;
    try {
      await work();
    } finally {
      this.bringing -= 1;
      this.hurry();
      if (this.bringing === 0) await this.tidy();
    }
  }

  /** Takes in a page. Resolves when it is written. @throws what a load or a write before it threw: nothing more is loaded */
  async add(bringer: Bringer, brought: Brought): Promise<void> {
    const folder = await (this.folder ??= bringer.context.store.stagingFolder());
    const written = this.writes.then(async () => {
      if (this.failure !== undefined) throw this.failure;
      const batch = (this.batch ??= this.begin());
      await batch.add(bringer, brought, () => join(folder, `${this.files++}.jsonl`));
      if (batch.bytes >= MOST_BYTES) this.cut();
    });
    this.writes = written.catch((error: unknown) => (this.failure ??= errorOf(error)));
    await written;
  }

  /** Resolves when all that was brought so far is in the store. @throws what the load threw */
  async settled(): Promise<void> {
    this.waiting += 1;
    try {
      this.hurry();
      await this.last;
    } finally {
      this.waiting -= 1;
    }
  }

  private begin(): Batch {
    const batch = new Batch();
    this.last = batch.loaded;
    this.timer = setTimeout(() => this.cut(), PAUSES[Math.min(this.loads++, PAUSES.length - 1)]);
    return batch;
  }

  /** Where everybody waits, no other page will come. */
  private hurry(): void {
    if (this.bringing > 0 && this.waiting >= this.bringing) this.cut();
  }

  /** Nothing is added to the batch any more: it is loaded, after the one that is being loaded. */
  private cut(): void {
    this.due = this.loading && this.batch !== undefined;
    if (this.loading || this.batch === undefined) return;
    const { batch } = this;
    this.batch = undefined;
    clearTimeout(this.timer);
    this.loading = true;
    void this.put(batch, this.writes).finally(() => {
      this.loading = false;
      if (this.due) this.cut();
      else this.hurry();
    });
  }

  private async put(batch: Batch, written: Promise<unknown>): Promise<void> {
    try {
      await written;
      await batch.close();
      if (this.failure !== undefined) throw this.failure;
      const covers = batch.covers();
      if (batch.paths.length + covers.length > 0) {
        // Without a signal: what was fetched before a cancel is kept, and it takes no longer than a moment.
        const { events, new: added, duplicates } = await this.load(batch.paths, { covers });
        batch.tell({ read: events, new: added, duplicates });
      }
      batch.settle();
    } catch (thrown) {
      const error = errorOf(thrown);
      this.failure ??= error;
      batch.settle(error);
    }
    await Promise.all(batch.paths.map((path) => rm(path, { force: true }).catch(() => undefined)));
  }

  /** Nobody brings anything: the next one who does gets a folder of his own. */
  private async tidy(): Promise<void> {
    const { folder } = this;
    this.folder = undefined;
    await this.last.catch(() => undefined);
    if (folder !== undefined) await rm(await folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
