// node scripts/host-tests.mjs: the Mocha suites of out/host inside a real extension host. In the VS Code host of host/ by default;
// in a desktop VS Code where VSCODE_PATH names one, or in one that is downloaded with TEST_HOST=electron (as on Windows, which cannot
// start a script in place of a program).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ensureHost } from './lib/host-install.mjs';
import { resultsDir, root } from './lib/paths.mjs';

const desktop = process.env['VSCODE_PATH'];
const ownHost = !desktop && process.env['TEST_HOST'] !== 'electron' && process.platform !== 'win32';
const workspace = mkdtempSync(join(tmpdir(), 'nephoscope-workspace-'));
try {
  if (ownHost) await ensureHost();
  const executable = ownHost ? join(root, 'scripts/code-host.mjs') : desktop;
  await runTests({
    ...(executable ? { vscodeExecutablePath: executable } : {}),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out/host/index'),
    extensionTestsEnv: { NEPHOSCOPE_TEST_RESULTS: join(resultsDir, 'host.json') },
    launchArgs: [workspace, '--disable-extensions'],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
