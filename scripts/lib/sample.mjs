import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, sampleDir } from './paths.mjs';
import { mustRun } from './shell.mjs';

/** The story happens in the past 24 hours, counted from when the files were made. */
const FRESH_MS = 12 * 60 * 60 * 1000;

/** Makes the sample's log files in .sample where they are missing or old. Needs the build; other files in the folder stay. */
export async function ensureSample() {
  const logs = join(sampleDir, 'AWSLogs');
  if (existsSync(logs) && Date.now() - statSync(logs).mtimeMs < FRESH_MS) return;
  console.log('Making the log files of the sample investigation …');
  await mustRun(process.execPath, [join(root, 'dist/cli.js'), 'sample', '--out', sampleDir], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
