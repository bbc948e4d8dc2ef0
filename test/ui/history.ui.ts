import assert from 'node:assert/strict';
import { standingId } from '../../src/sample/ids';
import { openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 900 };
/** A port of it was opened to the world, and shut again. */
const GROUP = standingId('sg', 'group/bastion');

/** A deleted interface's configuration, from its row. */
async function openDeletedInterface(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.command('Nephoscope: Group Alerts by Resource');
  const row = workbench.tree('Alerts').getByRole('treeitem', { name: /^eni-/ }).first();
  await row.click();
  await row.getByRole('button', { name: 'Open Resource Configuration' }).click();
  await page.locator('.tab.active', { hasText: /^eni-[0-9a-f]+\.jsonc/ }).waitFor();
  await workbench.editor.getByText('deleted', { exact: false }).first().waitFor();
}

/** The rows of the open list of versions, newest first. */
function versions(workbench: Workbench) {
  return workbench.quickInput.locator('.monaco-list-row');
}

export default [
  scenario(
    'history: from a deleted interface to who changed a security group, and how',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      await openDeletedInterface(workbench);
      await workbench.shot('history-1-configuration');
      await page.locator('.editor-actions').getByRole('button', { name: 'Show History' }).click();
      await versions(workbench).nth(1).waitFor();
      assert.match(await versions(workbench).nth(0).innerText(), /DeleteNetworkInterface/);
      assert.match(await versions(workbench).nth(1).innerText(), /CreateNetworkInterface/);
      await versions(workbench).getByText('dana.lee', { exact: false }).first().waitFor(); // the person behind the service
      await workbench.shot('history-2-versions');
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: 'DeleteNetworkInterface' }).waitFor();
      await page.locator('.monaco-diff-editor').first().waitFor();
      await workbench.shot('history-3-deleted');
      await workbench.command('Nephoscope: Show History');
      await versions(workbench).first().waitFor(); // the interface's: it is what the editor shows
      await page.keyboard.press('Escape');
      await workbench.command('View: Close All Editors');
      await workbench.command('Nephoscope: Show History');
      await workbench.answer(GROUP);
      await versions(workbench).nth(2).waitFor();
      const shown = await versions(workbench).allInnerTexts();
      const calls = shown.map((text) => /(?:Authorize|Revoke)SecurityGroupIngress/.exec(text)?.[0]);
      // What opens again what is open is no version.
      assert.deepEqual(calls, ['RevokeSecurityGroupIngress', 'AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupIngress']);
      await versions(workbench).getByText('tom.walker', { exact: false }).first().waitFor();
      await workbench.shot('history-4-group-versions');
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: /RevokeSecurityGroupIngress.*tom\.walker/ }).waitFor();
      await page.locator('.monaco-diff-editor').getByText('0.0.0.0/0', { exact: false }).first().waitFor();
      await workbench.shot('history-5-diff-dark');
      await page.locator('.editor-actions').getByRole('button', { name: 'Compare with Previous Version' }).click();
      await page.locator('.tab.active', { hasText: /AuthorizeSecurityGroupIngress.*tom\.walker/ }).waitFor();
      await workbench.command('Nephoscope: Compare with Previous Version');
      await page.locator('.tab.active', { hasText: /AuthorizeSecurityGroupIngress.*mika\.tanaka/ }).waitFor();
      await workbench.command('Nephoscope: Compare with Previous Version');
      await workbench.notification('is known before this one').waitFor();
      await workbench.command('Nephoscope: Compare with Next Version');
      await page.locator('.tab.active', { hasText: /AuthorizeSecurityGroupIngress.*tom\.walker/ }).waitFor();
      await workbench.setTheme('light');
      await workbench.shot('history-6-diff-light');
    },
    { timeoutMs: 4 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'history: in Japanese',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await page
        .getByRole('treeitem', { name: /us-east-2/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await workbench.command('Nephoscope: リソースの構成を開く');
      await workbench.answer(GROUP);
      await page.locator('.tab.active', { hasText: GROUP }).waitFor();
      await page.locator('.editor-actions').getByRole('button', { name: '履歴を表示' }).click();
      await versions(workbench).getByText('tom.walker', { exact: false }).first().waitFor();
      await workbench.shot('history-japanese-versions');
      await page.keyboard.press('Enter');
      await page.locator('.monaco-diff-editor').getByText('0.0.0.0/0', { exact: false }).first().waitFor();
      await workbench.shot('history-japanese-diff');
    },
    { timeoutMs: 4 * MINUTE_MS, viewport: VIEWPORT, locale: 'ja' },
  ),
];
