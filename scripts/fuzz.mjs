// npm run fuzz: the language against a great many generated texts (FUZZ_RUNS says how many, FUZZ_SEED repeats a run), and QUERIES generated
// queries on DuckDB against the reference.
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { fail, run } from './lib/shell.mjs';

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const seed = process.env['FUZZ_SEED'] ?? String(Date.now() % 2 ** 31);
const env = {
  ...process.env,
  FUZZ_RUNS: process.env['FUZZ_RUNS'] ?? '100000',
  FUZZ_SEED: seed,
  QUERIES: process.env['QUERIES'] ?? '20000',
};
console.log(`seed ${seed}`);
run(process.execPath, [vitest, 'run', 'test/unit/rql/fuzz.test.ts', 'test/unit/store/differential.test.ts'], { cwd: root, env }).then(
  (code) => (process.exitCode = code),
  fail,
);
