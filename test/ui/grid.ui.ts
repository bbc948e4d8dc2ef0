import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { openFolderOfLogs, search } from './support/logs';
import { expectedCsv, HOSTILE, withManyRows } from './support/many-rows';
import { openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const OPTIONS = { timeoutMs: 8 * MINUTE_MS, viewport: { width: 1440, height: 900 } };
const ROWS = 100_000;

/** The results of a query, with all the room of the window. */
async function wide(workbench: Workbench, query: string): Promise<FrameLocator> {
  const results = await search(workbench, query);
  await results.locator('[data-row="0"]:not(.pending)').waitFor();
  await workbench.command('View: Maximize Editor Group');
  return results;
}

export default [
  scenario(
    'grid: columns are resized, pinned and filtered by hand, and a value is searched for',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const query =
        "event from cloud.audit_logs where crud = 'create' addcolumn $.userAgent $.requestParameters $.userIdentity.arn $.eventVersion";
      const results = await wide(workbench, `// time: all\n${query}`);
      const header = (name: string) => results.getByRole('columnheader', { name, exact: true });

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
      await workbench.menu('Pin Column');
      await results.locator('.grid-head .pinned', { hasText: 'User' }).waitFor();
      await results.locator('[data-row="2"] [data-key=operation]').click();
      await page.keyboard.press('End');
      await results.locator('[data-row="2"] .active[data-key="column 3"]').waitFor();
      await workbench.shot('grid-pinned-end');

      await results.locator('[data-row="2"] [data-key=user]').click();
      await page.keyboard.press('Control+F');
      await workbench.answer('!thumb');
      await results.locator('.chip', { hasText: 'User does not contain thumb' }).waitFor();
      await results.locator('.grid:not([aria-busy]) [data-row="0"]:not(.pending)').waitFor();
      await workbench.shot('grid-filtered');
      await page.keyboard.press('Escape');
      await results.locator('.chip').waitFor({ state: 'hidden' });

      const cell = results.locator('[data-row="0"] [data-key=operation]');
      await results.locator('[data-row="0"]:not(.pending) [data-key=user]').click();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight'); // past the pinned column and the time, back to the left
      const operation = await cell.innerText();
      await cell.click();
      await page.keyboard.press('Shift+F10');
      await workbench.shot('grid-menu-cell');
      await workbench.menu('Search for This Value');
      const wanted = query.replace(' addcolumn', ` AND operation = '${operation}' addcolumn`);
      const narrowed = await workbench.webview(`Search: ${wanted}`); // the panel is called after its query
      await narrowed.locator('.query', { hasText: wanted }).waitFor();
      await narrowed.locator('.grid:not([aria-busy]) [data-row="0"]:not(.pending)').waitFor();
      await workbench.shot('grid-narrowed');
    },
    OPTIONS,
  ),
  scenario(
    'grid: a hundred thousand rows, to the last row and column, exported whole, and back after a reload',
    async (workbench) => {
      const { page } = workbench;
      await withManyRows(ROWS, async (folder) => {
        await openFolderOfLogs(workbench, folder);
        await workbench
          .tree('Accounts')
          .getByRole('treeitem', { name: /^Show the Newest Day/ })
          .waitFor({ timeout: 2 * MINUTE_MS });
        const results = await wide(workbench, "// time: all\nevent from cloud.audit_logs where cloud.type = 'aws'");
        await results.locator('.amount', { hasText: '100,000 events' }).waitFor();
        await results.locator('[data-row="0"] [data-key=user]').click();
        await page.keyboard.press('Control+End');
        const last = results.locator(`[data-row="${ROWS - 1}"]:not(.pending)`);
        await last.waitFor();
        await last.locator('.active[data-key=errorCode]').waitFor();
        assert.ok((await results.locator('.grid-body .grid-cell').count()) < 2000, 'only what is in view is there');
        await workbench.shot('grid-last');

        await page.keyboard.press('Control+Home');
        await results.locator('[data-row="3"] [data-key=user]', { hasText: HOSTILE.slice(0, 40) }).waitFor();
        await results.locator('[data-row="1"] [data-key=operation]').click();
        await page.keyboard.press('Shift+ArrowDown');
        await page.keyboard.press('Shift+ArrowDown');
        await page.keyboard.press('Shift+ArrowRight');
        for (const theme of ['light', 'high-contrast', 'dark'] as const) {
          await workbench.setTheme(theme);
          await workbench.shot(`grid-chosen-${theme}`);
        }

        await results.getByRole('columnheader', { name: 'User', exact: true }).click({ button: 'right' });
        await workbench.menu('Pin Column');
        await results.locator('[data-row="1"] [data-key=operation]').click();
        await page.keyboard.press('Control+F');
        await workbench.answer('=PutObject');
        await results.locator('.amount', { hasText: '25,000 events' }).waitFor();
        await results.getByText('Export…').click();
        const target = join(workbench.folder, 'out.csv');
        await workbench.namePath(target);
        await workbench.notification('25,000 rows exported').waitFor({ timeout: MINUTE_MS });
        await workbench.shot('grid-exported');
        assert.equal(await readFile(target, 'utf8'), expectedCsv(ROWS, 'PutObject'));

        await results.locator('[data-row="4"] [data-key=operation]').click();
        await page.keyboard.press('PageDown');
        await page.keyboard.press('PageDown');
        const row = await results.locator('.active').locator('xpath=..').getAttribute('data-row');
        await workbench.reload();
        const again = await workbench.webview("Search: event from cloud.audit_logs where cloud.type = 'aws'");
        await again.locator('.chip', { hasText: 'Operation is PutObject' }).waitFor({ timeout: MINUTE_MS });
        await again.locator('.grid-head .pinned', { hasText: 'User' }).waitFor();
        await again.locator(`[data-row="${row ?? ''}"].current`).waitFor();
        await workbench.shot('grid-reloaded');
      });
    },
    OPTIONS,
  ),
  scenario(
    'grid: the resources of a config query, and the configuration of one',
    async (workbench) => {
      await openSample(workbench);
      const results = await search(
        workbench,
        "config from cloud.resource where api.name = 'aws-ecs-service' AND cloud.region = 'AWS Ohio'",
      );
      await results.locator('.amount', { hasText: '1 resource' }).waitFor();
      const service = results.locator('[data-row="0"]');
      assert.match(await service.locator('[data-key=resource]').innerText(), /:service\/load-test\/load-test-worker$/);
      assert.equal(await service.locator('[data-key=status]').innerText(), 'active');
      for (const theme of ['light', 'high-contrast', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`grid-resources-${theme}`);
      }
      await service.locator('[data-key=resource]').dblclick();
      await workbench.page.locator('.tab.active', { hasText: /load-test-worker/ }).waitFor();
      await workbench.editor.getByText('desiredCount').first().waitFor();
      await workbench.shot('grid-resource-configuration');
    },
    OPTIONS,
  ),
  scenario(
    'grid: the results and their menu in Japanese',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await page
        .getByRole('treeitem', { name: /us-east-2/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await workbench.command('Nephoscope: 監査イベントを検索');
      await page.locator('.tab.active', { hasText: /Untitled/ }).waitFor();
      await page.keyboard.press('Control+A');
      const query = "event from cloud.audit_logs where operation = 'CreateService'";
      await page.keyboard.type(`// time: all\n${query}`, { delay: 2 });
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Enter');
      const results = await workbench.webview(`検索: ${query}`);
      await results.locator('[data-row="0"] [data-key=user]').click({ button: 'right' });
      await workbench.shot('grid-japanese');
    },
    { ...OPTIONS, locale: 'ja' },
  ),
];
