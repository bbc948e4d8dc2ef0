import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../scripts/lib/chromium.mjs';
import { startHost, workbenchUrl } from '../scripts/lib/host.mjs';
import { ensureHost } from '../scripts/lib/host-install.mjs';
import { root } from '../scripts/lib/paths.mjs';
import { Workbench } from '../test/ui/support/workbench';
import { runNode } from './lib/child';
import { median, type Bench, type BenchOptions, type Row } from './lib/measure';

const NAME = 'Nephoscope';
const PEER = 'bench-empty';
/** High enough for all rows of the list: it draws no more than can be seen, the slowest first. */
const TALL = { width: 1280, height: 2400 };
const REPORTED = /Activation: (\d+)\s*ms/;

/**
 * What the editor spends on us as the view opens: the number VS Code itself gives in "Show Running Extensions" (loading the code and
 * the call of `activate`), in a new extension host each time, beside those that come with VS Code and one that does nothing; and the bundle alone in plain Node.
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

/** Milliseconds. */
interface Times {
  readonly ours: number;
  readonly empty: number;
  /** The median of the extensions that come with VS Code and were activated in the same host. */
  readonly builtIn: number;
}

async function inHost(browser: Browser, { quick, scratch, tell }: BenchOptions): Promise<readonly Row[]> {
  const peer = await emptyExtension(scratch);
  const passes: Times[] = [];
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    const times = await activationTimes(browser, peer, await mkdtemp(join(scratch, 'folder-')));
    tell(`VS Code says: Nephoscope ${times.ours} ms, an empty extension ${times.empty} ms, built-in ones ${times.builtIn} ms`);
    passes.push(times);
  }
  const row = (whose: string, of: keyof Times): Row => ({
    what: `activation in VS Code: ${whose}`,
    unit: 'ms',
    runs: passes.map((pass) => pass[of]),
  });
  const ratio = median(passes.map(({ ours, builtIn }) => ours / builtIn));
  return [
    { ...row('Nephoscope (code loaded + activate)', 'ours'), ratio: { of: 'ours ÷ a built-in extension', value: ratio } },
    row('a built-in extension (median)', 'builtIn'),
    row('an empty extension', 'empty'),
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

async function activationTimes(browser: Browser, peer: string, folder: string): Promise<Times> {
  const host = await startHost({ extensions: [root, peer], endWithPage: true });
  const context = await browser.newContext({ viewport: TALL });
  try {
    const page = await context.newPage();
    await page.goto(workbenchUrl(host.base, { folder }), { waitUntil: 'commit' });
    await page.locator('.monaco-workbench').waitFor();
    const workbench = new Workbench(page, { folder, settingsFile: host.settingsFile, serverPid: host.pid });
    await workbench.activity('Nephoscope');
    await page.getByRole('button', { name: 'Open the Sample Investigation' }).first().waitFor();
    await workbench.command('Developer: Show Running Extensions');
    const rows = page.locator('.runtime-extensions-editor .extension');
    const rowOf = (name: string) => rows.filter({ has: page.getByText(name, { exact: true }) });
    const [own, empty] = [rowOf(NAME), rowOf(PEER)];
    await Promise.all([own, empty].map((row) => row.filter({ hasText: REPORTED }).waitFor()));
    const times = (await rows.allInnerTexts()).flatMap((text) => (text.startsWith(NAME) || text.startsWith(PEER) ? [] : timesIn(text)));
    return { ours: timeIn(await own.innerText()), empty: timeIn(await empty.innerText()), builtIn: median(times) };
  } finally {
    await context.close();
    await host.stop();
  }
}

function timesIn(text: string): readonly number[] {
  const time = REPORTED.exec(text)?.[1];
  return time === undefined ? [] : [Number(time)];
}

function timeIn(text: string): number {
  const [time] = timesIn(text);
  if (time === undefined) throw new Error(`VS Code reports no activation time here: "${text}".`);
  return time;
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
