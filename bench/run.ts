// node out/bench/run.js [names] [--quick]: all benchmarks, or those named; a table at the end, and bench/results/*.json.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { exitOnSignals } from '../scripts/lib/host.mjs';
import { root } from '../scripts/lib/paths.mjs';
import { activation } from './activation';
import { dashboard } from './dashboard';
import { load } from './load';
import { median, type Bench, type Row } from './lib/measure';
import { table } from './lib/table';
import { questions } from './questions';

const BENCHES: Readonly<Record<string, Bench>> = { load, questions, activation, dashboard };

async function main(args: readonly string[]): Promise<void> {
  const quick = args.includes('--quick');
  const named = args.filter((arg) => arg !== '--quick');
  const unknown = named.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  exitOnSignals();
  const scratch = await mkdtemp(join(tmpdir(), 'nephoscope-bench-'));
  const rows: Row[] = [];
  try {
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (named.length > 0 && !named.includes(name)) continue;
      rows.push(...(await attempt(name, bench, { quick, scratch, tell: (line) => console.log(`${name}: ${line}`) })));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (rows.length > 0) console.log(`\n${table(rows)}\n`);
  if (quick) console.log('A quick run: to see that all works, not for numbers to keep.');
  console.log(`Written to ${await write(rows, quick)}`);
}

/** One benchmark that can't run (no browser, say) doesn't take the others along, but the run has failed. */
async function attempt(name: string, bench: Bench, options: Parameters<Bench>[0]): Promise<readonly Row[]> {
  try {
    return await bench(options);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = 1;
    return [];
  }
}

async function write(rows: readonly Row[], quick: boolean): Promise<string> {
  const folder = join(root, 'bench/results');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.json`);
  const machine = { platform: process.platform, arch: process.arch, node: process.version, cpus: cpus().length, memory: totalmem() };
  const report = { machine, quick, rows: rows.map((row) => ({ ...row, median: median(row.runs) })) };
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
