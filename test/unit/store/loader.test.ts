import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/store/error';
import { FORMAT } from '../../../src/store/manifest';
import { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

describe('loading', () => {
  it('keeps every event once, over files, loads and stores on one folder', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const other = event('2', { recipientAccountId: '999988887777' }); // the same id in another account is another event
    const first = await logFile(logs, 'a.json', [event('1'), event('1'), event('2')]);
    await logFile(logs, 'b.json', [event('2'), other, event('3')]);
    const [a, b] = [await storeIn(dir), await storeIn(dir)];
    expect(await a.load([logs])).toMatchObject({ files: 2, events: 6, new: 4, duplicates: 2, rejected: [], cancelled: false });
    expect(await b.load([first])).toMatchObject({ events: 3, new: 0, duplicates: 3 });
    // Questions at once, while what another store wrote is still to be taken in.
    await a.load([await logFile(logs, 'c.json', [event('4')])]);
    const totals = await Promise.all([b.status(), b.refresh(), b.status()]);
    expect(totals).toMatchObject([{ events: 5 }, 2, { events: 5 }]);
    expect((await b.status()).accounts).toEqual(['111122223333', '999988887777']);
  });

  it('gives a record back byte for byte', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const raw = `{ "eventID" : "raw",\t"eventTime":"2024-05-01T10:00:00Z","n":12345678901234567890.10,"u":"\\u00e9é 日本 \\ud800 \\u0000","eventName":"a\\u0000'; DROP TABLE events; --" }`;
    await writeFile(join(logs, 'a.json'), `{"Records":[${raw}]}`);
    const store = await storeIn(dir);
    expect(await store.load([logs])).toMatchObject({ new: 1, rejected: [] });
    expect(await store.record('raw')).toBe(raw);
    expect(await store.record("' OR 1=1 --")).toBeUndefined();
  });

  it('passes digests over, and names what is missing and what is no event', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    await mkdir(join(logs, 'CloudTrail-Digest'));
    await logFile(join(logs, 'CloudTrail-Digest'), 'd.json', [event('digest')]);
    await logFile(logs, '111122223333_CloudTrail-Digest_us-east-2_t.json', [event('digest')]);
    const bad = await logFile(logs, 'a.json', [{ x: 1 }, event('1'), event('2', { eventTime: 'soon' }), event('3')]);
    const report = await (await storeIn(dir)).load([logs, join(logs, 'nowhere')]);
    expect(report).toMatchObject({ files: 1, new: 2 });
    expect(report.rejected.map(({ file, record }) => [file, record])).toEqual([
      [join(logs, 'nowhere'), undefined],
      [bad, 1],
      [bad, 3],
    ]);
  });

  it('tells how many events can be searched while it goes on', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    for (let file = 0; file < 10; file++)
      await logFile(
        logs,
        `${file}.json`,
        Array.from({ length: 2000 }, (_, n) => event(`${file}-${n}`)),
      );
    const stored: number[] = [];
    await (await storeIn(dir)).load([logs], { onProgress: (progress) => stored.push(progress.stored) });
    expect(stored.at(-1)).toBe(20_000);
    expect(stored.some((some) => some > 0 && some < 20_000)).toBe(true);
  });

  it('tells how far it is, never backwards, and keeps what it had when it is cancelled', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const pad = 'x'.repeat(20_000);
    for (let file = 0; file < 6; file++)
      await logFile(
        logs,
        `${file}.json`,
        Array.from({ length: 1000 }, (_, n) => event(`${file}-${n}`, { pad })),
      );
    const stop = new AbortController();
    const told: number[] = [];
    const store = await storeIn(dir);
    const report = await store.load([logs], {
      signal: stop.signal,
      onProgress: ({ bytesDone, filesDone }) => {
        told.push(bytesDone);
        if (filesDone >= 2) stop.abort();
      },
    });
    expect(report.cancelled).toBe(true);
    expect(report.files).toBeGreaterThanOrEqual(2);
    expect(report.files).toBeLessThan(6);
    expect(report.new).toBe((await store.status()).events);
    expect(report.new).toBeGreaterThanOrEqual(report.files * 1000);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(await store.load([logs])).toMatchObject({ cancelled: false, new: 6000 - report.new });
    expect(await store.load([logs], { signal: AbortSignal.abort() })).toMatchObject({ cancelled: true, new: 0 });
  });
});

describe('one writer at a time', () => {
  it('queues stores of one process and waits for another process; a cancel ends the wait, a death frees the lock', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const paths = await Promise.all([1, 2, 3].map((n) => logFile(logs, `${n}.json`, [event('same'), event(String(n))])));
    const stores = [await storeIn(dir), await storeIn(dir), await storeIn(dir)];
    const script = `require('@duckdb/node-api').DuckDBInstance.create(process.argv[1]).then(() => { console.log('held'); setInterval(() => {}, 1000); })`;
    const holder = spawn(process.execPath, ['-e', script, join(dir, 'writer.lock')], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((held) => holder.stdout.once('data', held));
    let done = 0;
    const loads = stores.map((store, n) => store.load([paths[n] ?? '']).finally(() => done++));
    const impatient = new AbortController();
    const given = stores[0]?.load(paths, { signal: impatient.signal });
    setTimeout(() => impatient.abort(), 300);
    expect(await given).toMatchObject({ cancelled: true, files: 0, new: 0 });
    expect(done).toBe(0);
    holder.kill('SIGKILL');
    const reports = await Promise.all(loads);
    expect(reports.map((report) => report.new).sort()).toEqual([1, 1, 2]);
    expect(await stores[0]?.status()).toMatchObject({ events: 4, generation: 3 });
  });
});

describe('a folder that is no store of ours', () => {
  it('of a newer format is left as it is', async () => {
    const dir = await temporaryFolder();
    const text = JSON.stringify({ format: FORMAT + 1, generation: 1, segments: [{ of: 'another kind' }] });
    await writeFile(join(dir, 'manifest.json'), text);
    await expect(Store.open(dir)).rejects.toSatisfy((error) => StoreError.is(error, 'newer'));
    expect(await readdir(dir)).toEqual(['manifest.json']);
    expect(await readFile(join(dir, 'manifest.json'), 'utf8')).toBe(text);
  });

  it('that became newer under an open store is left as it is', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await storeIn(dir);
    await writeFile(join(dir, 'segments', 'future.duckdb'), 'of a newer kind');
    await writeFile(join(dir, 'manifest.json'), JSON.stringify({ format: FORMAT + 1, generation: 9, segments: [] }));
    await expect(store.load([await logFile(logs, 'a.json', [event('1')])])).rejects.toSatisfy((error) => StoreError.is(error, 'newer'));
    expect((await readdir(dir)).toSorted()).toEqual(['manifest.json', 'segments']);
    expect(await readdir(join(dir, 'segments'))).toEqual(['future.duckdb']);
  });

  it('is named where it is a file, or its manifest is none', async () => {
    const dir = await temporaryFolder();
    const file = join(dir, 'file');
    await writeFile(file, 'text');
    await expect(Store.open(file)).rejects.toSatisfy((error) => StoreError.is(error) && error.message.includes(file));
    await writeFile(join(dir, 'manifest.json'), '{"segments": 3}');
    await expect(Store.open(dir)).rejects.toSatisfy((error) => StoreError.is(error, 'broken'));
  });
});
