// A real VS Code from the npm registry alone: no compiler, no install script, no other download.
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostDir, vscodeServer } from './paths.mjs';
import { mustRun, npmTool } from './shell.mjs';

const READY = join(vscodeServer, '.ready');
/** Native modules that need a compiler, and their stand-ins under host/. */
const SHIMMED = ['spdlog', 'native-watchdog'];
/** What an extension under development never needs: chat and its agents, dev containers, the JavaScript debugger. */
const UNUSED = [
  'extensions/copilot',
  'extensions/ms-vscode.js-debug',
  'extensions/ms-vscode.js-debug-companion',
  'extensions/ms-vscode.vscode-js-profile-table',
  'node_modules/@devcontainers',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
];
/** Folders with one build per platform, of which this one stays. */
const PER_PLATFORM = ['node_modules/node-pty/prebuilds', 'node_modules/@vscode/ripgrep-universal/bin'];

/**
 * @param {string} cwd
 * @param {...string} args
 */
function npm(cwd, ...args) {
  const [command, options] = npmTool('npm');
  return mustRun(command, [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { ...options, cwd });
}

/** Everything the installed host depends on: when one of these files changes, it is installed anew. */
function recipe() {
  const files = ['package-lock.json', ...SHIMMED.map((name) => `${name}-shim.cjs`)];
  return files.map((file) => readFileSync(join(hostDir, file), 'utf8')).join('\n');
}

function slimDown() {
  for (const path of UNUSED) rmSync(join(vscodeServer, path), { recursive: true, force: true });
  const platform = `${process.platform}-${process.arch}`;
  for (const folder of PER_PLATFORM) {
    const path = join(vscodeServer, folder);
    if (!existsSync(path)) continue;
    for (const build of readdirSync(path)) if (!build.startsWith(platform)) rmSync(join(path, build), { recursive: true, force: true });
  }
}

/** Installs the VS Code host under host/node_modules; does nothing where it is there already. */
export async function ensureHost() {
  const wanted = recipe();
  if (existsSync(READY) && readFileSync(READY, 'utf8') === wanted) return;
  console.log('Getting the VS Code host from the npm registry (about 470 MB on disk, once) …');
  await npm(hostDir, 'ci');
  // Not `ci`: the package's own lock file lacks an entry, and ci refuses it.
  await npm(vscodeServer, 'install', '--omit=dev');
  for (const name of SHIMMED) copyFileSync(join(hostDir, `${name}-shim.cjs`), join(vscodeServer, `node_modules/@vscode/${name}/index.js`));
  slimDown();
  writeFileSync(READY, wanted);
}
