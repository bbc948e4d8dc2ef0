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
import type { Random } from '../rql/random';

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
  'null',
  '🙂',
  'ÅÉ',
  'ς',
  'true',
  '22',
  '1.0',
  '-1',
  '1e+21',
  'x'.repeat(1100),
];
const NETWORKS = ['0.0.0.0/0', '::/0', '203.0.113.0/24', '2001:db8::/32', '10.0.0.0/8', 'nonsense', '::ffff:0:0/96', 'a::b/129'];
/** Members of a record that the table has, those with more in them oftener. */
const MEMBERS = [
  ...['requestParameters', 'responseElements', 'userIdentity', 'additionalEventData', 'resources'],
  ...['requestParameters', 'responseElements', 'requestParameters', 'eventName', 'errorCode', 'readOnly', 'tlsDetails', 'userAgent'],
];
const QUANTIFIERS = ['any', 'none', 'all'] as const;
const MEASURES = ['size', 'length', 'words'] as const;

/** Predicates that some record may satisfy. */
export function makePredicate(random: Random, records: readonly JsonObject[], depth: number): Predicate {
  const term = (): Predicate => makePredicate(random, records, depth - 1);
  if (depth > 0 && random.chance(0.4)) {
    if (random.chance(0.3)) return { kind: 'not', term: term() };
    return { kind: random.pick(['and', 'or'] as const), terms: Array.from({ length: random.below(4) }, term) };
  }
  const record = random.pick(records);
  const field = random.pick(FIELDS);
  const value = cut(random, describeEvent(record)[field] ?? random.pick(HOSTILE));
  switch (random.below(9)) {
    case 0:
      return { kind: 'equals', field, values: [value, random.pick(HOSTILE)], fold: random.chance(0.5) };
    case 1:
      return { kind: 'matches', field, pattern: `${value.slice(0, 2)}*${value.slice(3)}` };
    case 2:
      return random.chance(0.5) ? { kind: 'contains', field, text: value } : { kind: 'exists', field };
    case 3:
      return { kind: 'crud', values: [random.pick(['create', 'read', 'update', 'delete'] as const)] };
    case 4:
      return { kind: 'inNetwork', networks: [random.pick(NETWORKS), `${describeEvent(record).ip ?? '10.1.2.3'}/${random.below(33)}`] };
    default:
      return makePathPredicate(random, record, record, 2, []);
  }
}

/** A test on a path that the value has, from the record or from an element of one of its arrays. */
function makePathPredicate(random: Random, from: JsonValue, record: JsonObject, depth: number, before: JsonPath): Predicate {
  const { path, found } = makePath(random, from, record, depth, before);
  if (random.chance(0.15)) {
    const right = random.chance(0.3) ? path : makePath(random, record, record, 0, []).path;
    return { kind: 'compare', left: path, right, test: random.pick(COMPARISONS) };
  }
  const test = random.pick(everyTest(random, [random.chance(0.6) ? found : cut(random, found), random.pick(HOSTILE)]));
  const predicate: Predicate =
    test.kind === 'contains' || random.chance(0.7) ? { kind: 'path', path, test } : { kind: 'set', path, test, every: random.chance(0.5) };
  return random.chance(0.2) ? { kind: 'not', term: predicate } : predicate;
}

function makePath(
  random: Random,
  from: JsonValue,
  record: JsonObject,
  depth: number,
  before: JsonPath,
): { readonly path: JsonPath; readonly found: string } {
  const path: PathStep[] = [...before];
  let here: JsonValue | undefined = from;
  while (here !== undefined && (isObject(here) || Array.isArray(here))) {
    if (random.chance(0.06)) break;
    if (Array.isArray(here)) {
      const elements = here as readonly JsonValue[];
      const index = random.below(Math.max(elements.length, 1));
      const element = elements[index];
      if (depth > 0 && random.chance(0.5)) {
        const condition = makePathPredicate(random, element ?? null, record, depth - 1, [{ kind: 'element' }]);
        path.push({ kind: 'where', quantifier: random.pick(QUANTIFIERS), condition });
      } else path.push(random.chance(0.7) ? { kind: 'each' } : { kind: 'index', index });
      here = element;
    } else {
      const keys: readonly string[] = here === record ? MEMBERS : Object.keys(here);
      if (keys.length === 0) break;
      const name = random.chance(0.03) ? random.pick(HOSTILE) : random.pick(keys);
      path.push({ kind: 'key', name });
      here = here[name];
    }
  }
  return { path, found: here === null || here === undefined || typeof here === 'object' ? random.pick(HOSTILE) : String(here) };
}

/** Every kind of test with these values, and of those that take one of a few, each. */
export function everyTest(random: Random, values: readonly string[]): readonly PathTest[] {
  const text = values[0] ?? '';
  const value = Number.isFinite(Number(text)) ? Number(text) : random.below(1000);
  return [
    ...(['exists', 'isTrue', 'isFalse', 'isEmpty'] as const).map((kind) => ({ kind })),
    ...[true, false].map((fold) => ({ kind: 'equals', values, fold }) as const),
    ...(['contains', 'startsWith', 'endsWith'] as const).map((kind) => ({
      kind,
      values: values.slice(0, 1 + random.below(values.length)),
    })),
    { kind: 'matches', pattern: `${text.slice(0, 1)}*${text.slice(2)}` },
    ...(['greater', 'less', 'atLeast', 'atMost'] as const).map((kind) => ({ kind, value })),
    ...VALUE_TYPES.map((type) => ({ kind: 'isType', type }) as const),
    ...MEASURES.map(
      (measure) =>
        ({ kind: 'measure', measure, order: random.pick(['equals', 'greater', 'less'] as const), value: random.below(4) }) as const,
    ),
  ];
}

/** The value, a part of it, or it in the other case. */
function cut(random: Random, value: string): string {
  const from = random.chance(0.5) ? random.below(value.length + 1) : 0;
  const part = Buffer.from(value.slice(from, from + 1 + random.below(12)), 'utf8').toString('utf8'); // no half of a character
  return random.chance(0.2) ? part.toUpperCase() : part;
}
