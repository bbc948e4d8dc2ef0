import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import { isObject, type JsonObject, type JsonValue } from '../../../src/domain/json';
import {
  COMPARISONS,
  VALUE_TYPES,
  type JsonPath,
  type PathStep,
  type PathTest,
  type Predicate,
  type TextField,
} from '../../../src/rql/predicate';
import { matches } from '../../../src/rql/reference';
import { factsFor } from '../../../src/store/facts';
import { predicateSql } from '../../../src/store/predicate-sql';
import { Random } from '../rql/random';
import { HANDMADE, realRecords } from '../rql/records';
import { readerOver, type TestReader } from '../support/reader';

const FIELDS: readonly TextField[] = ['operation', 'service', 'region', 'account', 'user', 'subject', 'role', 'ip'];
const HOSTILE = [
  "'",
  '"',
  '\\',
  '%',
  '_',
  '*',
  '',
  "'; DROP TABLE e; --",
  '?',
  '$1',
  '[',
  '{',
  'null',
  '\0',
  '🙂',
  'ÅÉ',
  'ς',
  'true',
  '22',
  '1.0',
  '-1',
];
const NETWORKS = [
  '0.0.0.0/0',
  '::/0',
  '203.0.113.0/24',
  '2001:db8::/32',
  '10.0.0.0/8',
  '255.255.255.255',
  'nonsense',
  '::ffff:0:0/96',
  'a::b/129',
];

const all = [...HANDMADE, ...realRecords('invictus-ir', 'stratus-red-team', 'traildiscover')];
const keyOf = (record: JsonObject): string => `${describeEvent(record).account} ${describeEvent(record).eventId}`;
/** Each event once, as the store keeps it. */
const records: readonly JsonObject[] = [...new Map(all.toReversed().map((record) => [keyOf(record), record])).values()].reverse();
const numbers = new Map(records.map((record, number) => [keyOf(record), number]));
let reader: TestReader;
/** Over the hand-made ones alone. */
let few: TestReader;

beforeAll(async () => {
  reader = await readerOver(records);
  few = await readerOver(HANDMADE);
});
afterAll(() => {
  reader.close();
  few.close();
});

/** Numbers of the records a predicate holds for. */
async function rowsOf(predicate: Predicate, asked = reader): Promise<readonly number[]> {
  const [rows = []] = await rowsOfEach([predicate], asked);
  return rows;
}

/**
 * Numbers of the records each predicate holds for. Fails where an expression is NULL for some row, and where it gives another answer
 * with what the store knows of its events.
 */
async function rowsOfEach(predicates: readonly Predicate[], asked = reader): Promise<readonly (readonly number[])[]> {
  const facts = await factsFor(asked, predicates);
  const conditions = predicates.flatMap((predicate) => [predicateSql(predicate), predicateSql(predicate, facts)]);
  const columns = conditions.map(({ sql }, place) => `(${sql}) AS c${place}`);
  const answer = await asked.rows(
    `SELECT account, event_id, ${columns.join(', ')} FROM events`,
    conditions.flatMap(({ params }) => params),
  );
  const rows = answer
    .map((row) => ({ number: numbers.get(`${String(row['account'])} ${String(row['event_id'])}`) ?? -1, row }))
    .sort((a, b) => a.number - b.number);
  expect(rows.filter(({ number, row }) => number < 0 || conditions.some((_, place) => typeof row[`c${place}`] !== 'boolean'))).toEqual([]);
  const holding = (place: number): readonly number[] => rows.flatMap(({ number, row }) => (row[`c${place}`] === true ? [number] : []));
  return predicates.map((predicate, place) => {
    expect(holding(2 * place + 1), `with facts: ${JSON.stringify(predicate)}`).toEqual(holding(2 * place));
    return holding(2 * place);
  });
}

function referenceRows(predicate: Predicate, limit = records.length): readonly number[] {
  return records.slice(0, limit).flatMap((record, number) => (matches(predicate, record) ? [number] : []));
}

describe('predicateSql against the reference', () => {
  it('gives the same rows for generated predicates over every record', async () => {
    const random = new Random(20230710);
    let telling = 0;
    for (let round = 0; round < 300; round++) {
      const predicate = makePredicate(random, 3);
      const expected = referenceRows(predicate);
      expect(await rowsOf(predicate), JSON.stringify(predicate)).toEqual(expected);
      if (expected.length > 0 && expected.length < records.length) telling++;
    }
    expect(telling).toBeGreaterThan(100); // a run in which nearly nothing matches would prove nothing
  }, 120_000);

  it('gives the same rows for every single test on every kind of hand-made value', async () => {
    const random = new Random(7);
    for (const name of ['n', 'e', 'w', 'o', 'flag', 'text', 'nested', 'big', 'small', 'a.b', 'q"t\\', '0', '*', '']) {
      for (const tail of [[], [{ kind: 'each' }], [{ kind: 'index', index: 1 }], [{ kind: 'key', name: "it's" }]] as const) {
        const path: JsonPath = [{ kind: 'key', name: 'requestParameters' }, { kind: 'key', name }, ...tail];
        const predicates = everyTest(random).flatMap((test): readonly Predicate[] => [
          { kind: 'path', path, test },
          ...(test.kind === 'contains' ? [] : [true, false].map((every) => ({ kind: 'set', path, test, every }) as const)),
        ]);
        const found = await rowsOfEach(predicates, few);
        for (const [place, predicate] of predicates.entries())
          expect(found[place], JSON.stringify(predicate)).toEqual(referenceRows(predicate, HANDMADE.length));
      }
    }
  }, 60_000);

  it('gives the same rows for generated quantifiers over the arrays of every record', async () => {
    const random = new Random(1701);
    const withArrays = records.filter((record) => JSON.stringify(record).includes('[{'));
    let telling = 0;
    for (let round = 0; round < 40; round++) {
      const predicates: Predicate[] = [];
      while (predicates.length < 8) {
        const record = random.chance(0.3) ? random.pick(HANDMADE) : random.pick(withArrays);
        const predicate: Predicate = random.chance(0.5)
          ? makePathPredicate(random, record)
          : { kind: 'path', path: makePath(random, record).path, test: { kind: 'exists' } };
        if (JSON.stringify(predicate).includes('"where"')) predicates.push(predicate);
      }
      const found = await rowsOfEach(predicates);
      for (const [place, predicate] of predicates.entries()) {
        const expected = referenceRows(predicate);
        expect(found[place], JSON.stringify(predicate)).toEqual(expected);
        if (expected.length > 0) telling++;
      }
    }
    expect(telling).toBeGreaterThan(60); // of 320; without the public logs there are fewer arrays to ask about
  }, 120_000);

  it('gives the same rows for every comparison of two kinds of hand-made value', async () => {
    const requested = (name: string): JsonPath => [
      { kind: 'key', name: 'requestParameters' },
      { kind: 'key', name },
    ];
    const names = ['n', 'w', 'nested', 'big', 'nothing', ''];
    const paths: readonly JsonPath[] = [
      [],
      [{ kind: 'key', name: 'eventName' }],
      ...names.flatMap((name): readonly JsonPath[] => [requested(name), [...requested(name), { kind: 'each' }]]),
    ];
    for (const left of paths) {
      const predicates = paths.flatMap((right) => COMPARISONS.map((test): Predicate => ({ kind: 'compare', left, right, test })));
      const found = await rowsOfEach(predicates, few);
      for (const [place, predicate] of predicates.entries())
        expect(found[place], JSON.stringify(predicate)).toEqual(referenceRows(predicate, HANDMADE.length));
    }
  }, 60_000);
});

describe('predicateSql', () => {
  const ids = async (predicate: Predicate): Promise<readonly unknown[]> =>
    (await rowsOf(predicate)).filter((number) => number < HANDMADE.length).map((number) => HANDMADE[number]?.['eventID']);
  const n: JsonPath = [
    { kind: 'key', name: 'requestParameters' },
    { kind: 'key', name: 'n' },
  ];

  it('finds by hand-made counts', async () => {
    expect(await ids({ kind: 'inNetwork', networks: ['203.0.113.0/24'] })).toEqual(['h2']);
    expect(await ids({ kind: 'inNetwork', networks: ['2001:db8::/32'] })).toEqual(['h4']);
    expect(await ids({ kind: 'matches', field: 'operation', pattern: '%_s' })).toEqual(['h3']);
    expect(await ids({ kind: 'equals', field: 'operation', values: ['CREATESERVICE'], fold: true })).toEqual(['h2', 'h5']);
    expect(await ids({ kind: 'path', path: n, test: { kind: 'equals', values: ['22.0'], fold: false } })).toEqual(['h7']);
    expect(await ids({ kind: 'path', path: [...n, { kind: 'each' }], test: { kind: 'equals', values: ['22'], fold: false } })).toEqual([
      'h6',
    ]);
    expect(await ids({ kind: 'path', path: n, test: { kind: 'contains', values: ['22'] } })).toEqual(['h6', 'h7']);
    const quantified = (name: string, quantifier: 'any' | 'none' | 'all', key: string): Predicate => {
      const condition: Predicate = { kind: 'path', path: [{ kind: 'element' }, { kind: 'key', name: key }], test: { kind: 'exists' } };
      const path: JsonPath = [
        { kind: 'key', name: 'requestParameters' },
        { kind: 'key', name },
        { kind: 'where', quantifier, condition },
      ];
      return { kind: 'path', path, test: { kind: 'exists' } };
    };
    expect(await ids(quantified('n', 'any', 'name'))).toEqual(['h13']);
    expect(await ids(quantified('n', 'all', 'r'))).toEqual(['h13']);
    expect(await ids(quantified('n', 'all', 'name'))).toEqual([]);
    expect(await ids(quantified('e', 'none', 'x'))).toEqual(['h6', 'h12', 'h13']); // of an empty array, too
    expect(await ids(quantified('e', 'all', 'x'))).toEqual([]);
  });

  it('holds a negation for records in which the value is missing', async () => {
    const missing = await rowsOf({ kind: 'not', term: { kind: 'equals', field: 'ip', values: ['203.0.113.9'], fold: false } });
    expect(missing).toHaveLength(records.length - 1);
  });

  it('never fails a search because of JSON that DuckDB refuses', async () => {
    const refused = await readerOver([{ eventTime: '2024-05-01T10:00:00Z', eventID: 'r', requestParameters: { n: '\ud800' } }]);
    const { sql } = predicateSql({ kind: 'path', path: [...n, { kind: 'each' }], test: { kind: 'exists' } });
    expect(await refused.rows(`SELECT ${sql} AS holds FROM events`, [])).toEqual([{ holds: false }]);
    refused.close();
  });

  it('keeps hostile keys inside their quotes', () => {
    const { sql, params } = predicateSql({ kind: 'path', path: [{ kind: 'key', name: `a'"\\;--` }], test: { kind: 'exists' } });
    expect(sql).toContain(`'$."a''\\"\\\\;--"'`);
    expect(params).toEqual([]);
  });
});

const TESTS = [
  'exists',
  'equals',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'greater',
  'less',
  'atLeast',
  'atMost',
  'isTrue',
  'isFalse',
  'isEmpty',
  'isType',
  'measure',
] as const;
const QUANTIFIERS = ['any', 'none', 'all'] as const;
const MEASURES = ['size', 'length', 'words'] as const;

function makePredicate(random: Random, depth: number): Predicate {
  const term = (): Predicate => makePredicate(random, depth - 1);
  if (depth > 0 && random.chance(0.5)) {
    if (random.chance(0.3)) return { kind: 'not', term: term() };
    return { kind: random.pick(['and', 'or'] as const), terms: Array.from({ length: 1 + random.below(3) }, term) };
  }
  const record = random.pick(records);
  const field = random.pick(FIELDS);
  const value = cut(random, describeEvent(record)[field] ?? random.pick(HOSTILE));
  switch (random.below(8)) {
    case 0:
      return { kind: 'equals', field, values: [value, random.pick(HOSTILE)], fold: random.chance(0.5) };
    case 1:
      return { kind: 'matches', field, pattern: wild(random, value) };
    case 2:
      return { kind: 'contains', field, text: value };
    case 3:
      return random.chance(0.5)
        ? { kind: 'exists', field }
        : { kind: 'crud', values: [random.pick(['create', 'read', 'update', 'delete'] as const)] };
    case 4:
      return { kind: 'inNetwork', networks: [random.pick(NETWORKS), `${describeEvent(record).ip ?? '10.1.2.3'}/${random.below(33)}`] };
    default:
      return makePathPredicate(random, record);
  }
}

/** A path that some record holds, and a test with what it finds there or at another path. */
function makePathPredicate(random: Random, record: JsonObject): Predicate {
  const { path, found } = makePath(random, record);
  if (random.chance(0.2)) {
    const right = random.chance(0.2) ? path : makePath(random, record).path;
    return { kind: 'compare', left: path, right, test: random.pick(COMPARISONS) };
  }
  const test = makeTest(random, random.pick(TESTS), [cut(random, found), random.pick(HOSTILE)]);
  if (test.kind === 'contains' || random.chance(0.6)) return { kind: 'path', path, test };
  return { kind: 'set', path, test, every: random.chance(0.5) };
}

function makePath(random: Random, from: JsonValue | undefined, depth = 2): { readonly path: JsonPath; readonly found: string } {
  const path: PathStep[] = [];
  let here: JsonValue | undefined = from;
  while (here !== undefined && (isObject(here) || Array.isArray(here))) {
    if (random.chance(0.08)) break;
    if (Array.isArray(here)) {
      const elements = here as readonly JsonValue[];
      const index = random.below(Math.max(elements.length, 1));
      if (depth > 0 && random.chance(0.4)) path.push(makeWhere(random, elements[index], depth));
      else path.push(random.chance(0.7) ? { kind: 'each' } : { kind: 'index', index });
      here = elements[index];
    } else {
      const keys: readonly string[] = Object.keys(here);
      if (keys.length === 0) break;
      const name = random.chance(0.05) ? random.pick(HOSTILE) : random.pick(keys);
      path.push({ kind: 'key', name });
      here = here[name];
    }
  }
  return { path, found: here === null || here === undefined || typeof here === 'object' ? random.pick(HOSTILE) : String(here) };
}

/** A quantifier with one or two conditions that this element may meet; some ask about the record. */
function makeWhere(random: Random, element: JsonValue | undefined, depth: number): PathStep {
  const term = (): Predicate => {
    const { path, found } = makePath(random, element, depth - 1);
    const left: JsonPath = [{ kind: 'element' }, ...path];
    const record = random.pick(records);
    const other = makePath(random, record, 0);
    if (random.chance(0.15)) return { kind: 'compare', left, right: other.path, test: random.pick(COMPARISONS) };
    if (random.chance(0.1)) return { kind: 'path', path: other.path, test: makeTest(random, random.pick(TESTS), [other.found]) };
    const test = random.chance(0.4)
      ? ({ kind: 'equals', values: [found], fold: false } as const)
      : makeTest(random, random.pick(TESTS), [cut(random, found)]);
    const asSet = test.kind !== 'contains' && random.chance(0.2);
    const positive: Predicate = asSet ? { kind: 'set', path: left, test, every: random.chance(0.5) } : { kind: 'path', path: left, test };
    return random.chance(0.25) ? { kind: 'not', term: positive } : positive;
  };
  const condition: Predicate = random.chance(0.6) ? term() : { kind: random.pick(['and', 'or'] as const), terms: [term(), term()] };
  return { kind: 'where', quantifier: random.pick(QUANTIFIERS), condition };
}

/** Every kind of test, and of those that take one of a few, each. */
function everyTest(random: Random): readonly PathTest[] {
  return [
    ...TESTS.map((kind) => makeTest(random, kind, ['22', 'x', '1'])),
    ...VALUE_TYPES.map((type) => ({ kind: 'isType', type }) as const),
    ...MEASURES.flatMap((measure) => [0, 1, 2].map((value) => ({ kind: 'measure', measure, order: 'equals', value }) as const)),
  ];
}

function makeTest(random: Random, kind: (typeof TESTS)[number], values: readonly string[]): PathTest {
  const text = values[0] ?? '';
  switch (kind) {
    case 'exists':
    case 'isTrue':
    case 'isFalse':
    case 'isEmpty':
      return { kind };
    case 'isType':
      return { kind, type: random.pick(VALUE_TYPES) };
    case 'measure': {
      const order = random.pick(['equals', 'greater', 'less'] as const);
      return { kind, measure: random.pick(MEASURES), order, value: random.chance(0.8) ? random.below(4) : text.length };
    }
    case 'equals':
      return { kind, values, fold: random.chance(0.5) };
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { kind, values: values.slice(0, 1 + random.below(values.length)) };
    case 'matches':
      return { kind, pattern: wild(random, text) };
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return { kind, value: Number.isFinite(Number(text)) ? Number(text) : random.below(1000) };
  }
}

/** The value, a part of it, or it in the other case. */
function cut(random: Random, value: string): string {
  const from = random.chance(0.4) ? random.below(value.length + 1) : 0;
  const part = wellFormed(value.slice(from));
  return random.chance(0.2) ? part.toUpperCase() : part;
}

function wild(random: Random, value: string): string {
  const at = random.below(value.length + 1);
  return wellFormed(`${value.slice(0, at)}*${value.slice(at + random.below(4))}`);
}

/** Cutting may halve a character of two units; no text that reaches the store holds such a half. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
