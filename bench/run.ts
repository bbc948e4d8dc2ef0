// node out/bench/run.js [names] [--quick | --ten | --records N …]: all benchmarks, or those named; a table at the end, and bench/results/*.json.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitOnSignals } from '../scripts/lib/host.mjs';
import { root } from '../scripts/lib/paths.mjs';
import { activation } from './activation';
import { cold } from './cold';
import { dashboard } from './dashboard';
import { language } from './language';
import { inventory } from './inventory';
import { origin } from './lib/corpus';
import { isMet, median, type Bench, type Row } from './lib/measure';
import { table } from './lib/table';
import { live } from './live';
import { load } from './load';
import { loop } from './loop';
import { peers } from './peers';
import { provenance } from './provenance';
import { questions } from './questions';
import { rules } from './rules';

const BENCHES: Readonly<Record<string, Bench>> = {
  load,
  questions,
  peers,
  rules,
  language,
  loop,
  cold,
  activation,
  dashboard,
  provenance,
  live,
  inventory,
};
/** Records of the large corpora: what the limits are for, and one a tenth as large to see how things grow. */
const SIZES = { quick: [20_000], full: [200_000, 2_000_000], ten: [200_000, 2_000_000, 10_000_000] } as const;

interface Arguments {
  readonly quick: boolean;
  readonly sizes: readonly number[];
  readonly named: readonly string[];
}

async function main(args: readonly string[]): Promise<void> {
  const { quick, sizes, named } = readArguments(args);
  exitOnSignals();
  const scratch = await mkdtemp(join(tmpdir(), 'nephoscope-bench-'));
  const corpora = join(root, 'bench/corpus');
  await mkdir(corpora, { recursive: true });
  const rows: Row[] = [];
  try {
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (named.length > 0 && !named.includes(name)) continue;
      const tell = (line: string): void => console.log(`${name}: ${line}`);
      rows.push(...(await attempt(name, bench, { quick, sizes, corpora, scratch, tell })));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (rows.length > 0) console.log(`\n${table(rows)}\n`);
  console.log(`Multiplied records are ${origin()} as often as it takes, each copy with ids and times of its own.`);
  if (quick) console.log('A quick run: to see that all works, not for numbers to keep.');
  console.log(`Written to ${await write(rows, quick)}`);
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, ten: { type: 'boolean' }, records: { type: 'string', multiple: true } },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  const quick = values.quick === true;
  const fixed = SIZES[quick ? 'quick' : values.ten === true ? 'ten' : 'full'];
  if (values.records === undefined) return { quick, sizes: fixed, named: positionals };
  const sizes = values.records.map(Number).sort((a, b) => a - b);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size > 0))
    throw new Error(`--records takes a number of records, not "${values.records.join(' ')}".`);
  return { quick, sizes, named: positionals };
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
  const report = { machine, quick, multiplied: origin(), rows: rows.map((row) => ({ ...row, median: median(row.runs), met: isMet(row) })) };
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
