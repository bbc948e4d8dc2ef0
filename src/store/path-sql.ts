import { isUnaskable, type JsonPath, type Origin, type Predicate, type Times, type Where } from '../rql/predicate';
import { comparisonSql } from './number-sql';
import type { SqlCondition } from './sql-condition';
import { elapsedSql, timeSql } from './time-sql';

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
  /** Lists around it that it asks about one by one: names in SQL are told apart by it. */
  readonly depth: number;
  /** The name in SQL of the element, which is a JSON text. */
  readonly element?: string;
  /** The SQL of a condition on an element. */
  condition(predicate: Predicate, scope: Scope): SqlCondition;
}

const NO_VALUES: SqlCondition = { sql: '[]::VARCHAR[]', params: [] };

/** JSON texts of the values a path finds, as a list. */
export function valuesSql(path: JsonPath, scope: Scope): SqlCondition {
  if (isUnaskable(path)) return NO_VALUES;
  const inner = { ...scope, depth: scope.depth + 1 };
  const [first, ...rest] = path;
  if (first?.kind === 'values' || first?.kind === 'sets' || first?.kind === 'elapsed') return goingOn(originSql(first, inner), rest, inner);
  const place = path.findIndex(({ kind }) => kind === 'where' || kind === 'members');
  const [before, step, after] = [path.slice(0, place), path[place], path.slice(place + 1)];
  if (step?.kind === 'where') return goingOn(whereSql(plainSql(before, scope), step, inner), after, inner);
  if (step?.kind !== 'members') return { sql: plainSql(path, scope), params: [] };
  return goingOn(
    { sql: before.length === 0 && scope.source === undefined ? RECORD_MEMBERS : membersSql(plainSql(before, scope)), params: [] },
    after,
    inner,
  );
}

/** What a path finds from some values on. */
function goingOn(values: SqlCondition, path: JsonPath, scope: Scope): SqlCondition {
  if (path.length === 0) return values;
  const element = `n${scope.depth}`;
  const { sql, params } = valuesSql([{ kind: 'element' }, ...path], { ...scope, element });
  return { sql: `flatten(list_transform(${values.sql}, lambda ${element}: ${sql}))`, params: [...values.params, ...params] };
}

function membersSql(values: string): string {
  return `flatten(list_transform(${values}, lambda j: CASE WHEN starts_with(j, '[') THEN TRY(json_extract(j, '$[*]'))::VARCHAR[]
    WHEN starts_with(j, '{') THEN TRY(json_extract(j, '$.*'))::VARCHAR[] END))`;
}

/** Of the record itself: what stands in the rest in place of the parts is no member. */
const RECORD_MEMBERS = `list_concat(
  list_transform(list_filter(list_zip(TRY(json_keys(${REST_COLUMN})), TRY(json_extract(${REST_COLUMN}, '$.*'))::VARCHAR[]),
    lambda z: z[1] NOT IN (${Object.keys(PARTS)
      .map((part) => `'${part}'`)
      .join(', ')})), lambda z: z[2]),
  list_filter([${Object.values(PARTS).join('::VARCHAR, ')}::VARCHAR], lambda j: j IS NOT NULL))`;

function originSql(origin: Origin, scope: Scope): SqlCondition {
  switch (origin.kind) {
    case 'values': {
      const list = origin.values.map(() => '?::VARCHAR').join(', ');
      return { sql: `[${list}]::VARCHAR[]`, params: origin.values.map((value) => JSON.stringify(value)) };
    }
    case 'sets':
      return setsSql(origin, scope);
    case 'elapsed':
      return elapsedSql(origin.unit, timesSql(origin.from, scope), timesSql(origin.to, scope), scope.depth);
  }
}

function timesSql(times: Times, scope: Scope): SqlCondition {
  if (typeof times === 'number') return { sql: '[?::BIGINT]', params: [times] };
  return mapped(
    valuesSql(times, scope),
    (list) => `list_filter(list_transform(${textsSql(list)}, lambda j: ${timeSql('j')}), lambda j: j IS NOT NULL)`,
  );
}

function setsSql({ of, left, right }: Origin & { readonly kind: 'sets' }, scope: Scope): SqlCondition {
  const [ones, others] = [left, right].map((path) => mapped(valuesSql(path, scope), setElements));
  if (ones === undefined || others === undefined) return NO_VALUES;
  const [l, r] = [`l${scope.depth}`, `r${scope.depth}`];
  const texts = (list: string): string => `list_filter(${textsSql(list)}, lambda j: j IS NOT NULL)`;
  const textless = (list: string): string => `list_filter(${list}, lambda j: starts_with(j, '[') OR starts_with(j, '{'))`;
  const array = (kept: string, ...more: readonly string[]): string => {
    const elements = `list_transform(list_distinct(${kept}), lambda j: to_json(j)::VARCHAR)`;
    return `['[' || coalesce(list_aggregate(${[...more, elements].reduce((a, b) => `list_concat(${a}, ${b})`)}, 'string_agg', ','), '') || ']']`;
  };
  if (of === 'union') {
    const sql = array(`list_concat(${texts(ones.sql)}, ${texts(others.sql)})`, textless(ones.sql), textless(others.sql));
    return { sql, params: [...ones.params, ...others.params, ...ones.params, ...others.params] };
  }
  const found = `len(list_filter(${texts(others.sql)}, lambda ${r}: ${comparisonSql('equals', l, r)})) ${of === 'intersection' ? '>' : '='} 0`;
  const kept = `list_filter(${texts(ones.sql)}, lambda ${l}: ${found})`;
  if (of === 'intersection') return { sql: array(kept), params: [...ones.params, ...others.params] };
  return { sql: array(kept, textless(ones.sql)), params: [...ones.params, ...ones.params, ...others.params] };
}

/** Arrays by their elements, null left out. */
export function setElements(values: string): string {
  return `list_filter(${ELEMENTS(values)}, lambda j: j <> 'null')`;
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

export function extractSql(call: 'json_extract' | 'json_extract_string', path: JsonPath, { element, source = ON_EVENT }: Scope): string {
  const [first, ...steps] = path;
  if (first?.kind === 'element') return `TRY(${call}(${element ?? 'NULL'}, ${pathLiteral(steps)}))`;
  const from = source(path);
  return `TRY(${call}(${from.column}, ${pathLiteral(from.path)}))`;
}

export const ELEMENTS = (values: string): string =>
  `flatten(list_transform(${values}, lambda j: CASE WHEN starts_with(j, '[') THEN TRY(json_extract(j, '$[*]'))::VARCHAR[] ELSE [j] END))`;

/** The text of one JSON value: none for arrays, objects and null; a whole number without the fraction DuckDB gives it. */
const TEXT = `CASE WHEN starts_with(j, '"') THEN j ->> '$' WHEN starts_with(j, '[') OR starts_with(j, '{') OR j = 'null' THEN NULL
  WHEN suffix(j, '.0') THEN left(j, -2) ELSE j END`;

/** The texts of JSON values; NULL for those that have none. */
export function textsSql(list: string): string {
  return `list_transform(${list}, lambda j: ${TEXT})`;
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

export function mapped({ sql, params }: SqlCondition, change: (sql: string) => string): SqlCondition {
  return { sql: change(sql), params };
}
