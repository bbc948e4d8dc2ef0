import type { Comparison, JsonPath, Measure, PathTest, SetTest, TextTest, ValueType } from '../rql/predicate';
import { WORD_PATTERN } from '../rql/text';
import { elementsOf, listOf, notNull, placeOf, valuesAt, type Place, type Scope, type Values } from './path-sql';
import { notWhole } from './refusal';
import { FALSE, quoted, settled, sql, type Sql } from './sql';
import { compared, jsonText, ordered, readsNumbers, roughText, textTest, type Test } from './text-sql';

type JsonTest = Exclude<PathTest, TextTest>;

/** A test on a path of a record. Never NULL. */
export function pathSql(path: JsonPath, test: PathTest, scope: Scope): Sql {
  const place = placeOf(path, scope);
  if (place.kind !== 'json') return settled(columnTest(place, test, path));
  if (place.partial && test.kind === 'isEmpty' && !isArray(place)) throw notWhole(path);
  const values = valuesAt(place, scope);
  if (!isTextTest(test)) return some(values, jsonTest(test));
  return some(test.kind === 'contains' ? elementsOf(values) : values, onText(test));
}

/** A test on the elements of a path's values: on some of them, or on `every` of at least one. Never NULL. */
export function setSql(path: JsonPath, test: SetTest, every: boolean, scope: Scope): Sql {
  const place = placeOf(path, scope);
  if (place.kind !== 'json') return settled(columnTest(place, test, path));
  if (place.partial && test.kind === 'isEmpty') throw notWhole(path);
  const elements = sql`filter(${elementsOf(valuesAt(place, scope)).sql}, j -> ${notNull('j')})`;
  const condition = isTextTest(test) ? onText(test) : jsonTest(test);
  if (!every) return some({ many: true, sql: elements }, condition);
  return settled(sql`(cardinality(${elements}) > 0 AND all_match(${elements}, j -> ${settled(condition(sql`j`))}))`);
}

/** Some value of one path against some value of another. Never NULL. */
export function compareSql(left: JsonPath, right: JsonPath, test: Comparison, scope: Scope): Sql {
  const asSet = test === 'contains' || test === 'intersects';
  const [ones, others] = [left, right].map((path) => textsAt(path, asSet, scope));
  if (ones === undefined || others === undefined) return FALSE;
  const [l, r] = [`l${scope.depth}`, `r${scope.depth}`];
  return settled(sql`any_match(${ones}, ${l} -> any_match(${others}, ${r} -> ${compared(sql`${l}`, test, sql`${r}`)}))`);
}

/** The texts of the values a path finds, as an array of VARCHAR; `undefined`: nothing there can have one. */
function textsAt(path: JsonPath, asSet: boolean, scope: Scope): Sql | undefined {
  const place = placeOf(path, scope);
  if (place.kind === 'nothing' || place.kind === 'struct') return undefined;
  if (place.kind !== 'json') return sql`ARRAY[${place.column}]`;
  const values = valuesAt(place, scope);
  return sql`transform(${listOf(asSet ? elementsOf(values) : values)}, j -> ${jsonText(sql`j`)})`;
}

/**
 * What a column shows of a path: the texts of its values, arrays and objects as JSON (in Trino's way of writing it), one after another with
 * commas between. NULL where there is none.
 */
export function shownSql(path: JsonPath, scope: Scope): Sql {
  const place = placeOf(path, scope);
  if (place.kind === 'nothing') return sql`CAST(NULL AS VARCHAR)`;
  if (place.kind === 'struct') throw notWhole(path);
  if (place.kind !== 'json') return sql`${place.column}`;
  if (place.partial) throw notWhole(path);
  const values = valuesAt(place, scope);
  const shown = (json: Sql): Sql =>
    sql`CASE WHEN regexp_like(json_format(${json}), '\\A[\\[{]') THEN json_format(${json}) ELSE ${jsonText(json)} END`;
  if (!values.many) return shown(values.sql);
  const texts = sql`transform(${values.sql}, j -> ${shown(sql`j`)})`;
  return sql`CASE WHEN any_match(${texts}, t -> t IS NOT NULL) THEN array_join(${texts}, ', ') END`;
}

function isArray({ structs, steps }: Place & { readonly kind: 'json' }): boolean {
  return structs !== undefined && steps.length === 0;
}

/** A test on what lies in a column of its own; a set of one value is that value. */
function columnTest(place: Exclude<Place, { kind: 'json' }>, test: PathTest, path: JsonPath): Sql {
  if (place.kind === 'nothing') return FALSE;
  const exists = sql`${place.column} IS NOT NULL`;
  if (test.kind === 'exists') return exists;
  if (place.kind === 'struct') {
    if (test.kind === 'isEmpty' && path.length > 0) throw notWhole(path);
    return test.kind === 'isType' && test.type === 'Object' ? exists : FALSE;
  }
  if (isTextTest(test)) return textTest(test)(sql`${place.column}`);
  const type: ValueType = place.kind === 'boolean' ? 'Boolean' : 'String';
  if (test.kind === 'isType') return test.type === type ? exists : FALSE;
  if (place.kind === 'boolean') return FALSE;
  if (test.kind === 'isEmpty') return sql`${place.column} = ''`;
  if (test.measure === 'size') return FALSE;
  return ordered(TEXT_MEASURES[test.measure](sql`${place.column}`), test.order, test.value);
}

const TEXT_MEASURES: Readonly<Record<Exclude<Measure, 'size'>, Test>> = {
  length: (text) => sql`length(${text})`,
  words: (text) => sql`cardinality(regexp_extract_all(${text}, ${quoted(WORD_PATTERN)}))`,
};

function onText(test: TextTest): Test {
  const text = readsNumbers(test) ? jsonText : roughText;
  return (json) => textTest(test)(text(json));
}

/** A condition on a value of type JSON; NULL where there is none. */
function jsonTest(test: JsonTest): Test {
  switch (test.kind) {
    case 'exists':
      return notNull;
    case 'isEmpty':
      return (json) => sql`json_format(${json}) IN ('""', '[]', '{}')`;
    case 'isType':
      return (json) => TYPES[test.type](sql`json_format(${json})`);
    case 'measure': {
      const { measure } = test;
      if (measure === 'size') return (json) => ordered(sql`json_array_length(${json})`, test.order, test.value);
      return (json) =>
        sql`CASE WHEN starts_with(json_format(${json}), '"') THEN ${ordered(TEXT_MEASURES[measure](roughText(json)), test.order, test.value)} END`;
    }
  }
}

const IS_NUMBER: Test = (text) => sql`regexp_like(${text}, '\\A-?[0-9]')`;
/** By the JSON text. */
const TYPES: Readonly<Record<ValueType, Test>> = {
  Array: (text) => sql`starts_with(${text}, '[')`,
  Object: (text) => sql`starts_with(${text}, '{')`,
  String: (text) => sql`starts_with(${text}, '"')`,
  Integer: (text) => sql`(${IS_NUMBER(text)} AND try_cast(${text} AS DOUBLE) = floor(try_cast(${text} AS DOUBLE)))`,
  Number: IS_NUMBER,
  Boolean: (text) => sql`${text} IN ('true', 'false')`,
};

/** Whether a condition holds for some of the values. */
function some({ many, sql: values }: Values, condition: Test): Sql {
  return settled(many ? sql`any_match(${values}, j -> ${condition(sql`j`)})` : condition(values));
}

function isTextTest(test: PathTest): test is TextTest {
  return test.kind !== 'exists' && test.kind !== 'isEmpty' && test.kind !== 'measure' && test.kind !== 'isType';
}
