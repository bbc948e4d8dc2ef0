import assert from 'node:assert/strict';
import { HIGH, openSample } from './support/sample';
import { scenario } from './support/scenario';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 960 };

export default [
  scenario(
    'radar: the region that nobody uses is on top, with who was there, in the tree and on the dashboard; a click narrows both to it',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const region = workbench.tree('Accounts').getByRole('treeitem', { name: /unused but inhabited · 3 alive · dana\.lee/ });
      await region.waitFor({ timeout: MINUTE_MS });
      await region.hover();
      await page.locator('.workbench-hover, .monaco-hover').getByText('Last person').first().waitFor();
      await workbench.shot('radar-tooltip');

      await workbench.command('Nephoscope: Show Region Radar');
      const dashboard = await workbench.webview('Nephoscope: Dashboard');
      const table = dashboard.getByRole('grid', { name: 'Region radar' });
      await table.getByText('dana.lee').first().waitFor({ timeout: MINUTE_MS });
      const first = table.locator('.grid-body .grid-row').first();
      for (const text of ['us-east-2 (AWS Ohio)', 'unused but inhabited', 'dana.lee'])
        await first.getByText(text, { exact: true }).waitFor();
      assert.equal(await table.getAttribute('aria-rowcount'), '11'); // ten regions of three accounts, and the header
      for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`radar-${theme}`);
      }

      await table.getByText('Alive', { exact: true }).click();
      await table.locator('.grid-body .grid-row').first().getByText('us-east-1 (AWS Virginia)').waitFor();
      await table.getByText('us-east-2 (AWS Ohio)').click();
      await page.keyboard.press('Enter');
      await dashboard.locator('.chip', { hasText: 'us-east-2' }).waitFor();
      await dashboard.locator('.tile.total .number', { hasText: String(HIGH) }).waitFor();
      await workbench.shot('radar-narrowed');
    },
    { timeoutMs: 4 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'radar: in Japanese',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await page
        .getByRole('treeitem', { name: /未使用なのに使われている · リソース 3 件 · dana\.lee/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await workbench.command('Nephoscope: リージョンレーダーを表示');
      const dashboard = await workbench.webview('Nephoscope: ダッシュボード');
      await dashboard.getByRole('grid', { name: 'リージョンレーダー' }).getByText('dana.lee').first().waitFor({ timeout: MINUTE_MS });
      await workbench.shot('radar-japanese');
    },
    { locale: 'ja', timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
];
