import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { search } from './support/logs';
import { openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const OPTIONS = { timeoutMs: 3 * MINUTE_MS, viewport: { width: 1440, height: 900 } };

/** The results of a query in a window of their own, where there is room for them. */
async function wide(workbench: Workbench, query: string): Promise<FrameLocator> {
  const results = await search(workbench, query);
  await results.locator('[data-row="0"]:not(.pending)').waitFor();
  await workbench.command('View: Maximize Editor Group');
  return results;
}

/** Opens the editor's menu on an element of the results and chooses an entry by its label. */
async function choose(workbench: Workbench, label: string): Promise<void> {
  const item = workbench.page.locator('.context-view .action-item').filter({ has: workbench.page.getByText(label, { exact: true }) });
  await item.first().click();
}

export default [
  scenario(
    'grid: columns are pinned, resized, moved, hidden and filtered by hand',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const results = await wide(
        workbench,
        "// time: all\nevent from cloud.audit_logs where crud = 'create' addcolumn $.userAgent $.requestParameters $.userIdentity.arn $.eventVersion",
      );
      const header = (name: string) => results.getByRole('columnheader', { name, exact: true });
      await workbench.shot('grid-wide');

      const before = await header('Operation').boundingBox();
      assert.ok(before !== null);
      await page.mouse.move(before.x + before.width - 3, before.y + before.height / 2);
      await page.mouse.down();
      await page.mouse.move(before.x + before.width + 77, before.y + before.height / 2, { steps: 4 });
      await page.mouse.up();
      const after = await header('Operation').boundingBox();
      assert.equal(Math.round((after?.width ?? 0) - before.width), 80);

      await header('User').click({ button: 'right' });
      await workbench.shot('grid-menu-header');
      await choose(workbench, 'Pin Column');
      await results.locator('.grid-head .pinned', { hasText: 'User' }).waitFor();
      await results.locator('[data-row="2"] [data-key=operation]').click();
      await page.keyboard.press('End');
      await workbench.shot('grid-pinned-end');
    },
    OPTIONS,
  ),
];
