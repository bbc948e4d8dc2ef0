import { describe, expect, it } from 'vitest';
import { trinoStatement, type Question } from '../../../src/athena/statement';
import { describeEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import { DAY } from '../../../src/domain/time';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';
import { HANDMADE, realRecords } from '../rql/records';
import { QUERIES } from './queries';
import { rowOf } from './table';
import { run, type Row } from './trino';
import { contextOf } from './trino-functions';

/** Each event twice, as CloudTrail may deliver it. */
const all = [...HANDMADE, ...realRecords('invictus-ir')];
const keyOf = (record: JsonObject): string => `${describeEvent(record).account} ${describeEvent(record).eventId}`;
const records = [...new Map(all.map((record) => [keyOf(record), record])).values()];
const rows = [...records, ...records].map(rowOf);

function questionOf(condition: string, more: Partial<Question> = {}): Question {
  const query = condition.startsWith('event ') ? condition : `event from cloud.audit_logs where ${condition}`;
  const compiled = compileQuery(query);
  if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  return { predicate: compiled.predicate, shape: compiled.shape, window: {}, ...more };
}

function answer(question: Question): readonly Row[] {
  const { sql, parameters, columns } = trinoStatement(question);
  const found = run(sql, parameters, { cloudtrail_logs: rows }, contextOf(true, true));
  for (const row of found) expect(Object.keys(row)).toEqual([...new Set(columns)]); // `addcolumn user` names one twice
  return found;
}

describe('a statement for Athena', () => {
  it.each(QUERIES)('counts what the reference finds: %s', (query) => {
    const question = questionOf(query);
    const found = answer(question);
    const expected = records.filter((record) => matches(question.predicate, record)).length;
    const counted = question.shape.kind === 'events' ? found.length : found.reduce((sum, row) => sum + Number(row['count']), 0);
    expect(counted).toBe(expected);
  });

  it('gives events newest first, and a page of them', () => {
    const found = answer(questionOf("user != 'nobody'"));
    const expected = records
      .map(describeEvent)
      .sort((a, b) => b.time - a.time || (a.eventId < b.eventId ? -1 : 1))
      .map(({ eventId }) => eventId);
    expect(found.map((row) => row['eventId'])).toEqual(expected);
    expect(answer(questionOf("user != 'nobody'", { offset: 3, limit: 4 })).map((row) => row['eventId'])).toEqual(expected.slice(3, 7));
  });

  it('shows attributes and added columns as the product does', () => {
    const [row] = answer(questionOf('user = "o\'brien" addcolumn $.eventName $.errorCode'));
    expect(row).toMatchObject({ eventId: 'h1', user: "o'brien", subject: "o'brien", role: null, region: 'us-east-2', '$.errorCode': null });
    const [numbers] = answer(questionOf("json.rule = $.eventID = 'h6' addcolumn $.requestParameters.n[*], $.requestParameters.e"));
    expect(numbers).toMatchObject({ '$.requestParameters.n[*]': '1, 2.5, 22, 022, x', '$.requestParameters.e': '[]' });
  });

  it('groups, the most frequent first, and by bars of time', () => {
    const expected = new Map<string | null, number>();
    for (const record of records) {
      const user = describeEvent(record).user ?? null;
      expected.set(user, (expected.get(user) ?? 0) + 1);
    }
    const found = answer(questionOf("user != 'nobody' | count by user"));
    expect(new Map(found.map((row) => [row['user'], Number(row['count'])]))).toEqual(expected);
    const counts = found.map((row) => Number(row['count']));
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(answer(questionOf("user = 'nobody' | count"))).toEqual([]);
    const bars = answer(questionOf("cloud.account = '111122223333' | timechart 3h"));
    expect(bars).toEqual([
      { time: '2024-05-01T09:00:00.000Z', count: BigInt(HANDMADE.filter((record) => record['recipientAccountId'] !== undefined).length) },
    ]);
  });

  it('asks only the partitions that can hold an answer, and says what may lie beyond', () => {
    const at = Date.UTC(2024, 4, 1, 10);
    const window = { from: at, to: at + 1 };
    const question = questionOf("cloud.account = '111122223333' AND cloud.region IN ('AWS Ohio', 'us-west-2')", { window });
    const { sql, parameters, notes } = trinoStatement(question);
    expect(sql).toContain(`WHERE account IN (?) AND region IN (?, ?) AND "timestamp" >= '2024/05/01' AND "timestamp" <= '2024/05/02'`);
    expect(parameters.slice(0, 3)).toEqual(["'111122223333'", "'us-east-2'", "'us-west-2'"]);
    expect(notes).toHaveLength(1);
    expect(answer(question).length).toBeGreaterThan(0);
    expect(answer({ ...question, window: { from: at + 1 } })).toEqual([]);
    expect(answer({ ...question, window: { to: at } })).toEqual([]);
    expect(trinoStatement({ ...question, window: { from: at - DAY } }).notes).toEqual([]);
    const open = ["cloud.region = 'us-east-1'", "cloud.region != 'us-east-2'", "cloud.region = 'us-east-2' OR user = 'x'"];
    for (const condition of open) expect(trinoStatement(questionOf(condition)).sql).not.toContain('region IN (?) AND');
    for (const condition of open) expect(trinoStatement(questionOf(condition)).sql).toMatch(/FROM "cloudtrail_logs"\n {2}\)/);
  });

  it('keeps hostile names inside their quotes', () => {
    const { sql } = trinoStatement(questionOf(`user = 'x' addcolumn $.requestParameters['a"b']`, { table: 'x"; DROP TABLE y' }));
    expect(sql).toContain('FROM "x""; DROP TABLE y"');
    expect(sql).toContain(`AS "$.requestParameters['a""b']"`);
  });

  it('is refused where it is too long for Athena', () => {
    const term = { kind: 'contains', field: 'user', text: 'x'.repeat(2000) } as const;
    expect(() =>
      trinoStatement({ ...questionOf("user = 'x'"), predicate: { kind: 'or', terms: Array.from({ length: 200 }, () => term) } }),
    ).toThrow(/too long/);
  });
});
