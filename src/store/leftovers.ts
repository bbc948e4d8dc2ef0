import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mendCopy, readManifest } from './manifest';

const SCRATCH = /^tmp-(\d+)-[0-9a-f]+$/;
const MANIFEST_ASIDE = /^manifest(?:\.copy)?\.json\.[0-9a-f]+\.tmp$/;
/** What a segment that can't be opened is called once it is set aside: kept until the store is cleared. */
export const DAMAGED = '.damaged';

/**
 * Where one database may put what doesn't fit into its memory. Each needs a folder of its own, threads of one process as well: the names of
 * DuckDB's files in it are always the same, and two databases would read what the other wrote. DuckDB makes it when it is needed.
 */
export function scratchFolder(dir: string): string {
  return join(dir, `tmp-${process.pid}-${randomBytes(4).toString('hex')}`);
}

/**
 * Takes away what processes that died left behind: segment files that no manifest names, manifests that were not put in place, scratch, and
 * what they had fetched and not loaded, which no coverage tells of.
 * What can't be removed now is left to the next writer. For the writer only.
 */
export async function removeLeftovers(dir: string): Promise<void> {
  await mendCopy(dir);
  const { segments } = await readManifest(dir);
  const known = new Set(segments.map(({ file }) => file));
  await removeSegmentFiles(dir, (name) => !known.has(name) && !name.endsWith(DAMAGED));
  await removeFrom(dir, (name) => MANIFEST_ASIDE.test(name) || isDeadScratch(name));
  await removeFrom(join(dir, 'live', 'staging'), isDeadScratch);
}

/** Deletes files of the segments' folder. One that another window still reads may refuse: the next load takes it away. */
export function removeSegmentFiles(dir: string, which: (name: string) => boolean): Promise<void> {
  return removeFrom(join(dir, 'segments'), which);
}

async function removeFrom(folder: string, which: (name: string) => boolean): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const remove = (name: string): Promise<void> => rm(join(folder, name), { recursive: true, force: true });
  await Promise.all(names.filter(which).map((name) => remove(name).catch(() => undefined)));
}

function isDeadScratch(name: string): boolean {
  const pid = SCRATCH.exec(name)?.[1];
  return pid !== undefined && !lives(Number(pid));
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}
