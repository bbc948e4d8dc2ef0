import { spawn, type ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folders';
import { bundled } from '../support/bundle';
import { closestThree, connectedTo, doubleOf, idsIn, idsOf, uncovered, worldOf } from '../support/live';
import { seeded, seedOfRun } from '../support/random';

const REGIONS = ['us-east-1', 'us-east-2', 'eu-west-1'];
const PER_REGION = 2_000;
const KILLS = Number(process.env['KILLS'] ?? 4);

let cli: string;
beforeAll(async () => {
  cli = await bundled('src/cli/main.ts', 'live');
}, 60_000);

interface Syncing {
  readonly child: ChildProcess;
  /** What it printed when it was over. */
  readonly over: Promise<string>;
}

/** A sync in a process of its own. */
function syncing(storeDir: string): Syncing {
  const child = spawn(process.execPath, [cli, 'sync', '--store', storeDir, '--sources', 'events'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  return { child, over: new Promise((done) => child.once('close', () => done(out))) };
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((next) => setTimeout(next, 20));
}

async function kill({ child, over }: Syncing): Promise<void> {
  child.kill('SIGKILL');
  await over;
}

describe('processes that fetch the same account', () => {
  it('take turns, and keep the quota over a change of who fetches; what one leaves when it is killed is neither lost nor twice', async () => {
    const random = seeded(seedOfRun());
    const world = worldOf(Object.fromEntries(REGIONS.map((region) => [region, PER_REGION])), Date.now(), 1800);
    const { double } = await doubleOf({ world });
    const storeDir = join(await temporaryFolder(), 'store');
    const connecting = await connectedTo(['production'], storeDir);
    await connecting.dispose();

    const first = syncing(storeDir);
    await until(() => double.requests.some(({ operation }) => operation === 'LookupEvents'));
    const second = JSON.parse(await syncing(storeDir).over) as object;
    expect(second).toMatchObject({ elsewhere: ['111122223333'], calls: 0, problems: [] });
    await kill(first);

    const left: number[] = [];
    for (let n = 0; n < KILLS; n++) {
      const asked = double.requests.length;
      const next = syncing(storeDir);
      const pages = n % 2 === 0 ? 15 * REGIONS.length : 1; // every other time it has loaded some by then
      await until(() => double.requests.slice(asked).filter(({ operation }) => operation === 'LookupEvents').length >= pages);
      await new Promise((done) => setTimeout(done, random() * 2_000));
      await kill(next);
      const { missing, covered } = await uncovered(storeDir, world);
      expect(missing).toEqual([]);
      const ids = await idsIn(storeDir);
      expect(new Set(ids).size).toBe(ids.length);
      left.push(covered);
    }
    expect(left.toSorted((a, b) => a - b)).toEqual(left); // each goes on where the one before was
    expect(left.at(-1)).toBeGreaterThan(0); // else no kill fell after a load
    console.log(`covered after each kill: ${left.join(' ')}`);

    expect(JSON.parse(await syncing(storeDir).over)).toMatchObject({ problems: [], elsewhere: [] });
    expect(await idsIn(storeDir)).toEqual(idsOf(world));
    expect(await readdir(join(storeDir, 'live', 'staging'))).toEqual([]);
    for (const region of REGIONS) expect(closestThree(double, region), region).toBeGreaterThanOrEqual(1000);
    expect(double.requests.filter(({ operation, error }) => operation === 'LookupEvents' && error !== undefined)).toEqual([]);
  }, 120_000);
});
