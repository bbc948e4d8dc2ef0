import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import { EngineService } from '../src/engine/service';
import { completionSource } from '../src/engine/completion-source';
import { complete } from '../src/rql/completion';
import { analyse } from '../src/rql/query';
import { largeCorpus } from './lib/corpus';
import { heldTo } from './lib/limits';
import { median, percentile, repeated, timed, type Bench, type Row } from './lib/measure';
import { loadedStore } from './lib/stores';

const QUERIES = 200;
const RUNS = { full: 20, quick: 5 } as const;
/** Lists that don't count: the first ones after a start fill what is kept. */
const WARM = 10;
const HEAD = 'event from cloud.audit_logs where ';

/** What is being typed at the end of a query that already names an operation: every kind of list there is. */
const TYPED: readonly string[] = [
  ' ',
  ' AND ',
  ' AND user ',
  ' AND user = ',
  " AND cloud.region = '",
  " AND role IN ('a', ",
  " AND ip = '1",
  ' AND json.rule = $.',
  ' AND json.rule = $.requestParameters.',
  " AND json.rule = $.userAgent equals '",
  " AND json.rule = $.errorCode exists and $.userIdentity.type equals '",
  " AND json.rule = $.errorCode equals 'AccessDenied' AND user = ",
  ' addcolumn ',
];

/** How long a person waits for a list, and for what is wrong, in a file of two hundred queries over a warm store. */
export const language: Bench = async (options) => {
  const { quick, sizes, corpora, tell } = options;
  const rows: Row[] = [];
  for (const size of sizes) {
    const corpus = await largeCorpus(corpora, size);
    const engine = new EngineService({ storeDir: await loadedStore(corpus, options), policiesDir: join(root, 'dist/policies') });
    try {
      const operations = (await engine.values({ of: 'operation', window: {}, limit: QUERIES })).map(({ value }) => value);
      const queries = Array.from({ length: QUERIES }, (_, n) => queryOf(operations[n % operations.length] ?? 'CreateService', n));
      const runs: number[] = [];
      const byKind = new Map<string, number[]>();
      for (let n = -WARM; n < QUERIES; n++) {
        const place = Math.abs(n) % QUERIES;
        const typed = TYPED[place % TYPED.length] ?? '';
        const before = queries.slice(0, place + 1).join('\n\n') + typed;
        const text = `${before}\n\n${queries.slice(place + 1).join('\n\n')}`;
        const ms = await timed(() => complete(text, before.length, completionSource(engine, { kind: 'all' }, Date.now())));
        if (n < 0) continue;
        runs.push(ms);
        byKind.set(typed, [...(byKind.get(typed) ?? []), ms]);
      }
      for (const [typed, times] of byKind) tell(`${corpus.name}: after ${typed}: median ${median(times).toFixed(1)} ms`);
      tell(`${corpus.name}: completion: median ${median(runs).toFixed(1)} ms, p95 ${percentile(runs, 0.95).toFixed(1)} ms`);
      rows.push({
        what: `a list of completions in a file of ${QUERIES} queries`,
        records: size,
        unit: 'ms',
        runs,
        ...heldTo('completion', size),
      });
      const whole = queries.join('\n\n');
      const checks = await repeated(quick ? RUNS.quick : RUNS.full, () => Promise.resolve(analyse(whole)));
      tell(`${corpus.name}: diagnostics of ${whole.length.toLocaleString('en-US')} characters: median ${median(checks).toFixed(1)} ms`);
      rows.push({
        what: `diagnostics of a file of ${QUERIES} queries`,
        records: size,
        unit: 'ms',
        runs: checks,
        ...heldTo('diagnostics', size),
      });
    } finally {
      await engine.dispose();
    }
  }
  return rows;
};

function queryOf(operation: string, n: number): string {
  return `// name: Query ${n}\n// time: all\n${HEAD}operation = '${operation}'\n  AND (user != 'nobody' OR json.rule = '$.errorCode exists and $.userAgent contains "aws-cli"')`;
}
