// A process that does one thing to a store, so that a test can kill it: `store-process.js DEED STORE PATH…`
import { EVENTS } from '../../../src/store/schema';
import { Store } from '../../../src/store/store';

/** Small segments: something is put in its place many times in a second. */
const SEGMENT_EVENTS = [20, 60];

/** What can be done. */
const DEEDS: Readonly<Record<string, (store: Store, paths: readonly string[]) => Promise<unknown>>> = {
  load: (store, paths) => store.load(paths, { segmentEvents: SEGMENT_EVENTS }),
  merge: (store) => store.merge(),
  loadAndRead,
};

/** Asks all the while: how often an answer held an event twice, or fewer than the one before. */
async function loadAndRead(store: Store, paths: readonly string[]): Promise<object> {
  const at = { work: true };
  const load = store.load(paths, { segmentEvents: [100] }).finally(() => (at.work = false));
  let [questions, twice, fewer, before] = [0, 0, 0, 0];
  do {
    await store.refresh();
    const [row] = await store.reader.rows(`SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM ${EVENTS}`, []);
    const events = Number(row?.['n']);
    questions += 1;
    if (events !== Number(row?.['ids'])) twice += 1;
    if (events < before) fewer += 1;
    before = events;
  } while (at.work);
  return { ...(await load), questions, twice, fewer };
}

async function main([name = '', dir = '', ...paths]: readonly string[]): Promise<void> {
  const store = await Store.open(dir);
  console.log('begins');
  const result = await DEEDS[name]?.(store, paths);
  console.log(JSON.stringify(result));
  store.close();
}

void main(process.argv.slice(2));
