// npm start [-- --desktop]: builds, makes the sample's log files, and opens a real VS Code with the extension in it, in the browser or,
// with --desktop, as installed. PORT chooses the port. Settings and data stay in host/.data between runs.
import { join } from 'node:path';
import { findDesktopCode } from './lib/desktop.mjs';
import { ensureHost } from './lib/host-install.mjs';
import { startHost, workbenchUrl } from './lib/host.mjs';
import { openInBrowser } from './lib/open.mjs';
import { hostDir, root, sampleDir } from './lib/paths.mjs';
import { ensureSample } from './lib/sample.mjs';
import { fail, mustRun } from './lib/shell.mjs';

const PORTS = '8765-8799';

async function build() {
  await mustRun(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root });
}

async function startDesktop() {
  const code = findDesktopCode();
  console.log(`Opening ${code} with the extension on ${sampleDir}`);
  await mustRun(code, ['--new-window', `--extensionDevelopmentPath=${root}`, sampleDir], { shell: process.platform === 'win32' });
}

async function startInBrowser() {
  await ensureHost();
  const port = process.env['PORT'] ?? PORTS;
  const host = await startHost({ port, dataDir: join(hostDir, '.data'), extensions: [root] });
  const address = workbenchUrl(host.base, { folder: sampleDir });
  let stopping = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void host.stop().then(() => process.exit(0));
    });
  console.log(`VS Code with Nephoscope: ${address}\nCtrl+C stops it.`);
  openInBrowser(address);
}

try {
  const desktop = process.argv.includes('--desktop');
  if (desktop) findDesktopCode();
  await build();
  await ensureSample();
  await (desktop ? startDesktop() : startInBrowser());
} catch (error) {
  fail(error);
}
