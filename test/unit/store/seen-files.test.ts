import { appendFile, mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EngineService } from '../../../src/engine/service';
import type { FoundFiles } from '../../../src/store/log-paths';
import { SeenFiles } from '../../../src/store/seen-files';
import { event, logFile, temporaryFolder } from '../support/folders';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const NONE: ReadonlySet<string> = new Set();

/** Files below `logs`, each `age` old. */
function found(names: readonly string[], { bytes = 1, age = 5 * MINUTE, missing = [] as FoundFiles['missing'] } = {}): FoundFiles {
  return { files: names.map((name) => ({ path: join('logs', name), bytes, modified: NOW - age })), missing };
}
const pathsOf = ({ files }: FoundFiles): readonly string[] => files.map(({ path }) => path);

describe('what was read below a folder', () => {
  it('is known again by another window, until its size or time changes', async () => {
    const dir = await temporaryFolder();
    await new SeenFiles(dir, ['logs']).remember(found(['a.json', 'b.json']), NONE, NOW);
    const other = new SeenFiles(dir, ['logs/']);
    expect(pathsOf(await other.unread(found(['a.json', 'b.json', 'c.json'])))).toEqual([join('logs', 'c.json')]);
    expect((await other.unread(found(['a.json'], { bytes: 2 }))).files).toHaveLength(1);
    expect((await other.unread(found(['a.json'], { age: MINUTE }))).files).toHaveLength(1);
    expect((await new SeenFiles(dir, ['other']).unread(found(['a.json']))).files).toEqual([]); // none of that folder
  });

  it('is left for the next time where it has faults and changed a moment ago', async () => {
    const seen = new SeenFiles(await temporaryFolder(), ['logs']);
    const path = join('logs', 'a.json');
    expect(await seen.remember(found(['a.json'], { age: 1000 }), new Set([path]), NOW)).toEqual(new Set([path]));
    expect((await seen.unread(found(['a.json'], { age: 1000 }))).files).toHaveLength(1);
    expect(await seen.remember(found(['a.json'], { age: 2 * MINUTE }), new Set([path]), NOW)).toEqual(NONE);
    expect((await seen.unread(found(['a.json'], { age: 2 * MINUTE }))).files).toEqual([]);
  });

  it('is not forgotten while the folder, or a part of it, is away; and forgotten once it is deleted', async () => {
    const seen = new SeenFiles(await temporaryFolder(), ['logs']);
    await seen.remember(found(['a.json', 'sub/b.json']), NONE, NOW);
    await seen.remember(found([], { missing: [{ file: 'logs', reason: 'gone' }] }), NONE, NOW);
    await seen.remember(found(['a.json'], { missing: [{ file: join('logs', 'sub'), reason: 'no permission' }] }), NONE, NOW);
    expect((await seen.unread(found(['a.json', 'sub/b.json']))).files).toEqual([]);
    await seen.remember(found(['a.json']), NONE, NOW);
    expect(pathsOf(await seen.unread(found(['a.json', 'sub/b.json'])))).toEqual([join('logs', 'sub/b.json')]);
  });

  it('is bounded: of too many files the newest are watched, and the folder is named', async () => {
    const seen = new SeenFiles(await temporaryFolder(), ['logs'], 2);
    const all = found(['c.json', 'b.json', 'a.json']);
    expect(await seen.unread(all)).toMatchObject({ files: [{ path: join('logs', 'c.json') }, { path: join('logs', 'b.json') }] });
    await seen.remember(all, NONE, NOW);
    const again = await seen.unread(all);
    expect([again.files, again.missing.map(({ file }) => file)]).toEqual([[], ['logs']]);
  });

  it('is kept for the folders asked about last, and for those only', async () => {
    const dir = await temporaryFolder();
    for (let n = 0; n < 70; n++) await new SeenFiles(dir, [`logs${n}`]).remember(found([]), NONE, NOW);
    expect((await readdir(join(dir, 'seen'))).length).toBe(64);
  });

  it('is nothing where its file is of another version', async () => {
    const dir = await temporaryFolder();
    const seen = new SeenFiles(dir, ['logs']);
    await seen.remember(found(['a.json']), NONE, NOW);
    const [name = ''] = await readdir(join(dir, 'seen'));
    await writeFile(join(dir, 'seen', name), 'something else\n');
    expect((await seen.unread(found(['a.json']))).files).toHaveLength(1);
  });
});

describe('loading what is new', () => {
  const open: EngineService[] = [];
  afterEach(async () => {
    for (const service of open.splice(0)) await service.dispose();
  });
  function service(storeDir: string): EngineService {
    const made = new EngineService({ storeDir, policiesDir: 'src/policies/packs' });
    open.push(made);
    return made;
  }
  /** Long ago, so that its faults are for good. */
  const settle = (path: string): Promise<void> => utimes(path, new Date(NOW), new Date(NOW));

  it('reads what neither a load by hand nor another window has read, and what has grown', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const [mine, other] = [service(join(dir, 'store')), service(join(dir, 'store'))];
    await logFile(logs, 'a.json', [event('1')]);
    await mine.load([logs]);
    expect(await mine.loadNew([logs])).toMatchObject({ files: 0, new: 0, generation: 1 });
    const lines = join(logs, 'b.jsonl');
    await writeFile(lines, `${JSON.stringify(event('2'))}\n`);
    // Both at once: the one that waits for the other finds nothing left, and hears of the change.
    const both = await Promise.all([mine.loadNew([logs]), other.loadNew([logs])]);
    expect(both.map(({ files }) => files).sort()).toEqual([0, 1]);
    expect(both.map(({ generation }) => generation)).toEqual([2, 2]);
    await appendFile(lines, `${JSON.stringify(event('3'))}\n`);
    expect(await other.loadNew([logs])).toMatchObject({ files: 1, events: 2, new: 1, duplicates: 1 });
    expect((await mine.status()).events).toBe(3);
  });

  it('names a file that can’t be read once it is no longer being written, and once', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const engine = service(join(dir, 'store'));
    const half = join(logs, 'half.json');
    await writeFile(half, '{"Records": [');
    expect(await engine.loadNew([logs])).toMatchObject({ files: 1, rejected: [] });
    await settle(half);
    expect((await engine.loadNew([logs])).rejected).toMatchObject([{ file: half }]);
    expect(await engine.loadNew([logs])).toMatchObject({ files: 0, rejected: [] });
    await rm(logs, { recursive: true });
    expect((await engine.loadNew([logs])).rejected).toMatchObject([{ file: logs }]);
  });

  it('doesn’t bring back what was cleared, nor read on what was moved within the folder more than once', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const engine = service(join(dir, 'store'));
    const file = await logFile(logs, 'a.json', [event('1')]);
    await engine.load([logs]);
    await engine.clear();
    expect(await engine.loadNew([logs])).toMatchObject({ files: 0 });
    await mkdir(join(logs, 'sub'));
    await rename(file, join(logs, 'sub', 'a.json'));
    expect(await engine.loadNew([logs])).toMatchObject({ files: 1, new: 1 });
    expect(await engine.loadNew([logs])).toMatchObject({ files: 0 });
  });

  it('remembers nothing of a load that was cancelled', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const engine = service(join(dir, 'store'));
    await logFile(logs, 'a.json', [event('1')]);
    await logFile(logs, 'b.json', [event('2')]);
    const stop = new AbortController();
    await engine.load([logs], { signal: stop.signal, onProgress: () => stop.abort() });
    expect(await engine.loadNew([logs])).toMatchObject({ files: 2 });
  });
});
