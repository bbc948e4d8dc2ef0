// npm test [-- stage…]: every stage in order, each also when one before it failed; the last line is the sum of their counts.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { judged, readCounts, readVitestCounts, sum, summary } from './lib/counts.mjs';
import { resultsDir, root } from './lib/paths.mjs';
import { run } from './lib/shell.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

const bin = (/** @type {string} */ path) => join(root, 'node_modules', path);
const result = (/** @type {string} */ name) => join(resultsDir, `${name}.json`);

/** @param {readonly string[]} args of this Node */
const node = (...args) => run(process.execPath, args, { cwd: root });

/**
 * A command that passes or fails as a whole.
 * @param {...string} args
 * @returns {() => Promise<Counts>}
 */
const check =
  (...args) =>
  async () =>
    (await node(...args)) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };

/**
 * A command that runs many tests and leaves a file with their counts.
 * @param {string} file
 * @param {(file: string) => Counts | undefined} read
 * @param {...string} args
 * @returns {() => Promise<Counts>}
 */
const suite =
  (file, read, ...args) =>
  async () => {
    mkdirSync(resultsDir, { recursive: true });
    rmSync(file, { force: true });
    const code = await node(...args);
    return judged(read(file), code);
  };

const tsc = bin('typescript/bin/tsc');

/** @type {Readonly<Record<string, () => Promise<Counts>>>} */
const STAGES = {
  build: check('esbuild.mjs', '--tests'),
  lint: check(bin('eslint/bin/eslint.js'), '.'),
  types: check(tsc, '-p', '.', '--noEmit'),
  'types of the webviews': check(tsc, '-p', 'webview-ui', '--noEmit'),
  format: check(bin('prettier/bin/prettier.cjs'), '--check', '.'),
  unit: suite(
    result('unit'),
    readVitestCounts,
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${result('unit')}`,
  ),
  host: suite(result('host'), readCounts, 'scripts/host-tests.mjs'),
  ui: suite(result('ui'), readCounts, 'out/ui/run.js'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. There are: ${Object.keys(STAGES).join(', ')}.`);
  process.exit(2);
}

/** @type {[string, Counts][]} */
const results = [];
for (const [name, stage] of Object.entries(STAGES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name}`);
  const counts = await stage().catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  results.push([name, counts]);
}

console.log('');
for (const [name, counts] of results) console.log(`${name}: ${summary(counts)}`);
const total = sum(results.map(([, counts]) => counts));
console.log(summary(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
