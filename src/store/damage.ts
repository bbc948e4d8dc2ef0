import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cutCoverage } from './coverage';
import type { Database } from './database';
import { StoreError } from './error';
import { DAMAGED } from './leftovers';
import { readManifest, spanOf, writeManifest, type Segment } from './manifest';

/** A segment that the manifest names and that can't be read: its events are missing, those of all others are there. */
export interface DamagedSegment {
  /** Path of the file. */
  readonly file: string;
  readonly reason: string;
  readonly events: number;
}

/** What can be told without opening it: DuckDB reads only the parts of a file that a question needs. `undefined`: nothing is wrong. */
export async function faultOf(path: string, { bytes }: Segment): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    return size < bytes ? `it is cut short, to ${size} of ${bytes} bytes` : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'it is missing';
    throw error;
  }
}

/**
 * Takes the damaged segments out of the manifest, so that their events are no longer known and a load brings them back. Their files stay
 * where they are under another name until the store is cleared. For the writer only.
 * @returns what was taken out, as a part of the load's report
 */
export async function setAside(database: Database): Promise<readonly { readonly file: string; readonly reason: string }[]> {
  const { dir } = database;
  await database.refresh();
  if (database.damaged().length === 0) return [];
  await database.tryAgain(); // a file may have been put back
  const damaged = database.damaged();
  for (const { file } of damaged) {
    await rename(file, `${file}${DAMAGED}`).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw StoreError.fromWrite(error, file);
    });
  }
  const lost = new Set(damaged.map(({ file }) => file));
  const manifest = await readManifest(dir);
  const isLost = ({ file }: Segment): boolean => lost.has(join(dir, 'segments', file));
  await cutCoverage(dir, manifest.segments.filter(isLost).map(spanOf)); // first: it must never say more than is there
  const segments = manifest.segments.filter((segment) => !isLost(segment));
  // Also where all were put back: other windows look again only at another generation.
  await writeManifest(dir, { ...manifest, generation: manifest.generation + 1, segments });
  await database.refresh();
  return damaged.map(({ file, reason, events }) => ({
    file,
    reason: `This part of the store was damaged (${reason}) and is set aside. Its ${events} events are back once the logs that held them are loaded again.`,
  }));
}
