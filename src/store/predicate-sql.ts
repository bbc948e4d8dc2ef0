import { parseNetwork, V6_PATTERN, type Network } from '../rql/address';
import {
  isUnaskable,
  type JsonPath,
  type Measure,
  type PathTest,
  type Predicate,
  type TextField,
  type TextTest,
  type ValueType,
} from '../rql/predicate';
import { exactNumberOf, fold, NUMBER_PATTERN, WORD_PATTERN } from '../rql/text';
import type { Facts } from './facts';
import type { SqlValue } from './reader';

/** A condition over the columns of the events table, with its values in the order of its question marks. */
export interface SqlCondition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

const COLUMNS: Readonly<Record<TextField, { readonly name: string; readonly nullable: boolean }>> = {
  operation: { name: 'operation', nullable: false },
  service: { name: 'service', nullable: false },
  region: { name: 'region', nullable: false },
  account: { name: 'account', nullable: false },
  user: { name: 'user_name', nullable: true },
  subject: { name: 'subject', nullable: true },
  role: { name: 'role', nullable: true },
  ip: { name: 'ip', nullable: true },
};

const NEVER: SqlCondition = { sql: 'false', params: [] };

/**
 * A DuckDB boolean expression that holds for exactly the rows the reference predicate accepts. It is never NULL, so NOT
 * around it means what it says. What the store knows of its events (`facts`) makes it read fewer of them and changes no answer. Every value is bound; of a query's text only quoted JSON paths stand in the SQL itself.
 */
export function predicateSql(predicate: Predicate, facts?: Facts): SqlCondition {
  switch (predicate.kind) {
    case 'always':
      return { sql: 'true', params: [] };
    case 'never':
      return NEVER;
    case 'and':
      return predicate.terms.length === 0
        ? { sql: 'true', params: [] }
        : joined(
            predicate.terms.map((term) => predicateSql(term, facts)),
            ' AND ',
          );
    case 'or':
      return anyOf(predicate.terms.map((term) => predicateSql(term, facts)));
    case 'not': {
      const { sql, params } = predicateSql(predicate.term, facts);
      return { sql: `NOT (${sql})`, params };
    }
    case 'equals':
      return onColumn(predicate.field, equalTo(predicate, facts));
    case 'matches':
      return onColumn(predicate.field, like(predicate.pattern));
    case 'contains':
      return onColumn(predicate.field, (column) => ({ sql: `contains(${column}, ?)`, params: [predicate.text] }));
    case 'exists':
      return onColumn(predicate.field, (column) => ({ sql: `${column} <> ''`, params: [] }));
    case 'inNetwork':
      return anyOf(predicate.networks.map(networkSql));
    case 'crud':
      return predicate.values.length === 0 ? NEVER : { sql: `crud IN (${marks(predicate.values)})`, params: predicate.values };
    case 'path':
      return isUnaskable(predicate.path) ? NEVER : onPath(predicate.path, predicate.test, facts);
  }
}

type Test = (text: string) => SqlCondition;

/** Where the store knows how its values are written, the column is compared as it is: then most of it need not be read. */
function equalTo({ field, values, fold: folded }: Predicate & { kind: 'equals' }, facts: Facts | undefined): Test {
  const spelt = values.map((value) => facts?.spellings(field, fold(value)));
  if (!spelt.every((list) => list !== undefined)) return oneOf(values, folded);
  const wanted = new Set(values);
  return oneOf(folded ? [...new Set(spelt.flat())] : spelt.flat().filter((value) => wanted.has(value)), false);
}

/** A test on a path, of no more records than need be read for it. */
function onPath(path: JsonPath, test: PathTest, facts: Facts | undefined): SqlCondition {
  const [step, more] = path;
  if (step === undefined) return rootSql(test);
  if (facts?.oddErrors === false && step.kind === 'key' && step.name === 'errorCode' && more === undefined && isTextTest(test)) {
    const { sql, params } = textSql(test)('error_code');
    // Without a number in the test it is never NULL, and in this form it tells the database what to leave unread.
    const exact = 'values' in test && test.values.every((value) => exactNumberOf(value) === undefined) ? sql : `coalesce(${sql}, false)`;
    return { sql: `(error_code IS NOT NULL AND ${exact})`, params };
  }
  const condition = pathSql(path, test);
  const operations = facts?.operations(path);
  if (operations === undefined) return condition;
  if (operations.length === 0) return NEVER;
  return { sql: `(operation IN (${marks(operations)}) AND ${condition.sql})`, params: [...operations, ...condition.params] };
}

/** A test on the record itself: it is an object, and not empty. */
function rootSql(test: PathTest): SqlCondition {
  const holds = test.kind === 'exists' || (test.kind === 'isType' && test.type === 'Object');
  return { sql: String(holds), params: [] };
}

function isTextTest(test: PathTest): test is TextTest {
  return test.kind !== 'exists' && test.kind !== 'isEmpty' && test.kind !== 'measure' && test.kind !== 'isType';
}

/** A test on a column; for a column that may be NULL behind a guard that makes the answer false and not NULL. */
function onColumn(field: TextField, test: Test): SqlCondition {
  const { name, nullable } = COLUMNS[field];
  const { sql, params } = test(name);
  return { sql: nullable ? `(${name} IS NOT NULL AND ${sql})` : sql, params };
}

function oneOf(values: readonly string[], folded: boolean): Test {
  if (values.length === 0) return () => NEVER;
  return (text) => ({
    sql: `${folded ? `lower(${text})` : text} IN (${marks(values)})`,
    params: folded ? values.map(fold) : values,
  });
}

/** `*` becomes `%`; what LIKE would read as a sign of its own is escaped. */
function like(pattern: string): Test {
  const escaped = fold(pattern)
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%');
  return (text) => ({ sql: `lower(${text}) LIKE ? ESCAPE '\\'`, params: [`%${escaped}%`] });
}

function anyOf(conditions: readonly SqlCondition[]): SqlCondition {
  return conditions.length === 0 ? NEVER : joined(conditions, ' OR ');
}

function joined(conditions: readonly SqlCondition[], word: ' AND ' | ' OR '): SqlCondition {
  return { sql: `(${conditions.map(({ sql }) => sql).join(word)})`, params: conditions.flatMap(({ params }) => params) };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

// Octets are read with TRY_CAST because the optimizer may run this on rows the guard excludes.
const V4_NUMBER = [1, 2, 3, 4].map((part) => `TRY_CAST(split_part(ip, '.', ${part}) AS BIGINT) * ${256 ** (4 - part)}`).join(' + ');
const V6_GROUPS = (part: number): string =>
  `array_to_string(list_transform(string_split(nullif(split_part(lower(ip), '::', ${part}), ''), ':'), lambda g: lpad(g, 4, '0')), '')`;
const V6_DIGITS = `(SELECT CASE
    WHEN contains(ip, '::') AND length(head) + length(tail) <= 28 THEN head || repeat('0', 32 - length(head) - length(tail)) || tail
    WHEN NOT contains(ip, '::') AND length(head) = 32 THEN head END
  FROM (SELECT coalesce(${V6_GROUPS(1)}, '') AS head, coalesce(${V6_GROUPS(2)}, '') AS tail))`;

function networkSql(text: string): SqlCondition {
  const network = parseNetwork(text);
  if (network === undefined) return NEVER;
  const bounds: Record<Network['family'], string> = {
    4: `ip NOT LIKE '%:%' AND coalesce(${V4_NUMBER} BETWEEN ? AND ?, false)`,
    6: `regexp_full_match(lower(ip), '${V6_PATTERN}') AND coalesce(${V6_DIGITS} BETWEEN ? AND ?, false)`,
  };
  return { sql: `(ip IS NOT NULL AND ${bounds[network.family]})`, params: [network.low, network.high] };
}

/**
 * A path as DuckDB reads it, as an SQL literal: it can't be bound, for the type of the answer (one value or a list) depends on it.
 * Keys stand in double quotes with backslash and quote escaped; the whole in single quotes, doubled inside.
 */
export function pathLiteral(path: JsonPath): string {
  const steps = path.map((step) => {
    if (step.kind === 'each') return '[*]';
    if (step.kind === 'index') return `[${Math.trunc(step.index)}]`;
    return `."${step.name.replace(/[\\"]/g, '\\$&')}"`;
  });
  return `'$${steps.join('').replaceAll("'", "''")}'`;
}

/** Parts of a record that lie in columns of their own. */
const PARTS: Readonly<Record<string, string>> = {
  userIdentity: 'identity',
  requestParameters: 'request',
  responseElements: 'response',
  eventID: 'to_json(event_id)',
};
/** All else of it, as JSON. */
export const REST_COLUMN = 'rest';

/** The column of a member at the top of a record; `undefined`: it is in the {@link REST_COLUMN}. */
export function partColumn(member: string): string | undefined {
  return Object.hasOwn(PARTS, member) ? PARTS[member] : undefined;
}

/** JSON texts of the values a path finds. TRY: a record with JSON that DuckDB refuses (a lone surrogate) must not fail the whole search. */
function valuesSql(path: JsonPath): string {
  const extracted = extractSql('json_extract', path);
  return path.some((step) => step.kind === 'each') ? `${extracted}::VARCHAR[]` : `[${extracted}::VARCHAR]`;
}

function extractSql(call: 'json_extract' | 'json_extract_string', path: JsonPath): string {
  const [first, ...steps] = path;
  const part = first?.kind === 'key' ? partColumn(first.name) : undefined;
  return `TRY(${call}(${part ?? REST_COLUMN}, ${pathLiteral(part === undefined ? path : steps)}))`;
}

const ELEMENTS = (values: string): string =>
  `flatten(list_transform(${values}, lambda j: CASE WHEN starts_with(j, '[') THEN TRY(json_extract(j, '$[*]'))::VARCHAR[] ELSE [j] END))`;

/** The text of one JSON value: none for arrays, objects and null; a whole number without the fraction DuckDB gives it. */
const TEXT = `CASE WHEN starts_with(j, '"') THEN j ->> '$' WHEN starts_with(j, '[') OR starts_with(j, '{') OR j = 'null' THEN NULL
  WHEN suffix(j, '.0') THEN left(j, -2) ELSE j END`;

/** A text that is no number, begins no array or object, and stands in JSON as it is. */
const WORD = /^[A-Za-z][A-Za-z0-9_.:/@+=*-]{2,}$/;

/**
 * The test where it looks for words at one place: on the text of the value, which costs a third of the general form. For `contains` only
 * a first look: an array's text holds words that none of its elements does.
 */
function wordsSql(path: JsonPath, test: PathTest): SqlCondition | undefined {
  if (path.some((step) => step.kind === 'each') || !('values' in test) || !test.values.every((value) => WORD.test(value))) return undefined;
  const text = extractSql('json_extract_string', path);
  const { sql, params } = textSql(test)(text);
  return { sql: `coalesce(${sql}, false)`, params };
}

function pathSql(path: JsonPath, test: PathTest): SqlCondition {
  const words = wordsSql(path, test);
  if (words === undefined) return generalSql(path, test);
  return test.kind === 'contains' ? joined([words, generalSql(path, test)], ' AND ') : words;
}

function generalSql(path: JsonPath, test: PathTest): SqlCondition {
  const values = valuesSql(path);
  if (!isTextTest(test)) {
    const { sql, params } = jsonSql(test);
    return some(values, sql, params);
  }
  const texts = `list_transform(${test.kind === 'contains' ? ELEMENTS(values) : values}, lambda j: ${TEXT})`;
  const { sql, params } = textSql(test)('j');
  return some(texts, sql, params);
}

/** A test that looks at the JSON text `j` of a value. */
function jsonSql(test: Exclude<PathTest, TextTest>): SqlCondition {
  switch (test.kind) {
    case 'exists':
      return { sql: `j <> 'null'`, params: [] };
    case 'isEmpty':
      return { sql: `j IN ('""', '[]', '{}')`, params: [] };
    case 'isType':
      return { sql: TYPES[test.type], params: [] };
    case 'measure': {
      const { begins, number } = MEASURES[test.measure];
      return { sql: `CASE WHEN starts_with(j, '${begins}') THEN ${number} ${ORDERS[test.order]} ?::DOUBLE END`, params: [test.value] };
    }
  }
}

const IS_NUMBER = `regexp_matches(j, '^-?[0-9]')`;
const TYPES: Readonly<Record<ValueType, string>> = {
  Array: `starts_with(j, '[')`,
  Object: `starts_with(j, '{')`,
  String: `starts_with(j, '"')`,
  Integer: `(${IS_NUMBER} AND TRY_CAST(j AS DOUBLE) = trunc(TRY_CAST(j AS DOUBLE)))`,
  Number: IS_NUMBER,
  Boolean: `j IN ('true', 'false')`,
};

const MEASURES: Readonly<Record<Measure, { readonly begins: string; readonly number: string }>> = {
  size: { begins: '[', number: 'json_array_length(j)' },
  length: { begins: '"', number: `length(j ->> '$')` },
  words: { begins: '"', number: `len(regexp_extract_all(j ->> '$', '${WORD_PATTERN}'))` },
};

function some(list: string, condition: string, params: readonly SqlValue[]): SqlCondition {
  return { sql: `coalesce(len(list_filter(${list}, lambda j: ${condition})) > 0, false)`, params };
}

const NUMERIC = (text: string): string => `regexp_full_match(${text}, '${NUMBER_PATTERN}')`;
const ORDERS = { equals: '=', greater: '>', less: '<', atLeast: '>=', atMost: '<=' } as const;
const TEXT_TESTS = { contains: 'contains', startsWith: 'starts_with', endsWith: 'suffix' } as const;

function textSql(test: TextTest): Test {
  switch (test.kind) {
    case 'equals':
      return (text) => anyOf(test.values.map((wanted) => equalSql(text, wanted, test.fold)));
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return (text) => anyOf(test.values.map((wanted) => ({ sql: `${TEXT_TESTS[test.kind]}(${text}, ?)`, params: [wanted] })));
    case 'matches':
      return like(test.pattern);
    case 'isTrue':
    case 'isFalse':
      return oneOf([test.kind === 'isTrue' ? 'true' : 'false'], true);
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return (text) => ({
        sql: `(${NUMERIC(text)} AND TRY_CAST(${text} AS DOUBLE) ${ORDERS[test.kind]} ?::DOUBLE)`,
        params: [test.value],
      });
  }
}

function equalSql(text: string, wanted: string, folded: boolean): SqlCondition {
  const asText = oneOf([wanted], folded)(text);
  const number = exactNumberOf(wanted);
  if (number === undefined) return asText;
  return { sql: `(${asText.sql} OR (${NUMERIC(text)} AND TRY_CAST(${text} AS DOUBLE) = ?::DOUBLE))`, params: [...asText.params, number] };
}
