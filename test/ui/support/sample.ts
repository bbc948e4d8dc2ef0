import type { FrameLocator } from 'playwright-core';
import type { Workbench } from './workbench';

/** The story's numbers: spec "The product", step 1. The sample's records make them, no constant does. */
export const ALERTS = 205;
export const HIGH = 172;
const MINUTE_MS = 60_000;

/** Opens the sample by the button of the welcome view, as a newcomer does. */
export async function openSample(workbench: Workbench): Promise<void> {
  await workbench.activity('Nephoscope');
  await workbench.page.getByRole('button', { name: 'Open the Sample Investigation' }).first().click();
  await workbench
    .tree('Accounts')
    .getByRole('treeitem', { name: /777788889999/ })
    .waitFor({ timeout: MINUTE_MS });
}

/** The dashboard, once it shows the sample's past 24 hours. */
export async function openDashboard(workbench: Workbench): Promise<FrameLocator> {
  await workbench.command('Nephoscope: Open Dashboard');
  const dashboard = await workbench.webview('Nephoscope: Dashboard');
  await dashboard.locator('.tile.total .number', { hasText: String(ALERTS) }).waitFor();
  return dashboard;
}
