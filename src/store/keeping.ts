import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DAY } from '../domain/time';
import { cutCoverage, removeCoverage } from './coverage';
import type { Database } from './database';
import { StoreError } from './error';
import { removeLeftovers, removeSegmentFiles } from './leftovers';
import { FORMAT, readManifest, replaceFile, spanOf, writeManifest, type Manifest, type Segment } from './manifest';
import { clearSnapshots } from './snapshots';
import { asWriter } from './writer-lock';

/** How much a store keeps. What is absent sets no limit. */
export interface KeepingLimits {
  /** Days, counted back from now: a segment goes when its newest event is older. */
  readonly days?: number;
  /** Of 1,000,000,000 bytes on disk: the oldest segments go until the rest fits. */
  readonly gigabytes?: number;
}

/** What was taken out of the store. */
export interface Dropped {
  readonly segments: number;
  /** Absent where the manifest that knew the number can't be read. */
  readonly events?: number;
  readonly bytes: number;
}

const GIGABYTE = 1_000_000_000;
const NOTHING: Dropped = { segments: 0, events: 0, bytes: 0 };
/** Segments, those being written, DuckDB's journals of both, and what was damaged. */
const OURS = /\.(?:duckdb|tmp|wal|damaged)$/;

/**
 * Takes out whole segments: those past their days, then the oldest until the rest fits. `now`: epoch milliseconds.
 * @throws StoreError `newer`, `broken`, `cancelled` (while another writer is waited for), or where the store can't be written
 */
export async function retain(database: Database, limits: KeepingLimits, now: number, signal?: AbortSignal): Promise<Dropped> {
  const { dir } = database;
  // Looked at without the lock first: there is seldom anything to drop, and then nobody's load is waited for.
  if (surplus((await readManifest(dir)).segments, limits, now).length === 0) {
    await rememberLimits(dir, limits);
    return NOTHING;
  }
  return asWriter(dir, signal, async () => {
    const manifest = await readManifest(dir);
    const dropped = surplus(manifest.segments, limits, now);
    if (dropped.length === 0) return NOTHING;
    const kept = manifest.segments.filter((segment) => !dropped.includes(segment));
    await cutCoverage(dir, dropped.map(spanOf)); // first: it must never say more than is there
    await rememberLimits(dir, limits, dropped);
    await writeManifest(dir, { ...manifest, generation: manifest.generation + 1, segments: kept });
    await database.refresh(); // a file that we have open ourselves can't be deleted everywhere
    const names = dropped.map(({ file }) => file);
    await removeSegmentFiles(dir, (name) => names.includes(name));
    return totals(dropped);
  });
}

/**
 * Takes all events and all snapshots out of the store in a folder, also of one that can't be opened. The log files are not touched.
 * @param letGo closes what this process has open of the store, once nothing belongs to it any more
 * @throws StoreError `newer`: such a store is left as it is; `failed`: there is none; `cancelled`, while another writer is waited for
 */
export async function clearStore(storeDir: string, signal?: AbortSignal, letGo?: () => Promise<unknown>): Promise<Dropped> {
  const dir = resolve(storeDir);
  await legible(dir); // before the lock, which is a file in the folder
  return asWriter(dir, signal, async () => {
    const manifest = await legible(dir);
    const dropped = manifest === undefined ? await filesOf(dir) : totals(manifest.segments);
    await removeCoverage(dir);
    await forgetSize(dir);
    // Where the count is lost it goes on at any other number, so that every reader sees a change; the clock may have been there before.
    await writeManifest(dir, { format: FORMAT, generation: (manifest?.generation ?? randomInt(2 ** 47)) + 1, segments: [] });
    await letGo?.();
    await removeSegmentFiles(dir, (name) => OURS.test(name));
    await removeLeftovers(dir);
    await clearSnapshots(dir, signal);
    return dropped;
  });
}

/** The segments that go, oldest first. */
function surplus(segments: readonly Segment[], { days, gigabytes }: KeepingLimits, now: number): readonly Segment[] {
  const oldestFirst = [...segments].sort((a, b) => a.to - b.to || a.from - b.from);
  const horizon = days === undefined ? -Infinity : now - days * DAY;
  const limit = gigabytes === undefined ? Infinity : gigabytes * GIGABYTE;
  let { bytes } = totals(segments);
  return oldestFirst.filter((segment) => {
    const goes = segment.to < horizon || bytes > limit;
    if (goes) bytes -= segment.bytes;
    return goes;
  });
}

function totals(segments: readonly Segment[]): Required<Dropped> {
  return segments.reduce(
    (sum, { events, bytes }) => ({ segments: sum.segments + 1, events: sum.events + events, bytes: sum.bytes + bytes }),
    { segments: 0, events: 0, bytes: 0 },
  );
}

/** The manifest; `undefined` where it is damaged, in a folder that has been a store. */
async function legible(dir: string): Promise<Manifest | undefined> {
  const isStore = existsSync(join(dir, 'segments'));
  try {
    const manifest = await readManifest(dir);
    if (isStore || existsSync(join(dir, 'manifest.json'))) return manifest;
  } catch (error) {
    if (!StoreError.is(error, 'broken')) throw error;
    if (isStore) return undefined; // else it is a manifest of something else
  }
  throw new StoreError('failed', `There is no store in ${dir}. Check the folder; nothing was changed.`);
}

/** The segments that lie there, whatever a manifest would say. */
async function filesOf(dir: string): Promise<Dropped> {
  const files = (await readdir(join(dir, 'segments'))).filter((name) => name.endsWith('.duckdb'));
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(dir, 'segments', name))).size));
  return { segments: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** What the limits came to when they were applied last. */
interface Kept extends KeepingLimits {
  /** Older events were taken out for their size, and would be again: epoch milliseconds. */
  readonly since?: number;
}

/** Back to when it is worth to fetch events: what is older would be taken out again. Epoch milliseconds; -Infinity: there is no limit. */
export async function keptSince(dir: string, now: number): Promise<number> {
  const { days, since } = await readKept(dir);
  return Math.max(days === undefined ? -Infinity : now - days * DAY, since ?? -Infinity);
}

async function rememberLimits(dir: string, limits: KeepingLimits, dropped: readonly Segment[] = []): Promise<void> {
  const before = await readKept(dir);
  const tighter = limits.gigabytes !== undefined && limits.gigabytes <= (before.gigabytes ?? 0);
  const since = Math.max(
    (tighter ? before.since : undefined) ?? -Infinity,
    ...(limits.gigabytes === undefined ? [] : dropped.map((segment) => spanOf(segment).to)),
  );
  await writeKept(dir, before, { ...limits, ...(since > -Infinity && { since }) });
}

/** There is room again. */
async function forgetSize(dir: string): Promise<void> {
  const before = await readKept(dir);
  const { days, gigabytes } = before;
  await writeKept(dir, before, { ...(days !== undefined && { days }), ...(gigabytes !== undefined && { gigabytes }) });
}

async function readKept(dir: string): Promise<Kept> {
  const text = await readFile(keptPath(dir), 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return {};
  }
}

/** It spares fetching events in vain, and no more: where it can't be written, nothing is wrong. */
async function writeKept(dir: string, before: Kept, after: Kept): Promise<void> {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  await mkdir(dirname(keptPath(dir)), { recursive: true }).catch(() => undefined);
  await replaceFile(keptPath(dir), JSON.stringify(after)).catch(() => undefined);
}

function keptPath(dir: string): string {
  return join(dir, 'live', 'kept.json');
}
