import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../src/aws/accounts';
import type { LiveDeps } from '../../../src/aws';
import type { PartContext } from '../../../src/aws/part';
import type { Source, Sources } from '../../../src/aws/sources';
import { Sync } from '../../../src/aws/sync';
import type { Connection } from '../../../src/domain/live';
import type { SyncProgress } from '../../../src/engine/api';
import { temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** Lets those who come wait until so many are there; no longer than a busy machine needs for that. */
function meeting(many: number): (there: number) => Promise<void> {
  let open = (): void => undefined;
  const all = new Promise<void>((done) => (open = done));
  return (there) => {
    if (there >= many) open();
    return Promise.race([all, pause(10_000)]);
  };
}
const nothing: Source = { per: ['region'], waits: false, fetch: () => Promise.resolve() };

/** So many connected accounts of two regions and one that is closed, and what fetches their events. */
async function syncOf(count: number, fetch: (context: PartContext) => Promise<void>, more: Partial<Sources> = {}) {
  const storeDir = join(await temporaryFolder(), 'store');
  const store = await storeIn(storeDir);
  const connections = Array.from({ length: count }, (_, n): Connection => {
    const account = String(n + 1).padStart(12, '0');
    const regions = ['us-east-1', 'us-east-2', 'af-south-1'].map((region, place) => ({
      region,
      optIn: place < 2 ? ('opt-in-not-required' as const) : ('not-opted-in' as const),
      chosen: place < 2,
    }));
    return { account, partition: 'aws', access: { profile: account }, principal: 'arn', regions, connectedAt: Date.now() };
  });
  await mkdir(join(storeDir, 'live'), { recursive: true });
  await writeFile(join(storeDir, 'live', 'connections.json'), JSON.stringify({ format: 1, connections }));
  const deps: LiveDeps = {
    options: {},
    storeDir,
    now: Date.now,
    store: () => Promise.resolve(store),
    load: (paths, options) => store.load(paths, options),
  };
  const sources: Sources = { events: { ...nothing, fetch }, trails: nothing, inventory: nothing, ...more };
  return new Sync(deps, new Accounts(deps), () => sources);
}

describe('a sync', () => {
  it('fetches every chosen region of every account side by side, and a part that fails stops no other', async () => {
    const asked: string[] = [];
    let begun = 0;
    const meet = meeting(6);
    const sync = await syncOf(3, async ({ connection, region, tell }) => {
      await meet(++begun); // a part that waited for another one would wait here for ever
      asked.push(`${connection.account.slice(-1)} ${region}`);
      if (connection.account.endsWith('2') && region === 'us-east-1') throw Object.assign(new Error('boom'), { name: 'AccessDenied' });
      tell.events({ read: 2, new: 1, duplicates: 1 });
      tell.call();
    });
    const report = await sync.sync({ sources: ['events', 'trails'] });
    expect(begun).toBe(6);
    expect(asked.sort()).toEqual(['1 us-east-1', '1 us-east-2', '2 us-east-1', '2 us-east-2', '3 us-east-1', '3 us-east-2']);
    expect(report).toMatchObject({ events: 10, new: 5, duplicates: 5, calls: 5, elsewhere: [], cancelled: false });
    expect(report.problems).toMatchObject([
      { account: '000000000002', region: 'us-east-1', source: 'events', problem: { reason: 'denied' } },
    ]);
    await expect(sync.sync({ sources: ['events'], accounts: ['999999999999'] })).rejects.toMatchObject({ reason: 'input' });
    asked.length = 0;
    await sync.sync({ sources: ['events'], accounts: ['000000000001'], regions: ['us-east-2', 'af-south-1', 'mars'] });
    expect(asked).toEqual(['1 us-east-2']);
  });

  it('of many accounts asks sixteen at once, and of all of them the past day before anything older', async () => {
    const asked: { account: string; days: number | undefined }[] = [];
    const busy = new Set<string>();
    let most = 0;
    const meet = meeting(16);
    const sync = await syncOf(40, async ({ connection: { account }, region, request: { days } }) => {
      if (region !== 'us-east-1') return;
      expect(busy.has(account)).toBe(false);
      busy.add(account);
      most = Math.max(most, busy.size);
      asked.push({ account, days });
      await meet(busy.size);
      await pause(account === '000000000001' ? 600 : 50);
      busy.delete(account);
    });
    const snapshots: SyncProgress[] = [];
    const report = await sync.sync({ sources: ['events'] }, { onProgress: (progress) => snapshots.push(progress) });
    expect(most).toBe(16);
    // Whoever asks for older events first took the last past day from the queue, or came after one who did: fifteen may be at theirs still.
    expect(asked.findIndex(({ days }) => days === undefined)).toBeGreaterThan(40 - 16);
    const ofAccount = new Map(asked.map(({ account }) => [account, asked.filter((ask) => ask.account === account)]));
    expect(ofAccount.size).toBe(40);
    for (const [, asks] of ofAccount) expect(asks.map(({ days }) => days)).toEqual([1, undefined]);
    expect(report.elsewhere).toEqual([]);
    expect(snapshots.at(-1)).toMatchObject({ partsDone: 160, partsTotal: 160 });
    expect(snapshots.length).toBeLessThanOrEqual(4 * report.seconds + 2);
  });

  it('tells who is fetched elsewhere, waits where it is worth it, and ends quietly when it is cancelled', async () => {
    let free = (): void => undefined;
    const held = new Promise<void>((done) => (free = done));
    let begun = 0;
    const fetch = async ({ signal }: PartContext): Promise<void> => {
      begun += 1;
      await Promise.race([held, new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))]);
    };
    const sync = await syncOf(1, fetch, { inventory: { per: ['account'], waits: true, fetch } });
    const cancel = new AbortController();
    const running = sync.sync({ sources: ['events', 'inventory'] }, { signal: cancel.signal });
    while (begun < 3) await pause(10);
    expect(await sync.sync({ sources: ['events'] })).toMatchObject({ elsewhere: ['000000000001'], problems: [], cancelled: false });
    const waiting = sync.sync({ sources: ['inventory'] });
    cancel.abort();
    expect(await running).toMatchObject({ cancelled: true, problems: [], elsewhere: [] });
    free();
    expect(await waiting).toMatchObject({ cancelled: false, elsewhere: [], problems: [] });
    expect(begun).toBe(4);
    expect(await sync.sync({ sources: ['events'] }, { signal: AbortSignal.abort() })).toMatchObject({ cancelled: true, problems: [] });
    expect(begun).toBe(4);
  });
});
