// npm run test:crash: the crash suite with many kills. KILLS says how many, SEED repeats a run.
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { fail, run } from './lib/shell.mjs';

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const env = { ...process.env, KILLS: process.env['KILLS'] ?? '200' };
run(process.execPath, [vitest, 'run', 'test/unit/store/crash.test.ts'], { cwd: root, env }).then((code) => (process.exitCode = code), fail);
