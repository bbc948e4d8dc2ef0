import type { FrameLocator } from 'playwright-core';
import { openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const OPTIONS = { timeoutMs: 4 * MINUTE_MS, viewport: { width: 1440, height: 960 } };

/** The chain of the first of the alerts about network interfaces, asked for by the alert's menu. */
async function traceFirstAlert(workbench: Workbench): Promise<FrameLocator> {
  const { page } = workbench;
  await workbench
    .tree('Alerts')
    .getByRole('treeitem', { name: /^Network interfaces/ })
    .click();
  const alert = workbench.tree('Alerts').getByRole('treeitem', { name: /eni-/ }).first();
  await alert.click({ button: 'right' });
  await page.locator('.monaco-menu').getByText('Trace Cause', { exact: true }).click();
  const chain = await workbench.webview('Cause: DeleteNetworkInterface');
  await chain.locator('.root .card-head').waitFor();
  return chain;
}

export default [
  scenario(
    'chain: from an alert to the person, with the evidence by keyboard',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const chain = await traceFirstAlert(workbench);
      await workbench.shot('chain-dark');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await chain.locator('.evidence:visible pre').waitFor();
      await workbench.shot('chain-evidence');
    },
    OPTIONS,
  ),
];
