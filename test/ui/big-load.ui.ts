import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from '../../scripts/lib/paths.mjs';
import { largeCorpus } from '../../bench/lib/corpus';
import { openFolderOfLogs, search } from './support/logs';
import { extensionHost, MemoryWatch, noMemory } from './support/memory';
import { scenario } from './support/scenario';

const CORPORA = join(root, 'bench/corpus');
const TWO_MILLION = 2_000_000;
/** Where there are none: as few as still take some seconds, in which a person can act. */
const FEW = 400_000;
const MINUTE_MS = 60_000;
/** Of the extension host, above what it holds before the load. */
const MOST_MEGABYTES = 400;
/** How long the tree may take to answer while a load keeps all cores busy. */
const ANSWER_MS = 10_000;
const QUERY = "event from cloud.audit_logs where crud IN ('create', 'read', 'update', 'delete')";

/** The folder of logs: two million records where the benchmarks have left them, or as many as NEPHOSCOPE_UI_RECORDS asks for. */
async function corpus(): Promise<{ readonly dir: string; readonly records: number }> {
  const asked = Number(process.env['NEPHOSCOPE_UI_RECORDS'] ?? 0);
  const kept = [`real-${TWO_MILLION}`, `sample-${TWO_MILLION}`].map((name) => join(CORPORA, name)).find(existsSync);
  if (asked === 0 && kept !== undefined) return { dir: kept, records: TWO_MILLION };
  const records = asked === 0 ? FEW : asked;
  return { dir: (await largeCorpus(CORPORA, records)).dir, records };
}

/** The first number of events in a text. */
async function eventsIn(locator: Locator): Promise<number> {
  return Number(/([\d,]+) (?:new )?events?/.exec(await locator.innerText())?.[1]?.replaceAll(',', ''));
}

export default [
  scenario(
    'a big load: shows its progress, the tree answers meanwhile, and a cancel keeps what was read',
    async (workbench) => {
      const { page } = workbench;
      const { dir, records } = await corpus();
      await workbench.activity('Nephoscope');
      await workbench.command('Nephoscope: Set Time Range…');
      await workbench.pick('all time');
      const reason = noMemory();
      if (reason !== undefined) console.log(`  the memory of the extension host is not measured: ${reason}`);
      const memory = reason === undefined ? new MemoryWatch(extensionHost(workbench.serverPid ?? 0)) : undefined;

      await openFolderOfLogs(workbench, dir);
      const progress = workbench.notification('Loading CloudTrail logs');
      await progress.filter({ hasText: /[\d,]+ events · [\d,]+ events\/s · \d+ (?:sec|min) left/ }).waitFor();
      await workbench.shot('big-1-progress');

      const accounts = workbench.tree('Accounts');
      const level = (depth: number): Locator => accounts.locator(`[role=treeitem][aria-level="${depth}"]`);
      const started = Date.now();
      await level(2).first().click(); // a region; the account above it is open
      await level(3).filter({ hasText: 'Alerts' }).click();
      await level(4).first().waitFor({ timeout: ANSWER_MS }); // the engine's answer
      const answered = Date.now() - started;
      assert.ok(await progress.isVisible(), 'the load was over before the tree had answered');
      await workbench.shot('big-2-tree');

      while ((await eventsIn(progress)) < records / 2) await page.waitForTimeout(200);
      await progress.getByRole('button', { name: 'Cancel' }).click();
      const result = workbench.notification('Cancelled. Kept:');
      await result.waitFor({ timeout: MINUTE_MS });
      const kept = await eventsIn(result);
      assert.ok(kept > 0 && kept < records, `${kept} of ${records} events were kept`);
      await workbench.shot('big-3-cancelled');

      const results = await search(workbench, QUERY);
      await results.locator('[data-row="0"]').waitFor({ timeout: MINUTE_MS });
      assert.equal(await eventsIn(results.locator('.amount')), kept);
      await page.locator('.statusbar-item', { hasText: `${kept.toLocaleString('en-US')} events` }).waitFor({ timeout: MINUTE_MS });
      await workbench.shot('big-4-searched');

      memory?.stop();
      if (memory !== undefined) {
        const above = memory.peak - memory.start;
        console.log(
          `  ${records} records; the tree answered after ${answered} ms; the extension host held ${memory.start.toFixed(0)} MB before, ${memory.peak.toFixed(0)} MB at its peak`,
        );
        assert.ok(above < MOST_MEGABYTES, `the extension host grew by ${above.toFixed(0)} MB`);
      }
    },
    { timeoutMs: 5 * MINUTE_MS, viewport: { width: 1440, height: 960 } },
  ),
];
