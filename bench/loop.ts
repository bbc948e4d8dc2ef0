import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import type { LoopAnswer } from './child/loop';
import { runChild } from './lib/child';
import { largeCorpus, oneFileCorpus } from './lib/corpus';
import { heldTo } from './lib/limits';
import type { Bench, Row } from './lib/measure';
import { loadedStore } from './lib/stores';

/** Records that are loaded meanwhile, none of which the store has. */
const MEANWHILE = { full: 200_000, quick: 20_000 } as const;

/** How long the editor's extension host is kept from its next turn while its engine answers four heavy questions and loads logs. */
export const loop: Bench = async (options) => {
  const { quick, sizes, corpora, scratch, tell } = options;
  const { dir: logs } = await oneFileCorpus(corpora, quick ? MEANWHILE.quick : MEANWHILE.full);
  const rows: Row[] = [];
  for (const size of sizes) {
    const loaded = await loadedStore(await largeCorpus(corpora, size), options);
    const answers: LoopAnswer[] = [];
    for (let i = 0; i < (quick ? 1 : 3); i++) {
      const storeDir = join(scratch, 'loop-store');
      await rm(storeDir, { recursive: true, force: true });
      await cp(loaded, storeDir, { recursive: true }); // it is written to
      const input = { storeDir, policiesDir: join(root, 'dist/policies'), enginePath: join(root, 'dist/engine.js'), logs };
      const { answer } = await runChild('loop', input);
      const { idle, busy, questions, loaded: read } = answer;
      tell(
        `${size.toLocaleString('en-US')} records: worst delay ${busy.toFixed(1)} ms, idle ${idle.toFixed(1)} ms; ${questions} questions, ${read} records loaded`,
      );
      answers.push(answer);
    }
    const row = (what: string, of: 'busy' | 'idle'): Row => ({
      what,
      records: size,
      unit: 'ms',
      runs: answers.map((answer) => answer[of]),
    });
    rows.push(
      { ...row('event loop beside four heavy questions and a load: longest delay', 'busy'), ...heldTo('loopDelay', size) },
      row('event loop beside an idle engine: longest delay', 'idle'),
    );
  }
  return rows;
};
