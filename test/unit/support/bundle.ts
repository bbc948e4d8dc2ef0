import { cp } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { bundle } from './build-worker';

/** Bundles an entry of the product below `out/` so that it finds its modules, with the loader's threads and the policies beside it. */
export async function bundled(entry: string, name: string): Promise<string> {
  const outfile = resolve('out', `test-${name}`, `${name}.js`);
  await bundle(entry, outfile);
  await bundle('src/store/load-worker.ts', resolve(dirname(outfile), 'load-worker.js'));
  await cp('src/policies/packs', resolve(dirname(outfile), 'policies'), { recursive: true });
  return outfile;
}
