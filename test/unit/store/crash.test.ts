import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Store } from '../../../src/store/store';
import { bundled } from '../support/bundle';
import { event, logFile, temporaryFolder } from '../support/folders';

const FILES = 8;
const PER_FILE = 1500;
/** Each event lies in two files, as it may be delivered. */
const EVENTS = (FILES * PER_FILE) / 2;
/** Between the start of the process and well after the end of its load, measured first. */
const KILLS = 10;

let cli: string;

beforeAll(async () => {
  cli = await bundled('src/cli/main.ts', 'crash');
});

/** Loads a folder in a process of its own, which is killed after a while; resolves to how long it lived. */
async function load(store: string, logs: string, killAfter?: number): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [cli, 'load', '--store', store, logs], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  if (killAfter !== undefined) await Promise.race([ended, sleep(killAfter)]);
  if (killAfter !== undefined) child.kill('SIGKILL');
  await ended;
  return performance.now() - start;
}

describe('a load that is killed', () => {
  it('loses nothing and counts nothing twice, whenever it happens', async () => {
    const logs = await temporaryFolder();
    for (let file = 0; file < FILES; file++) {
      const ids = Array.from({ length: PER_FILE }, (_, index) => `event-${((file * PER_FILE) / 2 + index) % EVENTS}`);
      await logFile(
        logs,
        `${file}.json`,
        ids.map((id) => event(id)),
      );
    }
    const whole = await load(await temporaryFolder(), logs);
    for (let kill = 1; kill <= KILLS; kill++) {
      const folder = await temporaryFolder();
      await load(folder, logs, (whole * kill) / KILLS);

      const after = await Store.open(folder);
      expect([0, EVENTS]).toContain((await after.status()).events); // one segment: all of it or nothing
      const report = await after.load([logs]);
      expect(report.rejected).toEqual([]);
      const { rows, total } = await after.search({ kind: 'always' }, { window: {}, offset: 0, limit: EVENTS + 1 });
      expect([total, new Set(rows.map(({ eventId }) => eventId)).size]).toEqual([EVENTS, EVENTS]);
      after.close();
      expect((await readdir(join(folder, 'segments'))).filter((name) => !name.endsWith('.duckdb'))).toEqual([]);
    }
  }, 120_000);
});
