import { build } from 'esbuild';
import { cp } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Bundles an entry of the product as esbuild.mjs does, below `out/` so that it finds its modules, with the policies beside it. */
export async function bundled(entry: string, name: string): Promise<string> {
  const outfile = resolve('out', `test-${name}`, `${name}.js`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', '@duckdb/node-api'],
    logLevel: 'error',
  });
  await cp('src/policies/packs', resolve(dirname(outfile), 'policies'), { recursive: true });
  return outfile;
}
