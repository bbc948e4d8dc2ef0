// A process that has never seen the store opens it and shows its first page.
import { Store } from '../../src/store/store';

async function main(dir: string): Promise<number> {
  const start = performance.now();
  const store = await Store.open(dir);
  const { rows } = await store.search({ kind: 'always' }, { window: {}, offset: 0, limit: 200 });
  const ms = performance.now() - start;
  store.close();
  if (rows.length === 0) throw new Error('The store is empty.');
  return ms;
}

void main(JSON.parse(process.argv[2] ?? '') as string).then((ms) => console.log(JSON.stringify(ms)));
