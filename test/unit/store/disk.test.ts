import { spawnSync } from 'node:child_process';
import { chmod, readdir, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/store/error';
import { readManifest } from '../../../src/store/manifest';
import { Store } from '../../../src/store/store';
import { bundled } from '../support/bundle';
import { event, logFile, temporaryFolder } from '../support/folders';
import { mayMount, setWritable, smallDisk } from '../support/mounts';
import { closing, storeIn } from '../support/stores';

const canMount = await mayMount();
const NOBODY = { encoding: 'utf8', uid: 65_534, gid: 65_534 } as const;
const canBeNobody =
  spawnSync(process.execPath, ['-e', 'require("fs").readFileSync(process.argv[1])', resolve('package.json')], NOBODY).status === 0;
if (!canBeNobody) console.log('Skipped: no process can be run here as somebody else, or none that can read this folder.');
const MANY = 4000;

/** A folder with a small log file and one that makes several segments. */
async function logFiles(): Promise<{ small: string; logs: string }> {
  const logs = await temporaryFolder();
  const pad = (n: number): string =>
    Array.from({ length: 40 }, (_, place) => ((n * 7919 + place * 104_729) % 65_521).toString(16)).join('');
  await logFile(
    logs,
    'many.json',
    Array.from({ length: MANY }, (_, n) => event(`many-${n}`, { requestParameters: { pad: pad(n) } })),
  );
  return { logs, small: await logFile(logs, 'small.json', [event('small')]) };
}

async function free(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Fills a disk up to so many kilobytes. */
async function fill(folder: string, leave: number): Promise<void> {
  const path = join(folder, 'ballast');
  await writeFile(path, Buffer.alloc(await free(folder)));
  await truncate(path, Math.max(0, (await stat(path)).size - leave * 1024));
}

describe.skipIf(!canMount)('a disk that is full', () => {
  it.each([0, 4, 16, 64, 270, 600, 900])(
    'but for %d kB fails the load in words, keeps what was there, leaves nothing behind; and with space it goes on',
    async (leave) => {
      const [disk, { small, logs }] = [await smallDisk(20_000), await logFiles()];
      const dir = join(disk, 'store');
      const store = await storeIn(dir);
      await store.load([small]);
      await fill(disk, leave);
      const error: unknown = await store.load([logs], { segmentEvents: [500] }).catch((failure: unknown) => failure);
      expect(StoreError.is(error, 'no-space') ? error.message : error).toMatch(
        /^The disk is full: could not write .*store.*Free some space and load again; what was loaded before is kept\.$/,
      );
      const { segments } = await readManifest(dir);
      expect((await readdir(join(dir, 'segments'))).toSorted()).toEqual(segments.map(({ file }) => file).toSorted());
      expect((await readdir(dir)).toSorted()).toEqual(['manifest.copy.json', 'manifest.json', 'segments', 'writer.lock']);
      expect(await store.record('small')).toBe(JSON.stringify(event('small')));
      const { events } = await store.status();
      await rm(join(disk, 'ballast'));
      expect(await store.load([logs])).toMatchObject({ new: MANY + 1 - events, rejected: [] });
      expect((await store.status()).events).toBe(MANY + 1);
    },
  );

  it.each([0, 4, 8, 12, 40])('when a store begins, but for %d kB: the same', async (leave) => {
    const [disk, { logs }] = [await smallDisk(20_000), await logFiles()];
    await fill(disk, leave);
    const store = await storeIn(join(disk, 'store'));
    await expect(store.load([logs])).rejects.toSatisfy((error) => StoreError.is(error, 'no-space'));
    await rm(join(disk, 'ballast'));
    expect(await store.load([logs])).toMatchObject({ new: MANY + 1 });
  });

  it('is named as well by a question that needs some', async () => {
    const disk = await smallDisk(4000);
    const store = closing(await Store.open(join(disk, 'store'), { memoryLimitMB: 60, threads: 1 }));
    await fill(disk, 0);
    const asked = store.reader.rows(
      `SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY v) FROM (SELECT md5(CAST(i AS VARCHAR)) || md5(CAST(i * 7 AS VARCHAR)) AS v FROM range(1000000) numbers(i)))`,
      [],
    );
    await expect(asked).rejects.toSatisfy(
      (error) =>
        StoreError.is(error, 'no-space') && error.message.endsWith('Free some space and ask again; what was loaded before is kept.'),
    );
  });
});

describe('a folder that can only be read', () => {
  const refused = (dir: string): string => `No permission to write ${join(dir, 'writer.lock')}. Make the folder writable and load again.`;

  it.skipIf(!canMount)('by anybody, answers questions, says what is wrong to a load, and goes on once it can be written', async () => {
    const [disk, { small, logs }] = [await smallDisk(20_000), await logFiles()];
    const dir = join(disk, 'store');
    const writer = await Store.open(dir);
    await writer.load([small]);
    writer.close();
    setWritable(disk, false);
    const store = await storeIn(dir);
    expect(await store.status()).toMatchObject({ events: 1 });
    expect(await store.record('small')).toBe(JSON.stringify(event('small')));
    await expect(store.load([logs])).rejects.toSatisfy((error) => StoreError.is(error, 'read-only') && error.message === refused(dir));
    await expect(Store.open(join(disk, 'other'))).rejects.toSatisfy(
      (error) => StoreError.is(error, 'read-only') && error.message.includes(join(disk, 'other')),
    );
    setWritable(disk, true);
    expect(await store.load([logs])).toMatchObject({ new: MANY });
  });

  it.skipIf(!canBeNobody)('by one who is not its owner, the same', async () => {
    const { small, logs } = await logFiles();
    const dir = join(await temporaryFolder(), 'store');
    const writer = await Store.open(dir);
    await writer.load([small]);
    writer.close();
    for (const folder of [dirname(dir), logs]) await chmod(folder, 0o755);
    const cli = await bundled('src/cli/main.ts', 'disk');
    const asNobody = (...args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], NOBODY);
    const found = asNobody('search', '--store', dir, "event where operation = 'DescribeInstances'");
    expect([found.stderr, found.status]).toEqual(['', 0]);
    expect(found.stdout).toContain('"small"');
    const load = asNobody('load', '--store', dir, logs);
    expect([load.stderr, load.stdout, load.status]).toEqual([`nephoscope load: ${refused(dir)}\n`, '', 1]);
  });
});
