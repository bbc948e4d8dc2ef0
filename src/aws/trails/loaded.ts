import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { S3Object } from './bucket';

/** Grows when the lines below it mean something else. */
const HEADING = 'nephoscope objects 1';

interface Day {
  /** When all that was listed of it then was in the store, epoch milliseconds. */
  whole?: number;
  readonly known: Set<string>;
}

/**
 * Which objects below one prefix are in the store, by day: eleven bytes each, in a file that is replaced as a whole. An object that was
 * written anew is another one. To be changed by one process at a time.
 */
export class LoadedObjects {
  private constructor(
    private readonly path: string,
    private readonly heading: string,
    private readonly byDay: Map<number, Day>,
  ) {}

  /** What can't be read, or is of another version, is as if it weren't there: it costs fetching the objects again. */
  static async open(dir: string, name: string, what: string): Promise<LoadedObjects> {
    const path = join(dir, `${name}-${createHash('sha256').update(what).digest('hex').slice(0, 16)}.objects`);
    const heading = `${HEADING} ${JSON.stringify(what)}`;
    const days = new Map<number, Day>();
    const [first, ...lines] = (await readFile(path, 'utf8').catch(() => '')).trimEnd().split('\n');
    if (first === heading) {
      for (const line of lines) {
        const [day, whole, ...known] = line.split(' ');
        days.set(Number(day), { ...(whole !== '-' && { whole: Number(whole) }), known: new Set(known) });
      }
    }
    return new LoadedObjects(path, heading, days);
  }

  has(day: number, object: S3Object): boolean {
    return this.byDay.get(day)?.known.has(fingerprint(object)) === true;
  }

  /** When all that was there of a day was loaded last, epoch milliseconds. */
  whole(day: number): number | undefined {
    return this.byDay.get(day)?.whole;
  }

  /** The days of which something is known, with how many objects of each are. */
  *days(): Generator<{ readonly day: number; readonly whole?: number; readonly objects: number }> {
    for (const [day, { whole, known }] of this.byDay) yield { day, objects: known.size, ...(whole !== undefined && { whole }) };
  }

  add(day: number, object: S3Object): void {
    this.of(day).known.add(fingerprint(object));
  }

  /** All that is there of a day was listed at a moment and is loaded. */
  finish(day: number, at: number): void {
    this.of(day).whole = at;
  }

  /** It is not known any more that all of a day is loaded. */
  reopen(day: number): void {
    delete this.of(day).whole;
  }

  /** It has to be loaded anew. */
  forget(day: number): void {
    this.byDay.delete(day);
  }

  /** @throws where it can't be written */
  async save(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const lines = [...this.byDay].map(([day, { whole, known }]) => [day, whole ?? '-', ...known].join(' '));
    const aside = `${this.path}.tmp`;
    try {
      const file = await open(aside, 'w');
      try {
        await file.writeFile(`${[this.heading, ...lines].join('\n')}\n`);
        await file.sync(); // half a file after a power cut would cost fetching all of it again
      } finally {
        await file.close();
      }
      await rename(aside, this.path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }

  private of(day: number): Day {
    const known = this.byDay.get(day);
    if (known !== undefined) return known;
    const fresh: Day = { known: new Set() };
    this.byDay.set(day, fresh);
    return fresh;
  }
}

/** 60 bits: that one object of a day of 10,000 is taken for another is not to be expected in a hundred million days. */
function fingerprint({ key, etag, bytes }: S3Object): string {
  return createHash('sha1').update(`${key}\0${etag}\0${bytes}`).digest('base64').slice(0, 10);
}
