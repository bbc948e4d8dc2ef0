import type { Comparison, JsonPath, Measure, PathTest, SetTest, TextTest, ValueType } from '../rql/predicate';
import { exactNumberOf, WORD_PATTERN } from '../rql/text';
import { withinSql } from './address-sql';
import { comparisonSql, NUMERIC, ORDERS } from './number-sql';
import { ELEMENTS, extractSql, mapped, setElements, textsSql, valuesSql, type Scope } from './path-sql';
import { anyOf, joined, like, oneOf, type SqlCondition, type Test } from './sql-condition';
import { timeSql } from './time-sql';

/** A text that is no number, begins no array or object, and stands in JSON as it is. */
const WORD = /^[A-Za-z][A-Za-z0-9_.:/@+=*-]{2,}$/;

/**
 * The test where it looks for words at one place: on the text of the value, which costs a third of the general form. For `contains` only
 * a first look: an array's text holds words that none of its elements does.
 */
function wordsSql(path: JsonPath, test: PathTest, scope: Scope): SqlCondition | undefined {
  if (!path.every(({ kind }) => kind === 'key' || kind === 'index' || kind === 'element')) return undefined;
  if (!('values' in test) || !test.values.every((value) => WORD.test(value))) return undefined;
  const text = extractSql('json_extract_string', path, scope);
  const { sql, params } = textSql(test)(text);
  return { sql: `coalesce(${sql}, false)`, params };
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
    const list = setElements(values);
    return isText ? textsSql(list) : list;
  });
  const condition = isText ? textSql(test)('j') : jsonSql(test);
  if (!every) return some(elements, condition);
  const held = mapped(elements, (list) => `list_transform(${list}, lambda j: coalesce(${condition.sql}, false))`);
  return { sql: `coalesce(list_bool_and(${held.sql}), false)`, params: [...held.params, ...condition.params] };
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
    case 'regex':
      return (text) => ({ sql: `regexp_full_match(${text}, ?${test.fold ? `, 'i'` : ''})`, params: [test.pattern] });
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
    case 'during':
      return (text) => ({ sql: `${timeSql(text)} BETWEEN ?::BIGINT AND ?::BIGINT`, params: [test.from ?? -EVER, (test.to ?? EVER) - 1] });
    case 'inRange':
      return (text) => {
        const number = `TRY_CAST(${text} AS DOUBLE)`;
        const sql = `(${NUMERIC(text)} AND ${number} BETWEEN ?::DOUBLE AND ?::DOUBLE AND (${number} - ?::DOUBLE) % ?::DOUBLE = 0)`;
        return { sql, params: [test.from, test.to, test.from, test.step] };
      };
    case 'network':
      return withinSql(test.networks, test.inside);
  }
}

/** Milliseconds beyond all times that records can hold. */
const EVER = 1e15;

function equalSql(text: string, wanted: string, folded: boolean): SqlCondition {
  const asText = oneOf([wanted], folded)(text);
  const number = exactNumberOf(wanted);
  if (number === undefined) return asText;
  return { sql: `(${asText.sql} OR (${NUMERIC(text)} AND TRY_CAST(${text} AS DOUBLE) = ?::DOUBLE))`, params: [...asText.params, number] };
}

export function isTextTest(test: PathTest): test is TextTest {
  return test.kind !== 'exists' && test.kind !== 'isEmpty' && test.kind !== 'measure' && test.kind !== 'isType';
}
