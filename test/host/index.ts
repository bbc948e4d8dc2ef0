import Mocha from 'mocha';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

/** Each line of ours is marked, so that scripts/code-host.mjs can tell it from the workbench's own log. */
const MARK = '[mocha] ';
const TEST_TIMEOUT_MS = 30_000;

function print(...parts: unknown[]): void {
  for (const line of format(...parts).split('\n')) console.log(MARK + line);
}

/** Mocha's reporters print through this property, which its types leave out. */
interface PrintingReporter {
  consoleLog: typeof print;
}

/**
 * Called by VS Code inside the extension host: runs every `*.test.js` beside this file (those whose name has TEST_FILE in it where that is set,
 * and those tests that TEST_GREP fits). Counts go to the file that NEPHOSCOPE_TEST_RESULTS names. Rejects when a test failed.
 */
export async function run(): Promise<void> {
  (Mocha.reporters.Base as unknown as PrintingReporter).consoleLog = print;
  const { TEST_FILE = '', TEST_GREP, NEPHOSCOPE_TEST_RESULTS } = process.env;
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: TEST_TIMEOUT_MS,
    reporter: 'spec',
    ...(TEST_GREP ? { grep: TEST_GREP } : {}),
  });
  for (const file of readdirSync(__dirname))
    if (file.endsWith('.test.js') && file.includes(TEST_FILE)) mocha.addFile(join(__dirname, file));

  const counts = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => counts.passed++)
      .on('fail', () => counts.failed++)
      .on('pending', () => counts.skipped++);
  });
  if (NEPHOSCOPE_TEST_RESULTS) writeFileSync(NEPHOSCOPE_TEST_RESULTS, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} of the host tests failed.`);
}
