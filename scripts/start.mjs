// npm start [-- --desktop | --live]: builds, makes the sample's log files, and opens a real VS Code with the extension in it, in the browser or,
// with --desktop, as installed. PORT chooses the port. Settings and data stay in host/.data between runs. With --live it opens on nothing kept,
// and on a double of AWS, whose accounts are those of the sample.
import { join } from 'node:path';
import { findDesktopCode } from './lib/desktop.mjs';
import { ensureHost } from './lib/host-install.mjs';
import { startHost, workbenchUrl } from './lib/host.mjs';
import { openInBrowser } from './lib/open.mjs';
import { hostDir, root, sampleDir } from './lib/paths.mjs';
import { startLive } from './lib/live.mjs';
import { ensureSample } from './lib/sample.mjs';
import { fail, mustRun } from './lib/shell.mjs';

const PORTS = '8765-8799';

/** @param {boolean} live */
async function build(live) {
  await mustRun(process.execPath, [join(root, 'esbuild.mjs'), ...(live ? ['--double'] : [])], { cwd: root });
}

async function startDesktop() {
  const code = findDesktopCode();
  console.log(`Opening ${code} with the extension on ${sampleDir}`);
  await mustRun(code, ['--new-window', `--extensionDevelopmentPath=${root}`, sampleDir], { shell: process.platform === 'win32' });
}

/** @param {boolean} isLive */
async function startInBrowser(isLive) {
  await ensureHost();
  const port = process.env['PORT'] ?? PORTS;
  const live = isLive ? await startLive() : undefined;
  const place = live === undefined ? { dataDir: join(hostDir, '.data') } : { env: live.environment };
  const host = await startHost({ port, extensions: [root], ...place });
  const address = workbenchUrl(host.base, { folder: live?.folder ?? sampleDir });
  let stopping = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void host
        .stop()
        .then(() => live?.close())
        .then(() => process.exit(0));
    });
  if (live !== undefined)
    console.log(
      `The double of AWS: ${live.double.url}. Connect the profile "sandbox", or any other of ${live.environment['AWS_CONFIG_FILE']}.`,
    );
  console.log(`VS Code with Nephoscope: ${address}\nCtrl+C stops it.`);
  openInBrowser(address);
}

try {
  const desktop = process.argv.includes('--desktop');
  const live = process.argv.includes('--live');
  if (desktop && live) throw new Error('--live opens in the browser: leave --desktop out.');
  if (desktop) findDesktopCode();
  await build(live);
  if (!live) await ensureSample();
  await (desktop ? startDesktop() : startInBrowser(live));
} catch (error) {
  fail(error);
}
