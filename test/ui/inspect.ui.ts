import { standingId } from '../../src/sample/ids';
import { openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Theme } from './support/themes';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 900 };
/** The group of the story's service, the same in each sample. */
const GROUP = standingId('sg', 'story/default');
const SUBNET = standingId('subnet', 'story/a');

const FILES = {
  'main.tf': `module "net" {
  source = "./net"
}

# Left over from the load test, in us-east-2 of account 777788889999.
resource "aws_ecs_service" "worker" {
  name    = "load-test-worker"
  cluster = "arn:aws:ecs:us-east-2:777788889999:cluster/load-test"

  network_configuration {
    subnets         = ["${SUBNET}"]
    security_groups = ["${GROUP}"]
  }
}
`,
  'net/main.tf': `# The network of the load test.
resource "aws_security_group" "worker" {
  name = "load-test"
}

resource "aws_subnet" "private" {
  count = 1
}
`,
  'terraform.tfstate': JSON.stringify({
    version: 4,
    resources: [
      { module: 'module.net', mode: 'managed', type: 'aws_security_group', name: 'worker', instances: [{ attributes: { id: GROUP } }] },
      {
        module: 'module.net',
        mode: 'managed',
        type: 'aws_subnet',
        name: 'private',
        instances: [{ index_key: 0, attributes: { id: SUBNET } }],
      },
    ],
  }),
};

/** A text of the open editor, on the screen. */
function shown(workbench: Workbench, text: string) {
  return workbench.editor.getByText(text, { exact: false }).first();
}

/** Puts the cursor on a text by the editor's own search. */
async function goTo({ page }: Workbench, text: string): Promise<void> {
  await page.keyboard.press('Control+F');
  await page.locator('.find-widget.visible textarea').first().fill(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

/** Asks for the hover by keyboard, at the cursor, until it says something: the first one waits for no state that is still being read. */
async function hover({ page }: Workbench, said: string): Promise<void> {
  const found = page.locator('.monaco-hover:not(.hidden)').getByText(said).first();
  for (let attempt = 1; ; attempt += 1) {
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    try {
      await found.waitFor({ timeout: 5_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

export default [
  scenario(
    'inspect: a security group in a Terraform file says what it is, and leads to its configuration, its block and its events',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      await workbench.openFile('main.tf');
      await shown(workbench, 'aws_ecs_service').waitFor();
      await goTo(workbench, GROUP);
      await hover(workbench, 'module.net.aws_security_group.worker');
      for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] satisfies Theme[]) {
        await workbench.setTheme(theme);
        await workbench.shot(`inspect-hover-${theme}`);
      }
      await workbench.setTheme('dark');
      await page.keyboard.press('Escape');
      await goTo(workbench, 'account 777788889999');
      await hover(workbench, 'AWS account');
      await workbench.shot('inspect-account');
      await page.keyboard.press('Escape');

      await goTo(workbench, GROUP);
      await page.keyboard.press('F12'); // of several the editor shows a list
      const peek = page.locator('.peekview-widget');
      await peek.getByText('aws_security_group').first().waitFor();
      await peek.getByText(`${GROUP}.jsonc`).first().waitFor();
      await workbench.shot('inspect-definitions');
      await page.keyboard.press('Escape');

      await page.keyboard.press('Shift+F12');
      await peek
        .getByText(/CreateNetworkInterface|CreateService/)
        .first()
        .waitFor();
      await workbench.shot('inspect-references');
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT, files: FILES },
  ),
  scenario(
    'inspect: the hover is Japanese where the editor is',
    async (workbench) => {
      await workbench.activity('Nephoscope');
      await workbench.page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await workbench.page
        .getByRole('treeitem', { name: /us-east-2/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await workbench.openFile('main.tf');
      await shown(workbench, 'aws_ecs_service').waitFor();
      await goTo(workbench, 'cluster/load-test');
      await hover(workbench, '作成');
      await workbench.shot('inspect-hover-ja');
    },
    { locale: 'ja', timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT, files: FILES },
  ),
];
