import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { removeLeftovers } from '../../../src/store/leftovers';
import { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<{ rm: typeof rm }>();
  return { ...real, rm: vi.fn(real.rm) };
});

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

async function storeIn(dir: string, memoryLimitMB?: number): Promise<Store> {
  const store = await Store.open(dir, memoryLimitMB === undefined ? {} : { memoryLimitMB, threads: 1 });
  open.push(store);
  return store;
}

/** Sorts more than fits into the memory of the stores below. */
const LARGE = `SELECT count(*) AS n, CAST(sum(hash(v) % 1000) AS BIGINT) AS h FROM (SELECT v, row_number() OVER (ORDER BY v) AS place
  FROM (SELECT md5(CAST(i + ? AS VARCHAR)) || md5(CAST(i * 7 AS VARCHAR)) AS v FROM range(1000000) numbers(i)))`;

describe('what a question puts on disk because it does not fit into memory', () => {
  it('is read by nobody else: two windows with such questions at once each get their own answer', async () => {
    const dir = await temporaryFolder();
    const windows = [await storeIn(dir, 60), await storeIn(dir, 60)];
    const ask = (window: number) => windows[window]?.reader.rows(LARGE, [window]);
    const alone = [await ask(0), await ask(1)];
    let spilled: readonly string[] = [];
    const look = setInterval(() => void readdir(dir).then((names) => (spilled = [...spilled, ...names])), 50);
    const both = await Promise.all([ask(0), ask(1)]);
    clearInterval(look);
    expect(both).toEqual(alone);
    expect(new Set(spilled.filter((name) => name.startsWith('tmp-'))).size).toBe(2); // else nothing was put on disk
    for (const store of open.splice(0)) store.close();
    expect((await readdir(dir)).filter((name) => name.startsWith('tmp'))).toEqual([]);
  });
});

describe('the next load', () => {
  it('removes what a dead writer left, and nothing else', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await storeIn(dir);
    const log = await logFile(logs, 'a.json', [event('1')]);
    await store.load([log]);
    const segments = await readdir(join(dir, 'segments'));
    for (const name of ['x.tmp', 'x.tmp.wal', 'unnamed.duckdb']) await writeFile(join(dir, 'segments', name), 'left');
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((ended) => dead.once('close', ended));
    const scratch = [`tmp-${dead.pid}-00`, `tmp-${process.pid}-00`, `tmp-${process.ppid}-00`, 'tmp-mine'];
    for (const name of scratch) {
      await mkdir(join(dir, name));
      await writeFile(join(dir, name, 'part'), 'left');
    }
    for (const name of ['manifest.json', 'manifest.copy.json']) await writeFile(join(dir, `${name}.0a1b2c3d.tmp`), '{');
    await writeFile(join(dir, 'notes.tmp'), 'of a person');
    await store.load([log]);
    expect(await readdir(join(dir, 'segments'))).toEqual(segments);
    expect((await readdir(dir)).toSorted()).toEqual(
      ['manifest.copy.json', 'manifest.json', 'notes.tmp', 'segments', ...scratch.slice(1), 'writer.lock'].toSorted(),
    );
  });

  it('is not held up by a file that can’t be removed', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await storeIn(dir);
    await writeFile(join(dir, 'segments', 'open-elsewhere.duckdb'), 'left');
    // What Windows says of a file that another window has open can't be brought about here.
    const { rm: real } = await vi.importActual<{ rm: typeof rm }>('node:fs/promises');
    vi.mocked(rm).mockImplementation((path, options) =>
      String(path).endsWith('open-elsewhere.duckdb') ? Promise.reject(new Error('EBUSY')) : real(path, options),
    );
    try {
      expect(await store.load([await logFile(logs, 'a.json', [event('1')])])).toMatchObject({ new: 1 });
      expect(await readdir(join(dir, 'segments'))).toContain('open-elsewhere.duckdb');
    } finally {
      vi.mocked(rm).mockImplementation(real);
    }
    await removeLeftovers(dir);
    expect(await readdir(join(dir, 'segments'))).toHaveLength(1);
  });
});

describe('the file of the lock', () => {
  it.each([0, 100, 4096, 12_287])('cut to %d bytes holds up no load, and two writers still take turns', async (bytes) => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const [a, b] = [await storeIn(dir), await storeIn(dir)];
    const log = await logFile(logs, 'a.json', [event('1')]);
    await a.load([log]);
    const path = join(dir, 'writer.lock');
    await writeFile(path, (await readFile(path)).subarray(0, bytes));
    expect(await a.load([log])).toMatchObject({ duplicates: 1 });
    expect(await readdir(dir)).toContain('writer-1.lock');
    const script = `require('@duckdb/node-api').DuckDBInstance.create(process.argv[1]).then(() => { console.log('held'); setInterval(() => {}, 1000); })`;
    const holder = spawn(process.execPath, ['-e', script, join(dir, 'writer-1.lock')], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((held) => holder.stdout.once('data', held));
    expect(await b.load([log], { signal: AbortSignal.timeout(300) })).toMatchObject({ cancelled: true });
    holder.kill('SIGKILL');
    expect(await b.load([log])).toMatchObject({ duplicates: 1 });
  });
});
