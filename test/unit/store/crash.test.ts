import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { textAt, type JsonObject } from '../../../src/domain/json';
import { readManifest } from '../../../src/store/manifest';
import { EVENTS, RECORDS, REFERENCES } from '../../../src/store/schema';
import { Store } from '../../../src/store/store';
import { bundled } from '../support/bundle';
import { event, logFile, temporaryFolder } from '../support/folders';
import { seeded, seedOfRun } from '../support/random';
import { references } from '../support/references';

/** A handful with every `npm test`; `npm run test:crash` asks for more. */
const KILLS = Number(process.env['KILLS'] ?? 6);
/** Of one store, which is whole again after them. */
const KILLS_OF_A_STORE = 4;
/** More files than one worker takes at once, so that two are at work. */
const FILES = 90;
const PER_FILE = 20;
/** Each event lies in two files, as it may be delivered. */
const COUNT = (FILES * PER_FILE) / 2;
/** What is killed. */
const DEEDS = ['load', 'merge'] as const;

let entry: string;
beforeAll(async () => (entry = await bundled('test/unit/support/store-process.ts', 'crash')));

/** One process from its start to its end, which may come early: when `moment`, begun with its work, has come. Resolves to how long it worked, in milliseconds. */
async function run(deed: (typeof DEEDS)[number], dir: string, logs: string, moment?: () => Promise<unknown>): Promise<number> {
  const child = spawn(process.execPath, [entry, deed, dir, logs], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await Promise.race([ended, new Promise((begun) => child.stdout.once('data', begun))]);
  const start = performance.now();
  if (moment !== undefined) {
    await Promise.race([ended, moment()]);
    child.kill('SIGKILL');
  }
  await ended;
  return performance.now() - start;
}

/** Comes when the store has a first segment: between two segments, whatever the speed of the machine. */
async function firstSegment(dir: string): Promise<void> {
  while ((await readManifest(dir)).segments.length === 0) await sleep(1);
}

function record(number: number): JsonObject {
  return event(`event-${number}`, {
    eventTime: new Date(Date.UTC(2024, 4, 1) + number * 1000).toISOString(),
    eventName: ['RunInstances', 'StopInstances', 'DescribeInstances'][number % 3] ?? '',
    requestParameters: { instanceId: `i-${String(number % 50).padStart(17, '0')}`, note: 'x'.repeat(1500) },
    responseElements: number % 2 === 0 ? { subnetId: `subnet-${String(number).padStart(17, '0')}` } : null,
  });
}

/** A plain fold over the log files, without the store: by id its record, and what that names. */
async function fold(logs: string): Promise<ReadonlyMap<string, { readonly text: string; readonly names: readonly string[] }>> {
  const found = new Map<string, { readonly text: string; readonly names: readonly string[] }>();
  for (const name of await readdir(logs)) {
    const { Records } = JSON.parse(await readFile(join(logs, name), 'utf8')) as { readonly Records: readonly JsonObject[] };
    for (const one of Records) {
      const names = references(one).map(({ token, side }) => `${token} ${side}`);
      found.set(textAt(one, 'eventID') ?? '', { text: JSON.stringify(one), names: names.toSorted() });
    }
  }
  return found;
}

/** Holds every event in the store against the fold: there once, with its record and its references. Returns how many there are. */
async function check(store: Store, expected: Awaited<ReturnType<typeof fold>>): Promise<number> {
  const events = await store.reader.rows(`SELECT event_id, record FROM ${RECORDS}`, []);
  const names = new Map<string, string[]>(events.map((row) => [String(row['event_id']), []]));
  expect(names.size).toBe(events.length);
  expect((await store.status()).events).toBe(events.length);
  const named = await store.reader.rows(
    `SELECT e.event_id, r.token, r.side FROM ${REFERENCES} r LEFT JOIN ${EVENTS} e ON e.segment = r.segment AND e."row" = r.event`,
    [],
  );
  for (const row of named) {
    const list = names.get(String(row['event_id']));
    expect(list, 'a reference to no event').toBeDefined();
    list?.push(`${String(row['token'])} ${String(row['side'])}`);
  }
  for (const row of events) {
    const id = String(row['event_id']);
    expect({ text: row['record'], names: names.get(id)?.toSorted() }).toEqual(expected.get(id));
  }
  return events.length;
}

/** Nothing lies in the store's folder that it doesn't use. */
async function checkFolder(dir: string): Promise<void> {
  const { segments } = await readManifest(dir);
  expect((await readdir(join(dir, 'segments'))).toSorted()).toEqual(segments.map(({ file }) => file).toSorted());
  expect((await readdir(dir)).filter((name) => !/^writer(?:-\d+)?\.lock$/.test(name)).toSorted()).toEqual([
    'manifest.copy.json',
    'manifest.json',
    'segments',
  ]);
}

it(
  `loses nothing, counts nothing twice and leaves nothing behind, killed ${KILLS} times at any moment`,
  async () => {
    const random = seeded(seedOfRun());
    const logs = await temporaryFolder();
    for (let file = 0; file < FILES; file++)
      await logFile(
        logs,
        `${String(file).padStart(3, '0')}.json`,
        Array.from({ length: PER_FILE }, (_, place) => record(((file * PER_FILE) / 2 + place) % COUNT)),
      );
    const expected = await fold(logs);
    expect(expected.size).toBe(COUNT);
    const whole = await run('load', await temporaryFolder(), logs);

    const left: number[] = [];
    for (let kill = 0; kill < KILLS;) {
      const dir = join(await temporaryFolder(), 'store');
      let events = 0;
      for (let n = 0; n < KILLS_OF_A_STORE && kill < KILLS && events < COUNT; n++, kill++) {
        const deed = kill === 0 ? 'load' : (DEEDS[Math.floor(random() * DEEDS.length)] ?? 'load');
        const share = random() * (1 - events / COUNT); // by then there is something left to do
        await run(deed, dir, logs, kill === 0 ? () => firstSegment(dir) : () => sleep(whole * share));
        const store = await Store.open(dir);
        events = await check(store, expected);
        left.push(events);
        expect((await store.status()).damaged).toBeUndefined();
        store.close();
      }
      const store = await Store.open(dir);
      const report = await store.load([logs]);
      expect(report).toMatchObject({ files: FILES, new: COUNT - events, rejected: [], cancelled: false });
      expect(await check(store, expected)).toBe(COUNT);
      store.close();
      await checkFolder(dir);
    }
    console.log(`a whole load: ${Math.round(whole)} ms; events after each kill: ${left.join(' ')}`);
    expect(left.some((events) => events > 0 && events < COUNT)).toBe(true); // else no kill fell between two segments
  },
  60_000 + KILLS * 5_000,
);
