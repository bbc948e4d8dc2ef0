import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../scripts/lib/paths.mjs';
import { startEngine } from '../src/engine/client';
import { gunzip } from './lib/child';
import { largeCorpus, oneFileCorpus, sampleCorpus, type Corpus } from './lib/corpus';
import { heldTo } from './lib/limits';
import { median, type Bench, type BenchOptions, type Row } from './lib/measure';
import { freshStore } from './lib/stores';

/** Records of the one large file. */
const ONE_FILE = { full: 200_000, quick: 20_000 } as const;
/** Past this many records one load is enough: it takes minutes. */
const LONG = 2_000_000;
const POLL_MS = 10;

/** Loading log files in a process of its own, from its start to its end, beside plain unpacking of the same files. */
export const load: Bench = async (options) => {
  const { quick, sizes, corpora, scratch, tell } = options;
  const rows = [...(await loadCorpus(await sampleCorpus(scratch), options))];
  for (const size of sizes) {
    tell(`making ${size.toLocaleString('en-US')} records, or finding them made …`);
    const corpus = await largeCorpus(corpora, size);
    rows.push(...(await loadCorpus(corpus, options)), await firstEvents(corpus, options));
  }
  rows.push(await oneFile(await oneFileCorpus(corpora, quick ? ONE_FILE.quick : ONE_FILE.full), options));
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
  await gunzip(corpus.dir); // all files are in the page cache from here on, for both
  const passes: Pass[] = [];
  for (let i = 0; i < timesFor(corpus, quick); i++) {
    const pass = await onePass(corpus, scratch);
    tell(`${corpus.name}: gzip -dc ${Math.round(pass.gzipMs)} ms, load ${Math.round(pass.loadMs)} ms, ${pass.events} events`);
    passes.push(pass);
  }
  const row = (what: string, unit: Row['unit'], value: (pass: Pass) => number): Row => ({
    ...subject(corpus, what),
    unit,
    runs: passes.map(value),
  });
  const ratio = median(passes.map(({ gzipMs, loadMs }) => gzipMs / loadMs));
  // The sample is there to be known: a few thousand records tell the start of a process, not the speed of a load.
  const held = (what: Parameters<typeof heldTo>[0]): ReturnType<typeof heldTo> =>
    corpus.records === undefined ? {} : heldTo(what, corpus.records);
  return [
    { ...row('time of the process', 'ms', ({ loadMs }) => loadMs), ratio: { of: 'gzip -dc ÷ load', value: ratio }, ...held('load') },
    row('gzip -dc of the same files', 'ms', ({ gzipMs }) => gzipMs),
    row('JSON read', 'MB/s', ({ loadMs }) => corpus.jsonBytes / 1e3 / loadMs),
    row('events', 'events/s', ({ loadMs, events }) => (events / loadMs) * 1000),
    {
      ...row('on disk', 'bytes/event', ({ storeBytes, kept }) => storeBytes / kept),
      ratio: { of: 'store ÷ .json.gz', value: median(passes.map(({ storeBytes }) => storeBytes)) / corpus.gzipBytes },
      ...held('bytesPerEvent'),
    },
    { ...row('peak memory', 'MB', ({ peakMB }) => peakMB), ...held('loadMemory') },
  ];
}

/** Rows of all large corpora have one name, and their size beside it. */
function subject({ name, records }: Corpus, what: string): Pick<Row, 'what' | 'records'> {
  return records === undefined ? { what: `load ${name}: ${what}` } : { what: `load: ${what}`, records };
}

function timesFor({ records = 0 }: Corpus, quick: boolean): number {
  return quick || records > LONG ? 1 : 3;
}

async function onePass(corpus: Corpus, scratch: string): Promise<Pass> {
  const gzipMs = await gunzip(corpus.dir);
  const { dir, ms, peakMB, report } = await freshStore(corpus, scratch);
  return { gzipMs, loadMs: ms, peakMB, events: report.events, kept: report.new, storeBytes: await bytesBelow(dir) };
}

async function bytesBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** From the start of a load, in an engine that is up, until a question asked meanwhile finds events. */
async function firstEvents(corpus: Corpus, { quick, scratch, tell }: BenchOptions): Promise<Row> {
  const runs: number[] = [];
  for (let i = 0; i < (quick ? 1 : 3); i++) {
    runs.push(await untilFirstEvents(corpus, join(scratch, `first-${corpus.records ?? 0}-${i}`)));
    tell(`${corpus.name}: first events searchable after ${Math.round(runs.at(-1) ?? 0)} ms`);
  }
  return { ...subject(corpus, 'first events searchable after'), unit: 'ms', runs, ...heldTo('firstEvents', corpus.records) };
}

async function untilFirstEvents(corpus: Corpus, storeDir: string): Promise<number> {
  const log: string[] = [];
  const engine = startEngine({
    storeDir,
    policiesDir: join(root, 'dist/policies'),
    enginePath: join(root, 'dist/engine.js'),
    log: (line) => log.push(line),
    onRestart: (message) => log.push(message),
  });
  try {
    await engine.status();
    const enough = new AbortController();
    const start = performance.now();
    const loading = engine.load([corpus.dir], { signal: enough.signal });
    const outcome = loading.then(
      () => 'ended' as const,
      () => 'ended' as const,
    );
    while ((await engine.status()).events === 0)
      if ((await Promise.race([outcome, pause(POLL_MS)])) === 'ended' && (await engine.status()).events === 0)
        throw new Error(`The load brought no events. ${log.join('\n')}`);
    const ms = performance.now() - start;
    enough.abort();
    await loading;
    return ms;
  } finally {
    await engine.dispose();
  }
}

/** An export of all records in one array: what it takes to read a file that is larger than the memory it may use. */
async function oneFile(corpus: Corpus, { quick, scratch, tell }: BenchOptions): Promise<Row> {
  const runs: number[] = [];
  for (let i = 0; i < (quick ? 1 : 3); i++) runs.push((await freshStore(corpus, scratch)).peakMB);
  tell(`${corpus.name} (${Math.round(corpus.gzipBytes / 1e6)} MB of gzip): peak memory ${Math.round(median(runs))} MB`);
  return { what: `load ${corpus.name}: peak memory`, unit: 'MB', runs, ...heldTo('oneFileMemory') };
}
