import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { HOSTILE, HOSTILE_LOG, ORPHAN, OWN } from './support/hostile-chain';
import { openFolderOfLogs, search } from './support/logs';
import { engineOf, noMemory } from './support/memory';
import { openDashboard, openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const POLL_MS = 100;
const OPTIONS = { timeoutMs: 4 * MINUTE_MS, viewport: { width: 1440, height: 960 } };

/** The chain of the sample's story, asked for by the menu of its row in the Alerts tree. */
async function traceStory(
  workbench: Workbench,
  texts = { command: 'Trace Cause', title: 'Cause: DeleteNetworkInterface' },
): Promise<FrameLocator> {
  const { page } = workbench;
  await page
    .getByRole('treeitem', { name: /load-test/ })
    .first()
    .click({ button: 'right' });
  await workbench.menu(texts.command);
  const chain = await workbench.webview(texts.title);
  await chain.locator('.root .card-head').waitFor();
  return chain;
}

/** The chain of what is typed into the palette's question. */
async function traceTyped(workbench: Workbench, subject: string, title: string): Promise<FrameLocator> {
  await workbench.command('Nephoscope: Trace Cause');
  await workbench.quickInput.getByPlaceholder('Event id, or id, ARN or name of a resource').waitFor();
  await workbench.answer(subject);
  return workbench.webview(title);
}

/** What is on the clipboard once it is something else than before: it takes the way through the editor. */
async function clipboard({ page }: Workbench, before = ''): Promise<string> {
  for (;;) {
    const text = await page.evaluate<string>('navigator.clipboard.readText()');
    if (text !== before) return text;
    await page.waitForTimeout(POLL_MS);
  }
}

/** The steps of the chain: operation and who called, the root's name last. */
async function steps(chain: FrameLocator): Promise<readonly string[]> {
  const texts = await chain.locator('.hop .what, .hop .who code, .root .name').allInnerTexts();
  return texts.map((text) => text.trim());
}

/** Nothing of the cards is cut off at the side of a window so wide. */
async function fits(chain: FrameLocator, width: number): Promise<void> {
  for (const card of await chain.locator('.card, .link').all()) {
    const box = await card.boundingBox();
    assert.ok(box !== null && box.x + box.width <= width, await card.innerText());
  }
}

export default [
  scenario(
    'chain: from the story to the person, with the evidence by keyboard, and a message to take along',
    async (workbench) => {
      const { page } = workbench;
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate('navigator.clipboard.writeText("")'); // a scenario before may have left something
      await openSample(workbench);
      const chain = await traceStory(workbench);
      assert.deepEqual((await steps(chain)).slice(0, 6), [
        ...['DeleteNetworkInterface', 'AWSServiceRoleForECS'],
        ...['CreateNetworkInterface', 'AWSServiceRoleForECS'],
        ...['CreateService', 'dana.lee'],
      ]);
      assert.equal((await steps(chain)).at(-1), 'dana.lee');
      assert.match(await chain.locator('.root .badge').innerText(), /^scored 0\.\d\d$/, 'no name without how sure it is');
      for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
        await workbench.setTheme(theme);
        await workbench.shot(`chain-${theme}`);
      }

      const focused = chain.locator('.card-head:focus');
      await focused.waitFor(); // the first card has the focus from the start
      await page.keyboard.press('End');
      assert.match(await focused.innerText(), /Root: a person/);
      await page.keyboard.press('Home');
      for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowDown');
      assert.match(await focused.innerText(), /CreateService/);
      assert.equal(await focused.getAttribute('aria-expanded'), 'false');
      await page.keyboard.press('?');
      assert.equal(await focused.getAttribute('aria-expanded'), 'true');
      const evidence = chain.locator('.evidence:visible');
      await evidence.locator('mark').first().waitFor();
      assert.match(await evidence.locator('.tokens').innerText(), /subnet-/);
      await workbench.shot('chain-evidence');

      await page.keyboard.press('Escape');
      await evidence.waitFor({ state: 'hidden' });
      await page.keyboard.press('Enter');
      await evidence.getByRole('button', { name: 'Copy Event ID' }).click();
      await chain.getByText('Copied', { exact: true }).waitFor();
      const eventId = await clipboard(workbench);
      await evidence.getByRole('button', { name: 'Open Record' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: eventId }).waitFor();
      await workbench.editor.getByText('"CreateService"').first().waitFor();

      await page.locator('.tab', { hasText: 'Cause: DeleteNetworkInterface' }).click();
      const again = await workbench.webview('Cause: DeleteNetworkInterface');
      await again.locator('.evidence:visible mark').first().waitFor(); // what was open is open again
      await again.getByRole('button', { name: 'Copy as Message to the Owner' }).first().click();
      await again.getByText('The message is on the clipboard').waitFor();
      const message = await clipboard(workbench, eventId);
      assert.match(
        message,
        /^Hello,\n\nIn the AWS account 777788889999, region us-east-2, we see DeleteNetworkInterface by AWSServiceRoleForECS\.\n/,
      );
      assert.match(message, /\nIt happened [\d,]+ times, first at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC and last at /);
      assert.ok(message.includes(`CreateService by dana.lee with AWS CLI (event ${eventId}; scored 0.`), message);
      assert.match(message, /\nThis suggests dana\.lee, but does not prove it\.\n/);
      await workbench.shot('chain-message');

      await workbench.reload();
      const reloaded = await workbench.webview('Cause: DeleteNetworkInterface');
      await reloaded.locator('.evidence:visible mark').first().waitFor({ timeout: MINUTE_MS });
      assert.equal((await steps(reloaded)).at(-1), 'dana.lee', 'the subject was kept, and the chain was traced again');
    },
    OPTIONS,
  ),
  scenario(
    'chain: asked for from the dashboard, the results, a record and by typing',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const dashboard = await openDashboard(workbench);
      await dashboard.locator('.alerts [data-row="0"]').getByRole('button', { name: 'Trace cause' }).click();
      await page.locator('.tab.active', { hasText: /^Cause: / }).waitFor();
      await page.keyboard.press('Control+F4');

      const none = await traceTyped(workbench, 'eni-0123456789abcdef0', 'Cause: eni-0123456789abcdef0');
      await none.getByText('No record names it').waitFor();
      await workbench.shot('chain-none');

      await workbench.activity('Nephoscope');
      const chain = await traceStory(workbench);
      await chain.locator('.toolbar').getByRole('button', { name: 'Open Record' }).click();
      await page.locator('.tab.active', { hasText: '.json' }).waitFor();
      await page.locator('.editor-actions').getByRole('button', { name: 'Trace Cause' }).first().click();
      await page.locator('.tab.active', { hasText: 'Cause: DeleteNetworkInterface' }).waitFor();
      assert.equal(await page.locator('.tab', { hasText: 'Cause: DeleteNetworkInterface' }).count(), 1, 'one panel for one subject');
      const shown = await workbench.webview('Cause: DeleteNetworkInterface');
      await shown.locator('.card-head:focus').waitFor(); // it has the keyboard before the palette takes it
      await workbench.command('View: Close All Editors');

      const results = await search(
        workbench,
        "// time: all\nevent from cloud.audit_logs where operation = 'CreateService' and cloud.region = 'us-east-2'",
      );
      await results.locator('[data-row="0"] [data-key=operation]').click();
      await page.keyboard.press('Shift+Alt+H');
      await page.locator('.tab.active', { hasText: 'Cause: CreateService' }).waitFor();
    },
    OPTIONS,
  ),
  scenario(
    'chain: in the editor, Call Hierarchy on a record walks it, and the palette knows what one is at',
    async (workbench) => {
      const { page } = workbench;
      await openSample(workbench);
      const chain = await traceStory(workbench);
      await chain.locator('.toolbar').getByRole('button', { name: 'Open Record' }).click();
      await workbench.editor.getByText('"DeleteNetworkInterface"').first().waitFor();
      await page.keyboard.press('Shift+Alt+H');
      for (const name of ['CreateNetworkInterface', 'CreateService', 'AssumeRoleWithSAML']) {
        await page
          .getByRole('treeitem', { name: new RegExp(name) })
          .first()
          .click();
        await page.keyboard.press('ArrowRight');
      }
      await page.getByRole('treeitem', { name: /^dana\.lee/ }).waitFor();
      await workbench.shot('chain-hierarchy');
      await workbench.command('Nephoscope: Trace Cause');
      const typed = await workbench.quickInput.locator('input').first().inputValue();
      assert.match(typed, /^[0-9a-f]{8}-[0-9a-f-]{27}$/, 'the event of the record that is shown');
      await page.keyboard.press('Escape');
    },
    OPTIONS,
  ),
  scenario(
    'chain: hostile and long texts stay text, and where nobody is named nobody is shown',
    async (workbench) => {
      const { page } = workbench;
      const logs = await mkdtemp(join(tmpdir(), 'nephoscope-hostile-'));
      await writeFile(join(logs, 'hostile.json'), HOSTILE_LOG);
      await openFolderOfLogs(workbench, logs);
      await page.locator('.statusbar-item', { hasText: '3 events' }).waitFor({ timeout: MINUTE_MS });
      await rm(logs, { recursive: true });
      const chain = await traceTyped(workbench, OWN, `Cause: ${OWN}`);
      await chain.locator('.hop').nth(1).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await chain.locator('.evidence:visible .facts').waitFor();
      assert.ok((await chain.locator('.evidence:visible .facts').innerText()).includes(HOSTILE.replace('\u202e', '\\u{202e}')));
      assert.equal(await chain.locator('main img, main script, main a').count(), 0);
      await fits(chain, 1440);
      await workbench.shot('chain-hostile');
      await workbench.command('View: Close All Editors');

      const orphan = await traceTyped(workbench, ORPHAN, `Cause: ${ORPHAN}`);
      await orphan.locator('.root').waitFor();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await orphan.locator('.root .evidence:visible').waitFor();
      await workbench.shot('chain-unknown');
      assert.equal(await orphan.locator('.root .badge').count(), 0);
    },
    OPTIONS,
  ),
  scenario(
    'chain: waits, is cancelled, fails and is asked for again',
    async (workbench) => {
      const { page, serverPid } = workbench;
      await openSample(workbench);
      assert.ok(serverPid !== undefined);
      const story = page.getByRole('treeitem', { name: /load-test/ }).first();
      await story.waitFor();
      const engine = engineOf(serverPid);
      process.kill(engine, 'SIGSTOP');
      await story.click({ button: 'right' });
      await workbench.menu('Trace Cause');
      const tab = page.locator('.tab.active', { hasText: /^Cause: / });
      await tab.waitFor();
      const title = (await tab.innerText()).trim();
      const chain = await workbench.webview(title);
      await chain.getByText('Tracing the cause…').first().waitFor();
      await workbench.shot('chain-tracing');
      process.kill(engine, 'SIGKILL');
      await chain.getByText('The cause could not be traced').waitFor();
      await workbench.shot('chain-failed');
      await chain.getByRole('button', { name: 'Trace Again' }).click();
      const found = await workbench.webview('Cause: DeleteNetworkInterface'); // now the call is known
      await found.locator('.root .card-head').waitFor({ timeout: MINUTE_MS });

      process.kill(engineOf(serverPid), 'SIGSTOP');
      await found.getByRole('button', { name: 'Trace Again' }).click();
      await found.getByText('Tracing the cause…').first().waitFor();
      await page.keyboard.press('Escape');
      process.kill(engineOf(serverPid), 'SIGCONT');
      await found.getByText('The trace was cancelled').waitFor();
      await workbench.shot('chain-cancelled');
    },
    { ...OPTIONS, skip: noMemory },
  ),
  scenario(
    'chain: in Japanese, and in a narrow window',
    async (workbench) => {
      const { page } = workbench;
      await workbench.activity('Nephoscope');
      await page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await page
        .getByRole('treeitem', { name: /load-test/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      const chain = await traceStory(workbench, { command: '原因をたどる', title: '原因: DeleteNetworkInterface' });
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await chain.locator('.evidence:visible mark').first().waitFor();
      await workbench.shot('chain-japanese');
      await page.keyboard.press('Escape');
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await page.setViewportSize({ width: 420, height: 900 });
      await chain.locator('.steps').waitFor();
      await fits(chain, 420);
      await workbench.shot('chain-narrow');
    },
    { ...OPTIONS, locale: 'ja' },
  ),
];
