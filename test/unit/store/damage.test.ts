import { copyFile, cp, open as openFile, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import type * as fileSystem from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { StoreError } from '../../../src/store/error';
import { FORMAT, readManifest } from '../../../src/store/manifest';
import { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';
import { seeded, seedOfRun } from '../support/random';
import { storeIn } from '../support/stores';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fileSystem>();
  return { ...real, open: vi.fn(real.open), rename: vi.fn(real.rename) };
});

const PER_LOG = 40;
const LOGS = ['a', 'b', 'c'];

/** A store with a segment for each of three log files, closed. */
async function threeSegments(): Promise<{ dir: string; logs: string; files: readonly string[] }> {
  const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
  const store = await Store.open(dir);
  for (const [day, log] of LOGS.entries()) {
    const eventTime = `2024-05-0${day + 1}T10:00:00Z`;
    const records = Array.from({ length: PER_LOG }, (_, n) => event(`${log}${n}`, { eventTime }));
    await store.load([await logFile(logs, `${log}.json`, records)]);
  }
  store.close();
  return { dir, logs, files: (await readManifest(dir)).segments.map(({ file }) => join(dir, 'segments', file)) };
}

async function ids(store: Store): Promise<string> {
  const { rows } = await store.search({ kind: 'always' }, { window: {}, offset: 0, limit: 1000 });
  return rows
    .map(({ eventId }) => eventId)
    .toSorted()
    .join(' ');
}
const idsOf = (logs: readonly string[]): string =>
  logs
    .flatMap((log) => Array.from({ length: PER_LOG }, (_, n) => `${log}${n}`))
    .toSorted()
    .join(' ');

describe('a segment that a power cut left in part', () => {
  it('is named; the others answer; and a load of the logs brings its events back', async () => {
    const random = seeded(seedOfRun());
    const { dir: whole, logs, files } = await threeSegments();
    const path = files[1] ?? '';
    const { size } = await stat(path);
    for (const length of [0, size - 1, ...Array.from({ length: 6 }, () => Math.floor(random() * size))]) {
      const dir = await temporaryFolder();
      await cp(whole, dir, { recursive: true });
      const cut = join(dir, 'segments', basename(path));
      await truncate(cut, length);
      const store = await Store.open(dir);
      const status = await store.status();
      expect(status).toMatchObject({ events: 2 * PER_LOG, to: Date.UTC(2024, 4, 3, 10) });
      expect(status.damaged).toEqual([{ file: cut, reason: `it is cut short, to ${length} of ${size} bytes`, events: PER_LOG }]);
      expect(await ids(store)).toBe(idsOf(['a', 'c']));

      const report = await store.load([logs]);
      expect(report).toMatchObject({ new: PER_LOG, duplicates: 2 * PER_LOG });
      expect(report.rejected).toMatchObject([{ file: cut, reason: expect.stringContaining(`${PER_LOG} events`) as string }]);
      expect(await ids(store)).toBe(idsOf(LOGS));
      expect((await store.status()).damaged).toBeUndefined();
      expect(await readdir(join(dir, 'segments'))).toContain(`${basename(path)}.damaged`); // what a person may still want to look at
      expect(await store.load([logs])).toMatchObject({ new: 0, rejected: [] });
      store.close();
    }
  });

  it.each([
    ['missing', (path: string) => rm(path)],
    ['zeroed', async (path: string) => writeFile(path, Buffer.alloc((await stat(path)).size))],
    ['no segment at all', (path: string) => copyFile('test/unit/store/damage.test.ts', path)],
  ])('or %s: the same', async (_, damage) => {
    const { dir, logs, files } = await threeSegments();
    await damage(files[0] ?? '');
    const store = await storeIn(dir);
    expect((await store.status()).damaged).toMatchObject([{ file: files[0], events: PER_LOG }]);
    expect(await ids(store)).toBe(idsOf(['b', 'c']));
    expect(await store.load([logs])).toMatchObject({ new: PER_LOG });
    expect(await ids(store)).toBe(idsOf(LOGS));
  });

  it('and is put back before the next load, is taken in as it was, by other windows too', async () => {
    const { dir, logs, files } = await threeSegments();
    const [path = ''] = files;
    await copyFile(path, join(logs, 'kept'));
    await truncate(path, 5000);
    const [store, other] = [await storeIn(dir), await storeIn(dir)];
    expect([await ids(store), await ids(other)]).toEqual([idsOf(['b', 'c']), idsOf(['b', 'c'])]);
    await copyFile(join(logs, 'kept'), path);
    expect(await store.load([join(logs, 'b.json')])).toMatchObject({ new: 0, rejected: [] });
    await other.refresh();
    expect([await ids(store), await ids(other)]).toEqual([idsOf(LOGS), idsOf(LOGS)]);
    expect(await other.load([logs])).toMatchObject({ new: 0, rejected: [] });
  });

  it('is dropped by retention like any other', async () => {
    const { dir, files } = await threeSegments();
    await truncate(files[0] ?? '', 100);
    const store = await storeIn(dir);
    expect(await store.retain({ days: 1 }, Date.UTC(2024, 4, 3))).toMatchObject({ segments: 1, events: PER_LOG });
    expect((await store.status()).damaged).toBeUndefined();
  });
});

describe('a manifest that is cut', () => {
  it.each(['cut', 'gone'])('or %s costs nothing: its copy counts, and the next load writes it anew', async (how) => {
    const { dir, logs } = await threeSegments();
    const path = join(dir, 'manifest.json');
    const text = await readFile(path, 'utf8');
    if (how === 'cut') await writeFile(path, text.slice(0, text.length / 2));
    else await rm(path);
    const store = await storeIn(dir);
    expect(await ids(store)).toBe(idsOf(LOGS));
    const more = await logFile(await temporaryFolder(), 'more.json', [event('more')]);
    expect(await store.load([logs, more])).toMatchObject({ new: 1, rejected: [] });
    expect((await readManifest(dir)).segments).toHaveLength(4);
    expect(await readFile(path, 'utf8')).toBe(await readFile(join(dir, 'manifest.copy.json'), 'utf8'));
  });

  it('and whose copy is an older one is what counts: the next writer makes the copy anew before it tidies up', async () => {
    const { dir, logs, files } = await threeSegments();
    const copy = join(dir, 'manifest.copy.json');
    const text = await readFile(copy, 'utf8');
    await writeFile(copy, JSON.stringify({ format: FORMAT, generation: 1, segments: [] }));
    await (await storeIn(dir)).load([logs]);
    expect(await readFile(copy, 'utf8')).toBe(text);
    await writeFile(join(dir, 'manifest.json'), '');
    await (await storeIn(dir)).load([logs]);
    expect((await readdir(join(dir, 'segments'))).toSorted()).toEqual(files.map((file) => basename(file)).toSorted());
  });

  it('with its copy is named with what to do, and nothing is touched, neither by opening nor by a load', async () => {
    const random = seeded(seedOfRun());
    const { dir, logs, files } = await threeSegments();
    const path = join(dir, 'manifest.json');
    await rm(join(dir, 'manifest.copy.json'));
    const store = await storeIn(dir);
    const text = await readFile(path, 'utf8');
    const refused = (error: unknown): boolean =>
      StoreError.is(error, 'broken') && error.message.includes(path) && error.message.includes('Clear the store and load the logs again');
    for (const length of [0, 1, text.length - 2, ...Array.from({ length: 10 }, () => Math.floor(random() * (text.length - 1)))]) {
      await writeFile(path, text.slice(0, length));
      await expect(Store.open(dir)).rejects.toSatisfy(refused);
      await expect(store.load([logs])).rejects.toSatisfy(refused);
      expect((await readdir(join(dir, 'segments'))).toSorted()).toEqual(files.map((file) => basename(file)).toSorted());
      expect(await readFile(path, 'utf8')).toBe(text.slice(0, length));
    }
    await writeFile(path, text);
    expect(await ids(await storeIn(dir))).toBe(idsOf(LOGS));
  });
});

describe('what a load has written', () => {
  it.skipIf(process.platform === 'win32')('is durable before it is named, and its name before the load ends', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await storeIn(dir);
    const log = await logFile(logs, 'a.json', [event('1')]);
    const steps: string[] = [];
    const step = (what: string, path: unknown): void => {
      const name = String(path).slice(dir.length);
      steps.push(`${what} ${name.replace(/[0-9a-z]+-[0-9a-f]{12}/, 'S').replace(/[0-9a-f]{8}\.tmp/, 'tmp') || '/'}`);
    };
    const real = await vi.importActual<typeof fileSystem>('node:fs/promises');
    vi.mocked(rename).mockImplementation(async (from, to) => {
      step('rename', to);
      await real.rename(from, to);
    });
    vi.mocked(openFile).mockImplementation(async (path, flags) => {
      const handle = await real.open(path, flags);
      if (!String(path).startsWith(dir)) return handle;
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        step('sync', path);
        await sync();
      };
      return handle;
    });
    try {
      await store.load([log]);
    } finally {
      vi.mocked(rename).mockImplementation(real.rename);
      vi.mocked(openFile).mockImplementation(real.open);
    }
    expect(steps).toEqual([
      'rename /segments/S.duckdb',
      'sync /segments',
      'sync /manifest.json.tmp',
      'rename /manifest.json',
      'sync /manifest.copy.json.tmp',
      'rename /manifest.copy.json',
      'sync /',
    ]);
  });
});
