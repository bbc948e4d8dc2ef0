import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { openFolderOfLogs, search } from './support/logs';
import { scenario } from './support/scenario';

const LOGS = join(root, '../shared/data/invictus-ir/CloudTrail');
const QUERY = "event from cloud.audit_logs where operation = 'CreateDBInstance'";
const MINUTE_MS = 60_000;

export default [
  scenario(
    'real logs: from a folder, chosen by hand, to who made the database',
    async (workbench) => {
      await openFolderOfLogs(workbench, LOGS);

      // All of it is of one hour in 2023: the past 24 hours have nothing, and the way to the newest day is offered.
      await workbench.tree('Alerts').getByRole('treeitem').first().waitFor();
      await workbench.shot('real-1-nothing-today');
      await workbench.command('Nephoscope: Show the Newest Day');
      await workbench
        .tree('Accounts')
        .getByRole('treeitem', { name: /us-east-1/ })
        .first()
        .waitFor();
      await workbench.command('Nephoscope: Open Dashboard');
      const dashboard = await workbench.webview('Nephoscope: Dashboard');
      await dashboard.locator('.bar[data-total]').first().waitFor();
      await workbench.shot('real-2-dashboard');

      const results = await search(workbench, QUERY);
      await results.locator('.amount', { hasText: '1 event' }).waitFor();
      // The name is a fact of the public logs: grep CreateDBInstance in them.
      assert.equal(await results.locator('[data-row="0"] [data-key=user]').innerText(), 'bert-jan');
      await workbench.shot('real-3-name');
    },
    {
      timeoutMs: 2 * MINUTE_MS,
      viewport: { width: 1440, height: 960 },
      ...(existsSync(LOGS) ? {} : { skip: () => 'the public logs are not beside the checkout' }),
    },
  ),
];
