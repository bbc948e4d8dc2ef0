import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { existingSample, removeOldSamples, sampleFolder } from '../../../src/editor/sample-folder';

const NOW = Date.UTC(2026, 0, 10, 12);
const HOUR = 3_600_000;

it('keeps the sample in force and those another window may have open, and removes older ones', async () => {
  const root = mkdtempSync(join(tmpdir(), 'nephoscope-samples-'));
  const make = (now: number) => {
    const folder = sampleFolder(root, now);
    mkdirSync(folder.store, { recursive: true });
    return folder;
  };
  const [old, recent, current] = [make(NOW - 25 * HOUR), make(NOW - 23 * HOUR), make(NOW)];
  const foreign = join(root, 'something else');
  mkdirSync(foreign);
  await removeOldSamples(root, current);
  expect([old.dir, recent.dir, current.dir, foreign].map(existsSync)).toEqual([false, true, true, true]);
  expect(existingSample(root, NOW)?.dir).toBe(current.dir);
  expect(existingSample(root, NOW - 25 * HOUR)).toBeUndefined();
  expect(existingSample(root, 'hostile')).toBeUndefined();
});
