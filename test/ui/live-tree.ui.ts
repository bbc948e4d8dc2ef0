import type { Locator, Page } from 'playwright-core';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const OPTIONS = { timeoutMs: 5 * MINUTE_MS, viewport: { width: 1440, height: 1100 } } as const;

/** Connects the account of the story and waits until its resources were seen; in a side bar wide enough to read. */
async function connectSandbox(workbench: Workbench, views: readonly [others: string, more: string], button: string): Promise<void> {
  const { page } = workbench;
  workbench.live.double.faults.add({ region: 'eu-west-2', fault: { kind: 'deny' } });
  await workbench.activity('Nephoscope');
  await page.getByRole('button', { name: button }).first().click();
  const profile = workbench.quickInput.locator('.monaco-list-row').filter({ has: page.getByText('sandbox', { exact: true }) });
  await profile.first().click();
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
  for (const view of views) await page.locator('.pane-header', { hasText: view }).click(); // folded: more room for the tree
  const sash = await page.locator('.monaco-sash.vertical').nth(1).boundingBox();
  if (sash === null) throw new Error('The side bar has no edge.');
  await page.mouse.move(sash.x + sash.width / 2, 500);
  await page.mouse.down();
  await page.mouse.move(860, 500, { steps: 5 });
  await page.mouse.up();
}

/** Points at a row until its tooltip is there: a tree that is made anew meanwhile takes the one that was on its way with it. */
async function pointAt(page: Page, row: Locator, text: string, left = 5): Promise<void> {
  await page.mouse.move(1200, 700); // a tooltip that was there already shows what was under it
  await row.hover();
  try {
    await page.locator('.workbench-hover, .monaco-hover').getByText(text).first().waitFor({ timeout: 5_000 });
  } catch (error) {
    if (left <= 1) throw error;
    await pointAt(page, row, text, left - 1);
  }
}

export default [
  scenario(
    'live tree: from the account to the service that fails, which is red and says why; a denied region says so',
    async (workbench) => {
      const { page } = workbench;
      await connectSandbox(workbench, ['Alerts', 'Investigations'], 'Connect Account…');
      const tree = workbench.tree('Accounts');
      const row = (name: RegExp) => tree.getByRole('treeitem', { name }).first();
      await row(/nimbus-works-sandbox/).waitFor({ timeout: MINUTE_MS });
      await row(/us-east-2 .*seen/).waitFor({ timeout: MINUTE_MS });
      await row(/eu-west-2 .*not permitted/).waitFor({ timeout: MINUTE_MS });
      await row(/us-east-2/).click();
      await row(/^ECS Clusters \(1\)/).click({ timeout: 2 * MINUTE_MS });
      await row(/load-test/)
        .locator('.monaco-tl-twistie')
        .click();
      const service = row(/^error: load-test-worker, 0 of 2 running/);
      await service.waitFor({ timeout: MINUTE_MS });
      await service.locator('.monaco-tl-twistie').click();
      await row(/^warning: .*CannotPullContainerError/).waitFor();
      await row(/Regions where nothing is/).waitFor({ timeout: 2 * MINUTE_MS });
      await pointAt(page, service, 'unable to consistently start tasks');
      await workbench.shot('live-tree-tooltip');
      await page.mouse.move(1200, 700);
      for (const theme of ['light', 'high-contrast', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`live-tree-${theme}`);
      }

      await service.click({ button: 'right' });
      await page.locator('.context-view .action-item', { hasText: 'Open in AWS Console' }).waitFor();
      await workbench.shot('live-tree-menu');
      await workbench.menu('Open Resource Configuration');
      await workbench.editor.getByText('load-test-worker', { exact: false }).first().waitFor();

      await row(/^Regions not asked/).click();
      await row(/af-south-1 .*not opted in/).waitFor();
      await row(/eu-west-2 .*not permitted/).click();
      await pointAt(page, row(/^ECS Clusters: UNKNOWN, not permitted/), 'in the IAM policy of the role or user');
      await workbench.shot('live-tree-denied');
    },
    { ...OPTIONS, live: {} },
  ),
];
