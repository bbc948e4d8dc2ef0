import type { Comparison, JsonPath, Measure, PathTest, SetTest, TextTest, ValueType } from '../rql/predicate';
import { EXACT_DIGITS, exactNumberOf, NUMBER_PATTERN, WORD_PATTERN } from '../rql/text';
import type { SqlValue } from './reader';
import { anyOf, joined, like, oneOf, type SqlCondition, type Test } from './sql-condition';

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

/** A test on a path of a record. */
export function pathSql(path: JsonPath, test: PathTest): SqlCondition {
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
  const { sql, params } = textSql(test)('j');
  return some(textsSql(test.kind === 'contains' ? ELEMENTS(values) : values), sql, params);
}

/** A test on the elements of a path's values: on some of them, or on `every` of at least one. */
export function setSql(path: JsonPath, test: SetTest, every: boolean): SqlCondition {
  const elements = `list_filter(${ELEMENTS(valuesSql(path))}, lambda j: j <> 'null')`;
  const isText = isTextTest(test);
  const list = isText ? textsSql(elements) : elements;
  const { sql, params } = isText ? textSql(test)('j') : jsonSql(test);
  if (!every) return some(list, sql, params);
  return { sql: `coalesce(list_bool_and(list_transform(${list}, lambda j: coalesce(${sql}, false))), false)`, params };
}

/** Some text of one path against some text of another. */
export function compareSql(left: JsonPath, right: JsonPath, test: Comparison): SqlCondition {
  const asSet = test === 'contains' || test === 'intersects';
  const [ones, others] = [left, right].map((path) => textsSql(asSet ? ELEMENTS(valuesSql(path)) : valuesSql(path)));
  const sql = `len(list_filter(${others}, lambda r: ${comparisonSql(test)})) > 0`;
  return { sql: `coalesce(len(list_filter(${ones}, lambda l: ${sql})) > 0, false)`, params: [] };
}

/** Between the texts `l` and `r`. */
function comparisonSql(test: Comparison): string {
  switch (test) {
    case 'contains':
      return 'contains(l, r)';
    case 'equals':
    case 'intersects':
      return `(l = r OR ${SAME_NUMBER})`;
    case 'equalsFolded':
      return `(lower(l) = lower(r) OR ${SAME_NUMBER})`;
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return `CASE WHEN ${NUMERIC('l')} AND ${NUMERIC('r')} THEN TRY_CAST(l AS DOUBLE) ${ORDERS[test]} TRY_CAST(r AS DOUBLE)
        WHEN ${NUMERIC('l')} OR ${NUMERIC('r')} THEN false ELSE l ${ORDERS[test]} r END`;
  }
}

function textsSql(list: string): string {
  return `list_transform(${list}, lambda j: ${TEXT})`;
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
const EXACT = (text: string): string => `(${NUMERIC(text)} AND length(regexp_replace(${text}, '[^0-9]', '', 'g')) <= ${EXACT_DIGITS})`;
const SAME_NUMBER = `(${EXACT('l')} AND ${EXACT('r')} AND TRY_CAST(l AS DOUBLE) = TRY_CAST(r AS DOUBLE))`;
const ORDERS = { equals: '=', greater: '>', less: '<', atLeast: '>=', atMost: '<=' } as const;
const TEXT_TESTS = { contains: 'contains', startsWith: 'starts_with', endsWith: 'suffix' } as const;

/** A test on a text; NULL where the text is. */
export function textSql(test: TextTest): Test {
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

export function isTextTest(test: PathTest): test is TextTest {
  return test.kind !== 'exists' && test.kind !== 'isEmpty' && test.kind !== 'measure' && test.kind !== 'isType';
}
