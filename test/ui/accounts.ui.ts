import { ACCOUNTS } from '../../src/sample/world';
import { writeSsoToken } from '../aws/environment';
import { ALERTS, HIGH } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OPTIONS = { timeoutMs: 4 * MINUTE_MS, viewport: { width: 1440, height: 960 } } as const;

/** Opens the list of profiles by the button of the welcome view. */
async function openProfiles(workbench: Workbench, button = 'Connect Account…'): Promise<void> {
  await workbench.activity('Nephoscope');
  await workbench.page.getByRole('button', { name: button }).first().click();
  await workbench.quickInput.getByText('sandbox-process', { exact: true }).waitFor();
}

/** Ticks profiles of the list that is open, and accepts. */
async function connect(workbench: Workbench, profiles: readonly string[]): Promise<void> {
  const { quickInput, page } = workbench;
  for (const profile of profiles) {
    const row = quickInput.locator('.monaco-list-row').filter({ has: page.getByText(profile, { exact: true }) });
    await row.first().click(); // ticks it
  }
  await quickInput.getByText(`${profiles.length} Selected`).waitFor();
  if (profiles.length > 1) await workbench.shot('accounts-1-profiles');
  await quickInput.getByRole('button', { name: 'OK' }).click();
}

export default [
  scenario(
    'accounts: from a profile to the cause: connect, tree, dashboard, story, chain',
    async (workbench) => {
      const { page } = workbench;
      await openProfiles(workbench);
      await connect(workbench, ['production', 'staging', 'sandbox']);
      await workbench.notification(/Connected 3 accounts/).waitFor();
      await workbench.shot('accounts-2-connected');
      await workbench
        .tree('Accounts')
        .getByRole('treeitem', { name: new RegExp(ACCOUNTS.production) })
        .waitFor();
      const story = page.getByRole('treeitem', { name: /load-test/ }).first();
      await story.waitFor({ timeout: MINUTE_MS });
      await workbench.command('Nephoscope: Open Dashboard');
      const dashboard = await workbench.webview('Nephoscope: Dashboard');
      await dashboard.locator('.tile.total .number', { hasText: String(ALERTS) }).waitFor({ timeout: MINUTE_MS });
      await dashboard.locator('.tile[data-key=high] .number', { hasText: String(HIGH) }).waitFor();
      await workbench.shot('accounts-3-dashboard');
      await workbench.setTheme('light');
      await workbench.shot('accounts-3-dashboard-light');
      await workbench.setTheme('high-contrast');
      await workbench.shot('accounts-3-dashboard-high-contrast');
      await workbench.setTheme('dark');
      await story.click({ button: 'right' });
      await workbench.menu('Trace Cause');
      const chain = await workbench.webview('Cause: DeleteNetworkInterface');
      await chain.locator('.root .card-head').waitFor();
      await workbench.shot('accounts-4-chain');
    },
    { ...OPTIONS, live: {} },
  ),

  scenario(
    'accounts: an expired sign-in is one prompt, and one made elsewhere is noticed',
    async (workbench) => {
      await openProfiles(workbench);
      await connect(workbench, ['sandbox-sso-expired']);
      await workbench.notification(/The sign-in to nimbus-old has expired/).waitFor();
      await workbench.shot('accounts-sign-in');
      await writeSsoToken(workbench.live.home, 'nimbus-old', Date.now() + 8 * HOUR_MS);
      await workbench.notification(/Connected nimbus-works-sandbox/).waitFor({ timeout: MINUTE_MS });
      await workbench.shot('accounts-signed-in');
    },
    { ...OPTIONS, live: {} },
  ),

  scenario(
    'accounts: a denied region is UNKNOWN, and says so',
    async (workbench) => {
      const { double } = workbench.live;
      double.faults.add({ service: 'cloudtrail', operation: 'LookupEvents', region: 'us-east-2', fault: { kind: 'deny' } });
      await openProfiles(workbench);
      await connect(workbench, ['sandbox']);
      await workbench.notification(/us-east-2 .*not permitted .*UNKNOWN/).waitFor({ timeout: MINUTE_MS });
      await workbench.shot('accounts-denied');
      await workbench.command('Nephoscope: Show Sync Status');
      await workbench.editor.getByText('us-east-2', { exact: false }).first().waitFor();
      await workbench.shot('accounts-status');
    },
    { ...OPTIONS, live: {} },
  ),

  scenario(
    'accounts: in Japanese, from the list of profiles to the sync status',
    async (workbench) => {
      await openProfiles(workbench, 'アカウントに接続…');
      await workbench.shot('accounts-ja-profiles');
      await connect(workbench, ['staging']);
      await workbench.notification(/nimbus-works-staging .*に接続しました/).waitFor();
      await workbench.page
        .locator('.statusbar-item')
        .filter({ hasText: /nimbus-works-staging .* · \d\d:\d\d UTC/ })
        .waitFor({ timeout: MINUTE_MS });
      await workbench.command('Nephoscope: 同期の状態を表示');
      await workbench.editor.getByText('接続方法', { exact: false }).first().waitFor();
      await workbench.shot('accounts-ja-status');
    },
    { ...OPTIONS, live: {}, locale: 'ja' },
  ),
];
