// node out/ui/run.js [words of a name]: walks every scenario of test/ui/*.ui.ts (or those whose name has the words in it).
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/lib/chromium.mjs';
import { exitOnSignals } from '../../scripts/lib/host.mjs';
import { ensureHost } from '../../scripts/lib/host-install.mjs';
import { resultsDir } from '../../scripts/lib/paths.mjs';
import { openWorkbench } from './support/launch';
import type { Scenario } from './support/scenario';

const SCENARIO_TIMEOUT_MS = 180_000;
/** On a busy machine a browser or an editor stumbles now and then. What only the second try passes is told, with what stopped the first. */
const TRIES = 2;
/** Scenarios at once, each in a browser of its own, for a browser has one clipboard: a workbench mostly waits. */
const SIDE_BY_SIDE = 2;

function findScenarios(words: string): Scenario[] {
  const load = createRequire(__filename);
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.ui.js'));
  const all = files.sort().flatMap((file) => (load(join(__dirname, file)) as { readonly default: readonly Scenario[] }).default);
  return all.filter(({ name }) => name.includes(words));
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The scenario did not end within ${ms} ms.`)), ms);
  });
  await Promise.race([work, expired]).finally(() => clearTimeout(timer));
}

async function walk(browser: Browser, { name, options, walk: steps }: Scenario): Promise<void> {
  const { workbench, close } = await openWorkbench(browser, options);
  try {
    await within(options.timeoutMs ?? SCENARIO_TIMEOUT_MS, steps(workbench));
  } catch (error) {
    await workbench.shot(`fail-${name.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}`).catch(() => undefined);
    throw error;
  } finally {
    await close();
  }
}

/** Walks one scenario and prints how it went. */
async function outcome(browser: Browser, scenario: Scenario): Promise<'passed' | 'failed' | 'skipped'> {
  const reason = scenario.options.skip?.();
  if (reason !== undefined) {
    console.log(`- ${scenario.name} (skipped: ${reason})`);
    return 'skipped';
  }
  for (let tried = 1; tried <= TRIES; tried++) {
    const start = Date.now();
    try {
      await walk(browser, scenario);
      console.log(`✓ ${scenario.name} (${((Date.now() - start) / 1000).toFixed(1)} s${tried > 1 ? ', at the second try' : ''})`);
      return 'passed';
    } catch (error) {
      console.log(
        `${tried < TRIES ? '↻' : '✗'} ${scenario.name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  return 'failed';
}

type Counts = Record<Awaited<ReturnType<typeof outcome>>, number>;

/** Walks what is left, one scenario after another. */
async function work(browser: Browser, left: Scenario[], counts: Counts): Promise<void> {
  try {
    for (let next = left.shift(); next !== undefined; next = left.shift()) counts[await outcome(browser, next)]++;
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  exitOnSignals();
  const scenarios = findScenarios(process.argv.slice(2).join(' '));
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  await ensureHost();
  const left = [...scenarios];
  const browsers: Browser[] = [];
  for (let n = 0; n < SIDE_BY_SIDE; n++) browsers.push(await launchBrowser()); // the first installs one where there is none
  await Promise.all(browsers.map((browser) => work(browser, left, counts)));
  mkdirSync(resultsDir, { recursive: true });
  writeFileSync(join(resultsDir, 'ui.json'), JSON.stringify(counts));
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 || scenarios.length === 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
