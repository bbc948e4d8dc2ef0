import { build } from 'esbuild';
import { LOAD_WORKER } from './worker-path';

/** Before all tests: the bundle of the loader's threads. */
export default async function buildWorker(): Promise<void> {
  await bundle('src/store/load-worker.ts', LOAD_WORKER);
}

/** Bundles an entry of the product as esbuild.mjs does. Where it is put it must find the project's modules. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', '@duckdb/*'],
    logLevel: 'error',
  });
}
