import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 820 };

const HUNT = `// name: Who made the service?
// time: past 3 days
EVENT from cloud.audit_logs where cloud.region='us-east-2'and operation in('CreateService',"CreateCluster",'RunTask')and JSON.rule=$.userIdentity.arn EXISTS and $.errorCode does not exist and crud=create

// Everything that somebody opened to the world
config from cloud.resource where api.name = 'aws-ec2-describe-instances' as X; config from cloud.resource where api.name = 'aws-ec2-describe-security-groups' AND cloud.region = 'AWS Tokyo' AND json.rule = ipPermissions[?any(ipRanges[*] contains 0.0.0.0/0 and fromPort less than 1024)] exists as Y; filter '$.X.securityGroups[*].groupId == $.Y.groupId'; show X;

event from cloud.audit_logs where user == “root” OR ip EXISTS AND crud = 'reed'
`;

async function openHunt(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.openFile('hunt.rql');
  await page.locator('.codelens-decoration').first().waitFor();
  await page.locator('.squiggly-error').first().waitFor();
  await workbench.editor.getByText('AWS Ohio').waitFor(); // the hint after 'us-east-2'
}

async function format(workbench: Workbench): Promise<void> {
  await workbench.editor.click();
  await workbench.command('Format Document');
  await workbench.page.locator('.view-line', { hasText: /^\s*AND\soperation\sIN\s\(/ }).waitFor();
}

export default [
  scenario(
    'editing: a query is coloured, explained by hints, hover and lenses, and formatted, in three kinds of theme',
    async (workbench) => {
      const { page } = workbench;
      await openHunt(workbench);
      await format(workbench);
      for (const theme of ['light', 'high-contrast', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`editing-formatted-${theme}`);
      }
      await workbench.editor.getByText('exists', { exact: true }).first().hover();
      await page.locator('.monaco-hover').getByText('There is a value').first().waitFor();
      await workbench.shot('editing-hover-dark');
    },
    { timeoutMs: 2 * MINUTE_MS, viewport: VIEWPORT, files: { 'hunt.rql': HUNT } },
  ),
  scenario(
    "editing: a problem's code leads to a text about it, and a query becomes a policy",
    async (workbench) => {
      const { page } = workbench;
      await openHunt(workbench);
      await page.locator('.codelens-decoration').getByText('Make a Policy').first().click();
      await page.locator('.tab.active', { hasText: 'who-made-the-service' }).waitFor();
      await workbench.shot('editing-policy');
      await workbench.openFile('hunt.rql');
      await workbench.command('View: Toggle Problems');
      const code = page.locator('.markers-panel').getByText('crud-unknown').first();
      await code.waitFor();
      await code.click({ modifiers: ['Alt'] });
      await page.locator('.tab.active', { hasText: 'crud-unknown' }).waitFor();
      await workbench.shot('editing-problem-text');
    },
    { timeoutMs: 2 * MINUTE_MS, viewport: VIEWPORT, files: { 'hunt.rql': HUNT } },
  ),
  scenario(
    'editing: the same in Japanese',
    async (workbench) => {
      const { page } = workbench;
      await openHunt(workbench);
      await format(workbench);
      await workbench.editor.getByText('exists', { exact: true }).first().hover();
      await page.locator('.monaco-hover').getByText('値がある').first().waitFor();
      await workbench.shot('editing-japanese');
    },
    { timeoutMs: 2 * MINUTE_MS, viewport: VIEWPORT, locale: 'ja', files: { 'hunt.rql': HUNT } },
  ),
];
