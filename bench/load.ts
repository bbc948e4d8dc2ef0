import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import type { LoadReport } from '../src/engine/api';
import { gunzip, runNode } from './lib/child';
import { largeCorpus, sampleCorpus, type Corpus } from './lib/corpus';
import { median, type Bench, type BenchOptions, type Row } from './lib/measure';

/** Size of the large corpus, in events. */
export const LARGE = { full: 200_000, quick: 20_000 } as const;

/** Loading log files in a process of its own, from its start to its end, beside plain unpacking of the same files. */
export const load: Bench = async (options) => {
  const { quick, scratch, tell } = options;
  tell('making the log files …');
  const corpora = [await sampleCorpus(scratch), await largeCorpus(scratch, quick ? LARGE.quick : LARGE.full)];
  const rows: Row[] = [];
  for (const corpus of corpora) rows.push(...(await loadCorpus(corpus, options)));
  return rows;
};

interface Pass {
  readonly gzipMs: number;
  readonly loadMs: number;
  readonly peakMB: number;
  /** Read, and kept: some stand in two files. */
  readonly events: number;
  readonly kept: number;
  readonly storeBytes: number;
}

async function loadCorpus(corpus: Corpus, { quick, scratch, tell }: BenchOptions): Promise<readonly Row[]> {
  await gunzip(corpus.files); // all files are in the page cache from here on, for both
  const passes: Pass[] = [];
  for (let i = 0; i < (quick ? 1 : 3); i++) {
    const pass = await onePass(corpus, scratch);
    tell(`${corpus.name}: gzip -dc ${Math.round(pass.gzipMs)} ms, load ${Math.round(pass.loadMs)} ms, ${pass.events} events`);
    passes.push(pass);
  }
  const row = (what: string, unit: Row['unit'], value: (pass: Pass) => number): Row => ({
    what: `load ${corpus.name}: ${what}`,
    unit,
    runs: passes.map(value),
  });
  const ratio = median(passes.map(({ gzipMs, loadMs }) => gzipMs / loadMs));
  return [
    { ...row('time of the process', 'ms', ({ loadMs }) => loadMs), ratio: { of: 'gzip -dc ÷ load', value: ratio } },
    row('gzip -dc of the same files', 'ms', ({ gzipMs }) => gzipMs),
    row('JSON read', 'MB/s', ({ loadMs }) => corpus.jsonBytes / 1e3 / loadMs),
    row('events', 'events/s', ({ loadMs, events }) => (events / loadMs) * 1000),
    {
      ...row('on disk', 'bytes/event', ({ storeBytes, kept }) => storeBytes / kept),
      ratio: { of: 'store ÷ .json.gz', value: median(passes.map(({ storeBytes }) => storeBytes)) / corpus.gzipBytes },
    },
    row('peak memory', 'MB', ({ peakMB }) => peakMB),
  ];
}

async function onePass(corpus: Corpus, scratch: string): Promise<Pass> {
  const store = join(scratch, 'load-store');
  await rm(store, { recursive: true, force: true });
  const gzipMs = await gunzip(corpus.files);
  const { ms, peakMB, stdout } = await runNode(scratch, [join(root, 'dist/cli.js'), 'load', '--store', store, corpus.dir]);
  const { events, new: kept, rejected } = JSON.parse(stdout) as LoadReport;
  if (rejected.length > 0) throw new Error(`The corpus should load whole, but: ${JSON.stringify(rejected[0])}`);
  return { gzipMs, loadMs: ms, peakMB, events, kept, storeBytes: await bytesBelow(store) };
}

async function bytesBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
