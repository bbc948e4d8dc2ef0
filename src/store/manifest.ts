import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Interval } from '../domain/live';
import { StoreError } from './error';

/** Grows when a segment's tables change in a way that older code can't read. */
export const FORMAT = 2;

/** One immutable file of events. */
export interface Segment {
  /** File name within the store's `segments` folder. */
  readonly file: string;
  readonly events: number;
  /** Times of its oldest and newest event, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  /** Sorted runs of rows it was written in. */
  readonly runs: number;
  /** Of its tables, where it is older than this version's. */
  readonly format?: number;
}

/** The time of its events. */
export function spanOf({ from, to }: Segment): Interval {
  return { from, to: to + 1 };
}

/** What the store holds. Replaced as a whole and never changed in place, so that a reader sees one state or the next. */
export interface Manifest {
  readonly format: number;
  /** Another one with every change. */
  readonly generation: number;
  readonly segments: readonly Segment[];
}

/** Of a segment that doesn't say: enough to be merged. */
const OLD_RUNS = 2;

const EMPTY: Manifest = { format: FORMAT, generation: 0, segments: [] };

const NAME = 'manifest.json';
/** Written after the manifest and read where that is damaged: a few bad bytes must not cost what all segments hold. */
const COPY = 'manifest.copy.json';

/**
 * Reads the manifest, or its copy where it is damaged or gone; where there is neither, the store is empty.
 * @throws StoreError `newer` or `broken`: nothing is touched in either case.
 */
export async function readManifest(dir: string): Promise<Manifest> {
  const path = join(dir, NAME);
  const first = await readFrom(path);
  const manifest = isManifest(first) || isNewer(first) ? first : ((await readFrom(join(dir, COPY))) ?? first);
  if (manifest === undefined) return EMPTY;
  if (isNewer(manifest))
    throw new StoreError(
      'newer',
      `The store in ${dir} was written by a newer version of Nephoscope. Update the extension; nothing was changed.`,
    );
  if (!isManifest(manifest))
    throw new StoreError(
      'broken',
      `${path} is not a manifest of this product. Clear the store and load the logs again, or move the folder away: its segments stay readable.`,
    );
  if (manifest.format === FORMAT) return manifest;
  // What older versions wrote stays as it is, and each segment says so itself from now on.
  return { ...manifest, segments: manifest.segments.map((segment) => ({ format: manifest.format, ...segment, runs: OLD_RUNS })) };
}

/** What stands in a file; `undefined`: there is none; `null`: it is no JSON. */
async function readFrom(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StoreError('failed', `Could not read ${path}: ${String(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Told by the format alone: whatever else a newer version writes, it is not damaged. */
function isNewer(value: unknown): boolean {
  const { format } = (value ?? {}) as Partial<Manifest>;
  return typeof format === 'number' && format > FORMAT;
}

function isManifest(value: unknown): value is Manifest {
  const { format, generation, segments } = (value ?? {}) as Partial<Manifest>;
  return typeof format === 'number' && typeof generation === 'number' && Array.isArray(segments) && segments.every(isSegment);
}

/** Files are opened and deleted by this name: it must not lead out of the store's folder. */
function isSegment(value: unknown): value is Segment {
  const { file, events, from, to, bytes } = (value ?? {}) as Partial<Segment>;
  return typeof file === 'string' && basename(file) === file && [events, from, to, bytes].every((number) => typeof number === 'number');
}

/** Writes it and its copy, each aside, made durable, and put in place in one step. For the writer only. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  try {
    await mkdir(dir, { recursive: true });
    await replaceFile(join(dir, NAME), text);
    await writeCopy(dir, text);
    await syncFolder(dir);
  } catch (error) {
    throw StoreError.fromWrite(error, join(dir, NAME));
  }
}

/** Sees to it that the copy says what the manifest does: a writer may have died between the two. For the writer only. */
export async function mendCopy(dir: string): Promise<void> {
  const [text, copy] = await Promise.all([NAME, COPY].map((name) => readFile(join(dir, name), 'utf8').catch(() => undefined)));
  if (text !== copy && text !== undefined && isManifest(await readFrom(join(dir, NAME)))) await writeCopy(dir, text);
}

/** The manifest is in force without it: where it can't be written there is none, for an old one would be wrong. */
async function writeCopy(dir: string, text: string): Promise<void> {
  await replaceFile(join(dir, COPY), text).catch(() => rm(join(dir, COPY), { force: true }));
}

/** Writes a file aside, makes it durable and puts it in place in one step. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(aside, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** Makes what was put into a folder, or renamed in it, outlast a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // can't open a folder, and journals its names in their order
  const handle = await open(folder);
  try {
    await handle.sync();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error; // file systems of a network may know no such thing
  } finally {
    await handle.close();
  }
}
