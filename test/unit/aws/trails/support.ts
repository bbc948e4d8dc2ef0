import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { vi } from 'vitest';
import { openLive, type LiveDeps } from '../../../../src/aws';
import type { Live } from '../../../../src/aws/live-api';
import { textAt } from '../../../../src/domain/json';
import { generate } from '../../../../src/sample';
import { TRAIL_BUCKET } from '../../../../src/sample/world';
import { Store } from '../../../../src/store/store';
import { startDouble, type Double } from '../../../aws/double';
import type { Objects } from '../../../aws/world/bucket';

export const NOW = Date.UTC(2026, 4, 20, 9, 30);

/** A double, a store, and the live accounts on both. */
export interface TrailBench {
  readonly double: Double;
  readonly objects: Objects;
  readonly storeDir: string;
  readonly store: Store;
  readonly live: Live;
  /** Live accounts of one more window on the same store. */
  window(deps?: Partial<LiveDeps>): Live;
  /** How often an operation was asked for since a test emptied the list. */
  calls(operation: string): number;
  close(): Promise<void>;
}

export function startTrailDouble(): Promise<Double> {
  return startDouble({ now: () => NOW });
}

/** A store of its own on a double. @param profiles that are connected; of their accounts these regions are chosen */
export async function trailBench(double: Double, profiles: readonly string[], regions?: readonly string[]): Promise<TrailBench> {
  const dir = await mkdtemp(join(tmpdir(), 'nephoscope-trails-'));
  double.faults.clear();
  for (const [name, value] of Object.entries(await double.environment(join(dir, 'home')))) vi.stubEnv(name, value);
  const storeDir = join(dir, 'store');
  const store = await Store.open(storeDir);
  const deps: LiveDeps = {
    options: { patience: { connect: 2_000, answer: 2_000 } },
    storeDir,
    now: () => NOW,
    store: () => Promise.resolve(store),
    load: (paths, options) => store.load(paths, options),
  };
  const live = openLive(deps);
  const { connected, failed } = await live.connect(profiles.map((profile) => ({ profile })));
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  if (regions !== undefined) for (const { account } of connected) await live.chooseRegions(account, regions);
  double.requests.length = 0;
  return {
    double,
    objects: bucketOf(double).objects,
    storeDir,
    store,
    live,
    window: (more = {}) => openLive({ ...deps, ...more }),
    calls: (operation) => double.requests.filter((request) => request.operation === operation).length,
    close: async () => {
      vi.unstubAllEnvs();
      store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export function bucketOf({ world }: Double): { readonly objects: Objects; readers: readonly string[] } {
  const bucket = world.buckets.get(TRAIL_BUCKET);
  if (bucket === undefined) throw new Error('the double has no bucket of the trail');
  return bucket;
}

/** What the sample has delivered by now of an account, counted in its records: files, and events, each once. */
export function delivered(
  account: string,
  isWanted: (region: string) => boolean = () => true,
): { readonly files: number; readonly events: number } {
  const files = generate({ now: NOW }).filter((file) => file.account === account && file.delivered <= NOW && isWanted(file.region));
  const ids = files.flatMap(({ records }) => records.map((record) => textAt(record, 'eventID')));
  return { files: files.length, events: new Set(ids).size };
}

/** Puts a log file of some events into the bucket. */
export function putLog(objects: Objects, key: string, records: readonly object[]): void {
  objects.put(key, { lastModified: new Date(NOW), body: () => gzipSync(JSON.stringify({ Records: records })) });
}
