import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import { factsFor } from '../src/store/facts';
import { predicateSql } from '../src/store/predicate-sql';
import type { SqlValue } from '../src/store/reader';
import { EVENTS } from '../src/store/schema';
import { Store } from '../src/store/store';
import { largeCorpus } from './lib/corpus';
import { heldTo } from './lib/limits';
import { median, repeated, type Bench, type Row } from './lib/measure';
import { convertRule, type Converted } from './lib/sigma';
import { loadedStore } from './lib/stores';

/** SigmaHQ's rules, where this machine has them. */
const RULES = join(root, '../shared/data/sigma-rules/aws/cloudtrail');

/** How Sigma's texts are compared: as the rules write them, and as the specification has it. */
const WAYS = [
  { fold: false, how: 'case as written' },
  { fold: true, how: 'any case' },
] as const;

/** Other people's rules over a whole store, all in one statement as the product evaluates its own. */
export const rules: Bench = async (options) => {
  const { quick, sizes, corpora, tell } = options;
  if (!existsSync(RULES)) {
    tell(`skipped: there are no Sigma rules in ${RULES}`);
    return [];
  }
  const rows: Row[] = [];
  const ways = await Promise.all(WAYS.map(async ({ fold, how }) => ({ how, converted: await convertAll(fold) })));
  for (const rule of ways[0]?.converted ?? []) if (rule.kind === 'refused') tell(`left out: ${rule.title}: ${rule.reason}`);
  for (const size of sizes) {
    const corpus = await largeCorpus(corpora, size);
    const store = await Store.open(await loadedStore(corpus, options));
    try {
      const { events } = await store.status();
      for (const { how, converted } of ways) {
        const { sql, params, count } = await statement(store, converted);
        const found = await store.reader.rows(sql, params);
        const runs = await repeated(quick ? 5 : 20, () => store.reader.rows(sql, params));
        const matches = found.reduce((sum, row) => sum + Number(row['n']), 0);
        tell(`${corpus.name}: ${count} rules, ${how}: ${median(runs).toFixed(0)} ms (${matches.toLocaleString('en-US')} matches)`);
        rows.push({
          what: `${count} of ${converted.length} SigmaHQ rules, ${how}`,
          records: size,
          unit: 'events/s',
          runs: runs.map((ms) => (events / ms) * 1000),
          ...heldTo('rules', size),
        });
      }
    } finally {
      store.close();
    }
  }
  return rows;
};

async function convertAll(fold: boolean): Promise<readonly Converted[]> {
  const names = (await readdir(RULES)).filter((name) => name.endsWith('.yml')).sort();
  return Promise.all(names.map(async (name) => convertRule(await readFile(join(RULES, name), 'utf8'), fold)));
}

/** How many events each rule matches; asked with what the store knows of its events, as the product asks. */
async function statement(
  { reader }: Store,
  converted: readonly Converted[],
): Promise<{ readonly sql: string; readonly params: readonly SqlValue[]; readonly count: number }> {
  const facts = await factsFor(
    reader,
    converted.flatMap((rule) => (rule.kind === 'refused' ? [] : [rule.predicate])),
  );
  const parts = converted.flatMap((rule, index) => {
    if (rule.kind === 'refused') return [];
    const { sql, params } = predicateSql(rule.predicate, facts);
    return [{ sql: `SELECT ${index} AS rule, count(*) AS n FROM ${EVENTS} WHERE ${sql}`, params }];
  });
  return { sql: parts.map(({ sql }) => sql).join('\nUNION ALL\n'), params: parts.flatMap(({ params }) => params), count: parts.length };
}
