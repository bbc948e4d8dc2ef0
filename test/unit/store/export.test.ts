import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/store/error';
import type { ExportProgress } from '../../../src/store/export';
import { Store } from '../../../src/store/store';
import { event, EXEMPLARS, hasExemplars, hasRealLogs, logFile, REAL_LOGS, temporaryFolder } from '../support/folders';

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

async function storeIn(dir: string, memoryLimitMB = 512): Promise<Store> {
  const store = await Store.open(dir, { memoryLimitMB });
  open.push(store);
  return store;
}

const emptyStore = async (): Promise<Store> => storeIn(await temporaryFolder());

/** By event, a digest of its record, whose line breaks count as spaces: what must not change. */
async function contents(store: Store): Promise<ReadonlyMap<string, string>> {
  const rows = await store.reader.rows(
    `SELECT concat_ws(' ', account, event_id, time) AS event, md5(regexp_replace(record, '[\\r\\n]+', ' ', 'g')) AS digest FROM records`,
    [],
  );
  return new Map(rows.map(({ event, digest }) => [String(event), String(digest)]));
}

const text = async (path: string): Promise<string> => {
  const bytes = await readFile(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

const eventIds = (records: readonly unknown[]): string => records.map((record) => (record as { eventID: string }).eventID).join(' ');
const lines = (written: string): readonly unknown[] =>
  written
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
const list = (written: string): readonly unknown[] => (JSON.parse(written) as { Records: readonly unknown[] }).Records;

const at = (second: number): { eventTime: string } => ({ eventTime: new Date(Date.UTC(2024, 4, 1) + second * 1000).toISOString() });

describe('Export', () => {
  it('writes a time range oldest first, over segments, as a log file or as lines', async () => {
    const [store, folder] = [await emptyStore(), await temporaryFolder()];
    await store.load([await logFile(folder, 'b.json', [event('5', at(5)), event('2', at(2)), event('2b', at(2))])]);
    await store.load([await logFile(folder, 'a.json', [event('4', at(4)), event('1', at(1)), event('3', at(3))])]);
    const out = (name: string): string => join(folder, 'out', name);
    await mkdir(join(folder, 'out'));

    const whole = await store.export(out('all.json'), { window: {} });
    expect(whole).toEqual({ events: 6, bytes: (await stat(out('all.json'))).size });
    expect(eventIds(list(await text(out('all.json'))))).toBe('1 2 2b 3 4 5');
    // from is within the window, to is not
    const window = { from: Date.UTC(2024, 4, 1) + 2000, to: Date.UTC(2024, 4, 1) + 4000 };
    expect(await store.export(out('part.ndjson.gz'), { window })).toMatchObject({ events: 3 });
    expect(eventIds(lines(await text(out('part.ndjson.gz'))))).toBe('2 2b 3');
    await store.export(out('part.json.gz'), { window });
    expect(eventIds(list(await text(out('part.json.gz'))))).toBe('2 2b 3');
    await store.export(out('named.log'), { window, format: 'ndjson' });
    expect(eventIds(lines(await text(out('named.log'))))).toBe('2 2b 3');
    await store.export(out('named.jsonl'), { window, format: 'cloudtrail' });
    expect(eventIds(list(await text(out('named.jsonl'))))).toBe('2 2b 3');
    expect(await store.export(out('none.json'), { window: { to: 0 } })).toMatchObject({ events: 0 });
    expect(await text(out('none.json'))).toBe('{"Records":[]}\n');
    expect((await readdir(join(folder, 'out'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('keeps a record byte for byte, or, as a line, all but its line breaks', async () => {
    const [store, folder] = [await emptyStore(), await temporaryFolder()];
    const raw = `{ "eventID" : "raw",\r\n\t"eventTime":"2024-05-01T10:00:00Z",\n"n":12345678901234567890.10,\n"u":"\\u00e9é 日本 \\ud800 \\u0000\\n",\n"x":\n{\n"y": 1}}`;
    await writeFile(join(folder, 'a.json'), `{"Records":[${raw}]}`);
    await store.load([join(folder, 'a.json')]);
    await store.export(join(folder, 'out.json'), { window: {} });
    expect(await text(join(folder, 'out.json'))).toBe(`{"Records":[${raw}]}\n`);
    await store.export(join(folder, 'out.ndjson'), { window: {} });
    expect(await text(join(folder, 'out.ndjson'))).toBe(`${raw.replace('\r\n', ' ').replaceAll('\n', ' ')}\n`);
  });

  it.skipIf(!hasRealLogs).each(['all.json', 'all.json.gz', 'all.ndjson', 'all.jsonl.gz'])(
    'of public logs loads again without loss: %s',
    async (name) => {
      const store = await emptyStore();
      const { new: events } = await store.load([REAL_LOGS, ...(hasExemplars ? [EXEMPLARS] : [])]);
      expect(events).toBeGreaterThanOrEqual(2900);
      const path = join(await temporaryFolder(), name);
      expect(await store.export(path, { window: {} })).toMatchObject({ events });
      const again = await emptyStore();
      expect(await again.load([path])).toMatchObject({ events, new: events, duplicates: 0, rejected: [] });
      const [before, after] = [await contents(store), await contents(again)];
      expect([before.size, after.size]).toEqual([events, events]);
      expect([...before].filter(([id, digest]) => after.get(id) !== digest)).toEqual([]);
      expect(await store.load([path])).toMatchObject({ new: 0, duplicates: events });
    },
    60_000,
  );

  it('holds little in memory, whatever the store holds, also of one moment', async () => {
    const [dir, folder] = [await temporaryFolder(), await temporaryFolder()];
    const pad = (n: number): string => `${n}`.padStart(5_000, 'x');
    // 40 MB over time, and 120 MB of one second in the middle of it.
    for (let file = 0; file < 8; file++)
      await logFile(
        folder,
        `${file}.json`,
        Array.from({ length: 4000 }, (_, n) => event(`${file}-${n}`, { ...at(file < 2 ? 1979 * (n + 1) : 4_000_000), pad: pad(n) })),
      );
    expect(await (await storeIn(dir)).load([folder])).toMatchObject({ new: 32_000 });
    const store = await storeIn(dir, 96);
    const path = join(folder, 'out.ndjson');
    const told: ExportProgress[] = [];
    expect(await store.export(path, { window: {} }, { onProgress: (progress) => told.push(progress) })).toMatchObject({ events: 32_000 });
    const records = lines(await text(path)) as readonly { eventTime: string; eventID: string }[];
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(32_000);
    const times = records.map(({ eventTime }) => Date.parse(eventTime));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toEqual({ events: 32_000, eventsTotal: 32_000 });
  }, 120_000);

  it('shows one state of the store, whatever is dropped and loaded meanwhile', async () => {
    const [store, folder] = [await emptyStore(), await temporaryFolder()];
    const many = Array.from({ length: 6000 }, (_, n) => event(String(n), { ...at(n), pad: 'x'.repeat(10_000) }));
    for (const part of [0, 1]) await store.load([await logFile(folder, `${part}.json`, many.slice(part * 3000, part * 3000 + 3000))]);
    const late = await logFile(folder, 'late.json', [event('late', at(5999))]);
    let meanwhile: Promise<unknown> | undefined;
    const path = join(folder, 'out.json.gz');
    const change = (): void => {
      meanwhile ??= store.clear().then(() => store.load([late]));
    };
    expect(await store.export(path, { window: {} }, { onProgress: change })).toMatchObject({ events: 6000 });
    await meanwhile;
    expect(await store.status()).toMatchObject({ events: 1 });
    expect(list(await text(path))).toHaveLength(6000);
  }, 60_000);

  it('leaves what was there when it is cancelled or fails, and nothing else', async () => {
    const [store, folder] = [await emptyStore(), await temporaryFolder()];
    const many = Array.from({ length: 4000 }, (_, n) => event(String(n), { ...at(n), pad: 'x'.repeat(10_000) }));
    await store.load([await logFile(await temporaryFolder(), 'a.json', many)]);
    const path = join(folder, 'out.json');
    await writeFile(path, 'as it was');
    for (const when of [0, 1000]) {
      const stop = new AbortController();
      const options = { signal: stop.signal, onProgress: ({ events }: ExportProgress) => events >= when && stop.abort() };
      if (when === 0) stop.abort();
      await expect(store.export(path, { window: {} }, options)).rejects.toSatisfy((error) => StoreError.is(error, 'cancelled'));
    }
    expect([await readdir(folder), await text(path)]).toEqual([[basename(path)], 'as it was']);
    const nowhere = join(folder, 'none', 'out.json');
    await expect(store.export(nowhere, { window: {} })).rejects.toSatisfy(
      (error) => StoreError.is(error, 'failed') && error.message.includes(nowhere),
    );
    await expect(store.export(dirname(path), { window: {} })).rejects.toSatisfy((error) => StoreError.is(error, 'failed'));
    expect(await readdir(folder)).toEqual([basename(path)]);
    expect((await readdir(dirname(folder))).filter((name) => name.startsWith(`${basename(folder)}.`))).toEqual([]);
    expect(await store.status()).toMatchObject({ events: 4000 });
  });
});
