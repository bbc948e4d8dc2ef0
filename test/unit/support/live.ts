import { createHash } from 'node:crypto';
import { afterEach, vi } from 'vitest';
import type { LiveOptions } from '../../../src/aws/options';
import type { JsonObject } from '../../../src/domain/json';
import { readCoverage } from '../../../src/store/coverage';
import { RECORDS } from '../../../src/store/schema';
import { Store } from '../../../src/store/store';
import { EngineService } from '../../../src/engine/service';
import { startDouble, type Double, type DoubleOptions } from '../../aws/double';
import { makeAccount, makeWorld, type AccountWorld, type World } from '../../aws/world/world';
import { event, temporaryFolder } from './folders';

const ACCOUNT = '111122223333';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  vi.unstubAllEnvs();
});

/** A double whose world is closed with the test, and the environment in which the SDK talks to it. */
export async function doubleOf(options: DoubleOptions): Promise<{ double: Double; environment: Record<string, string> }> {
  const double = await startDouble(options);
  open.push(() => double.close());
  const environment = await double.environment(await temporaryFolder(), { account: [...double.world.accounts.keys()][0] ?? ACCOUNT });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return { double, environment };
}

/** An engine that reaches AWS, over a store in this folder. */
export function engineOn(storeDir: string, now?: () => number, live: LiveOptions = {}): EngineService {
  const engine = new EngineService({ storeDir, policiesDir: 'src/policies/packs', live, ...(now !== undefined && { now }) });
  open.push(() => engine.dispose());
  return engine;
}

/** An engine that is connected to these accounts, all of whose regions are chosen. */
export async function connectedTo(
  profiles: readonly string[],
  storeDir: string,
  now?: () => number,
  live?: LiveOptions,
): Promise<EngineService> {
  const engine = engineOn(storeDir, now, live);
  const { failed } = await engine.live.connect(profiles.map((profile) => ({ profile })));
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  return engine;
}

/** An account with so many events in each region, one every so many seconds back from now; some seconds have several. */
export function worldOf(regions: Readonly<Record<string, number>>, now: number, every = 1): World & { readonly account: AccountWorld } {
  const account = makeAccount(ACCOUNT, {
    alias: 'test',
    regions: Object.fromEntries(Object.keys(regions).map((region) => [region, 'opt-in-not-required'])),
    records: Object.entries(regions).flatMap(([region, count]) =>
      Array.from({ length: count }, (_, n) => recordOf(region, n, now - n * every * 1000)),
    ),
  });
  return { ...makeWorld([account]), account };
}

/** @param at epoch milliseconds */
export function recordOf(awsRegion: string, number: number, at: number): JsonObject {
  const digits = `${number}`.padStart(12, '0');
  const hash = createHash('sha1').update(awsRegion).digest('hex').slice(0, 8);
  return event(`${hash}-0000-4000-8000-${digits}`, {
    awsRegion,
    eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    eventCategory: 'Management',
  });
}

/** Ids of the events in a store, each as often as it is there. */
export async function idsIn(storeDir: string): Promise<readonly string[]> {
  const store = await Store.open(storeDir);
  try {
    const rows = await store.reader.rows(`SELECT event_id FROM ${RECORDS} ORDER BY event_id`, []);
    return rows.map((row) => String(row['event_id']));
  } finally {
    store.close();
  }
}

export function idsOf(world: World, account = ACCOUNT): readonly string[] {
  const of = world.accounts.get(account);
  const logs = Object.keys(of?.regions ?? {}).map((region) => of?.events(region));
  return logs.flatMap((log) => Array.from({ length: log?.length ?? 0 }, (_, n) => log?.at(n)?.id ?? '')).sort();
}

/** What a store calls covered and doesn't have: to be empty at any moment. And how many events are covered. */
export async function uncovered(storeDir: string, world: World): Promise<{ missing: readonly string[]; covered: number }> {
  const ids = new Set(await idsIn(storeDir));
  let covered = 0;
  const missing: string[] = [];
  for (const { account, region, intervals } of await readCoverage(storeDir)) {
    const log = world.accounts.get(account)?.events(region);
    for (let n = 0; n < (log?.length ?? 0); n++) {
      const { time = 0, id = '' } = log?.at(n) ?? {};
      if (!intervals.some(({ from, to }) => from <= time && time < to)) continue;
      covered += 1;
      if (!ids.has(id)) missing.push(id);
    }
  }
  return { missing, covered };
}

/** Of the requests of LookupEvents in one region, the least time in which there were three, in milliseconds. */
export function closestThree(double: Double, region: string): number {
  const at = double.requests
    .filter((request) => request.operation === 'LookupEvents' && request.region === region)
    .map((request) => request.at);
  return Math.min(...at.slice(2).map((time, n) => time - (at[n] ?? 0)));
}
