// npm run -s nephoscope -- <command>: the headless entry, built when it is not there yet. Standard output is the answer's alone.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { fail, mustRun, run } from './lib/shell.mjs';

const cli = join(root, 'dist/cli.js');
try {
  if (!existsSync(cli)) await mustRun(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  process.exitCode = await run(process.execPath, [cli, ...process.argv.slice(2)]);
} catch (error) {
  fail(error);
}
