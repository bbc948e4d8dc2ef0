import { runChild } from './lib/child';
import { largeCorpus } from './lib/corpus';
import { heldTo } from './lib/limits';
import { median, type Bench, type Row } from './lib/measure';
import { loadedStore } from './lib/stores';

/** Opening a store in a process that has just started, to its first page; the start of the process is left out, its files are in the page cache. */
export const cold: Bench = async (options) => {
  const { quick, sizes, corpora, tell } = options;
  const rows: Row[] = [];
  for (const size of sizes) {
    const dir = await loadedStore(await largeCorpus(corpora, size), options);
    await runChild('cold', dir); // into the page cache
    const runs: number[] = [];
    for (let i = 0; i < (quick ? 3 : 20); i++) runs.push((await runChild('cold', dir)).answer);
    tell(`${size.toLocaleString('en-US')} records: first page after ${median(runs).toFixed(0)} ms`);
    rows.push({ what: 'cold open to the first page', records: size, unit: 'ms', runs, ...heldTo('coldOpen', size) });
  }
  return rows;
};
