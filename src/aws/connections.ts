import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from '../domain/live';
import { LiveError } from './error';

interface Kept {
  readonly format: 1;
  /** In the order in which they were connected. */
  readonly connections: readonly Connection[];
}

/** A window holds the lock for the time of one small write: one that is older was left by a process that died. */
const STALE = 5_000;

/**
 * The accounts that are connected: a file beside the store, read by every window and replaced as a whole. Of credentials it says where the
 * SDK finds them. A store that is cleared keeps it.
 */
export class Connections {
  private readonly path: string;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {
    this.path = join(folder, 'connections.json');
  }

  /** @throws LiveError `failed`, where the file is there and can't be read */
  async all(): Promise<readonly Connection[]> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw this.failed('read', error);
    }
    try {
      const { connections } = JSON.parse(text) as Partial<Kept>;
      if (Array.isArray(connections)) return connections as readonly Connection[];
    } catch {
      // said below
    }
    throw new LiveError(
      'failed',
      `${this.path} is no list of connections. Move it away and connect your accounts again; nothing else is lost.`,
    );
  }

  /** Puts in place what `change` makes of what is there; other windows wait meanwhile. */
  change(change: (connections: readonly Connection[]) => readonly Connection[]): Promise<readonly Connection[]> {
    const changed = this.turn.then(() => this.locked(async () => this.replace(await this.all(), change)));
    this.turn = changed.catch(() => undefined);
    return changed;
  }

  private async replace(
    before: readonly Connection[],
    change: (connections: readonly Connection[]) => readonly Connection[],
  ): Promise<readonly Connection[]> {
    const after = change(before);
    if (after === before) return before;
    const aside = `${this.path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      const file = await open(aside, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify({ format: 1, connections: after } satisfies Kept, null, 1)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(aside, this.path);
    } catch (error) {
      await rm(aside, { force: true });
      throw this.failed('write', error);
    }
    return after;
  }

  private async locked<T>(work: () => Promise<T>): Promise<T> {
    const lock = `${this.path}.lock`;
    try {
      await mkdir(this.folder, { recursive: true });
      while (!(await this.take(lock))) {
        const since = await stat(lock).then(
          ({ mtimeMs }) => mtimeMs,
          () => undefined,
        );
        if (since !== undefined && Date.now() - since > STALE) await rm(lock, { force: true });
        else await wait(20);
      }
    } catch (error) {
      throw this.failed('write', error);
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }

  private async take(lock: string): Promise<boolean> {
    try {
      await (await open(lock, 'wx')).close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  private failed(did: string, error: unknown): LiveError {
    return new LiveError('failed', `Could not ${did} ${this.path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
