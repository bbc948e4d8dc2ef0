import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { FoundFile, FoundFiles } from './log-paths';

/** Files of one folder that are remembered, the newest deliveries: nine megabytes. */
const MOST_FILES = 500_000;
/** Folders that are remembered, those asked about last. */
const MOST_FOLDERS = 64;
/** A file that changed so lately may be half of one that is still being written. */
const SETTLED_MS = 60_000;
/** Grows when the lines below it mean something else. */
const HEADING = 'nephoscope seen 1';

/**
 * Which log files below some folders were read, each as it was then: by its place in the folder, its size and its time of change. One file
 * of fingerprints a folder, beside the segments, so that all windows share it; to be written by the store's one writer. It outlives a Clear
 * and retention: what a person or a limit has taken out doesn't come back by itself.
 */
export class SeenFiles {
  private readonly dir: string;

  constructor(
    storeDir: string,
    private readonly folders: readonly string[],
    private readonly mostFiles = MOST_FILES,
  ) {
    this.dir = join(storeDir, 'seen');
  }

  /** Of what was found, that which was not read yet as it is now. Of a folder with more files than are remembered, the oldest are left out and named. */
  async unread(found: FoundFiles): Promise<FoundFiles> {
    const files = new Map<string, FoundFile>();
    const missing = [...found.missing];
    for (const folder of this.folders) {
      const known = await this.read(folder);
      const inside = below(folder, found.files);
      for (const file of inside.slice(0, this.mostFiles)) if (!known.has(fingerprint(folder, file))) files.set(file.path, file);
      if (inside.length > this.mostFiles)
        missing.push({ file: folder, reason: `more than ${this.mostFiles} log files: only the newest are watched` });
    }
    return { files: [...files.values()], missing };
  }

  /**
   * Remembers that all of what was found has been read. What is `faulty` and has changed lately is left for the next time. Where part of a
   * folder could not be listed (a drive that is away, say), nothing of it is forgotten. Returns the files that were left.
   */
  async remember(found: FoundFiles, faulty: ReadonlySet<string>, now = Date.now()): Promise<ReadonlySet<string>> {
    const unsettled = new Set(
      found.files.filter(({ path, modified }) => faulty.has(path) && now - modified < SETTLED_MS).map(({ path }) => path),
    );
    for (const folder of this.folders) {
      const inside = below(folder, found.files).slice(0, this.mostFiles);
      const away = found.missing.some(({ file }) => file === folder || isBelow(folder, file));
      if (inside.length === 0 && away) continue;
      const settled = inside.filter(({ path }) => !unsettled.has(path)).map((file) => fingerprint(folder, file));
      const known = away ? await this.read(folder) : [];
      await this.write(folder, [...new Set([...settled, ...known])].slice(0, this.mostFiles));
    }
    await this.forgetOldest();
    return unsettled;
  }

  /** What can't be read, or is of another version, is as if it weren't there: it costs reading the files again. */
  private async read(folder: string): Promise<ReadonlySet<string>> {
    const path = this.pathOf(folder);
    const [heading, ...lines] = (await readFile(path, 'utf8').catch(() => '')).trimEnd().split('\n');
    if (heading !== headingOf(folder)) return new Set();
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined); // it is in use
    return new Set(lines);
  }

  private async write(folder: string, fingerprints: readonly string[]): Promise<void> {
    const path = this.pathOf(folder);
    const aside = `${path}.tmp`;
    try {
      await mkdir(this.dir, { recursive: true });
      await writeFile(aside, `${[headingOf(folder), ...fingerprints].join('\n')}\n`);
      await rename(aside, path);
    } catch {
      await rm(aside, { force: true }).catch(() => undefined); // the events are loaded; what isn't remembered is read again
    }
  }

  private async forgetOldest(): Promise<void> {
    const names = await readdir(this.dir).catch(() => []);
    if (names.length <= MOST_FOLDERS) return;
    const aged = await Promise.all(names.map(async (name) => ({ name, used: (await stat(join(this.dir, name))).mtimeMs })));
    const oldest = aged.sort((a, b) => b.used - a.used).slice(MOST_FOLDERS);
    await Promise.all(oldest.map(({ name }) => rm(join(this.dir, name), { force: true })));
  }

  private pathOf(folder: string): string {
    return join(this.dir, `${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 32)}.seen`);
  }
}

/** For a person who looks into the file, and to tell it from another version's. */
function headingOf(folder: string): string {
  return `${HEADING} ${JSON.stringify(resolve(folder))}`;
}

function below(folder: string, files: readonly FoundFile[]): readonly FoundFile[] {
  return files.filter(({ path }) => isBelow(folder, path));
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(join(folder, sep));
}

/** 96 bits: among half a million files two alike are not to be expected. */
function fingerprint(folder: string, { path, bytes, modified }: FoundFile): string {
  const place = path.slice(join(folder, sep).length);
  return createHash('sha1').update(`${place}\0${bytes}\0${modified}`).digest('base64').slice(0, 16);
}
