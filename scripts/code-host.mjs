#!/usr/bin/env node
// Acts as the `code` executable that @vscode/test-electron starts: the same arguments and exit code, with the VS Code host and a
// headless browser in place of Electron. HOST_VERBOSE=1 prints the logs of the server and the workbench.
import { resolve } from 'node:path';
import { format } from 'node:util';
import { launchBrowser } from './lib/chromium.mjs';
import { exitOnSignals, remoteUri, startHost, workbenchUrl } from './lib/host.mjs';

/** The suite marks its lines with this, because the workbench logs on the same channel. */
const SUITE_LINE = /^\[mocha\] ?/;
const TIMEOUT_MS = Number(process.env['HOST_TIMEOUT'] ?? 300_000);
const verbose = process.env['HOST_VERBOSE'] === '1';

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('-'));

/**
 * @param {'extensionDevelopmentPath' | 'extensionTestsPath'} name
 * @param {string} base
 * @returns {[string, string][]}
 */
function pathArguments(name, base) {
  const prefix = `--${name}=`;
  return args.filter((arg) => arg.startsWith(prefix)).map((arg) => [name, remoteUri(base, arg.slice(prefix.length))]);
}

/**
 * @param {string} type
 * @param {unknown[]} parts
 */
function onWorkbenchLog(type, parts) {
  const line = format(...parts);
  if (SUITE_LINE.test(line)) console.log(line.replace(SUITE_LINE, ''));
  else if (verbose) console.error(type, line);
}

/**
 * Opens the workbench with the suite in it and resolves to the exit code it asks for.
 * @param {import('playwright-core').Browser} browser
 * @param {string} base
 * @returns {Promise<number>}
 */
async function runSuite(browser, base) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  /** @type {Promise<number>} */
  const ended = new Promise((finish, abandon) => {
    void page.exposeFunction('codeAutomationExit', finish);
    page.on('crash', () => abandon(new Error('The page with the workbench crashed.')));
    setTimeout(() => abandon(new Error(`The host tests did not end within ${TIMEOUT_MS} ms.`)), TIMEOUT_MS).unref();
  });
  await page.exposeFunction('codeAutomationLog', onWorkbenchLog);
  const payload = [...pathArguments('extensionDevelopmentPath', base), ...pathArguments('extensionTestsPath', base)];
  const [code] = await Promise.all([
    ended,
    page.goto(workbenchUrl(base, { ...(folder ? { folder: resolve(folder) } : {}), payload }), { waitUntil: 'commit' }),
  ]);
  return code;
}

exitOnSignals();

const host = await startHost({ automation: true, ...(verbose ? { onLog: (text) => process.stderr.write(text) } : {}) });
let code = 1;
try {
  const browser = await launchBrowser();
  code = await runSuite(browser, host.base).finally(() => browser.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await host.stop();
}
process.exit(code);
