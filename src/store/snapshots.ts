import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collected } from '../domain/live';
import { removeSnapshots, SnapshotFile, type Place } from './snapshot-file';
import type { Look, LookedAt, Snapshot } from './snapshot';
import { asWriter } from './writer-lock';

/** Of the account as a whole. */
const ACCOUNT_FILE = 'account';
/** Records that are read at once. */
const BATCH = 1_000;

/** A resource as the lists need it: what is asked of it without reading its record. */
export interface SnapshotHead {
  readonly resource: string;
  readonly name: string;
  readonly parent?: string;
}

/**
 * What looks at live accounts found, one file for each account and region below `inventory`, kept as history: a look costs what it found
 * otherwise than the one before. All windows share it; one writes at a time.
 */
export class Snapshots {
  private readonly dir: string;
  private readonly files = new Map<string, SnapshotFile>();
  private refreshing: Promise<number> | undefined;
  private readonly waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(storeDir: string) {
    this.dir = folderOf(storeDir);
  }

  /** Takes in what other windows have written since. Resolves to a number that is another one whenever something has changed. */
  refresh(): Promise<number> {
    this.refreshing ??= this.refreshNow().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async refreshNow(): Promise<number> {
    const accounts = (await namesIn(this.dir)).filter((name) => /^\d{12}$/.test(name));
    for (const account of accounts)
      for (const name of await namesIn(join(this.dir, account))) if (/^[a-z0-9-]+\.jsonl$/.test(name)) this.file(account, regionOf(name));
    for (const file of this.files.values()) await file.refresh();
    return [...this.files.values()].reduce((sum, { changes }) => sum + changes, 0);
  }

  private file(account: string, region: string): SnapshotFile {
    const key = `${account} ${region}`;
    let file = this.files.get(key);
    if (file === undefined) {
      file = new SnapshotFile(join(this.dir, account, `${region || ACCOUNT_FILE}.jsonl`));
      this.files.set(key, file);
    }
    return file;
  }

  /**
   * Keeps what a look found.
   * @returns in words, what a process that was killed had left unfinished
   * @throws StoreError
   */
  add(look: Look): Promise<string | undefined> {
    if (!/^\d{12}$/.test(look.account) || !/^[a-z0-9-]*$/.test(look.region))
      throw new RangeError(`No place: ${look.account} ${look.region}`);
    return new Promise((resolve, reject) => {
      this.waiting.push({ look, resolve, reject });
      this.writing ??= this.write();
    });
  }

  /** Looks that come while others are written are written together: the lock and the disk take longer than the lines. */
  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const all = this.waiting.splice(0);
      const files = new Map<SnapshotFile, Waiting[]>();
      for (const one of all) {
        const file = this.file(one.look.account, one.look.region);
        files.set(file, [...(files.get(file) ?? []), one]);
      }
      try {
        await asWriter(this.dir, undefined, async () => {
          for (const [file, some] of files) await keep(file, some);
        });
      } catch (error) {
        for (const { reject } of all) reject(error); // those that were told already stay so
      }
    }
    this.writing = undefined; // at once: whoever comes next begins anew
  }

  /** What is known of each kind in each place. */
  async collected(): Promise<readonly Collected[]> {
    await this.refresh();
    return [...this.files].flatMap(([key, { looks }]) =>
      Object.entries(looks).map(([api, { at, resources, problem }]) => ({
        ...placeOf(key),
        api,
        ...(at !== undefined && { at }),
        resources,
        ...(problem !== undefined && { problem }),
      })),
    );
  }

  /** Times of the looks at all resources of a kind in a place, epoch milliseconds, oldest first. */
  wholeLooks({ account, region, api }: LookedAt): readonly number[] {
    return this.files.get(`${account} ${region}`)?.looks[api]?.whole ?? [];
  }

  /** The resources of a kind that are in a place. */
  async heads({ account, region, api }: LookedAt): Promise<readonly SnapshotHead[]> {
    await this.refresh();
    const resources = this.files.get(`${account} ${region}`)?.kinds.get(api) ?? new Map<string, readonly Place[]>();
    return [...resources.values()].flatMap((versions) => {
      const head = versions.at(-1)?.head;
      return head === undefined || head.gone === true ? [] : [head];
    });
  }

  /** Some of the resources of a kind in a place as they were seen last. */
  async newest(place: LookedAt, resources: readonly string[]): Promise<readonly Snapshot[]> {
    const known = this.files.get(`${place.account} ${place.region}`)?.kinds.get(place.api);
    return this.read(
      place,
      resources.flatMap((resource) => {
        const versions = known?.get(resource);
        return versions === undefined ? [] : [{ versions, at: versions.length - 1 }];
      }),
    );
  }

  /** All resources of a kind as they were seen last, those that are gone included. */
  async *all(api: string): AsyncGenerator<readonly Snapshot[]> {
    for (const [key, { kinds }] of [...this.files]) {
      const newest = [...(kinds.get(api)?.values() ?? [])].map((versions) => ({ versions, at: versions.length - 1 }));
      for (let from = 0; from < newest.length; from += BATCH)
        yield await this.read({ ...placeOf(key), api }, newest.slice(from, from + BATCH));
    }
  }

  /** What one resource was, oldest first: under each kind that has records of it. */
  async of(resource: string): Promise<readonly Snapshot[]> {
    await this.refresh();
    const found: Snapshot[] = [];
    for (const [key, { kinds }] of [...this.files])
      for (const [api, resources] of kinds) {
        const versions = resources.get(resource) ?? [];
        found.push(
          ...(await this.read(
            { ...placeOf(key), api },
            versions.map((_, at) => ({ versions, at })),
          )),
        );
      }
    return found.sort((one, other) => one.at - other.at);
  }

  /** Resources of a name, those that are there first. */
  async named(name: string): Promise<readonly string[]> {
    await this.refresh();
    const heads = [...this.files.values()].flatMap(({ kinds }) =>
      [...kinds.values()].flatMap((resources) => [...resources.values()].flatMap((versions) => versions.at(-1)?.head ?? [])),
    );
    const fitting = heads.filter((head) => head.name === name);
    return [
      ...new Set(fitting.sort((one, other) => Number(one.gone ?? false) - Number(other.gone ?? false)).map(({ resource }) => resource)),
    ];
  }

  private async read(place: LookedAt, wanted: readonly Version[]): Promise<readonly Snapshot[]> {
    const file = this.file(place.account, place.region);
    const looks = file.looks[place.api]?.whole ?? [];
    const bodies = await file.bodies(wanted.map(bearerOf));
    return wanted.flatMap(({ versions, at }, n) => {
      const [version, body] = [versions[at], bodies[n]];
      if (version === undefined || body === undefined) return [];
      const { head } = version;
      const next = versions[at + 1]?.head.at ?? Infinity;
      const last = looks.findLast((time) => time < next) ?? 0;
      const until = head.gone === true ? head.at : Math.max(head.at, last);
      const { resource, name, parent, region = place.region, since, gone = false } = head;
      const told = { ...(parent !== undefined && { parent }), ...(since !== undefined && { since }) };
      return [{ ...place, region, resource, name, ...told, at: head.at, until, gone, ...body }];
    });
  }
}

/** A look that is to be kept, and who waits for it. */
interface Waiting {
  readonly look: Look;
  readonly resolve: (torn: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** What can't be kept in one place takes no other place along. */
async function keep(file: SnapshotFile, some: readonly Waiting[]): Promise<void> {
  try {
    const torn = await file.add(some.map(({ look }) => look));
    for (const [n, { resolve }] of some.entries()) resolve(n === 0 ? torn : undefined);
  } catch (error) {
    for (const { reject } of some) reject(error);
  }
}

interface Version {
  readonly versions: readonly Place[];
  readonly at: number;
}

/** The version that has the record: of one that a list no longer had, the one before. */
function bearerOf({ versions, at }: Version): Place {
  const bearer = versions.slice(0, at + 1).findLast(({ bytes }) => bytes > 0) ?? versions[at];
  if (bearer === undefined) throw new RangeError(`No version ${at}`);
  return bearer;
}

function placeOf(key: string): { readonly account: string; readonly region: string } {
  const [account = '', region = ''] = key.split(' ');
  return { account, region };
}

function regionOf(file: string): string {
  const name = file.replace(/\.jsonl$/, '');
  return name === ACCOUNT_FILE ? '' : name;
}

function folderOf(storeDir: string): string {
  return join(storeDir, 'inventory');
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** Takes all snapshots out of a store. */
export async function clearSnapshots(storeDir: string, signal?: AbortSignal): Promise<void> {
  const dir = folderOf(storeDir);
  if ((await namesIn(dir)).length === 0) return;
  await asWriter(dir, signal, async () => {
    for (const account of (await namesIn(dir)).filter((name) => /^\d{12}$/.test(name))) await removeSnapshots(join(dir, account));
  });
}
