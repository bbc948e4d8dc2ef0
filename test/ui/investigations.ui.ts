import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 960 };
const FILES = {
  'searches/team.rql':
    "// name: Services made in Ohio\n// time: past 7 days\nevent from cloud.audit_logs where cloud.region = 'AWS Ohio' AND operation = 'CreateService'\n\n// name: All sign-ins\nevent from cloud.audit_logs where operation = 'ConsoleLogin'\n",
};

/** The other views folded, so that this one has the side bar. */
async function investigationsAlone(workbench: Workbench, others: readonly string[]): Promise<void> {
  for (const name of others) {
    const header = workbench.page.locator('.pane-header').filter({ has: workbench.page.getByText(name, { exact: true }) });
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }
}

export default [
  scenario(
    'investigations: a ready-made one is opened, run, remembered and saved',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      await investigationsAlone(workbench, ['Accounts', 'Alerts']);
      const tree = workbench.tree('Investigations');
      await tree.getByRole('treeitem', { name: /^Mass deletion of network interfaces/ }).click();
      const results = await workbench.webview('Search: Mass deletion of network interfaces');
      await results.locator('.hits .bar').first().waitFor();
      await page
        .locator('.view-line', { hasText: /Look\sfor:/ })
        .first()
        .waitFor();
      await tree.getByRole('treeitem', { name: /^Recent/ }).waitFor();
      await tree.getByRole('treeitem', { name: /^team\.rql|^searches/ }).click();
      await tree.getByRole('treeitem', { name: /^Services made in Ohio/ }).waitFor();
      await workbench.shot('investigations-dark');
      for (const theme of ['light', 'high-contrast', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`investigations-${theme}`);
      }

      await workbench.command('Nephoscope: Start Investigation…');
      await workbench.quickInput.getByText('What did this access key do?').waitFor();
      await workbench.shot('investigations-pick');
      await workbench.pick('What did this access key do?');
      await workbench.quickInput.getByText('Access key id', { exact: false }).first().waitFor();
      await workbench.quickInput.locator('input').first().fill("AKIA' OR user = 'x");
      await workbench.quickInput.getByText('An access key id begins', { exact: false }).first().waitFor();
      await workbench.shot('investigations-ask');
      await page.keyboard.press('Escape');

      const recent = tree.getByRole('treeitem', { name: /^Mass deletion of network interfaces.*rows/ });
      await recent.click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Save Search…' }).click();
      await workbench.answer('Interfaces by the hour');
      await workbench.quickInput.getByText('searches/interfaces-by-the-hour.rql').waitFor();
      await workbench.shot('investigations-save');
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: 'interfaces-by-the-hour.rql' }).waitFor();
      const written = await readFile(join(workbench.folder, 'searches/interfaces-by-the-hour.rql'), 'utf8');
      assert.match(
        written,
        /^\/\/ name: Interfaces by the hour\n(?:\/\/ .*\n)*\/\/ time: past 24 hours\nevent from cloud\.audit_logs where /,
      );
      await tree.getByRole('treeitem', { name: /^Interfaces by the hour/ }).waitFor();

      await workbench.command('Nephoscope: Search History…');
      await workbench.quickInput.getByText('Mass deletion of network interfaces').first().waitFor();
      await workbench.shot('investigations-history');
    },
    { timeoutMs: 4 * MINUTE_MS, viewport: VIEWPORT, files: FILES },
  ),
  scenario(
    'investigations: the view and a ready-made search in Japanese',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await page
        .getByRole('treeitem', { name: /777788889999/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await investigationsAlone(workbench, ['アカウント', 'アラート']);
      await page.getByRole('treeitem', { name: /^リージョンの最初の利用/ }).click();
      const results = await workbench.webview('検索: リージョンの最初の利用');
      await results.locator('.hits .bar').first().waitFor();
      await workbench.shot('investigations-japanese');
    },
    { locale: 'ja', timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT, files: FILES },
  ),
];
