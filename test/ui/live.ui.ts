import assert from 'node:assert/strict';
import { scenario } from './support/scenario';

const MINUTE_MS = 60_000;

export default [
  scenario(
    'live: a profile is connected, and its account is looked at within the quota',
    async (workbench) => {
      const { page } = workbench;
      const { double } = workbench.live;
      await workbench.activity('Nephoscope');
      await workbench.command('Nephoscope: Connect Account…');
      await page.locator('.quick-input-list').getByText('sandbox', { exact: true }).click();
      await workbench.shot('live-profiles');
      await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
      const account = workbench.tree('Accounts').getByRole('treeitem', { name: /nimbus-works-sandbox/ });
      await account.waitFor({ timeout: MINUTE_MS });
      const done = () => double.requests.some(({ operation, region }) => operation === 'LookupEvents' && region === 'us-east-2');
      for (const until = Date.now() + MINUTE_MS; !done() && Date.now() < until;) await page.waitForTimeout(200);
      assert.ok(done(), 'us-east-2 was looked up');
      await workbench.shot('live-connected');
      assert.deepEqual(
        double.requests.filter(({ operation, error }) => operation === 'LookupEvents' && error !== undefined),
        [],
      );
    },
    { live: {}, timeoutMs: 4 * MINUTE_MS, viewport: { width: 1440, height: 960 } },
  ),
];
