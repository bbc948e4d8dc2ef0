import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { search } from './support/logs';
import { openSample } from './support/sample';
import { scenario } from './support/scenario';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 960 };
const DELETES = "event from cloud.audit_logs where operation = 'DeleteNetworkInterface'";

/** How many hits the bars from `first` to `last` have, by their own labels. */
async function heldBy(results: FrameLocator, first: number, last: number): Promise<number> {
  let sum = 0;
  for (let index = first; index <= last; index++) {
    sum += Number(await results.locator('.hits .bar').nth(index).getAttribute('data-total'));
  }
  return sum;
}

/** Waits for a text among the lines of the query's document, which is not the active one beside its results. */
async function directive(page: Page, text: RegExp): Promise<void> {
  await page.locator('.view-line', { hasText: text }).first().waitFor();
}

async function amount(results: FrameLocator): Promise<number> {
  return Number((await results.locator('.amount').innerText()).replace(/\D/g, ''));
}

export default [
  scenario(
    'hits over time: a stretch chosen by hand or keys is written into the query, and the grid follows',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const results = await search(workbench, DELETES);
      await results.locator('.hits .bar').nth(8).waitFor();
      const all = await amount(results);
      const bars = await results.locator('.hits .bar').count();
      assert.equal(await heldBy(results, 0, bars - 1), all, 'the bars hold all hits');
      await workbench.shot('hits-1-day');

      const slots = results.locator('.hits .bar .slot');
      const [from, to] = [await slots.nth(2).boundingBox(), await slots.nth(4).boundingBox()];
      assert.ok(from !== null && to !== null);
      const dragged = await heldBy(results, 2, 4);
      const y = from.y + from.height / 2;
      await page.mouse.move(from.x + from.width / 2, y);
      await page.mouse.down();
      await page.mouse.move(to.x + to.width / 2, y, { steps: 6 });
      await workbench.shot('hits-2-brush');
      await page.mouse.up();
      await directive(page, /time:\s\d{4}-\d\d-\d\dT\d\d:00:00Z/);
      await results.getByRole('button', { name: 'Back to past 24 hours' }).waitFor();
      await results.locator('.amount', { hasText: new RegExp(`^${dragged} events?$`) }).waitFor();
      await workbench.shot('hits-3-narrowed');

      await results.getByRole('button', { name: 'Back to past 24 hours' }).click();
      await directive(page, /time:\spast\s24\shours/);
      await results.locator('.amount', { hasText: new RegExp(`^${all} events?$`) }).waitFor();
      await results.locator('.hits:not(.stale) .bar').nth(8).waitFor();

      const keyed = await heldBy(results, 1, 2);
      await results.locator('.hits .bar[tabindex="0"]').focus();
      for (const key of ['Home', 'ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
      await results.locator('.hits .brush').waitFor();
      assert.equal(await amount(results), all, 'nothing is searched before Enter');
      await page.keyboard.press('Enter');
      await results.locator('.amount', { hasText: new RegExp(`^${keyed} events?$`) }).waitFor();
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'hits over time: a time chart is stacked by its column, in every theme, as a table, and folded away',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      const query = "event from cloud.audit_logs where crud IN ('create', 'update', 'delete') | timechart 3h by operation";
      const results = await search(workbench, query);
      await results.locator('.hits .legend .entry').nth(6).waitFor();
      for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`hits-timechart-${theme}`);
      }
      await results.locator('.hits .as-table').click();
      await results.locator('.hits table').waitFor();
      await workbench.shot('hits-table');
      await results.locator('.hits .fold').click();
      await results.locator('.hits .chart').waitFor({ state: 'hidden' });
      await workbench.shot('hits-folded');

      // Another search begins as this one was left.
      await page.locator('.tab', { hasText: /Untitled/ }).click();
      const other = await search(workbench, DELETES);
      await other.locator('[data-row="0"]').waitFor();
      assert.equal(await other.locator('.hits .fold').getAttribute('aria-expanded'), 'false');
      await other.locator('.hits .fold').click();
      await other.locator('.hits .bar').first().waitFor();
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
];
