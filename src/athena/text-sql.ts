import type { Comparison, TextTest } from '../rql/predicate';
import { EXACT_DIGITS, exactNumberOf, fold, NUMBER_PATTERN } from '../rql/text';
import { notWritten } from './refusal';
import { allOf, anyOf, bind, bindAll, FALSE, quoted, sql, type Sql } from './sql';

/** A condition on a text, which is SQL of type VARCHAR; NULL where the text is. */
export type Test = (text: Sql) => Sql;

const ORDERS = { equals: '=', greater: '>', less: '<', atLeast: '>=', atMost: '<=' } as const;
const isNumeric: Test = (text) => sql`regexp_like(${text}, ${quoted(`\\A(?:${NUMBER_PATTERN})\\z`)})`;
const number = (text: Sql): Sql => sql`try_cast(${text} AS DOUBLE)`;
const isExact: Test = (text) => sql`(${isNumeric(text)} AND length(regexp_replace(${text}, '[^0-9]')) <= ${EXACT_DIGITS})`;

/** An order between an SQL number and one of ours. */
export function ordered(value: Sql | string, order: keyof typeof ORDERS, limit: number): Sql {
  return Number.isNaN(limit) ? FALSE : sql`${value} ${ORDERS[order]} ${`DOUBLE '${limit}'`}`;
}

export function equalTo(values: readonly string[], folded: boolean): Test {
  if (values.length === 0) return () => FALSE;
  return (text) => sql`${folded ? sql`lower(${text})` : text} IN (${bindAll(folded ? values.map(fold) : values)})`;
}

/** `*` stands for any text; what LIKE would read as a sign of its own is escaped. */
export function like(pattern: string): Test {
  const escaped = fold(pattern)
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%');
  return (text) => sql`lower(${text}) LIKE ${bind(`%${escaped}%`)} ESCAPE '\\'`;
}

export function containing(wanted: string): Test {
  return (text) => sql`strpos(${text}, ${bind(wanted)}) > 0`;
}

export function textTest(test: TextTest): Test {
  switch (test.kind) {
    case 'equals': {
      const numbers = test.values.flatMap((value) => exactNumberOf(value) ?? []);
      const asText = equalTo(test.values, test.fold);
      if (numbers.length === 0) return asText;
      return (text) => {
        const asNumber = numbers.map((value) => ordered(number(text), 'equals', value));
        return anyOf([asText(text), allOf([isNumeric(text), anyOf(asNumber)])]);
      };
    }
    case 'contains':
      return (text) => anyOf(test.values.map((value) => containing(value)(text)));
    case 'startsWith':
      return (text) => anyOf(test.values.map((value) => sql`starts_with(${text}, ${bind(value)})`));
    case 'endsWith':
      return (text) => anyOf(test.values.map((value) => sql`starts_with(reverse(${text}), ${bind(reversed(value))})`));
    case 'matches':
      return like(test.pattern);
    case 'regex':
      return (text) => sql`regexp_like(${text}, ${bind(`${test.fold ? '(?i)' : ''}\\A(?:${test.pattern})\\z`)})`;
    case 'isTrue':
    case 'isFalse':
      return equalTo([test.kind === 'isTrue' ? 'true' : 'false'], true);
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return (text) => allOf([isNumeric(text), ordered(number(text), test.kind, test.value)]);
    case 'inRange':
      return (text) => {
        const bounds = [ordered(number(text), 'atLeast', test.from), ordered(number(text), 'atMost', test.to)];
        const steps = sql`mod(${number(text)} - ${`DOUBLE '${test.from}'`}, ${`DOUBLE '${test.step}'`}) = 0`;
        return allOf([isNumeric(text), ...bounds, steps]);
      };
    case 'during':
      throw notWritten('times in the record');
    case 'network':
      throw notWritten('networks in the record');
  }
}

/** By code points, as Trino's `reverse`. */
function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

/** A comparison of two texts. */
export function compared(l: Sql, test: Comparison, r: Sql): Sql {
  const sameNumber = sql`(${isExact(l)} AND ${isExact(r)} AND ${number(l)} = ${number(r)})`;
  switch (test) {
    case 'contains':
      return sql`strpos(${l}, ${r}) > 0`;
    case 'equals':
    case 'intersects':
      return sql`(${l} = ${r} OR ${sameNumber})`;
    case 'equalsFolded':
      return sql`(lower(${l}) = lower(${r}) OR ${sameNumber})`;
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
      return sql`CASE WHEN ${isNumeric(l)} AND ${isNumeric(r)} THEN ${number(l)} ${ORDERS[test]} ${number(r)}
        WHEN ${isNumeric(l)} OR ${isNumeric(r)} THEN FALSE ELSE ${l} ${ORDERS[test]} ${r} END`;
  }
}

/** What the text of a JSON number is made of, in any way of writing it. */
const NUMBER_SIGNS = /^[0-9eE.+-]+$/;

/** Whether the answer may depend on how a number is written: `1.0E0`, `1.0` and `1` are the same one. */
export function readsNumbers(test: TextTest): boolean {
  switch (test.kind) {
    case 'equals':
      return test.values.some((value) => exactNumberOf(value) === undefined && NUMBER_SIGNS.test(value));
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return test.values.some((value) => NUMBER_SIGNS.test(value));
    case 'regex':
      return true;
    case 'matches':
      return NUMBER_SIGNS.test(test.pattern.replaceAll('*', ''));
    case 'isTrue':
    case 'isFalse':
    case 'greater':
    case 'less':
    case 'atLeast':
    case 'atMost':
    case 'during':
    case 'inRange':
    case 'network':
      return false;
  }
}

const DIGITS = `regexp_extract(u, '\\A-?([0-9]+)', 1) || coalesce(regexp_extract(u, '\\.([0-9]+)', 1), '')`;
const WHOLE = `length(regexp_extract(u, '\\A-?([0-9]+)', 1)) + coalesce(try_cast(regexp_extract(u, 'E(-?[0-9]+)\\z', 1) AS BIGINT), 0)`;
/** `d`: the digits without zeros at either end; `n`: how many of them stand before the point, negative where zeros stand after it. */
const WRITTEN = `CASE
      WHEN d = '' THEN '0'
      WHEN n BETWEEN length(d) AND 21 THEN rpad(d, n, '0')
      WHEN n BETWEEN 1 AND 21 THEN substr(d, 1, n) || '.' || substr(d, n + 1)
      WHEN n BETWEEN -5 AND 0 THEN '0.' || rpad('', -n, '0') || d
      ELSE substr(d, 1, 1) || CASE WHEN length(d) > 1 THEN '.' || substr(d, 2) ELSE '' END
        || CASE WHEN n > 0 THEN 'e+' ELSE 'e' END || CAST(n - 1 AS VARCHAR) END`;
/** A number's text `u` as Trino writes a double, as JavaScript writes it. */
const AS_WRITTEN = `element_at(zip_with(
      ARRAY[regexp_replace(regexp_replace(${DIGITS}, '\\A0+'), '0+\\z')],
      ARRAY[${WHOLE} - length(regexp_extract(${DIGITS}, '\\A0*'))],
      (d, n) -> CASE WHEN starts_with(u, '-') AND d <> '' THEN '-' ELSE '' END || ${WRITTEN}), 1)`;

/**
 * The text of a JSON value: none for arrays, objects and null. Numbers are written as the reference writes them, whatever way Trino has:
 * whole ones of up to fifteen digits are already, the others are read as doubles and written anew.
 */
export function jsonText(json: Sql): Sql {
  const written = sql`element_at(transform(ARRAY[CAST(try_cast(json_format(${json}) AS DOUBLE) AS VARCHAR)], u -> ${AS_WRITTEN}), 1)`;
  return sql`CASE WHEN regexp_like(json_format(${json}), '\\A-?([0-9]{16}|[0-9]+[.eE]|0\\z)') THEN ${written} ELSE json_extract_scalar(${json}, '$') END`;
}

/** The same where it doesn't matter how numbers are written. */
export function roughText(json: Sql): Sql {
  return sql`json_extract_scalar(${json}, '$')`;
}
