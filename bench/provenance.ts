import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import { DAY } from '../src/domain/time';
import { Tracer } from '../src/provenance/chain/tracer';
import { makeSample } from '../src/sample';
import { EVENTS } from '../src/store/schema';
import { Store } from '../src/store/store';
import { CHECKED_LINKS } from './lib/checked-links';
import { largeCorpus, type Corpus } from './lib/corpus';
import { chainsOf, coverageTable, linkedById, share, temporaryOf, writesOf, type Covered } from './lib/coverage';
import { heldTo } from './lib/limits';
import { longChains } from './lib/long-chain';
import { median, timed, type Bench, type BenchOptions, type Row } from './lib/measure';
import { loadedStore, loadInto } from './lib/stores';

/** Real records, where this machine has them. */
const SETS = ['invictus-ir', 'stratus-red-team', 'traildiscover', 'exemplars'].map((name) => ({
  name,
  dir: join(root, '../shared/data', name),
}));
/** On 521 writes and 1,916 calls with temporary keys of two public sets. */
const YARDSTICK = '38 % by K1 alone, 95 % linked or rooted by K1 to K3, all but 17 of 1,916 sessions tied to their issuer';
const CHAINS = { full: 60, quick: 10 } as const;

/** How many writes of real records are linked or rooted, and what the longest chains cost in large stores. */
export const provenance: Bench = async (options) => {
  for (const line of await coverage(options)) options.tell(line);
  const rows: Row[] = [];
  for (const size of options.sizes) rows.push(...(await speed(await largeCorpus(options.corpora, size), size, options)));
  return rows;
};

async function coverage({ scratch, tell }: BenchOptions): Promise<readonly string[]> {
  const [writes, temporary]: [Covered[], Covered[]] = [[], []];
  let byId = 0;
  for (const { name, dir } of SETS) {
    if (!existsSync(dir)) {
      tell(`skipped: there is no ${dir}`);
      continue;
    }
    const folder = join(scratch, `set-${name}`);
    await loadInto(folder, [dir], scratch);
    const store = await Store.open(folder);
    try {
      const tracer = new Tracer(store);
      const ids = await writesOf(store);
      byId += await linkedById(store, ids);
      writes.push({ what: `${name}: writes`, chains: await chainsOf(tracer, ids) });
      temporary.push({ what: `${name}: calls with temporary keys`, chains: await chainsOf(tracer, await temporaryOf(store)) });
      await precision(name, tracer, tell);
    } finally {
      store.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  if (writes.length === 0) return [];
  const all = [together('all: writes', writes), together('all: calls with temporary keys', temporary)];
  const count = all[0]?.chains.length ?? 0;
  tell(
    `an id alone (K1) links ${byId} of ${count} writes to an earlier record: ${share(byId, count)}; the specification measured ${YARDSTICK}`,
  );
  return coverageTable([...writes, ...temporary, ...all]);
}

function together(what: string, parts: readonly Covered[]): Covered {
  return { what, chains: parts.flatMap(({ chains }) => chains) };
}

/** How many of the links that somebody has checked are found as they should be. */
async function precision(set: string, tracer: Tracer, tell: BenchOptions['tell']): Promise<void> {
  const links = CHECKED_LINKS.filter((link) => link.set === set);
  let right = 0;
  for (const { from, edge, to } of links) {
    const [, next] = (await tracer.trace(from))?.hops ?? [];
    if (next?.edge === edge && next.eventId === to) right += 1;
  }
  if (links.length > 0) tell(`${set}: ${right} of ${links.length} links checked by hand are right`);
}

/** Each chain is traced by a tracer that knows nothing yet: what is kept from one to the next would flatter the numbers. */
async function speed(corpus: Corpus, size: number, options: BenchOptions): Promise<readonly Row[]> {
  const { dir, subjects } = await storeWithChains(corpus, options);
  const store = await Store.open(dir);
  try {
    const rows: Row[] = [];
    for (const { what, ids } of [...subjects, await deepest(store)]) {
      const lengths: number[] = [];
      const runs: number[] = [];
      for (const id of ids) {
        runs.push(await timed(async () => lengths.push((await new Tracer(store).trace(id))?.hops.length ?? 0)));
      }
      options.tell(`${corpus.name}: ${what}: ${median(runs).toFixed(1)} ms, ${median(lengths)} records long`);
      rows.push({ what, records: size, unit: 'ms', runs: runs.slice(1), ...heldTo('trace', size) }); // the first finds nothing warm
    }
    return rows;
  } finally {
    store.close();
    await rm(dir, { recursive: true, force: true });
  }
}

interface Subjects {
  readonly what: string;
  readonly ids: readonly string[];
}

/** A copy of the corpus' store, with the sample and chains of six records in the midst of its time. */
async function storeWithChains(
  corpus: Corpus,
  options: BenchOptions,
): Promise<{ readonly dir: string; readonly subjects: readonly Subjects[] }> {
  const { scratch, quick } = options;
  const dir = join(scratch, 'store-with-chains');
  const logs = join(scratch, 'chains');
  for (const folder of [dir, logs]) await rm(folder, { recursive: true, force: true });
  const plain = await loadedStore(corpus, options);
  await cp(plain, dir, { recursive: true });
  const before = await Store.open(plain);
  const { from = 0, to = 0 } = await before.status();
  before.close();
  const now = Math.floor((from + (to - from) * 0.6) / 1000) * 1000;
  const count = quick ? CHAINS.quick : CHAINS.full;
  await mkdir(logs, { recursive: true });
  await makeSample(join(logs, 'sample'), { now });
  const long = await longChains(join(logs, 'long'), now, count);
  await loadInto(dir, [join(logs, 'sample', 'AWSLogs'), join(logs, 'long')], scratch);
  const store = await Store.open(dir);
  await store.merge();
  const story = await store.reader.rows(
    `SELECT event_id AS id FROM ${EVENTS} WHERE operation = 'DeleteNetworkInterface' AND region = 'us-east-2' AND time > ? ORDER BY time DESC LIMIT ?`,
    [now - DAY, count],
  );
  store.close();
  return {
    dir,
    subjects: [
      { what: 'trace over six records', ids: long },
      { what: "trace of the sample's story", ids: story.map(({ id }) => String(id)) },
    ],
  };
}

/** Of the corpus itself: what services did, which is what chains begin with. */
async function deepest(store: Store): Promise<Subjects> {
  const found = await store.reader.rows(
    `SELECT event_id AS id FROM ${EVENTS} WHERE operation = 'DeleteNetworkInterface' AND region = 'us-east-1' ORDER BY hash(event_id) LIMIT 60`,
    [],
  );
  return { what: 'trace of a deleted interface of the corpus', ids: found.map(({ id }) => String(id)) };
}
