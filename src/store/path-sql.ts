import type { Comparison, JsonPath, Measure, PathTest, Predicate, SetTest, TextTest, ValueType, Where } from '../rql/predicate';
import { EXACT_DIGITS, exactNumberOf, NUMBER_PATTERN, WORD_PATTERN } from '../rql/text';
import { anyOf, joined, like, oneOf, type SqlCondition, type Test } from './sql-condition';

/**
 * A path as DuckDB reads it, as an SQL literal: it can't be bound, for the type of the answer (one value or a list) depends on it.
 * Keys stand in double quotes with backslash and quote escaped; the whole in single quotes, doubled inside.
 */
export function pathLiteral(path: JsonPath): string {
  const steps = path.map((step) => {
    if (step.kind === 'each') return '[*]';
    if (step.kind === 'index') return `[${Math.trunc(step.index)}]`;
    if (step.kind !== 'key') throw new Error(`DuckDB's paths have no step ${step.kind}`);
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

/** Where the values of a path lie: in a column, which is a JSON text, and from there on. */
export type Source = (path: JsonPath) => { readonly column: string; readonly path: JsonPath };

const ON_EVENT: Source = (path) => {
  const [first, ...steps] = path;
  const part = first?.kind === 'key' ? partColumn(first.name) : undefined;
  return part === undefined ? { column: REST_COLUMN, path } : { column: part, path: steps };
};

/** Where a condition stands: on the record, or inside quantifiers on an element of an array. */
export interface Scope {
  /** Of paths from the document's root; absent: of an event's. */
  readonly source?: Source;
  /** Quantifiers around it: names in SQL are told apart by it. */
  readonly depth: number;
  /** The name in SQL of the element, which is a JSON text. */
  readonly element?: string;
  /** The SQL of a condition on an element. */
  condition(predicate: Predicate, scope: Scope): SqlCondition;
}

/** JSON texts of the values a path finds, as a list. */
function valuesSql(path: JsonPath, scope: Scope): SqlCondition {
  const place = path.findIndex(({ kind }) => kind === 'where');
  const where = path[place];
  if (where?.kind !== 'where') return { sql: plainSql(path, scope), params: [] };
  const inner = { ...scope, depth: scope.depth + 1 };
  const kept = whereSql(plainSql(path.slice(0, place), scope), where, inner);
  if (place === path.length - 1) return kept;
  const element = `n${inner.depth}`;
  const { sql, params } = valuesSql([{ kind: 'element' }, ...path.slice(place + 1)], { ...inner, element });
  return { sql: `flatten(list_transform(${kept.sql}, lambda ${element}: ${sql}))`, params: [...kept.params, ...params] };
}

/** The elements of some arrays that a quantifier keeps. */
function whereSql(arrays: string, { quantifier, condition }: Where<Predicate>, scope: Scope): SqlCondition {
  const [array, element] = [`a${scope.depth}`, `e${scope.depth}`];
  const { sql, params } = scope.condition(condition, { ...scope, element });
  const elements = `list_filter(TRY(json_extract(${array}, '$[*]'))::VARCHAR[], lambda ${element}: ${element} <> 'null')`;
  const held = `list_filter(${elements}, lambda ${element}: ${sql})`;
  const kept = {
    any: held,
    all: `CASE WHEN len(${held}) = len(${elements}) THEN ${elements} END`,
    none: `CASE WHEN len(${held}) = 0 THEN CASE WHEN len(${elements}) = 0 THEN [${array}] ELSE ${elements} END END`,
  }[quantifier];
  return { sql: `flatten(list_transform(${arrays}, lambda ${array}: CASE WHEN starts_with(${array}, '[') THEN ${kept} END))`, params };
}

/** TRY: a record with JSON that DuckDB refuses (a lone surrogate) must not fail the whole search. */
function plainSql(path: JsonPath, scope: Scope): string {
  const extracted = extractSql('json_extract', path, scope);
  return path.some((step) => step.kind === 'each') ? `${extracted}::VARCHAR[]` : `[${extracted}::VARCHAR]`;
}

function extractSql(call: 'json_extract' | 'json_extract_string', path: JsonPath, { element, source = ON_EVENT }: Scope): string {
  const [first, ...steps] = path;
  if (first?.kind === 'element') return `TRY(${call}(${element ?? 'NULL'}, ${pathLiteral(steps)}))`;
  const from = source(path);
  return `TRY(${call}(${from.column}, ${pathLiteral(from.path)}))`;
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
function wordsSql(path: JsonPath, test: PathTest, scope: Scope): SqlCondition | undefined {
  if (path.some(({ kind }) => kind === 'each' || kind === 'where')) return undefined;
  if (!('values' in test) || !test.values.every((value) => WORD.test(value))) return undefined;
  const text = extractSql('json_extract_string', path, scope);
  const { sql, params } = textSql(test)(text);
  return { sql: `coalesce(${sql}, false)`, params };
}

/**
 * What a column shows of a path: the texts of its values, arrays and objects as JSON, one after another with commas between. NULL where
 * there is none.
 */
export function shownSql(path: JsonPath, scope: Scope): SqlCondition {
  const shown = `CASE WHEN starts_with(j, '[') OR starts_with(j, '{') THEN j ELSE ${TEXT} END`;
  return mapped(valuesSql(path, scope), (list) => `list_aggregate(list_transform(${list}, lambda j: ${shown}), 'string_agg', ', ')`);
}

/** The texts of a path's values, an array by its elements, as a list. */
export function textsAtSql(path: JsonPath, scope: Scope): SqlCondition {
  return mapped(valuesSql(path, scope), (list) => textsSql(ELEMENTS(list)));
}

/** A test on a path of a record. */
export function pathSql(path: JsonPath, test: PathTest, scope: Scope): SqlCondition {
  const words = wordsSql(path, test, scope);
  if (words === undefined) return generalSql(path, test, scope);
  return test.kind === 'contains' ? joined([words, generalSql(path, test, scope)], ' AND ') : words;
}

function generalSql(path: JsonPath, test: PathTest, scope: Scope): SqlCondition {
  const values = valuesSql(path, scope);
  if (!isTextTest(test)) return some(values, jsonSql(test));
  return some(
    mapped(values, (list) => textsSql(test.kind === 'contains' ? ELEMENTS(list) : list)),
    textSql(test)('j'),
  );
}

/** A test on the elements of a path's values: on some of them, or on `every` of at least one. */
export function setSql(path: JsonPath, test: SetTest, every: boolean, scope: Scope): SqlCondition {
  const isText = isTextTest(test);
  const elements = mapped(valuesSql(path, scope), (values) => {
    const list = `list_filter(${ELEMENTS(values)}, lambda j: j <> 'null')`;
    return isText ? textsSql(list) : list;
  });
  const condition = isText ? textSql(test)('j') : jsonSql(test);
  if (!every) return some(elements, condition);
  const held = mapped(elements, (list) => `list_transform(${list}, lambda j: coalesce(${condition.sql}, false))`);
  return { sql: `coalesce(list_bool_and(${held.sql}), false)`, params: [...held.params, ...condition.params] };
}

function mapped({ sql, params }: SqlCondition, change: (sql: string) => string): SqlCondition {
  return { sql: change(sql), params };
}

/** Some text of one path against some text of another. */
export function compareSql(left: JsonPath, right: JsonPath, test: Comparison, scope: Scope): SqlCondition {
  const asSet = test === 'contains' || test === 'intersects';
  const texts = (path: JsonPath): SqlCondition => mapped(valuesSql(path, scope), (list) => textsSql(asSet ? ELEMENTS(list) : list));
  const [ones, others] = [texts(left), texts(right)];
  const [l, r] = [`l${scope.depth}`, `r${scope.depth}`];
  const sql = `len(list_filter(${others.sql}, lambda ${r}: ${comparisonSql(test, l, r)})) > 0`;
  return {
    sql: `coalesce(len(list_filter(${ones.sql}, lambda ${l}: ${sql})) > 0, false)`,
    params: [...ones.params, ...others.params],
  };
}

/** Between two texts. */
function comparisonSql(test: Comparison, l: string, r: string): string {
  switch (test) {
    case 'contains':
      return `contains(${l}, ${r})`;
    case 'equals':
    case 'intersects':
      return `(${l} = ${r} OR ${sameNumber(l, r)})`;
    case 'equalsFolded':
      return `(lower(${l}) = lower(${r}) OR ${sameNumber(l, r)})`;
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return `CASE WHEN ${NUMERIC(l)} AND ${NUMERIC(r)} THEN TRY_CAST(${l} AS DOUBLE) ${ORDERS[test]} TRY_CAST(${r} AS DOUBLE)
        WHEN ${NUMERIC(l)} OR ${NUMERIC(r)} THEN false ELSE ${l} ${ORDERS[test]} ${r} END`;
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

/** Whether a condition on `j` holds for some of a list. */
function some(list: SqlCondition, { sql, params }: SqlCondition): SqlCondition {
  return { sql: `coalesce(len(list_filter(${list.sql}, lambda j: ${sql})) > 0, false)`, params: [...list.params, ...params] };
}

const NUMERIC = (text: string): string => `regexp_full_match(${text}, '${NUMBER_PATTERN}')`;
const EXACT = (text: string): string => `(${NUMERIC(text)} AND length(regexp_replace(${text}, '[^0-9]', '', 'g')) <= ${EXACT_DIGITS})`;
const sameNumber = (l: string, r: string): string =>
  `(${EXACT(l)} AND ${EXACT(r)} AND TRY_CAST(${l} AS DOUBLE) = TRY_CAST(${r} AS DOUBLE))`;
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
