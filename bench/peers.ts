import { stat } from 'node:fs/promises';
import { Store } from '../src/store/store';
import { runChild, runTool } from './lib/child';
import { largeCorpus, type Corpus } from './lib/corpus';
import { heldTo } from './lib/limits';
import { median, repeated, type Bench, type BenchOptions, type Row } from './lib/measure';
import { loadedStore } from './lib/stores';
import { storyOf, type Story } from './lib/story';

/** What people do today with the same files, and how many records it finds. */
interface Peer {
  readonly name: string;
  /** Resolves to `undefined` where this machine hasn't got it. */
  readonly ask: (story: Story, files: readonly string[]) => Promise<{ readonly ms: number; readonly found: number } | undefined>;
}

/** Of a larger corpus a peer reads as many files, evenly spread, and its time without its start is scaled by their bytes: jq alone would take minutes. */
const MOST_FILES = 200;

const PEERS: readonly Peer[] = [
  {
    name: 'zgrep',
    ask: async ({ operation, regionCode }, files) => {
      // AWS writes the two next to each other.
      const { ms, stdout } = await runTool('zgrep', [
        '-oh',
        '-e',
        `"eventName":"${operation}","awsRegion":"${regionCode}"`,
        '--',
        ...files,
      ]);
      return { ms, found: lines(stdout) };
    },
  },
  {
    name: 'jq',
    ask: async ({ operation, regionCode }, files) => {
      if (!(await isThere('jq'))) return undefined;
      const filter = `.Records[] | select(.eventName == "${operation}" and .awsRegion == "${regionCode}")`;
      const { ms, stdout } = await runTool('sh', ['-c', 'filter=$1; shift; gzip -dc -- "$@" | jq -c "$filter"', 'sh', filter, ...files]);
      return { ms, found: lines(stdout) };
    },
  },
  {
    name: 'DuckDB over the files',
    ask: async ({ operation, regionCode }, files) => {
      const { ms, answer } = await runChild('duckdb', { files, operation, region: regionCode });
      return { ms, found: answer };
    },
  },
];

/** The story's search by us and by what people have at hand, over the same records. */
export const peers: Bench = async (options) => {
  const rows: Row[] = [];
  for (const size of options.sizes) rows.push(...(await overCorpus(await largeCorpus(options.corpora, size), options)));
  return rows;
};

async function overCorpus(corpus: Corpus, options: BenchOptions): Promise<readonly Row[]> {
  const { quick, tell } = options;
  const { records = 0 } = corpus;
  const store = await Store.open(await loadedStore(corpus, options));
  try {
    const story = await storyOf(store);
    const search = () => store.search(story.predicate, { window: {}, offset: 0, limit: 200 });
    const { total } = await search();
    const ours = await repeated(quick ? 5 : 20, search);
    const { files, scale, note } = await shareOf(corpus);
    const rows: Row[] = [{ what: `${story.what}: ours, beside the peers`, records, unit: 'ms', runs: ours }];
    const found = new Set<number>(scale === 1 ? [total] : []);
    for (const peer of PEERS) {
      const answer = await peer.ask(story, files);
      if (answer === undefined) {
        tell(`${peer.name}: skipped, this machine hasn't got it`);
        continue;
      }
      found.add(answer.found);
      if (found.size > 1) throw new Error(`${peer.name} and those before it find different numbers of records: ${[...found].join(', ')}.`);
      const start = scale === 1 ? 0 : ((await peer.ask(story, files.slice(0, 1)))?.ms ?? 0); // of the process: that isn't scaled
      const ms = start + (answer.ms - start) * scale;
      tell(`${corpus.name}: ${peer.name}: ${Math.round(ms)} ms${note}, ours ${median(ours).toFixed(1)} ms`);
      rows.push({
        what: `${story.what}: ${peer.name}`,
        records,
        unit: 'ms',
        runs: [ms],
        ratio: { of: `${peer.name} ÷ ours${note}`, value: ms / median(ours) },
        ...heldTo('peer', records),
      });
    }
    return rows;
  } finally {
    store.close();
  }
}

async function shareOf({
  files,
  gzipBytes,
}: Corpus): Promise<{ readonly files: readonly string[]; readonly scale: number; readonly note: string }> {
  if (files.length <= MOST_FILES) return { files, scale: 1, note: '' };
  const share = Array.from({ length: MOST_FILES }, (_, i) => files[Math.floor((i * files.length) / MOST_FILES)]).filter(
    (file) => file !== undefined,
  );
  const sizes = await Promise.all(share.map(async (file) => (await stat(file)).size));
  const scale = gzipBytes / sizes.reduce((sum, size) => sum + size, 0);
  return { files: share, scale, note: ` (${MOST_FILES} of ${files.length.toLocaleString('en-US')} files, scaled)` };
}

async function isThere(command: string): Promise<boolean> {
  try {
    await runTool(command, ['--version']);
    return true;
  } catch {
    return false;
  }
}

function lines(text: string): number {
  return text.split('\n').length - 1;
}
