// A process that does one thing to a store, so that a test can kill it: `store-process.js DEED STORE PATH…`
import { Store } from '../../../src/store/store';

/** Small segments: something is put in its place many times in a second. */
const SEGMENT_EVENTS = [20, 60];

/** What can be done. */
const DEEDS: Readonly<Record<string, (store: Store, paths: readonly string[]) => Promise<unknown>>> = {
  load: (store, paths) => store.load(paths, { segmentEvents: SEGMENT_EVENTS }),
};

async function main([name = '', dir = '', ...paths]: readonly string[]): Promise<void> {
  const store = await Store.open(dir);
  console.log('begins');
  const result = await DEEDS[name]?.(store, paths);
  console.log(JSON.stringify(result));
  store.close();
}

void main(process.argv.slice(2));
