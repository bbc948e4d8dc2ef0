import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import { DAY, HOUR } from '../src/domain/time';
import { makeAlertBook } from '../src/policies/evaluate';
import { loadPolicies } from '../src/policies/load';
import { proposeRegions } from '../src/policies/regions-in-use';
import { dashboard } from '../src/policies/summary';
import { configurationOf } from '../src/provenance/history';
import { EVENTS } from '../src/store/schema';
import { Store } from '../src/store/store';
import { gunzip } from './lib/child';
import { largeCorpus } from './lib/corpus';
import { heldTo, type Held } from './lib/limits';
import { median, repeated, type Bench, type Row } from './lib/measure';
import { loadedStore } from './lib/stores';
import { eventQuery, storyOf } from './lib/story';

const RUNS = { full: 20, quick: 5 } as const;
/** A page, as the results show it. */
const PAGE = { window: {}, offset: 0, limit: 200 } as const;
/** Of one place, newest first: enough to choose a resource from. */
const CHOICE = 20_000;
const BAR = 3 * HOUR;

interface Question {
  readonly what: string;
  readonly held?: Held;
  /** Resolves to how many it found. */
  readonly ask: () => Promise<number>;
}

/** What the product asks of a loaded store, in this process, beside one unpacking of the same logs: the least that a search by grep costs. */
export const questions: Bench = async (options) => {
  const { quick, sizes, corpora, tell } = options;
  const rows: Row[] = [];
  for (const size of sizes) {
    const corpus = await largeCorpus(corpora, size);
    const store = await Store.open(await loadedStore(corpus, options));
    try {
      const peer = await gunzip(corpus.dir);
      for (const { what, held, ask } of await questionsOf(store)) {
        const found = await ask();
        const runs = await repeated(quick ? RUNS.quick : RUNS.full, ask);
        tell(`${corpus.name}: ${what}: ${median(runs).toFixed(1)} ms (${found.toLocaleString('en-US')} found)`);
        const ratio = { of: 'ask ÷ gzip -dc', value: median(runs) / peer };
        rows.push({ what, records: size, unit: 'ms', runs, ratio, ...(held !== undefined && heldTo(held, size)) });
      }
    } finally {
      store.close();
    }
  }
  return rows;
};

async function questionsOf(store: Store): Promise<readonly Question[]> {
  return [...(await searches(store)), ...(await alertQuestions(store))];
}

async function searches(store: Store): Promise<readonly Question[]> {
  const story = await storyOf(store);
  const { usual, most } = await resources(store);
  const page = async (predicate: Parameters<Store['search']>[0]): Promise<number> => (await store.search(predicate, PAGE)).total;
  const rows = async (sql: string, params: readonly string[] = []): Promise<number> => (await store.reader.rows(sql, params)).length;
  const administrators = eventQuery(`json.rule = $.requestParameters.policyArn equals 'arn:aws:iam::aws:policy/AdministratorAccess'`);
  const refused = eventQuery(`json.rule = $.errorCode equals 'AccessDenied'`);
  return [
    { what: story.what, held: 'search', ask: () => page(story.predicate) },
    { what: 'first page of all events, exact count', held: 'firstPage', ask: () => page({ kind: 'always' }) },
    {
      what: 'what made, ended and last touched a resource',
      held: 'byResource',
      ask: async () => {
        const [life, last] = await Promise.all([store.lifeEvents(usual, undefined, 1_000), store.lastTouch(usual, undefined)]);
        return life.length + (last === undefined ? 0 : 1);
      },
    },
    { what: 'a path into the record: policyArn', held: 'byPath', ask: () => page(administrators) },
    { what: 'a path into the record: errorCode', held: 'byPath', ask: () => page(refused) },
    ...(['operation', 'subject'] as const).map((column): Question => ({
      what: `top 20: ${column}`,
      held: 'top',
      ask: async () => (await store.values(column, { window: {}, limit: 20 })).length,
    })),
    {
      what: 'histogram of all time, 3 h × crud',
      held: 'histogram',
      ask: () => rows(`SELECT time // ${BAR} AS bar, crud, count(*) AS n FROM ${EVENTS} GROUP BY ALL`),
    },
    {
      what: 'a text anywhere in any record',
      held: 'substring',
      ask: async () => {
        const [row] = await store.reader.rows(
          `SELECT count(*) AS n FROM ${EVENTS} WHERE ${['rest', 'request', 'response', 'identity'].map((part) => `contains(${part}, ?)`).join(' OR ')}`,
          [usual, usual, usual, usual],
        );
        return Number(row?.['n'] ?? 0);
      },
    },
    {
      what: 'configuration of the resource named most often',
      ask: async () => ((await configurationOf(store, most)) === undefined ? 0 : 1),
    },
  ];
}

async function alertQuestions(store: Store): Promise<readonly Question[]> {
  const { to = 0 } = await store.status();
  const lastDay = { from: to - DAY, to: to + 1 };
  const { policies, rejected } = await loadPolicies(join(root, 'dist/policies'));
  if (rejected.length > 0 || policies.length === 0) throw new Error('The policies beside the build could not be read.');
  const regionsInUse = (await proposeRegions(store.reader)).filter(({ inUse }) => inUse).map(({ region }) => region);
  const book = () => makeAlertBook(store.reader, policies, { regionsInUse });
  const kept = await book();
  return [
    { what: `alerts of ${policies.length} policies, cold`, ask: async () => (await book()).alerts({}).length },
    { what: 'alerts of all time, evidence kept', ask: () => Promise.resolve(kept.alerts({}).length) },
    { what: 'dashboard of the last day, evidence kept', ask: () => Promise.resolve(dashboard(kept.alerts(lastDay), HOUR, 0).total) },
    { what: 'dashboard of all time, evidence kept', ask: () => Promise.resolve(dashboard(kept.alerts({}), HOUR, 0).total) },
  ];
}

/** Of the place with most events: the resource that most records name, the worst case; and the one named most among those that fit a page. */
async function resources(store: Store): Promise<{ readonly usual: string; readonly most: string }> {
  const [place] = (await store.places({})).toSorted((a, b) => b.events - a.events);
  if (place === undefined) throw new Error('The store is empty.');
  const seen = (await store.resources(place.account, place.region, CHOICE)).toSorted((a, b) => b.events - a.events);
  const [most, usual] = [seen[0], seen.find(({ events }) => events <= PAGE.limit)];
  if (most === undefined || usual === undefined) throw new Error('No record names a resource.');
  return { usual: usual.resource, most: most.resource };
}
