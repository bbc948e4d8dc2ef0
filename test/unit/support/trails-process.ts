// A process that fetches trails, so that a test can kill it: `trails-process.js STORE NOW`
import { openLive } from '../../../src/aws';
import { Store } from '../../../src/store/store';

async function main([storeDir = '', now = '']: readonly string[]): Promise<void> {
  const store = await Store.open(storeDir);
  const live = openLive({
    options: {},
    storeDir,
    now: () => Number(now),
    store: () => Promise.resolve(store),
    load: (paths, options) => store.load(paths, options),
  });
  console.log(JSON.stringify(await live.sync({ sources: ['trails'] })));
  store.close();
}

void main(process.argv.slice(2));
