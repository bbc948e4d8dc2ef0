import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import type { LoadReport } from '../../src/engine/api';
import { Store } from '../../src/store/store';
import { runNode } from './child';
import type { Corpus } from './corpus';
import type { BenchOptions } from './measure';

export interface FreshStore {
  readonly dir: string;
  readonly ms: number;
  readonly peakMB: number;
  readonly report: LoadReport;
}

/** Loads a corpus into a new store, in a process of its own. The store stays for the benchmarks that follow. @throws where not all of it loads */
export async function freshStore(corpus: Corpus, scratch: string): Promise<FreshStore> {
  const dir = storeDir(corpus, scratch);
  const aside = `${dir}.tmp`; // a load that fails must not pass for a store
  for (const folder of [dir, aside]) await rm(folder, { recursive: true, force: true });
  const { ms, peakMB, report } = await loadInto(aside, [corpus.dir], scratch);
  if (report.rejected.length > 0) throw new Error(`The corpus should load whole, but: ${JSON.stringify(report.rejected[0])}`);
  await rename(aside, dir);
  return { dir, ms, peakMB, report };
}

/** Loads logs into a store, in a process of its own. */
export async function loadInto(dir: string, logs: readonly string[], scratch: string): Promise<FreshStore> {
  const { ms, peakMB, stdout } = await runNode(scratch, [join(root, 'dist/cli.js'), 'load', '--store', dir, ...logs]);
  return { dir, ms, peakMB, report: JSON.parse(stdout) as LoadReport };
}

/** A store with a corpus in it, its segments merged: one an earlier benchmark of this run has left, else a fresh one. Not to be written to. */
export async function loadedStore(corpus: Corpus, { scratch, tell }: BenchOptions): Promise<string> {
  const dir = storeDir(corpus, scratch);
  if (!existsSync(dir)) {
    tell(`loading ${corpus.name} …`);
    await freshStore(corpus, scratch);
  }
  const store = await Store.open(dir);
  await store.merge(); // as the engine does after a load, while nobody waits
  store.close();
  return dir;
}

function storeDir(corpus: Corpus, scratch: string): string {
  return join(scratch, `store-${basename(corpus.dir)}`);
}
