import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../scripts/lib/chromium.mjs';
import { ensureHost } from '../scripts/lib/host-install.mjs';
import { openWorkbench } from '../test/ui/support/launch';
import type { Workbench } from '../test/ui/support/workbench';
import { median, timed, type Bench, type Ratio, type Row } from './lib/measure';

/** What the sample is made to show over the past 24 hours. */
const ALERTS = '205';
const OPEN_DASHBOARD = 'Nephoscope: Open Dashboard';
/** The title of the dashboard's page. */
const DASHBOARD = 'Nephoscope: Dashboard';
const NEW_EDITOR = 'File: New Untitled Text File';
const WAIT_MS = 120_000;

interface Pass {
  readonly start: number;
  readonly editor: number;
  readonly sample: number;
  readonly again: number;
}

/**
 * From a person's click to the number on the dashboard, in the real workbench with nothing kept from before: first the click on the
 * sample (made, loaded, asked, drawn), then the command alone with the sample loaded. Beside it, in the same page, an empty editor.
 */
export const dashboard: Bench = async ({ quick, tell }) => {
  await ensureHost();
  const browser = await launchBrowser();
  const passes: Pass[] = [];
  try {
    for (let i = 0; i < (quick ? 1 : 5); i++) {
      const pass = await onePass(browser);
      tell(
        Object.entries(pass)
          .map(([name, ms]) => `${name} ${Math.round(ms as number)} ms`)
          .join(', '),
      );
      passes.push(pass);
    }
  } finally {
    await browser.close();
  }
  const row = (what: string, of: keyof Pass, peer?: keyof Pass): Row => {
    const ratio: Ratio | undefined =
      peer === undefined ? undefined : { of: PEERS[peer] ?? peer, value: median(passes.map((pass) => pass[of] / pass[peer])) };
    return { what, unit: 'ms', runs: passes.map((pass) => pass[of]), ...(ratio !== undefined && { ratio }) };
  };
  return [
    row(`click on the sample → ${ALERTS} on the open dashboard`, 'sample', 'start'),
    row(`command Open Dashboard → ${ALERTS} (sample loaded)`, 'again', 'editor'),
    row('command New Untitled Text File → its editor', 'editor'),
    row('host and workbench start → its window is there', 'start'),
  ];
};

const PEERS: Partial<Record<keyof Pass, string>> = { start: 'ours ÷ start of the workbench', editor: 'ours ÷ empty editor' };

async function onePass(browser: Browser): Promise<Pass> {
  const started = performance.now();
  const { workbench, close } = await openWorkbench(browser);
  const start = performance.now() - started;
  try {
    const { page } = workbench;
    await workbench.activity('Nephoscope');
    const offer = page.getByRole('button', { name: 'Open the Sample Investigation' }).first();
    await offer.waitFor();
    // The first command of a page pays for the palette itself.
    await workbench.command(NEW_EDITOR);
    await editorOf(page).waitFor();
    await closeEditors(workbench);
    const editor = await timed(async () => {
      await workbench.command(NEW_EDITOR);
      await editorOf(page).waitFor();
    });
    await closeEditors(workbench);
    await workbench.command(OPEN_DASHBOARD);
    await workbench.webview(DASHBOARD);
    const sample = await timed(async () => {
      await offer.click();
      await shows(workbench);
    });
    await closeEditors(workbench);
    const again = await timed(async () => {
      await workbench.command(OPEN_DASHBOARD);
      await shows(workbench);
    });
    return { start, editor, sample, again };
  } finally {
    await close();
  }
}

function editorOf(page: Page): Locator {
  return page.locator('.editor-group-container.active .editor-instance .view-lines');
}

async function closeEditors(workbench: Workbench): Promise<void> {
  await workbench.command('View: Close All Editors');
  await workbench.page.locator('.tabs-container .tab').first().waitFor({ state: 'hidden' });
}

/** Waits for the number of the sample's alerts on the dashboard. */
async function shows(workbench: Workbench): Promise<void> {
  const number = (await workbench.webview(DASHBOARD)).locator('.tile.total .number');
  await number.filter({ hasText: ALERTS }).waitFor({ timeout: WAIT_MS });
}
