import assert from 'node:assert/strict';
import { ALERTS, HIGH, openDashboard, openSample } from './support/sample';
import { scenario } from './support/scenario';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 960 };

export default [
  scenario(
    'stories: 172 alerts are one row, in the tree and on the dashboard, and a click narrows both to it',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      await workbench.view('Investigations');
      await page.locator('.pane-header', { hasText: 'Investigations' }).click(); // folded: more room for the trees
      const tree = workbench.tree('Alerts');
      const story = tree.getByRole('treeitem', { name: new RegExp(`${HIGH} alerts`) });
      await story.waitFor({ timeout: MINUTE_MS });
      assert.equal(await tree.getByRole('treeitem').first().getAttribute('aria-label'), await story.getAttribute('aria-label'));
      await story.hover();
      await page.locator('.workbench-hover, .monaco-hover').getByText('How sure').first().waitFor();
      await workbench.shot('stories-tooltip');

      await story.click();
      await tree.getByRole('treeitem', { name: /^Network interfaces/ }).click();
      await tree.getByRole('treeitem', { name: /eni-/ }).first().waitFor();
      await workbench.shot('stories-tree');

      const dashboard = await openDashboard(workbench);
      const row = dashboard.locator('.story').first();
      await row.locator('.story-count', { hasText: String(HIGH) }).waitFor({ timeout: MINUTE_MS });
      await row.scrollIntoViewIfNeeded();
      assert.ok((await row.locator('.sparkline rect').count()) > 1);
      for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`stories-${theme}`);
      }

      await row.click();
      await dashboard.locator('.chip').waitFor();
      await dashboard.locator('.tile.total .number', { hasText: String(HIGH) }).waitFor();
      const others = tree.getByRole('treeitem', { name: /^Security group/ });
      assert.equal(await others.count(), 0);
      await workbench.shot('stories-narrowed');
      await dashboard.locator('.story').first().click();
      await dashboard.locator('.tile.total .number', { hasText: String(ALERTS) }).waitFor();
    },
    { timeoutMs: 4 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'stories: in Japanese',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await page
        .getByRole('treeitem', { name: new RegExp(`${HIGH} 件のアラート`) })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await workbench.command('Nephoscope: ダッシュボードを開く');
      const dashboard = await workbench.webview('Nephoscope: ダッシュボード');
      await dashboard.locator('.story').first().scrollIntoViewIfNeeded();
      await workbench.shot('stories-japanese');
    },
    { locale: 'ja', timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
];
