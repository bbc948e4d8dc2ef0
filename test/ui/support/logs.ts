import type { FrameLocator } from 'playwright-core';
import type { Workbench } from './workbench';

/** Chooses a folder of logs by hand, from the welcome view on; its loading has begun then. */
export async function openFolderOfLogs(workbench: Workbench, folder: string): Promise<void> {
  await workbench.activity('Nephoscope');
  await workbench.page.getByRole('button', { name: 'Open Log Files…' }).first().click();
  await workbench.pick('A Folder of Logs…');
  await workbench.quickInput.getByText('Open CloudTrail Log Files').waitFor();
  await workbench.quickInput.getByText('..', { exact: true }).waitFor(); // it has filled in the folder that is open
  await workbench.quickInput.locator('input').first().fill(folder);
  await workbench.quickInput.getByRole('button', { name: 'Load' }).click();
}

/** Types a query into a new search and runs it. Returns its results. */
export async function search(workbench: Workbench, query: string): Promise<FrameLocator> {
  const { page } = workbench;
  await workbench.command('Nephoscope: Search Audit Events');
  await page.locator('.tab.active', { hasText: /Untitled/ }).waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(query, { delay: 2 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  return workbench.webview(`Search: ${query.split('\n').at(-1) ?? ''}`);
}
