// The VS Code server and its web workbench, started on this machine for one person or one test run.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { hostDir, vscodeServer } from './paths.mjs';

/** A workbench that shows nothing but the work: no tips, no trust prompt, no chat, no updates, no telemetry. */
export const QUIET_SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'files.hotExit': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.confirmBeforeClose': 'never',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

const LOG_KEPT = 200_000;
const STOP_PATIENCE_MS = 4000;

/**
 * @typedef {object} HostOptions
 * @property {number | string} [port] a port, or a range `from-to` of which the first free one is taken; any free one by default
 * @property {string} [dataDir] kept between runs; without it a temporary folder that `stop` removes
 * @property {readonly string[]} [extensions] folders of extensions to install as they lie
 * @property {Readonly<Record<string, unknown>>} [settings] user settings on top of `QUIET_SETTINGS`, for a new data folder
 * @property {Readonly<Record<string, string>>} [env] for the server and its extension hosts
 * @property {boolean} [automation] obey `payload` in the URL, which in-host tests need; mutes toasts and refuses modal dialogs
 * @property {boolean} [endWithPage] end an extension host as soon as its page is gone, and not after hours of waiting for a reconnection
 * @property {(text: string) => void} [onLog] what the server prints
 */

/**
 * @typedef {object} Host
 * @property {string} base the workbench's address, ending in a slash
 * @property {string} dataDir
 * @property {number | undefined} pid of the server, whose child each extension host is
 * @property {string} settingsFile settings of this machine, above the user's; rewriting it takes effect at once, which the user's own file does not
 * @property {() => Promise<void>} stop ends the server with all it started
 */

/** The Node that runs the server, which needs 22.15: this one if it will do, else the one that came with the host. */
function nodeForServer() {
  if ('registerHooks' in nodeModule) return process.execPath;
  const bundled = join(hostDir, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(bundled)) return bundled;
  throw new Error(`The VS Code host needs Node 22.15 or newer on ${process.platform} ${process.arch}; this is ${process.version}.`);
}

/**
 * @param {string} extensionsDir
 * @param {string} folder
 */
function linkExtension(extensionsDir, folder) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const link = join(extensionsDir, `${publisher}.${name}-${version}`);
  rmSync(join(extensionsDir, 'extensions.json'), { force: true }); // the server's list; without it the folder is scanned anew
  rmSync(link, { recursive: true, force: true });
  symlinkSync(folder, link, 'junction');
}

/** This environment without what an outer VS Code or Node leaves in it. */
function cleanEnvironment() {
  const env = { ...process.env };
  delete env['VSCODE_IPC_HOOK_CLI'];
  delete env['NODE_OPTIONS'];
  return env;
}

/** Lets a signal end this process in the way that also ends the hosts it started. */
export function exitOnSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => process.exit(130));
}

/**
 * Resolves to the port once the server listens; rejects with its log when it leaves before.
 * @param {import('node:child_process').ChildProcess} server
 * @param {(text: string) => void} [onLog]
 * @returns {Promise<number>}
 */
function listening(server, onLog) {
  let log = '';
  return new Promise((resolvePort, reject) => {
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      log = (log + chunk.toString()).slice(-LOG_KEPT);
      onLog?.(chunk.toString());
      const port = /Extension host agent listening on (\d+)/.exec(log)?.[1];
      if (port) resolvePort(Number(port));
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code} before it listened:\n${log}`)));
  });
}

/**
 * Starts the server in a process group of its own, so that the extension hosts it forks end with it, however we end.
 * @param {HostOptions} [options]
 * @returns {Promise<Host>}
 */
export async function startHost(options = {}) {
  const { port = 0, dataDir, extensions = [], settings = {}, env = {}, automation = false, endWithPage = false, onLog } = options;
  const dir = dataDir ?? mkdtempSync(join(tmpdir(), 'nephoscope-host-'));
  const extensionsDir = join(dir, 'extensions');
  const userSettings = join(dir, 'data/User/settings.json');
  const settingsFile = join(dir, 'data/Machine/settings.json');
  for (const folder of [extensionsDir, dirname(userSettings), dirname(settingsFile)]) mkdirSync(folder, { recursive: true });
  if (!existsSync(userSettings)) writeFileSync(userSettings, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  for (const folder of extensions) linkExtension(extensionsDir, folder);

  const windows = process.platform === 'win32';
  const server = spawn(
    nodeForServer(),
    [
      join(vscodeServer, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
      ...['--server-data-dir', dir, '--extensions-dir', extensionsDir],
      ...['--telemetry-level', 'off', '--disable-telemetry', '--disable-experiments'],
      ...['--disable-workspace-trust', '--disable-getting-started-override'],
      ...(endWithPage ? ['--reconnection-grace-time', '0'] : []),
      ...(automation ? ['--enable-smoke-test-driver'] : []),
    ],
    { env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: !windows },
  );
  /** @param {NodeJS.Signals} signal */
  const signalAll = (signal) => {
    if (server.pid === undefined) return;
    try {
      if (windows) server.kill();
      else process.kill(-server.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const killAll = () => signalAll('SIGKILL');
  process.once('exit', killAll);
  const stop = async () => {
    const running = server.exitCode === null && server.signalCode === null;
    const gone = running ? new Promise((done) => server.once('exit', done)) : Promise.resolve();
    signalAll('SIGTERM');
    const patience = setTimeout(killAll, STOP_PATIENCE_MS);
    await gone;
    clearTimeout(patience);
    killAll(); // the extension hosts that outlived the server
    process.off('exit', killAll);
    if (dataDir === undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    return { base: `http://127.0.0.1:${await listening(server, onLog)}/`, dataDir: dir, pid: server.pid, settingsFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The address that opens the workbench on a folder, or on none.
 * @param {string} base
 * @param {{ folder?: string, payload?: readonly (readonly [string, string])[] }} [options] `payload` needs a host with `automation`
 */
export function workbenchUrl(base, { folder, payload = [] } = {}) {
  const url = new URL(base);
  if (folder) url.searchParams.set('folder', resolve(folder).replaceAll('\\', '/'));
  else url.searchParams.set('ew', 'true');
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/**
 * A path on this machine as the workbench of this server names it.
 * @param {string} base
 * @param {string} path
 */
export function remoteUri(base, path) {
  return `vscode-remote://${new URL(base).host}${path.replaceAll('\\', '/').replace(/^(?!\/)/, '/')}`;
}
