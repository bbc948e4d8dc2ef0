import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/domain/time';
import { bundled } from '../support/bundle';
import { temporaryFolder } from '../support/folders';
import { doubleOf, worldOf } from '../support/live';

let cli: string;
beforeAll(async () => {
  cli = await bundled('src/cli/main.ts', 'cli-live');
}, 60_000);

function run(...args: readonly string[]): Promise<{ code: number | null; rows: Record<string, unknown>[]; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = out.split('\n').filter((line) => line !== '');
      resolve({ code, rows: lines.map((line) => JSON.parse(line) as Record<string, unknown>), err });
    });
  });
}

describe('live accounts without an editor', () => {
  it('are found, connected, fetched and told of', async () => {
    const now = Date.now();
    const { double } = await doubleOf({ world: worldOf({ 'us-east-1': 0, 'us-east-2': 70 }, now, 60) });
    const store = ['--store', join(await temporaryFolder(), 'store')];
    const { rows: profiles } = await run('profiles', ...store);
    expect(profiles).toContainEqual(expect.objectContaining({ name: 'production', kind: 'keys' }));
    expect(JSON.stringify(profiles)).not.toContain(double.sessions.user('111122223333', 'other').secretAccessKey);

    const connected = await run('connect', ...store, '--regions', 'us-east-2', 'production', 'nobody');
    expect(connected.code).toBe(1); // nobody lets anybody take that role
    expect(connected.rows).toMatchObject([
      { account: '111122223333', alias: 'test', access: { profile: 'production' }, regions: ['us-east-2'] },
      { profile: 'nobody', problem: { reason: 'denied' } },
    ]);

    const synced = await run('sync', ...store, '--sources', 'events', '--days', '1');
    expect(synced).toMatchObject({ code: 0, rows: [{ new: 70, duplicates: 0, calls: 2, problems: [], elsewhere: [] }] });
    expect(synced.err).toMatch(/1 of 1 parts, 70 events, all since \d{4}-/);

    const [account, covered, ...more] = (await run('accounts', ...store)).rows;
    expect(account).toMatchObject({ account: '111122223333', regions: ['us-east-2'], problem: null });
    expect(covered).toMatchObject({ region: 'us-east-2', source: 'lookup', covered: [{}], problem: null });
    expect(Date.parse(String(covered?.['at']))).toBeGreaterThan(now - HOUR);
    expect(more).toEqual([]);
  }, 60_000);

  it('are not asked for by a command line that is wrong', async () => {
    const store = ['--store', join(await temporaryFolder(), 'store')];
    for (const args of [['connect', ...store], ['sync', ...store, '--sources', 'rumours'], ['sync', ...store, '--days', '0'], ['sync']])
      expect((await run(...args)).code).toBe(2);
    expect(await run('sync', ...store, '--accounts', '999999999999')).toMatchObject({ code: 1, rows: [] });
  }, 60_000);
});
