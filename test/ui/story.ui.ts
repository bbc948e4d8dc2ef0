import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { scenario } from './support/scenario';
import { HIGH, openDashboard, openSample } from './support/sample';

const MINUTE_MS = 60_000;
const STORY_SEARCH = "event from cloud.audit_logs where cloud.region = 'AWS Ohio' AND operation = 'CreateService'";

/** The bar with the most alerts of a type, and how many. */
async function tallest(dashboard: FrameLocator): Promise<Locator> {
  const bars = dashboard.locator('.bar');
  let best = { total: -1, index: -1 };
  for (let index = 0; index < (await bars.count()); index++) {
    const total = Number(await bars.nth(index).getAttribute('data-total'));
    if (total > best.total) best = { total, index };
  }
  return bars.nth(best.index);
}

export default [
  scenario(
    'story: from 205 alerts to the name of the person',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'Open the Sample Investigation' }).first().waitFor();
      await workbench.shot('story-0-welcome');

      await openSample(workbench);
      await workbench.shot('story-1-sample');

      const dashboard = await openDashboard(workbench);
      assert.equal(await dashboard.locator('.tile[data-key=high] .number').innerText(), String(HIGH));
      await workbench.shot('story-2-dashboard');

      await (await tallest(dashboard)).locator('.segment[data-series="audit-event"]').click();
      await dashboard.locator('.chip').first().waitFor();
      const operations = dashboard.locator('.alerts .grid-body [data-key=operation]');
      await operations.first().waitFor();
      const shown = await operations.allInnerTexts();
      assert.equal(shown[0], 'DeleteNetworkInterface');
      assert.ok(shown.filter((text) => text === 'DeleteNetworkInterface').length > shown.length / 2, 'most of the list is the story');
      await workbench.shot('story-3-bar');

      await dashboard.locator('.alerts .grid-body [data-key=configuration]').first().click();
      await page.locator('.tab.active', { hasText: /^eni-[0-9a-f]+\.jsonc/ }).waitFor();
      await workbench.editor.getByText('us-east-2', { exact: false }).first().waitFor();
      await workbench.editor.getByText('deleted', { exact: false }).first().waitFor();
      await workbench.shot('story-4-configuration');

      await workbench.command('Nephoscope: Search Audit Events');
      await page.locator('.tab.active', { hasText: /Untitled/ }).waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(STORY_SEARCH.replace("'CreateService'", ''), { delay: 5 });
      await page.keyboard.press('Control+Space');
      await workbench.suggestions.first().waitFor();
      await workbench.shot('story-5-completion');
      await page.keyboard.type("'CreateService'", { delay: 5 });
      await page.keyboard.press('Escape');
      await page.locator('.codelens-decoration').getByText('Run', { exact: false }).first().click();
      const results = await workbench.webview(`Search: ${STORY_SEARCH}`);
      await results.getByText('No event matches').waitFor(); // it was days ago, and the past 24 hours are in force
      await workbench.shot('story-6-nothing-in-range');
      await results.getByRole('button', { name: 'Search All Time' }).click();
      await results.locator('.amount', { hasText: '1 event' }).waitFor();
      assert.equal(await results.locator('[data-row="0"] [data-key=user]').innerText(), 'dana.lee');
      await workbench.shot('story-7-name');
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: { width: 1440, height: 960 } },
  ),
];
