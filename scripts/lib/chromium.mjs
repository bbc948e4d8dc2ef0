// A Chromium for the tests: one that is installed, else one that can be.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './paths.mjs';
import { run } from './shell.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** Where installers put Chrome, Chromium and Edge, per platform. */
const PLACES = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((app) =>
    ['/Applications', join(process.env['HOME'] ?? '', 'Applications')].map((folder) => `${folder}/${app}.app/Contents/MacOS/${app}`),
  ),
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder
      ? ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((path) =>
          join(folder, path),
        )
      : [];
  }),
  linux: ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'],
};

/**
 * The first of these programs on PATH.
 * @param {readonly string[]} names
 */
function onPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function findInstalled() {
  const places = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? [];
  const found = process.platform === 'win32' ? undefined : onPath(NAMES);
  return found ?? [...places, chromium.executablePath()].find((path) => existsSync(path));
}

async function installWithApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath(['apt-get'])) return;
  console.log('No Chromium found: installing the package chromium with apt-get …');
  /** @param {...string} args */
  const apt = (...args) => run('apt-get', ['-qq', ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'chromium');
  // Without it Japanese is drawn as empty boxes; tests pass all the same.
  await apt('install', '-y', '--no-install-recommends', 'fonts-noto-cjk');
}

async function installWithPlaywright() {
  console.log("No Chromium found: trying Playwright's own download …");
  await run(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']);
}

/**
 * The path of a Chromium, Chrome or Edge. `CHROMIUM` names one; else an installed one is found; else one is installed: by apt-get
 * where it is there for us to use, else by Playwright's download.
 * @returns {Promise<string>} rejects with what to install where nothing worked
 */
export async function findOrInstallChromium() {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which is not there.`);
  }
  for (const install of [async () => {}, installWithApt, installWithPlaywright]) {
    await install();
    const found = findInstalled();
    if (found) return found;
  }
  throw new Error(
    'The tests need a Chromium and none could be found or installed. Install Google Chrome, Microsoft Edge or Chromium ' +
      '(Debian, Ubuntu: sudo apt-get install chromium), or set CHROMIUM to the path of one.',
  );
}

/**
 * A headless browser with a fresh profile.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-quic', '--disable-sync', '--no-first-run'];
  // Containers forbid the sandbox's namespaces, and root may not use it; the only page ever opened is our own.
  const unsandboxed = process.platform === 'linux' ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: await findOrInstallChromium(),
    headless: true,
    args: ['--disable-gpu', ...quiet, ...unsandboxed],
  });
}
