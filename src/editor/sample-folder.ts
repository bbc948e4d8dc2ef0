import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DAY } from '../domain/time';

/** One sample investigation on disk: its log files, the store they were loaded into, and the moment it was made for (epoch milliseconds). */
export interface SampleFolder {
  readonly dir: string;
  readonly logs: string;
  readonly store: string;
  readonly now: number;
}

/** The folder of the sample made for `now`, under `root`; named by that moment, in a form every file system takes. */
export function sampleFolder(root: string, now: number): SampleFolder {
  const dir = join(root, new Date(now).toISOString().replace(/:/g, '-'));
  return { dir, logs: join(dir, 'logs'), store: join(dir, 'store'), now };
}

/** The sample made for `now`, if it is still there. */
export function existingSample(root: string, now: unknown): SampleFolder | undefined {
  if (typeof now !== 'number' || !Number.isFinite(now)) return undefined;
  const folder = sampleFolder(root, now);
  return existsSync(folder.store) ? folder : undefined;
}

/** Removes samples older than a day, the given one excepted: a younger one may be open in another window. What can't be removed stays. */
export async function removeOldSamples(root: string, keep: SampleFolder): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const old = names.filter((name) => name !== basename(keep.dir) && madeFor(name) < keep.now - DAY);
  await Promise.all(old.map((name) => removeSample(join(root, name))));
}

export async function removeSample(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/** The moment in a folder's name; NaN, which is older than nothing, for a name that isn't ours. */
function madeFor(name: string): number {
  return Date.parse(name.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'));
}
