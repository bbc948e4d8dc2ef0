import { describe, expect, it } from 'vitest';
import { derivedName, derivedSql, type Derived } from '../../../src/athena/derived';
import { Conditions } from '../../../src/athena/predicate-sql';
import { AthenaRefusal } from '../../../src/athena/refusal';
import { quoted, type Sql } from '../../../src/athena/sql';
import type { JsonObject } from '../../../src/domain/json';
import { COMPARISONS, type JsonPath, type Predicate } from '../../../src/rql/predicate';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';
import { Random } from '../rql/random';
import { HANDMADE, realRecords } from '../rql/records';
import { everyTest, makePredicate } from './generated';
import { rowOf } from './table';
import { condition, type Row } from './trino';
import { contextOf, type Context } from './trino-functions';

const NUMBERS: JsonObject = {
  eventID: 'numbers',
  eventTime: '2024-05-01T10:00:00Z',
  eventName: 'N',
  requestParameters: {
    n: [22, 22.5, -0, 0, 1e21, 123456789012345680000, 1.5e-7, 0.000015, 123456789.25, -1688991234.567, 1e-10, 12345678901234568],
  },
};
const records: readonly JsonObject[] = [...HANDMADE, NUMBERS, ...realRecords('invictus-ir', 'stratus-red-team', 'traildiscover')];
const handmade = [...HANDMADE, NUMBERS];
const COLUMNS: readonly Derived[] = [
  ...(['time', 'crud', 'operation', 'service', 'region', 'account', 'user', 'subject', 'role', 'ip'] as const),
  ...([
    'json requestParameters',
    'json responseElements',
    'json additionalEventData',
    'json serviceEventDetails',
    'json resources',
  ] as const),
];

/** The two ways of writing numbers that versions of Trino have. */
const CONTEXTS = [contextOf(false, true), contextOf(true, false)];
const made = new Map<Context, readonly Row[]>();

/** The rows of the records as Athena has them, with the derived columns. */
function rowsIn(context: Context): readonly Row[] {
  let rows = made.get(context);
  if (rows === undefined) {
    const columns = COLUMNS.map((column) => [derivedName(column), condition(derivedSql(column), [], context)] as const);
    rows = records.map(rowOf).map((row) => ({ ...row, ...Object.fromEntries(columns.map(([name, value]) => [name, value(row)])) }));
    made.set(context, rows);
  }
  return rows;
}

/** Places of the records for which a condition holds; fails where it is NULL for some. */
function holding({ sql, params }: Sql, context: Context, limit: number): readonly number[] {
  const holds = condition(sql, params.map(quoted), context);
  return rowsIn(context)
    .slice(0, limit)
    .flatMap((row, place) => {
      const answer = holds(row);
      if (typeof answer !== 'boolean') throw new Error(`no answer for ${JSON.stringify(records[place])}: ${sql}`);
      return answer ? [place] : [];
    });
}

/** How many records it holds for, having compared them with the reference; `undefined`: it was refused. */
function compared(predicate: Predicate, context: Context, limit = records.length): number | undefined {
  let sql: Sql;
  try {
    sql = new Conditions().where(predicate);
  } catch (error) {
    if (AthenaRefusal.is(error)) return undefined;
    throw error;
  }
  const expected = records.slice(0, limit).flatMap((record, place) => (matches(predicate, record) ? [place] : []));
  const found = holding(sql, context, limit);
  if (found.join() !== expected.join()) expect(found, `${JSON.stringify(predicate)}\n${sql.sql}`).toEqual(expected);
  return expected.length;
}

const EXPRESSIONS = [true, false].map((fold) => ({ kind: 'regex', pattern: '[^0-9]+|2|1e\\x2b21|X', fold }) as const);

describe('predicates in Trino against the reference', () => {
  it.each([0, 1])('hold for the same records, generated ones over real records (numbers written in way %i)', (way) => {
    const random = new Random(483 + way);
    const counts = Array.from({ length: 60 }, () => compared(makePredicate(random, records, 2), CONTEXTS[way] ?? contextOf(true, true)));
    expect(counts.filter((count) => count === undefined).length).toBeLessThan(18);
    if (records.length > handmade.length)
      expect(counts.filter((count) => count !== undefined && count > 0 && count < records.length).length).toBeGreaterThan(20);
  });

  it.each([0, 1])('hold for the same hand-made records, generated ones (numbers written in way %i)', (way) => {
    const random = new Random(99 + way);
    const counts = Array.from({ length: 2000 }, () =>
      compared(makePredicate(random, handmade, 2), CONTEXTS[way] ?? contextOf(true, true), handmade.length),
    );
    expect(counts.filter((count) => count === undefined).length).toBeLessThan(400);
    expect(counts.filter((count) => count !== undefined && count > 0 && count < handmade.length).length).toBeGreaterThan(500);
  });

  const requested = (name: string, ...tail: JsonPath): JsonPath => [
    { kind: 'key', name: 'requestParameters' },
    { kind: 'key', name },
    ...tail,
  ];

  it('hold for the same records, every test on every kind of hand-made value', () => {
    const random = new Random(7);
    for (const [way, context] of CONTEXTS.entries())
      for (const name of ['n', 'e', 'w', 'o', 'flag', 'text', 'nested', 'big', 'small', 'a.b', 'q"t\\', '0', '*', ''])
        for (const tail of [
          [],
          [{ kind: 'each' }],
          [{ kind: 'index', index: 1 }],
          [{ kind: 'key', name: "it's" }],
          [{ kind: 'key', name: '1' }],
        ] as const)
          for (const test of [...everyTest(random, [way === 0 ? '2' : '1e+21', 'x', '1']), ...EXPRESSIONS]) {
            const path = requested(name, ...tail);
            compared({ kind: 'path', path, test }, context, handmade.length);
            if (test.kind === 'contains') continue;
            for (const every of [true, false]) compared({ kind: 'set', path, test, every }, context, handmade.length);
          }
  });

  it('hold for the same records, every comparison of two kinds of hand-made value', () => {
    const names = ['n', 'w', 'nested', 'big', 'nothing', ''];
    const paths = [
      [],
      [{ kind: 'key', name: 'eventName' }] as const,
      ...names.flatMap((name) => [requested(name), requested(name, { kind: 'each' })]),
    ];
    for (const context of CONTEXTS)
      for (const left of paths)
        for (const right of paths)
          for (const test of COMPARISONS) compared({ kind: 'compare', left, right, test }, context, handmade.length);
  });
});

/** The predicate of `json.rule = …`. */
function rule(text: string): Predicate {
  const compiled = compileQuery(`event from cloud.audit_logs where json.rule = ${text}`);
  if (compiled.kind === 'faulty') throw new Error(compiled.diagnostics.map(({ message }) => message).join(' '));
  return compiled.predicate;
}

describe('predicates in Trino', () => {
  it.each([
    ['$.managementEvent is true', '$.managementEvent'],
    ['$.userIdentity.credentialId exists', '$.userIdentity.credentialId'],
    ['$.useridentity.arn exists', '$.useridentity'],
    ["$['a.b'].c exists", "$['a.b']"],
    ['$.resources[*].ARNPrefix exists', '$.resources[*].ARNPrefix'],
    ['$.resources[?any(ARNPrefix exists)] exists', '@.ARNPrefix'],
    ['$.userIdentity is empty', '$.userIdentity'],
    ['$.resources[*] is empty', '$.resources[*]'],
    ['$.eventName = $.insightDetails.eventName', '$.insightDetails'],
  ])('are refused where the table does not keep what is asked for: %s', (text, named) => {
    let said = '';
    try {
      new Conditions().where(rule(text));
    } catch (error) {
      if (AthenaRefusal.is(error)) said = error.message;
    }
    expect(said).toContain(` ${named}`);
  });

  it('read the columns that the table has', () => {
    const sqlOf = (text: string): string => new Conditions().where(rule(text)).sql;
    expect(sqlOf('$.userIdentity.sessionContext.sessionIssuer.userName exists')).toBe(
      'coalesce(useridentity.sessioncontext.sessionissuer.username IS NOT NULL, FALSE)',
    );
    expect(sqlOf("$.requestParameters.groupId equals 'sg-1'")).toBe(
      `coalesce(json_extract_scalar(json_extract(json_requestparameters, '$["groupId"]'), '$') IN (?), FALSE)`,
    );
    expect(sqlOf('$.eventName.x exists')).toBe('coalesce(FALSE, FALSE)');
  });

  it('bind every text of a query, and quote the rest', () => {
    const hostile = `a'"\\; DROP TABLE x; --`;
    const { sql, params } = new Conditions().where({ kind: 'contains', field: 'user', text: hostile });
    expect([sql, params]).toEqual(['coalesce(strpos(event_user, ?) > 0, FALSE)', [hostile]]);
    const long = `${"'".repeat(600)} OR TRUE`; // 1,207 characters in its quotes: no parameter of Athena's
    expect(new Conditions().where({ kind: 'contains', field: 'user', text: long })).toEqual({
      sql: `coalesce(strpos(event_user, '${"''".repeat(600)} OR TRUE') > 0, FALSE)`,
      params: [],
    });
    const key = new Conditions().where({
      kind: 'path',
      path: [
        { kind: 'key', name: 'requestParameters' },
        { kind: 'key', name: hostile },
      ],
      test: { kind: 'exists' },
    });
    expect(key.sql).toContain(`'$["a''\\"\\\\; DROP TABLE x; --"]'`);
    expect(quoted("o'\\")).toBe("'o''\\'");
  });
});
