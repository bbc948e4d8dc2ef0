import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../scripts/lib/chromium.mjs';
import { startHost, workbenchUrl } from '../scripts/lib/host.mjs';
import { ensureHost } from '../scripts/lib/host-install.mjs';
import { root } from '../scripts/lib/paths.mjs';
import { Workbench } from '../test/ui/support/workbench';
import { runNode } from './lib/child';
import { median, type Bench, type BenchOptions, type Row } from './lib/measure';

const PEER = 'bench-empty';

/**
 * What the editor spends on us as the view opens: the number VS Code itself gives in "Show Running Extensions" (loading the code and
 * the call of `activate`), in a new extension host each time, beside an extension that does nothing; and the bundle alone in plain Node.
 */
export const activation: Bench = async (options) => {
  const rows = [...(await bundleAlone(options))];
  await ensureHost();
  const browser = await launchBrowser();
  try {
    rows.push(...(await inHost(browser, options)));
  } finally {
    await browser.close();
  }
  return rows;
};

async function inHost(browser: Browser, { quick, scratch, tell }: BenchOptions): Promise<readonly Row[]> {
  const peer = await emptyExtension(scratch);
  const ours: number[] = [];
  const empty: number[] = [];
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    const times = await activationTimes(browser, peer, await mkdtemp(join(scratch, 'folder-')));
    tell(`VS Code says: Nephoscope ${times.ours} ms, an empty extension ${times.empty} ms`);
    ours.push(times.ours);
    empty.push(times.empty);
  }
  // VS Code gives whole milliseconds; an extension that does nothing may take none of them.
  const ratio = median(ours) / Math.max(median(empty), 1);
  return [
    {
      what: 'activation in VS Code: code loaded + activate()',
      unit: 'ms',
      runs: ours,
      ratio: { of: 'ours ÷ empty extension (≥ 1 ms)', value: ratio },
    },
    { what: 'activation in VS Code: an empty extension', unit: 'ms', runs: empty },
  ];
}

async function emptyExtension(scratch: string): Promise<string> {
  const dir = join(scratch, PEER);
  await mkdir(dir, { recursive: true });
  const manifest = {
    name: PEER,
    publisher: 'bench',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    main: './main.js',
    activationEvents: ['*'],
  };
  await writeFile(join(dir, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(dir, 'main.js'), `require('vscode'); exports.activate = () => {};`);
  return dir;
}

async function activationTimes(browser: Browser, peer: string, folder: string): Promise<{ readonly ours: number; readonly empty: number }> {
  const host = await startHost({ extensions: [root, peer], endWithPage: true });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(workbenchUrl(host.base, { folder }), { waitUntil: 'commit' });
    await page.locator('.monaco-workbench').waitFor();
    const workbench = new Workbench(page, folder, host.settingsFile);
    await workbench.activity('Nephoscope');
    await page.getByRole('button', { name: 'Open the Sample Investigation' }).first().waitFor();
    await workbench.command('Developer: Show Running Extensions');
    return { ours: await reported(page, 'nephoscope'), empty: await reported(page, PEER) };
  } finally {
    await context.close();
    await host.stop();
  }
}

/** The time in the row of an extension, milliseconds. */
async function reported(page: Page, name: string): Promise<number> {
  const row = page.locator('.runtime-extensions-editor .extension').filter({ has: page.getByText(name, { exact: true }) });
  const text = await row
    .locator('.activation-time')
    .filter({ hasText: /\d+\s*ms/ })
    .first()
    .textContent();
  const time = /(\d+)\s*ms/.exec(text ?? '')?.[1];
  if (time === undefined) throw new Error(`VS Code reports no activation time of ${name}: "${text ?? ''}".`);
  return Number(time);
}

/** A Node process that stands in for the editor's API and loads one file: parse and top level, nothing is activated. */
const LOAD_ALONE = `
const { Module } = require('node:module');
const anything = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything),
  getPrototypeOf: () => anything, // the bundle copies what it imports, and what it finds nowhere else it asks of the prototype
  apply: () => anything,
  construct: () => anything,
});
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? anything : load(name, ...rest));
const start = performance.now();
require(process.argv[2]);
console.log(performance.now() - start);
`;

async function bundleAlone({ quick, scratch, tell }: BenchOptions): Promise<readonly Row[]> {
  const loader = join(scratch, 'load-alone.cjs');
  const empty = join(scratch, 'empty.cjs');
  await writeFile(loader, LOAD_ALONE);
  await writeFile(empty, `require('vscode'); exports.activate = () => {};`);
  const loadOf = async (file: string) => Number((await runNode(scratch, [loader, file])).stdout);
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let i = 0; i < (quick ? 3 : 20); i++) {
    ours.push(await loadOf(join(root, 'dist/extension.js')));
    peer.push(await loadOf(empty));
  }
  tell(`the bundle alone in plain Node: ${median(ours).toFixed(1)} ms, an empty one ${median(peer).toFixed(1)} ms`);
  return [
    {
      what: 'load of the bundle (parse + top level), plain Node',
      unit: 'ms',
      runs: ours,
      ratio: { of: 'ours ÷ empty bundle', value: median(ours) / median(peer) },
    },
  ];
}
