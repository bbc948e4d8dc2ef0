import { search } from './support/logs';
import { scenario } from './support/scenario';
import { ALERTS, openDashboard, openSample } from './support/sample';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 960 };

/** Everything a person sees at once: trees, dashboard, a search beside its results. */
async function everything(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await page.locator('.monaco-list-row', { hasText: 'us-east-2' }).first().click();
  await openDashboard(workbench);
}

export default [
  scenario(
    'looks: every theme, with the search beside its results',
    async (workbench) => {
      await openSample(workbench);
      await everything(workbench);
      for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`looks-dashboard-${theme}`);
      }
      const results = await search(workbench, "event from cloud.audit_logs where cloud.region = 'us-east-2' AND NOT (crud = 'read')");
      await results.locator('[data-row="0"]').waitFor();
      for (const theme of ['light', 'high-contrast', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`looks-search-${theme}`);
      }
    },
    { timeoutMs: 4 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'looks: long and hostile texts stay text',
    async (workbench) => {
      await openSample(workbench);
      const results = await search(
        workbench,
        "// time: all\nevent from cloud.audit_logs where cloud.region = 'AWS Frankfurt' AND json.rule = $.userAgent contains '<img'",
      );
      await results.locator('[data-row="0"]').waitFor();
      await results.locator('[data-row="0"]').dblclick();
      await workbench.editor.getByText('<img', { exact: false }).first().waitFor();
      await workbench.shot('looks-hostile');
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'looks: a broken query says what is wrong and repairs it',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await workbench.command('Nephoscope: Search Audit Events');
      await page.locator('.tab.active', { hasText: /Untitled/ }).waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type("event from cloud.audit_logs where source.ip = '203.0.113.7' AND operaton = 'CreateService'", { delay: 2 });
      await page.keyboard.press('Escape');
      await page.locator('.squiggly-error').nth(1).waitFor();
      await page.keyboard.press('F8');
      await workbench.shot('looks-diagnostic');
    },
    { timeoutMs: 2 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'looks: the sample and its dashboard in Japanese',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await page
        .getByRole('treeitem', { name: /us-east-2/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await workbench.command('Nephoscope: ダッシュボードを開く');
      const dashboard = await workbench.webview('Nephoscope: ダッシュボード');
      await dashboard.locator('.tile.total .number', { hasText: String(ALERTS) }).waitFor();
      await dashboard.locator('.as-table').click();
      await dashboard.locator('table').first().waitFor();
      await workbench.shot('looks-japanese');
    },
    { locale: 'ja', timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'looks: a dashboard without data offers what to open',
    async (workbench) => {
      await workbench.activity('Nephoscope');
      await workbench.command('Nephoscope: Open Dashboard');
      const dashboard = await workbench.webview('Nephoscope: Dashboard');
      await dashboard.getByRole('button', { name: 'Open the Sample Investigation' }).waitFor();
      await workbench.shot('looks-nothing');
    },
    { timeoutMs: MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'looks: the walkthrough leads through the first steps',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await workbench.command('Welcome: Open Walkthrough...');
      await workbench.pick('Get Started with Nephoscope');
      await page.locator('.gettingStartedContainer').getByText('Open the sample investigation').first().waitFor();
      await workbench.shot('looks-walkthrough');
    },
    { timeoutMs: MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'looks: an alert, its tooltip, and the resources of a region that nobody uses',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      await workbench.view('Investigations');
      await page.locator('.pane-header', { hasText: 'Investigations' }).click(); // folded: more room for the trees
      const region = workbench.tree('Accounts').getByRole('treeitem', { name: /us-east-2/ });
      await region.click();
      await workbench
        .tree('Accounts')
        .getByRole('treeitem', { name: /^Resources seen/ })
        .first()
        .click();
      await workbench.command('Nephoscope: Group Alerts by Policy');
      await workbench
        .tree('Alerts')
        .getByRole('treeitem', { name: /^Network interfaces/ })
        .click();
      const alert = workbench.tree('Alerts').getByRole('treeitem', { name: /eni-/ }).first();
      await alert.hover();
      await page.locator('.workbench-hover, .monaco-hover').getByText('us-east-2').first().waitFor();
      await workbench.shot('looks-alert');
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
];
