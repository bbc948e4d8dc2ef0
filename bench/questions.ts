import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import { HOUR, DAY } from '../src/domain/time';
import { makeAlertBook } from '../src/policies/evaluate';
import { loadPolicies } from '../src/policies/load';
import { proposeRegions } from '../src/policies/regions-in-use';
import { dashboard } from '../src/policies/summary';
import { rebuildConfiguration } from '../src/provenance/configuration';
import { compileQuery } from '../src/rql/query';
import { Store } from '../src/store/store';
import { gunzip } from './lib/child';
import { largeCorpus, sampleCorpus } from './lib/corpus';
import { median, repeated, type Bench, type Row } from './lib/measure';
import { LARGE } from './load';

const RUNS = { full: 20, quick: 5 } as const;

interface Question {
  readonly what: string;
  readonly ask: () => Promise<unknown>;
}

/** What the product asks of a loaded store, in this process, beside one unpacking of the same logs: the least that a search by grep costs. */
export const questions: Bench = async ({ quick, scratch, tell }) => {
  const rows: Row[] = [];
  for (const corpus of [await sampleCorpus(scratch), await largeCorpus(scratch, quick ? LARGE.quick : LARGE.full)]) {
    const store = await Store.open(join(scratch, `questions-${rows.length}`));
    try {
      tell(`loading ${corpus.name} …`);
      await store.load([corpus.dir]);
      await gunzip(corpus.files);
      const peers: number[] = [];
      for (let i = 0; i < (quick ? 1 : 3); i++) peers.push(await gunzip(corpus.files));
      for (const { what, ask } of await questionsOf(store)) {
        const runs = await repeated(quick ? RUNS.quick : RUNS.full, ask);
        tell(`${corpus.name}: ${what}: ${median(runs).toFixed(1)} ms`);
        rows.push({
          what: `${corpus.name}: ${what}`,
          unit: 'ms',
          runs,
          ratio: { of: 'ask ÷ gzip -dc', value: median(runs) / median(peers) },
        });
      }
    } finally {
      store.close();
    }
  }
  return rows;
};

async function questionsOf(store: Store): Promise<readonly Question[]> {
  const { from = 0, to = 0 } = await store.status();
  const all = {};
  const lastDay = { from: to - DAY, to: to + 1 };
  const page = { offset: 0, limit: 200 };
  const { policies, rejected } = await loadPolicies(join(root, 'dist/policies'));
  if (rejected.length > 0 || policies.length === 0) throw new Error('The policies beside the build could not be read.');
  const regionsInUse = (await proposeRegions(store.reader)).filter(({ inUse }) => inUse).map(({ region }) => region);
  const book = () => makeAlertBook(store.reader, policies, { regionsInUse });
  const kept = await book();
  const resource = await mostTouched(store);
  const creation = await someCreation(store);
  const search = (query: string) => {
    const compiled = compileQuery(query);
    if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
    return () => store.search(compiled.predicate, { window: all, ...page });
  };
  const counted = async (what: string, ask: () => Promise<{ readonly total: number }>): Promise<Question> => {
    const { total } = await ask();
    return { what: `${what} (${total.toLocaleString('en-US')} found)`, ask };
  };
  const events = 'event from cloud.audit_logs';
  const alerts = kept.alerts(all).length.toLocaleString('en-US');
  return [
    await counted(
      `who called ${creation.operation} in ${creation.region}`,
      search(`${events} where cloud.region = '${creation.region}' AND operation = '${creation.operation}'`),
    ),
    await counted('first page of all events, exact count', () => store.search({ kind: 'always' }, { window: all, ...page })),
    await counted('errors by a path into the record', search(`${events} where json.rule = $.errorCode equals 'AccessDenied'`)),
    { what: 'configuration of the resource named most often', ask: () => rebuildConfiguration(store, resource) },
    { what: 'top 20 operations', ask: () => store.values('operation', { window: all, limit: 20 }) },
    { what: `alerts of ${policies.length} policies, cold (${alerts} over all time)`, ask: book },
    { what: 'alerts of all time, evidence kept', ask: () => Promise.resolve(kept.alerts(all)) },
    { what: 'dashboard of the last day, evidence kept', ask: () => Promise.resolve(dashboard(kept.alerts(lastDay), HOUR, 0)) },
    {
      what: `dashboard of ${Math.ceil((to - from) / DAY)} days, evidence kept`,
      ask: () => Promise.resolve(dashboard(kept.alerts(all), HOUR, 0)),
    },
  ];
}

/** The worst case: of the places with most events, the resource that most of them name. */
async function mostTouched(store: Store): Promise<string> {
  const places = (await store.places({})).toSorted((a, b) => b.events - a.events);
  const [place] = places;
  if (place === undefined) throw new Error('The store is empty.');
  const seen = await store.resources(place.account, place.region, 100_000);
  const [most] = seen.toSorted((a, b) => b.events - a.events);
  if (most === undefined) throw new Error('No record names a resource.');
  return most.resource;
}

/** The story's own question where the store can answer it, else one of the same form. */
async function someCreation(store: Store): Promise<{ readonly operation: string; readonly region: string }> {
  const operations = await store.values('operation', { window: {}, prefix: 'CreateService', limit: 1 });
  return operations.length > 0
    ? { operation: 'CreateService', region: 'AWS Ohio' }
    : { operation: 'CreateDBInstance', region: 'AWS Virginia' };
}
