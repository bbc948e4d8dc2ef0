import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/domain/time';
import { StoreError } from '../../../src/store/error';
import { clearStore } from '../../../src/store/keeping';
import { FORMAT, readManifest } from '../../../src/store/manifest';
import { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

const NOW = Date.UTC(2024, 4, 31, 12);

/** A store of three segments: of 1 to 2 May, of 3 May and of 20 May, loaded out of their order. */
async function threeSegments(): Promise<{ dir: string; store: Store }> {
  const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
  const store = await storeIn(dir);
  for (const days of [[20], [1, 2], [3]]) {
    const records = days.map((day) => event(`e${day}`, { eventTime: `2024-05-${String(day).padStart(2, '0')}T12:00:00Z` }));
    await store.load([await logFile(logs, `${days.join('-')}.json`, records)]);
  }
  return { dir, store };
}

async function ids(store: Store): Promise<string> {
  const { rows } = await store.search({ kind: 'always' }, { window: {}, offset: 0, limit: 100 });
  return rows.map(({ eventId }) => eventId).join(' ');
}

const segmentFiles = async (dir: string): Promise<readonly string[]> => (await readdir(join(dir, 'segments'))).toSorted();
const manifestFiles = async (dir: string): Promise<readonly string[]> =>
  (await readManifest(dir)).segments.map(({ file }) => file).toSorted();

describe('retention', () => {
  it('by days takes out the segments whose newest event is older, and their files; another window sees it', async () => {
    const { dir, store } = await threeSegments();
    const other = await storeIn(dir);
    expect(await ids(other)).toBe('e20 e3 e2 e1');
    // To the millisecond: a segment goes when its newest event is older, not when it is as old.
    expect(await store.retain({ days: 29 }, NOW)).toEqual({ segments: 0, events: 0, bytes: 0 });
    const dropped = await store.retain({ days: 29 }, NOW + 1);
    expect(dropped).toMatchObject({ segments: 1, events: 2 });
    expect(dropped.bytes).toBeGreaterThan(0);
    expect(await ids(store)).toBe('e20 e3');
    await other.refresh();
    expect(await ids(other)).toBe('e20 e3');
    expect(await store.status()).toMatchObject({ events: 2, generation: 4, from: Date.UTC(2024, 4, 3, 12) });
    expect(await segmentFiles(dir)).toEqual(await manifestFiles(dir));
    expect(await store.retain({ days: 1 }, NOW)).toMatchObject({ segments: 2, events: 2 });
    expect(await store.status()).toMatchObject({ events: 0, bytes: 0 });
    expect(await segmentFiles(dir)).toEqual([]);
  });

  it('by size takes out the oldest until the rest fits', async () => {
    const { store } = await threeSegments();
    const { bytes } = await store.status();
    expect(await store.retain({ gigabytes: bytes / 1e9 }, NOW)).toMatchObject({ segments: 0 });
    expect(await store.retain({ gigabytes: (bytes - 1) / 1e9 }, NOW)).toMatchObject({ segments: 1, events: 2 });
    expect(await ids(store)).toBe('e20 e3');
    expect(await store.retain({ days: 29, gigabytes: bytes / 2e9 }, NOW + DAY)).toMatchObject({ segments: 1, events: 1 });
    expect(await ids(store)).toBe('e20');
    expect(await store.retain({}, NOW + 1000 * DAY)).toMatchObject({ segments: 0 });
  });

  it('waits for a writer only where there is something to drop, and a cancel ends the wait', async () => {
    const { dir, store } = await threeSegments();
    const script = `require('@duckdb/node-api').DuckDBInstance.create(process.argv[1]).then(() => { console.log('held'); setInterval(() => {}, 1000); })`;
    const holder = spawn(process.execPath, ['-e', script, join(dir, 'writer.lock')], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((held) => holder.stdout.once('data', held));
    expect(await store.retain({ days: 365, gigabytes: 1 }, NOW)).toMatchObject({ segments: 0 });
    for (const wait of [(signal: AbortSignal) => store.retain({ days: 1 }, NOW, signal), (signal: AbortSignal) => store.clear(signal)])
      await expect(wait(AbortSignal.timeout(200))).rejects.toSatisfy((error) => StoreError.is(error, 'cancelled'));
    expect(await ids(store)).toBe('e20 e3 e2 e1');
    holder.kill('SIGKILL');
    expect(await store.retain({ days: 1 }, NOW)).toMatchObject({ segments: 3 });
  });

  it('drops nothing twice where two windows apply it at once, and what they load meanwhile stays', async () => {
    const { dir, store } = await threeSegments();
    const other = await storeIn(dir);
    const path = await logFile(await temporaryFolder(), 'new.json', [event('new', { eventTime: '2024-05-31T00:00:00Z' })]);
    const [a, b] = await Promise.all([store.retain({ days: 5 }, NOW), other.retain({ days: 5 }, NOW), other.load([path])]);
    expect(Number(a.events) + Number(b.events)).toBe(4);
    await Promise.all([store.refresh(), other.refresh()]);
    expect([await ids(store), await ids(other)]).toEqual(['new', 'new']);
    expect(await segmentFiles(dir)).toEqual(await manifestFiles(dir));
  });
});

describe('Clear', () => {
  it('empties an open store for every window, and the store takes the same logs again', async () => {
    const { dir, store } = await threeSegments();
    const other = await storeIn(dir);
    const { bytes } = await store.status();
    expect(await store.clear()).toEqual({ segments: 3, events: 4, bytes });
    expect(await segmentFiles(dir)).toEqual([]);
    expect(await store.status()).toMatchObject({ events: 0, bytes: 0, generation: 4, accounts: [] });
    expect(await other.status()).toMatchObject({ events: 0 });
    const again = await logFile(await temporaryFolder(), 'a.json', [event('e1')]);
    expect(await other.load([again])).toMatchObject({ new: 1, duplicates: 0 });
  });

  it.each(['{"segments": 3}', 'no JSON', '{"format":1,"generation":3,"segments":[{"file":"../../outside.duckdb"}]}'])(
    'works where the manifest is %s, for a window that has the store open as well',
    async (damage) => {
      const { dir, store } = await threeSegments();
      for (const name of ['manifest.json', 'manifest.copy.json']) await writeFile(join(dir, name), damage);
      const message = await Store.open(dir).catch((error: unknown) => (StoreError.is(error, 'broken') ? error.message : 'no such error'));
      expect(message).toMatch(/Clear the store/);
      const dropped = await clearStore(dir);
      expect(dropped).toMatchObject({ segments: 3 });
      expect([dropped.events, dropped.bytes > 0]).toEqual([undefined, true]);
      expect(await segmentFiles(dir)).toEqual([]);
      await store.refresh();
      expect(await ids(store)).toBe('');
      expect(await (await storeIn(dir)).status()).toMatchObject({ events: 0 });
    },
  );

  it('works where a segment is damaged', async () => {
    const { dir } = await threeSegments();
    const [file = ''] = await segmentFiles(dir);
    await writeFile(join(dir, 'segments', file), 'damaged');
    const store = await storeIn(dir);
    await store.load([await temporaryFolder()]); // sets it aside
    expect(await segmentFiles(dir)).toContain(`${file}.damaged`);
    expect(await clearStore(dir)).toMatchObject({ segments: 2 });
    expect(await segmentFiles(dir)).toEqual([]);
    expect(await (await storeIn(dir)).status()).toMatchObject({ events: 0 });
  });

  it.each([
    { format: FORMAT + 1, generation: 1, segments: [] },
    { format: FORMAT + 1, parts: 'of another shape' },
  ])('leaves a store of a newer version as it is: %o', async (manifest) => {
    const dir = await temporaryFolder();
    await mkdir(join(dir, 'segments'));
    await writeFile(join(dir, 'segments', 'future.duckdb'), 'of a newer kind');
    await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest));
    await expect(clearStore(dir)).rejects.toSatisfy((error) => StoreError.is(error, 'newer'));
    expect((await readdir(dir)).toSorted()).toEqual(['manifest.json', 'segments']);
    expect(await segmentFiles(dir)).toEqual(['future.duckdb']);
    expect(await readFile(join(dir, 'manifest.json'), 'utf8')).toBe(JSON.stringify(manifest));
  });

  it('refuses a folder that is no store, and leaves nothing in it', async () => {
    const dir = await temporaryFolder();
    await expect(clearStore(join(dir, 'none'))).rejects.toThrow(`no store in ${join(dir, 'none')}`);
    await writeFile(join(dir, 'manifest.json'), '{"name": "of a web application"}');
    await expect(clearStore(dir)).rejects.toThrow(/no store/);
    expect(await readdir(dir)).toEqual(['manifest.json']);
  });
});
