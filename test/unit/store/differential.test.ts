import { expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import type { Given } from '../../../src/rql/given';
import type { Predicate } from '../../../src/rql/predicate';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';
import { predicateSql } from '../../../src/store/predicate-sql';
import { makeCondition, makeRecord } from '../rql/generated-query';
import { Random } from '../rql/random';
import { HANDMADE, realRecords } from '../rql/records';
import { readerOver } from '../support/reader';

/** `npm run fuzz` asks more; planning them is what takes time. */
const QUERIES = Number(process.env['QUERIES'] ?? 10_000);
const AT_ONCE = 50;
const GENERATED = 24;
const REAL = 16;
const GIVEN: Given = { now: Date.parse('2024-03-31T12:00:00Z'), accounts: ['111122223333'], alerts: new Map(), anomalies: [] };

const random = new Random(1961);
const keyOf = (record: JsonObject): string => `${describeEvent(record).account} ${describeEvent(record).eventId}`;

/** Few of each kind: what costs time is planning the queries. */
function recordsOf(): readonly JsonObject[] {
  const real = realRecords('traildiscover', 'stratus-red-team').filter((record) => JSON.stringify(record).length > 1500);
  const chosen = real.length === 0 ? [] : Array.from({ length: REAL }, () => random.pick(real));
  const all = [...HANDMADE, ...chosen, ...Array.from({ length: GENERATED }, (_, number) => makeRecord(random, number))];
  return [...new Map(all.map((record) => [keyOf(record), record])).values()];
}

it(`gives the same rows for ${QUERIES} generated queries on the reference and on DuckDB`, async () => {
  const records = recordsOf();
  const numbers = new Map(records.map((record, number) => [keyOf(record), number]));
  const reader = await readerOver(records);
  let telling = 0;
  let faulty = 0;
  for (let done = 0; done < QUERIES; done += AT_ONCE) {
    const asked: { readonly text: string; readonly predicate: Predicate }[] = [];
    while (asked.length < AT_ONCE) {
      const text = `event from cloud.audit_logs where ${makeCondition(random, random.pick(records))}`;
      const compiled = compileQuery(text, GIVEN);
      if (compiled.kind === 'ok') asked.push({ text, predicate: compiled.predicate });
      else faulty++;
    }
    const conditions = asked.map(({ predicate }) => predicateSql(predicate));
    const rows = await reader.rows(
      `SELECT account, event_id, ${conditions.map(({ sql }, place) => `(${sql}) AS c${place}`).join(', ')} FROM events`,
      conditions.flatMap(({ params }) => params),
    );
    for (const [place, { text, predicate }] of asked.entries()) {
      const expected = records.flatMap((record, number) => (matches(predicate, record) ? [number] : []));
      const found = rows.flatMap((row) =>
        row[`c${place}`] === true ? [numbers.get(`${String(row['account'])} ${String(row['event_id'])}`) ?? -1] : [],
      );
      expect(
        found.sort((a, b) => a - b),
        text,
      ).toEqual(expected);
      if (expected.length > 0 && expected.length < records.length) telling++;
    }
  }
  reader.close();
  expect(telling).toBeGreaterThan(QUERIES / 5); // a run in which nearly nothing matches would prove nothing
  expect(faulty).toBeLessThan(QUERIES / 10);
}, 3_600_000);
