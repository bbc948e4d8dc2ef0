import { openSample } from './support/sample';
import { scenario } from './support/scenario';
import type { Workbench } from './support/workbench';

const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 900 };
const HEAD = 'event from cloud.audit_logs where ';
/** The story's own question, in its time range. */
const STORY = `// time: all\n${HEAD}cloud.region = 'AWS Ohio' AND operation = 'CreateService'`;

/** Types a text into a new search, and leaves the cursor behind it. */
async function type(workbench: Workbench, command: string, text: string): Promise<void> {
  const { page } = workbench;
  await workbench.command(command);
  await page.locator('.tab.active', { hasText: /Untitled/ }).waitFor();
  await retype(workbench, text);
}

async function retype({ page }: Workbench, text: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  for (const [place, line] of text.split('\n').entries()) {
    if (place > 0) {
      await page.keyboard.press('Escape'); // an open list would take the Enter
      await page.keyboard.press('Enter');
    }
    await page.keyboard.type(line, { delay: 5 });
  }
}

export default [
  scenario(
    'language: completion knows the values and the paths that the rest of the query leaves',
    async (workbench) => {
      await openSample(workbench);
      await type(workbench, 'Nephoscope: Search Audit Events', `${STORY} AND user = '`);
      const suggestions = workbench.page.locator('.suggest-widget.visible .monaco-list-row');
      await suggestions.filter({ hasText: /event/ }).first().waitFor();
      await workbench.shot('language-values');
      await retype(workbench, `${STORY} AND json.rule = $.requestParameters.`);
      await suggestions.filter({ hasText: 'serviceName' }).first().waitFor();
      await workbench.shot('language-paths');
      await retype(workbench, `// time: all\n${HEAD}json.rule = $.requestParameters.launchType equals '`);
      await suggestions.filter({ hasText: 'FARGATE' }).first().waitFor();
      await workbench.shot('language-path-values');
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'language: a query is put into plain words, with what each condition lets through',
    async (workbench) => {
      await openSample(workbench);
      await type(workbench, 'Nephoscope: Search Audit Events', `${STORY} AND NOT (user = 'nobody' OR json.rule = $.errorCode exists)`);
      await workbench.page.keyboard.press('Escape');
      await workbench.command('Nephoscope: Explain Query');
      await workbench.page.locator('.view-lines').getByText('all events in the time range').first().waitFor();
      await workbench.page.locator('.view-lines').getByText('and none of these:').first().waitFor();
      await workbench.shot('language-explain');
    },
    { timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
  scenario(
    'language: the plain words are Japanese where the editor is',
    async (workbench) => {
      await workbench.activity('Nephoscope');
      await workbench.page.getByRole('button', { name: 'サンプル調査を開く' }).first().click();
      await workbench.page
        .getByRole('treeitem', { name: /us-east-2/ })
        .first()
        .waitFor({ timeout: MINUTE_MS });
      await type(workbench, 'Nephoscope: 監査イベントを検索', `${STORY} AND NOT (user = 'nobody' OR json.rule = $.errorCode exists)`);
      await workbench.page.keyboard.press('Escape');
      await workbench.command('Nephoscope: クエリを説明');
      await workbench.page.locator('.view-lines').getByText('時間範囲内のすべてのイベント').first().waitFor();
      await workbench.shot('language-explain-ja');
    },
    { locale: 'ja', timeoutMs: 3 * MINUTE_MS, viewport: VIEWPORT },
  ),
];
