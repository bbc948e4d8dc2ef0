import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { union, without, type Intervals } from '../domain/interval';
import type { Coverage, Problem } from '../domain/live';
import { StoreError } from './error';
import { replaceFile, syncFolder } from './manifest';
import { asWriter } from './writer-lock';

/**
 * Which spans of time of live accounts' events are in the store: a file for each account. It is written after the events are durable and
 * while the store's lock is still held, and cut in the same hold of it in which events are taken out: it never says more than is true.
 */
export interface AccountCoverage {
  /** Another one after a Clear: whoever goes on from what was there before it would leave a gap. */
  readonly mark: string;
  readonly places: readonly Coverage[];
}

/** Where events come from: an account's region, by one way. */
export type CoveredPlace = Pick<Coverage, 'account' | 'region' | 'source'>;

/** What is covered once some files are loaded. */
export interface Cover extends CoveredPlace {
  /** Of the account's coverage as it was when these were fetched. */
  readonly mark: string;
  readonly intervals: Intervals;
}

/** How a place was found when it was looked at last. */
export interface Looked extends CoveredPlace {
  /** Epoch milliseconds; absent: as before. */
  readonly at?: number;
  /** Absent: none any more. */
  readonly problem?: Problem;
}

const FORMAT = 1;
const NAME = /^(\d{12})\.json$/;

/** What is covered of each account, in the order of their numbers. What can't be read counts as nothing: it will be fetched again, and known events are dropped. */
export async function readCoverage(dir: string): Promise<readonly Coverage[]> {
  const names = await readdir(folderOf(dir)).catch(() => []);
  const accounts = names.flatMap((name) => NAME.exec(name)?.[1] ?? []).sort();
  return (await Promise.all(accounts.map((account) => read(dir, account)))).flatMap((found) => found?.places ?? []);
}

/** The coverage of an account, which is begun where there is none. */
export async function openCoverage(dir: string, account: string): Promise<AccountCoverage> {
  const known = await read(dir, account);
  if (known !== undefined) return known;
  return change(dir, async () => {
    const found = await read(dir, account); // another one may have been quicker
    if (found !== undefined) return found;
    const begun = { mark: randomUUID(), places: [] };
    await write(dir, account, begun);
    return begun;
  });
}

/** For the store's writer, who has just made the events durable. What was fetched before a Clear is not recorded. */
export function recordCovers(dir: string, covers: readonly Cover[]): Promise<void> {
  return change(dir, async () => {
    for (const account of new Set(covers.map((cover) => cover.account))) {
      const found = await read(dir, account);
      const news = covers.filter((cover) => cover.account === account && cover.mark === found?.mark);
      if (found === undefined || news.length === 0) continue;
      const places = news.reduce(
        (all, { intervals, ...place }) => changed(all, place, (old) => ({ ...old, intervals: union(old.intervals, intervals) })),
        found.places,
      );
      await write(dir, account, { ...found, places });
    }
  });
}

export function recordLook(dir: string, { at, problem, ...place }: Looked): Promise<void> {
  return change(dir, async () => {
    const found = (await read(dir, place.account)) ?? { mark: randomUUID(), places: [] };
    const looked = ({ intervals, at: before }: Coverage): Coverage => {
      const time = at ?? before;
      return { ...place, intervals, ...(time !== undefined && { at: time }), ...(problem !== undefined && { problem }) };
    };
    await write(dir, place.account, { ...found, places: changed(found.places, place, looked) });
  });
}

/** For the store's writer, who has taken out the events of these times, or some of them. */
export async function cutCoverage(dir: string, spans: Intervals): Promise<void> {
  if (spans.length === 0 || !existsSync(folderOf(dir))) return;
  await change(dir, async () => {
    for (const account of new Set((await readCoverage(dir)).map((place) => place.account))) {
      const found = await read(dir, account);
      if (found === undefined) continue;
      const places = found.places.map((place) => ({ ...place, intervals: without(place.intervals, spans) }));
      await write(dir, account, { ...found, places });
    }
  });
}

/** For the store's writer, who takes out everything. */
export async function removeCoverage(dir: string): Promise<void> {
  if (!existsSync(folderOf(dir))) return;
  await change(dir, async () => {
    const names = await readdir(folderOf(dir));
    for (const name of names) if (NAME.test(name)) await rm(join(folderOf(dir), name), { force: true });
  });
}

function changed(places: readonly Coverage[], place: CoveredPlace, change: (old: Coverage) => Coverage): readonly Coverage[] {
  const isIt = (other: Coverage): boolean => other.region === place.region && other.source === place.source;
  const { account, region, source } = place;
  const old = places.find(isIt) ?? { account, region, source, intervals: [] };
  return [...places.filter((other) => !isIt(other)), change(old)].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ region, source }: Coverage): string {
  return `${region} ${source}`;
}

function folderOf(dir: string): string {
  return join(dir, 'live', 'coverage');
}

/** One change after the other, over all processes. A lock of its own, so that nobody waits for a load to say that a region refused. */
async function change<T>(dir: string, work: () => Promise<T>): Promise<T> {
  return asWriter(folderOf(dir), undefined, work);
}

async function read(dir: string, account: string): Promise<AccountCoverage | undefined> {
  const text = await readFile(pathOf(dir, account), 'utf8').catch(() => '{}');
  try {
    const { format, mark, places } = JSON.parse(text) as { format?: number } & Partial<AccountCoverage>;
    if (format !== FORMAT || typeof mark !== 'string' || !Array.isArray(places)) return undefined;
    return { mark, places: places.map((place: Coverage) => ({ ...place, account, intervals: union(place.intervals) })) };
  } catch {
    return undefined;
  }
}

async function write(dir: string, account: string, coverage: AccountCoverage): Promise<void> {
  const path = pathOf(dir, account);
  try {
    await mkdir(folderOf(dir), { recursive: true });
    await replaceFile(path, `${JSON.stringify({ format: FORMAT, ...coverage }, null, 1)}\n`);
    await syncFolder(folderOf(dir));
  } catch (error) {
    throw StoreError.fromWrite(error, path);
  }
}

/** A file's name is made of it. */
function pathOf(dir: string, account: string): string {
  if (!NAME.test(`${account}.json`)) throw new StoreError('failed', `"${account}" is not an account's number.`);
  return join(folderOf(dir), `${account}.json`);
}
