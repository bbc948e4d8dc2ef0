import { isUnaskable, type JsonPath, type PathStep, type Predicate, type Where } from '../rql/predicate';
import type { Derived } from './derived';
import { notKept, notWritten } from './refusal';
import { bind, quoted, sql, type Sql } from './sql';
import { RECORD, type Members } from './table';

/** Where a condition stands: on the row, or inside quantifiers on an element of an array. */
export interface Scope {
  /** Quantifiers around it: names in SQL are told apart by it. */
  readonly depth: number;
  readonly element?: Element;
  /** The name of a derived column, which the statement then makes. */
  derived(column: Derived): string;
  /** The SQL of a condition on an element; never NULL. */
  condition(predicate: Predicate, scope: Scope): Sql;
}

interface Element {
  /** Its name in SQL; it is of type JSON. */
  readonly name: string;
  /** Absent: it is all there. Else it has these members and no others. */
  readonly members?: readonly string[];
}

/** What stands at a path, or where it goes on through JSON. */
export type Place =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text' | 'boolean' | 'struct'; readonly column: string }
  | {
      readonly kind: 'json';
      readonly json: string;
      readonly steps: JsonPath;
      /** What it finds are structs, or an array of them, of which the table keeps a part. */
      readonly partial: boolean;
      /** It is an array of structs with these members. */
      readonly structs?: readonly string[];
    };

const NOTHING: Place = { kind: 'nothing' };

/** @throws AthenaRefusal where the table doesn't keep what the path asks for */
export function placeOf(path: JsonPath, scope: Scope): Place {
  if (isUnaskable(path)) return NOTHING;
  const [first, ...rest] = path;
  if (first?.kind === 'values') throw notWritten('a text on the left of an operator');
  if (first?.kind === 'sets') throw notWritten('unions and intersections of sets');
  if (first?.kind === 'elapsed') throw notWritten('the time between two times');
  if (first?.kind === 'element') {
    if (scope.element === undefined) return NOTHING;
    const { name, members } = scope.element;
    return members === undefined ? jsonPlace(name, rest) : structPlace({ name, steps: rest, members, below: rest, path });
  }
  return walk(RECORD, [], path, scope);
}

function walk(members: Members, before: JsonPath, path: JsonPath, scope: Scope): Place {
  const step = path[before.length];
  if (step === undefined) return { kind: 'struct', column: before.length === 0 ? 'eventid' : columnOf(before) };
  if (step.kind !== 'key') return NOTHING;
  const here = [...before, step];
  const column = Object.hasOwn(members, step.name) ? members[step.name] : undefined;
  const rest = path.slice(here.length);
  switch (column?.kind) {
    case undefined:
      throw notKept(path.slice(0, here.length));
    case 'struct':
      return walk(column.members, here, path, scope);
    case 'text':
    case 'boolean':
      return rest.length === 0 ? { kind: column.kind, column: columnOf(here) } : NOTHING;
    case 'json':
      return jsonPlace(scope.derived(`json ${step.name}`), rest);
    case 'structs': {
      const [element, ...more] = rest;
      const below = element === undefined || element.kind === 'key' ? [] : more;
      const { members: structs } = column;
      return { ...structPlace({ name: scope.derived(`json ${step.name}`), steps: rest, members: structs, below, path }), structs };
    }
  }
}

type JsonPlace = Place & { readonly kind: 'json' };

function jsonPlace(json: string, steps: JsonPath): JsonPlace {
  return { kind: 'json', json, steps, partial: false };
}

/** `below` is what follows a struct, or nothing for the array of them. */
function structPlace(place: {
  readonly name: string;
  readonly steps: JsonPath;
  readonly members: readonly string[];
  readonly below: JsonPath;
  readonly path: JsonPath;
}): JsonPlace {
  const [member] = place.below;
  if (member?.kind === 'key' && !place.members.includes(member.name)) throw notKept(place.path);
  return { ...jsonPlace(place.name, place.steps), partial: member === undefined };
}

function columnOf(path: JsonPath): string {
  return path.map((step) => (step.kind === 'key' ? step.name.toLowerCase() : '')).join('.');
}

/** The values a path finds in JSON: one of type JSON, or an array of them. Both may be NULL, and elements may. */
export interface Values {
  readonly many: boolean;
  readonly sql: Sql;
}

export function valuesAt({ json, steps, structs }: JsonPlace, scope: Scope): Values {
  let values: Values = { many: false, sql: sql`${json}` };
  for (let at = 0; at < steps.length;) {
    const keys = plainKeys(steps, at);
    const step = steps[at];
    if (keys.length > 0) {
      const literal = quoted(`$${keys.map((name) => `["${name.replace(/[\\"]/g, '\\$&')}"]`).join('')}`);
      values = each(values, (value) => sql`json_extract(${value}, ${literal})`);
      at += keys.length;
      continue;
    }
    if (step !== undefined) values = stepFrom(values, step, scope, at === 0 ? structs : undefined);
    at++;
  }
  return values;
}

/** Keys from here on that one path of Trino's can ask for: in it a number is a key of an object and a place in an array alike. */
function plainKeys(steps: JsonPath, from: number): readonly string[] {
  const end = steps.findIndex((step, at) => at >= from && (step.kind !== 'key' || /^[+-]?\p{Nd}+$/u.test(step.name)));
  return steps.slice(from, end < 0 ? undefined : end).flatMap((step) => (step.kind === 'key' ? [step.name] : []));
}

function stepFrom(values: Values, step: PathStep, scope: Scope, members: readonly string[] | undefined): Values {
  switch (step.kind) {
    case 'element':
      return values;
    case 'members':
      throw notWritten('all members of an object');
    case 'values':
    case 'sets':
    case 'elapsed':
      return values; // first in a path only, and refused there
    case 'key':
      return each(values, (value) => sql`element_at(try_cast(${value} AS MAP(VARCHAR, JSON)), ${bind(step.name)})`);
    case 'index':
      return each(values, (value) => sql`element_at(try_cast(${value} AS ARRAY(JSON)), ${Math.trunc(step.index) + 1})`);
    case 'each':
      return spread(values, 'j', (value) => sql`try_cast(${value} AS ARRAY(JSON))`);
    case 'where': {
      const inner = { ...scope, depth: scope.depth + 1 };
      return spread(values, `a${inner.depth}`, (array) => keptOf(array, step, inner, members));
    }
  }
}

/** The elements of an array that a quantifier keeps; NULL for what is no array. */
function keptOf(array: Sql, { quantifier, condition }: Where<Predicate>, scope: Scope, members: readonly string[] | undefined): Sql {
  const name = `e${scope.depth}`;
  const held = scope.condition(condition, { ...scope, element: { name, ...(members !== undefined && { members }) } });
  const elements = sql`filter(try_cast(${array} AS ARRAY(JSON)), ${name} -> ${notNull(name)})`;
  switch (quantifier) {
    case 'any':
      return sql`filter(${elements}, ${name} -> ${held})`;
    case 'all':
      return sql`CASE WHEN all_match(${elements}, ${name} -> ${held}) THEN ${elements} END`;
    case 'none':
      return sql`CASE WHEN none_match(${elements}, ${name} -> ${held}) THEN
        CASE WHEN cardinality(${elements}) = 0 THEN ARRAY[${array}] ELSE ${elements} END END`;
  }
}

/** Whether something of type JSON is there and not null; NULL where it isn't there. */
export function notNull(json: Sql | string): Sql {
  return sql`json_format(${json}) <> 'null'`;
}

/** The elements of the arrays among some values, and the values that are none. */
export function elementsOf(values: Values): Values {
  return spread(values, 'j', (value) => sql`coalesce(try_cast(${value} AS ARRAY(JSON)), ARRAY[${value}])`);
}

function each({ many, sql: values }: Values, make: (value: Sql) => Sql): Values {
  return { many, sql: many ? sql`transform(${values}, j -> ${make(sql`j`)})` : make(values) };
}

function spread({ many, sql: values }: Values, name: string, make: (value: Sql) => Sql): Values {
  return { many: true, sql: many ? sql`flatten(transform(${values}, ${name} -> ${make(sql`${name}`)}))` : make(values) };
}

/** As an array of JSON. */
export function listOf({ many, sql: values }: Values): Sql {
  return many ? values : sql`ARRAY[${values}]`;
}
