import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EngineService } from '../../../src/engine/service';
import { clearStore } from '../../../src/store/keeping';
import { readManifest } from '../../../src/store/manifest';
import { Store } from '../../../src/store/store';
import { bundled } from '../support/bundle';
import { event, logFile, temporaryFolder } from '../support/folders';
import { closing, storeIn } from '../support/stores';

let entry: string;
beforeAll(async () => (entry = await bundled('test/unit/support/store-process.ts', 'windows')));

afterEach(() => {
  vi.useRealTimers();
});

interface Ended {
  readonly code: number | null;
  readonly errors: string;
  readonly result: Record<string, unknown>;
}

/** A process that does something to a store, to its end. `clock`: epoch milliseconds that it takes for the time, in its threads as well. */
function run(deed: string, dir: string, paths: readonly string[], clock?: number): Promise<Ended> {
  const set = `data:text/javascript,Date.now = () => ${clock ?? 0}`;
  const child = spawn(process.execPath, [...(clock === undefined ? [] : ['--import', set]), entry, deed, dir, ...paths]);
  const [out, errors]: [string[], string[]] = [[], []];
  child.stdout.on('data', (text: Buffer) => out.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      const [, last = '{}'] = out.join('').split('\n');
      resolve({ code, errors: errors.join(''), result: JSON.parse(last) as Ended['result'] });
    }),
  );
}

const FILES = 16;
const PER_FILE = 25;

describe.each([2, 8])('%d windows', (windows) => {
  it('that load the same files at once, from a folder that isn’t there yet, and read meanwhile: every event once, and nobody fails', async () => {
    const [dir, logs] = [join(await temporaryFolder(), 'store'), await temporaryFolder()];
    const paths = await Promise.all(
      Array.from({ length: FILES }, (_, file) =>
        logFile(
          logs,
          `${file}.json`,
          Array.from({ length: PER_FILE }, (_, n) => event(`${file}-${n}`)),
        ),
      ),
    );
    // Half of the files each, beginning at another one: every file is loaded by several.
    const shares = Array.from({ length: windows }, (_, window) =>
      Array.from({ length: FILES / 2 + 1 }, (_, n) => paths[(Math.floor((window * FILES) / windows) + n) % FILES] ?? ''),
    );
    const ended = await Promise.all(shares.map((share) => run('loadAndRead', dir, share)));
    expect(ended.map(({ code, errors }) => [code, errors])).toEqual(ended.map(() => [0, '']));
    for (const { result } of ended) {
      expect(result).toMatchObject({ rejected: [], twice: 0, fewer: 0, events: (FILES / 2 + 1) * PER_FILE });
      expect(result['questions']).toBeGreaterThan(0);
    }
    expect(ended.reduce((sum, { result }) => sum + Number(result['new']), 0)).toBe(FILES * PER_FILE);
    const store = await storeIn(dir);
    const { rows, total } = await store.search({ kind: 'always' }, { window: {}, offset: 0, limit: 10_000 });
    expect([total, new Set(rows.map(({ eventId }) => eventId)).size]).toEqual([FILES * PER_FILE, FILES * PER_FILE]);
    const { segments } = await readManifest(dir);
    expect((await readdir(join(dir, 'segments'))).toSorted()).toEqual(segments.map(({ file }) => file).toSorted());
  });
});

describe('a window', () => {
  it('sees in its next question what another one has loaded', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const engine = new EngineService({ storeDir: dir, policiesDir: 'src/policies/packs' });
    closing({ close: () => engine.dispose() });
    for (const id of ['1', '2', '3']) {
      await run('load', dir, [await logFile(logs, `${id}.json`, [event(id)])]);
      expect(await engine.record(id)).toBe(JSON.stringify(event(id)));
      expect((await engine.status()).events).toBe(Number(id));
    }
  });
});

describe('a clock', () => {
  it('that goes back, stands still, or is years off, loses nothing and brings no two segments under one name', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const times = [Date.UTC(2026, 0, 1), Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 1), 0, -86_400_000, 8.64e15];
    for (const [n, time] of times.entries()) {
      const path = await logFile(logs, `${n}.json`, [event('same'), event(String(n))]);
      const { code, errors, result } = await run('load', dir, [path], time);
      expect([code, errors]).toEqual([0, '']);
      expect(result).toMatchObject({ new: n === 0 ? 2 : 1, duplicates: n === 0 ? 0 : 1 });
    }
    const store = await storeIn(dir);
    const { rows } = await store.search({ kind: 'always' }, { window: {}, offset: 0, limit: 100 });
    expect(rows.map(({ eventId }) => eventId).toSorted()).toEqual([...times.map((_, n) => String(n)), 'same'].toSorted());
    const names = (await readManifest(dir)).segments.map(({ file }) => file);
    expect(new Set(names).size).toBe(times.length);
    // Their beginnings come from the clock: else nothing was set here.
    expect(names.map((name) => name.slice(0, name.lastIndexOf('-')))).toEqual(times.map((time) => time.toString(36)));
  });

  it('that goes back between two Clears of a damaged store hides neither from another window', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await storeIn(dir);
    const log = await logFile(logs, 'a.json', [event('1')]);
    const damage = async (): Promise<void> => {
      for (const name of ['manifest.json', 'manifest.copy.json']) await writeFile(join(dir, name), 'damaged');
    };
    await damage();
    vi.useFakeTimers({ toFake: ['Date'], now: 1000 });
    await clearStore(dir);
    await store.load([log]);
    expect((await store.status()).events).toBe(1);
    await damage();
    vi.setSystemTime(1001);
    await clearStore(dir);
    await store.refresh();
    expect(await store.record('1')).toBeUndefined();
  });
});

describe('a segment of a newer DuckDB', () => {
  it('is no damage: the store says so, and nothing is touched', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const log = await logFile(logs, 'a.json', [event('1')]);
    const writer = await Store.open(dir);
    await writer.load([log]);
    writer.close();
    const [segment] = (await readManifest(dir)).segments;
    const path = join(dir, 'segments', segment?.file ?? '');
    await writeFile(path, ofVersion(await readFile(path), 9999));
    const [bytes, manifest] = [await readFile(path), await readFile(join(dir, 'manifest.json'), 'utf8')];
    await expect(Store.open(dir)).rejects.toThrow(/version number 9999/);
    expect((await run('load', dir, [log])).errors).toMatch(/version number 9999/);
    expect(await readFile(path)).toEqual(bytes);
    expect(await readFile(join(dir, 'manifest.json'), 'utf8')).toBe(manifest);
  });
});

/** A DuckDB file as one of another version would begin: checksum of the first 4 kB, the mark DUCK, the version. */
function ofVersion(file: Buffer, version: number): Buffer {
  const made = Buffer.from(file);
  made.writeBigUInt64LE(BigInt(version), 12);
  let checksum = 5381n;
  for (let at = 8; at < 4096; at += 8) checksum ^= BigInt.asUintN(64, made.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
  made.writeBigUInt64LE(checksum, 0);
  return made;
}
