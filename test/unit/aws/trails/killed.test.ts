import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textAt } from '../../../../src/domain/json';
import { generate } from '../../../../src/sample';
import { ACCOUNTS } from '../../../../src/sample/world';
import { readManifest } from '../../../../src/store/manifest';
import { RECORDS } from '../../../../src/store/schema';
import type { Double } from '../../../aws/double';
import { bundled } from '../../support/bundle';
import { seeded, seedOfRun } from '../../support/random';
import { NOW, startTrailDouble, trailBench, type TrailBench } from './support';

const KILLS = Number(process.env['KILLS'] ?? 4);
const { sandbox } = ACCOUNTS;
const FILES = generate({ now: NOW }).filter(({ account, delivered }) => account === sandbox && delivered <= NOW);
/** By id, region and time of every event that was delivered. */
const EVENTS = new Map(
  FILES.flatMap(({ region, records }) =>
    records.map((record) => [textAt(record, 'eventID') ?? '', { region, time: Date.parse(textAt(record, 'eventTime') ?? '') }] as const),
  ),
);

let entry: string;
let double: Double;
let bench: TrailBench;
beforeAll(async () => {
  entry = await bundled('test/unit/support/trails-process.ts', 'trails');
  double = await startTrailDouble();
  bench = await trailBench(double, ['sandbox']);
}, 60_000);
afterAll(async () => {
  await bench.close();
  await double.close();
});

/** A sync in a process of its own, to its end or until the moment has come. */
async function sync(moment?: () => Promise<void>): Promise<string> {
  const child = spawn(process.execPath, [entry, bench.storeDir, `${NOW}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  const ended = new Promise((done) => child.once('close', done));
  if (moment !== undefined) {
    await Promise.race([ended, moment()]);
    child.kill('SIGKILL');
  }
  await ended;
  return out;
}

/** What is in the store: each once. And nothing is called covered that is not there. */
async function check(): Promise<number> {
  await bench.store.refresh();
  const ids = (await bench.store.reader.rows(`SELECT event_id FROM ${RECORDS}`, [])).map((row) => String(row['event_id']));
  const found = new Set(ids);
  expect(found.size).toBe(ids.length);
  const coverage = await bench.store.coverage();
  const missing = [...EVENTS].filter(([id, { region, time }]) => {
    const intervals = coverage.find((place) => place.region === region)?.intervals ?? [];
    return intervals.some(({ from, to }) => from <= time && time < to) && !found.has(id);
  });
  expect(missing).toEqual([]);
  return found.size;
}

it('loses nothing and counts nothing twice, killed at any moment; each goes on where the one before was', async () => {
  const random = seeded(seedOfRun());
  const counts: number[] = [];
  const asked: number[] = [];
  for (let n = 0; n < KILLS; n++) {
    double.requests.length = 0;
    const files = Math.floor(random() * 0.6 * FILES.length);
    const { generation } = await readManifest(bench.storeDir);
    await sync(async () => {
      // By turns while objects come, and when the store has just got some of them: before they are remembered, or after.
      while (n % 2 === 0 && bench.calls('GetObject') < files) await sleep(5);
      while (n % 2 === 1 && (await readManifest(bench.storeDir)).generation === generation) await sleep(1);
      await sleep(random() * (n % 2 === 0 ? 1_000 : 50));
    });
    counts.push(await check());
    asked.push(bench.calls('GetObject'));
  }
  expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
  console.log(`after each kill: ${counts.join(' ')} of ${EVENTS.size} events; objects asked for: ${asked.join(' ')} of ${FILES.length}`);
  expect(Math.max(...counts)).toBeGreaterThan(0);

  const report = JSON.parse(await sync()) as object;
  expect(report).toMatchObject({ problems: [], cancelled: false });
  expect(await check()).toBe(EVENTS.size);
  double.requests.length = 0;
  expect(JSON.parse(await sync())).toMatchObject({ events: 0, new: 0, problems: [] });
  expect(bench.calls('GetObject')).toBe(0);
  expect(await readdir(join(bench.storeDir, 'live', 'staging'))).toEqual([]);
}, 180_000);
