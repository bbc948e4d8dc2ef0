import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../domain/live';
import { LiveError } from './error';
import type { LiveDeps } from './index';

interface Kept {
  readonly format: 1;
  /** In the order in which they were connected. */
  readonly connections: readonly Connection[];
}

type Change = (connections: readonly Connection[]) => readonly Connection[];

/**
 * The accounts that are connected: a file beside the store's segments, read by every window and replaced as a whole. Of credentials it says
 * where the SDK finds them. A store that is cleared keeps it.
 */
export class Connections {
  private readonly folder: string;
  private readonly path: string;

  constructor(private readonly deps: Pick<LiveDeps, 'storeDir' | 'store'>) {
    this.folder = join(deps.storeDir, 'live');
    this.path = join(this.folder, 'connections.json');
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
    throw new LiveError('failed', `${this.path} is no list of connections. Move it away and connect the accounts again; no data is lost.`);
  }

  /** Puts in place what `change` makes of what is there, and returns it. Other windows wait meanwhile. */
  async change(change: Change): Promise<readonly Connection[]> {
    let after: readonly Connection[] = [];
    const store = await this.deps.store();
    const work = async (): Promise<void> => {
      const before = await this.all();
      after = change(before);
      if (after !== before) await this.replace(after);
    };
    await store.exclusively('connections', work, { wait: true });
    return after;
  }

  private async replace(connections: readonly Connection[]): Promise<void> {
    const aside = `${this.path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await mkdir(this.folder, { recursive: true });
      const file = await open(aside, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify({ format: 1, connections } satisfies Kept, null, 1)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(aside, this.path);
    } catch (error) {
      await rm(aside, { force: true });
      throw this.failed('write', error);
    }
  }

  private failed(did: string, error: unknown): LiveError {
    return new LiveError('failed', `Could not ${did} ${this.path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
