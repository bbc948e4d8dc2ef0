import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { openDashboard, openSample } from './support/sample';
import { scenario } from './support/scenario';

const MINUTE_MS = 60_000;
const OPTIONS = { timeoutMs: 3 * MINUTE_MS, viewport: { width: 1440, height: 960 } };

/** What the bars from `first` to `last` hold, by their own labels. */
async function heldBy(dashboard: FrameLocator, first: number, last: number): Promise<number> {
  let sum = 0;
  for (let index = first; index <= last; index++) {
    sum += Number(await dashboard.locator('.bar').nth(index).getAttribute('data-total'));
  }
  return sum;
}

export default [
  scenario(
    'by hand: hours are chosen by a drag and by the keyboard, and the tree follows',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const dashboard = await openDashboard(workbench);
      const slots = dashboard.locator('.bar .slot');
      const from = await slots.nth(1).boundingBox();
      const to = await slots.nth(3).boundingBox();
      assert.ok(from !== null && to !== null);
      const y = from.y + from.height / 2;
      await page.mouse.move(from.x + from.width / 2, y);
      await page.mouse.down();
      await page.mouse.move(to.x + to.width / 2, y, { steps: 6 });
      await page.mouse.up();
      await dashboard.locator('.chip').first().waitFor();
      const dragged = await heldBy(dashboard, 1, 3);
      await dashboard.locator('.alerts .section-head', { hasText: `${dragged} of 205` }).waitFor();
      await workbench.shot('hands-drag');

      await page.keyboard.press('Escape');
      await dashboard.locator('.chip').first().waitFor({ state: 'hidden' });
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      const keyed = await heldBy(dashboard, 1, 1);
      await dashboard.locator('.alerts .section-head', { hasText: `${keyed} of 205` }).waitFor();
      await page.keyboard.press('Shift+ArrowRight');
      const widened = await heldBy(dashboard, 1, 2);
      await dashboard.locator('.alerts .section-head', { hasText: `${widened} of 205` }).waitFor();
      await workbench.shot('hands-keyboard');
    },
    OPTIONS,
  ),
  scenario(
    'by hand: all events of a week in one grid, to the last row, sorted, copied and opened',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      await workbench.command('Nephoscope: Search Audit Events');
      await page.locator('.tab.active', { hasText: /Untitled/ }).waitFor();
      await page.keyboard.press('Control+A');
      const query = "event from cloud.audit_logs where crud IN ('create', 'read', 'update', 'delete')";
      await page.keyboard.type(`// time: all\n${query}`, { delay: 2 });
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Enter');
      const results = await workbench.webview(`Search: ${query}`);
      await results.locator('[data-row="0"]').waitFor();
      const amount = Number((await results.locator('.amount').innerText()).replace(/\D/g, ''));
      assert.ok(amount > 20_000, `${amount} events`);

      await results.locator('[data-row="0"] [data-key=operation]').click();
      await page.keyboard.press('Control+End');
      const last = results.locator(`[data-row="${amount - 1}"]:not(.pending)`);
      await last.waitFor();
      const row = await last.boundingBox();
      const grid = await results.locator('.grid').boundingBox();
      assert.ok(row !== null && grid !== null && row.y + row.height <= grid.y + grid.height + 1, 'the last row is seen whole');
      assert.ok((await results.locator('.grid-body .grid-row').count()) < 200, 'only the rows in view are there');
      await workbench.shot('hands-last-row');

      await page.keyboard.press('Control+Home'); // the end of the grid is its last column, too
      await results.getByRole('columnheader', { name: 'Operation' }).click();
      await results.locator('[aria-sort=ascending]', { hasText: 'Operation' }).waitFor();
      await results.locator('[data-row="0"] [data-key=operation]', { hasText: /^A/ }).waitFor();
      await results.locator('[data-row="1"]:not(.pending)').waitFor();
      const first = await results.locator('[data-row="0"] [data-key=operation]').innerText();
      const second = await results.locator('[data-row="1"] [data-key=operation]').innerText();
      assert.ok(first <= second && first.startsWith('A'), `${first}, ${second}`);

      await results.locator('[data-row="0"] [data-key=operation]').dblclick();
      await page.locator('.tab.active', { hasText: /\.json/ }).waitFor();
      await workbench.editor.getByText(`"eventName": "${first}"`).first().waitFor();
      await workbench.shot('hands-record');
    },
    OPTIONS,
  ),
];
