import type { Problem } from '../../domain/live';
import type { Cover } from '../../store/coverage';
import type { Loaded } from '../index';
import type { Tell } from '../part';
import { problemOf } from '../problem';
import type { Bucket } from './bucket';
import { isCancelled } from './errors';
import type { Intake } from './intake';
import { s3Url } from './layout';
import type { ListedDays, ListedObject } from './listing';
import type { LoadedObjects } from './loaded';
import type { Staging } from './staging';

/** Objects of one prefix that are fetched at once. All regions of a bucket share their client's connections. */
const AT_ONCE = 8;
/** Objects that are loaded together, the last number for all further ones. The first are few: somebody waits to see the newest. */
const BATCH_OBJECTS: readonly number[] = [50, 200, 500];
/** What lies on disk of one prefix on its way into the store, twice: one batch is loaded while the next one comes. */
const BATCH_BYTES = 16 * 1024 * 1024;
/** Objects that are named one by one when they can't be read. */
const MOST_NAMED = 20;

export interface ObjectsDeps {
  readonly bucket: Bucket;
  readonly known: LoadedObjects;
  readonly intake: Intake;
  readonly staging: Staging;
  readonly signal: AbortSignal;
  readonly tell: Pick<Tell, 'events' | 'problem'>;
  /** What is covered by what is known so far. */
  readonly covers: () => readonly Cover[];
  readonly now: () => number;
}

interface Fetched {
  readonly object: ListedObject;
  readonly path: string;
}

/**
 * Brings objects into the store. They are remembered once they are in it, and never sooner: whenever the process ends, what is missing is
 * fetched by the next one, and what came twice is dropped by the store.
 */
export class ObjectLoader {
  /** Days of which something could not be fetched. */
  private readonly broken = new Set<number>();
  /** The load that is under way. */
  private loading: Promise<void> = Promise.resolve();
  private batches = 0;
  private named = 0;
  private unnamed = 0;

  constructor(private readonly deps: ObjectsDeps) {}

  /** Resolves when all of it is fetched; the rest of it may still be loading. */
  async take({ days, at, objects }: ListedDays): Promise<void> {
    const { known, signal } = this.deps;
    for (const batch of this.batchesOf(objects.filter((object) => !known.has(object.day, object)))) {
      if (signal.aborted) return;
      await this.load(await this.fetch(batch));
    }
    if (signal.aborted) return;
    this.afterwards(() => {
      if (signal.aborted) return;
      for (const day of days)
        if (this.broken.has(day)) known.reopen(day);
        else known.finish(day, at);
    });
  }

  /** Resolves when all is loaded. */
  async end(): Promise<void> {
    await this.loading;
    const { known, intake, covers, signal, bucket } = this.deps;
    await known.save();
    if (this.unnamed > 0) this.tell(new Error(`${this.unnamed} more objects of ${bucket.name} could not be read.`));
    if (!signal.aborted && covers().length > 0) this.count(await intake.take([], covers(), signal));
  }

  private async fetch(batch: readonly ListedObject[]): Promise<readonly Fetched[]> {
    const { bucket, staging, signal } = this.deps;
    const fetched: Fetched[] = [];
    const waiting = batch.values();
    const next = async (): Promise<void> => {
      for (const object of waiting) {
        if (signal.aborted) return;
        const path = staging.path();
        try {
          await bucket.save(object.key, path);
          fetched.push({ object, path });
        } catch (error) {
          if (isCancelled(signal)) return;
          this.broken.add(object.day);
          this.tell(error, object.key);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, batch.length) }, next));
    return fetched;
  }

  /** Begins a load when the one before is over. */
  private async load(fetched: readonly Fetched[]): Promise<void> {
    try {
      await this.loading;
    } catch (error) {
      await this.deps.staging.remove(fetched.map(({ path }) => path));
      throw error;
    }
    this.afterwards(() => this.intoStore(fetched));
  }

  private afterwards(work: () => Promise<void> | void): void {
    this.loading = this.loading.then(work);
    this.loading.catch(() => undefined); // whoever waits for it next is told
  }

  private async intoStore(fetched: readonly Fetched[]): Promise<void> {
    const { intake, staging, known, signal, covers } = this.deps;
    const paths = fetched.map(({ path }) => path);
    try {
      if (paths.length === 0) return;
      const report = await intake.take(paths, covers(), signal);
      this.count(report);
      if (report.cancelled) return;
      for (const { path, object } of fetched) {
        const faults = report.rejected.filter(({ file }) => file === path);
        for (const { reason, record } of faults)
          this.tell(
            Object.assign(new Error(record === undefined ? reason : `record ${record}: ${reason}`), { name: 'Unreadable' }),
            object.key,
          );
        // One that is broken is looked at each time, until somebody mends it: what is in its rest is not covered.
        if (faults.some(({ record }) => record === undefined)) this.broken.add(object.day);
        else known.add(object.day, object);
      }
      await known.save();
    } finally {
      await staging.remove(paths);
    }
  }

  /** Also where it brought nothing: what was loaded together is told to one of those who brought it. */
  private count({ events: read, new: added, duplicates }: Loaded): void {
    this.deps.tell.events({ read, new: added, duplicates });
  }

  private tell(error: unknown, key?: string): void {
    if (key !== undefined && ++this.named > MOST_NAMED) {
      this.unnamed += 1;
      return;
    }
    const problem: Problem = problemOf(error, 's3:GetObject', this.deps.now());
    const reason = error instanceof Error && error.name === 'Unreadable' ? 'answer' : problem.reason;
    const where = key === undefined ? '' : `${s3Url(this.deps.bucket.name, key)}: `;
    this.deps.tell.problem({ ...problem, reason, message: `${where}${problem.message}` });
  }

  private *batchesOf(objects: readonly ListedObject[]): Generator<readonly ListedObject[]> {
    let batch: ListedObject[] = [];
    let bytes = 0;
    for (const object of objects) {
      batch.push(object);
      bytes += object.bytes;
      if (batch.length < (BATCH_OBJECTS[this.batches] ?? BATCH_OBJECTS.at(-1) ?? 1) && bytes < BATCH_BYTES) continue;
      this.batches += 1;
      yield batch;
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) yield batch;
  }
}
