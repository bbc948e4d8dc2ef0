import type { Crud } from '../domain/event';
import type { Regex } from './regex';

/**
 * The small form every query is lowered to, and the only one the back ends read: DuckDB SQL (store), the reference
 * predicate over one record (rql/reference.ts), later Trino SQL. Meaning: spec "The query language", sections 3 and 4.
 */
export type Predicate =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Predicate[] }
  | { readonly kind: 'not'; readonly term: Predicate }
  /** An attribute of the event equal to one of the texts; `fold`: upper and lower case mean the same. A missing value equals nothing. */
  | { readonly kind: 'equals'; readonly field: TextField; readonly values: readonly string[]; readonly fold: boolean }
  /** `MATCHES`: `*` stands for any text, case-insensitive, found anywhere in the value. */
  | { readonly kind: 'matches'; readonly field: TextField; readonly pattern: string }
  | { readonly kind: 'contains'; readonly field: TextField; readonly text: string }
  | { readonly kind: 'exists'; readonly field: TextField }
  /** The address lies in one of the networks (`203.0.113.0/24`, `2001:db8::/32`). A text that is no network holds nothing. */
  | { readonly kind: 'inNetwork'; readonly networks: readonly string[] }
  | { readonly kind: 'crud'; readonly values: readonly Crud[] }
  /** Events of an account by their ids. */
  | { readonly kind: 'events'; readonly account: string; readonly ids: readonly string[] }
  /** A test on the raw record. */
  | { readonly kind: 'path'; readonly path: JsonPath; readonly test: PathTest }
  /**
   * A test on the set of a path: the values it finds, an array by its elements, null ones left out. `every`: the set is not empty, and
   * the test holds for each; else it holds for some.
   */
  | { readonly kind: 'set'; readonly path: JsonPath; readonly test: SetTest; readonly every: boolean }
  /** Some value of one path against some value of another. */
  | { readonly kind: 'compare'; readonly left: JsonPath; readonly right: JsonPath; readonly test: Comparison }
  | { readonly kind: 'always' | 'never' };

export type TextField = 'operation' | 'service' | 'region' | 'account' | 'user' | 'subject' | 'role' | 'ip';

/**
 * From `$`, the record: keys and, as `each`, every element of an array. The empty key, `*` and keys with a zero character name nothing:
 * not every back end can ask for them.
 */
export type JsonPath = readonly PathStep[];
export type PathStep = PlainStep | Where<Predicate> | Origin;
export type PlainStep =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' }
  /** Every value of an object, every element of an array. */
  | { readonly kind: 'members' }
  /** First in a path only: it begins not at the record but at the element the quantifier around it asks about. */
  | { readonly kind: 'element' };

/** First in a path only: it begins at values that are not in the record, or not so. */
export type Origin =
  /** These texts. */
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /**
   * One array, empty where nothing is found: of the elements of both paths, each text once. Elements without a text (arrays, objects)
   * equal nothing: no intersection has them, a difference and a union have all of them.
   */
  | { readonly kind: 'sets'; readonly of: 'intersection' | 'union' | 'difference'; readonly left: JsonPath; readonly right: JsonPath }
  /** Whole units from each of some times to each of others, negative where the other is earlier. What is no time is left out. */
  | { readonly kind: 'elapsed'; readonly unit: AgeUnit; readonly from: Times; readonly to: Times };

export type AgeUnit = 'days' | 'months' | 'years';
/** Times a path finds, or one time in epoch milliseconds. */
export type Times = JsonPath | number;

/**
 * Elements of an array by a condition on one of them, null ones left out. `any`: those it holds for. `all`: all of them if it holds for each
 * and there is one. `none`: all of them if it holds for none; where there are none, the array itself, so that it exists.
 */
export interface Where<Condition> {
  readonly kind: 'where';
  readonly quantifier: 'any' | 'none' | 'all';
  readonly condition: Condition;
}

/**
 * Over a path with `each`, a test holds if it holds for some element. Null counts as absent, and a missing value fails every test: what
 * people say negatively (`does not exist`, `does not contain`) is a `not` around the path.
 * Strings, numbers and booleans have a text; arrays and objects have none, except that `contains` looks into an array's elements.
 */
export type PathTest =
  | { readonly kind: 'exists' }
  /** Where both sides look like numbers they compare as numbers, else as texts. */
  | { readonly kind: 'equals'; readonly values: readonly string[]; readonly fold: boolean }
  | { readonly kind: 'contains'; readonly values: readonly string[] }
  | { readonly kind: 'startsWith' | 'endsWith'; readonly values: readonly string[] }
  | { readonly kind: 'matches'; readonly pattern: string }
  /** The whole text matches, in the form of {@link Regex}. */
  | ({ readonly kind: 'regex' } & Regex)
  /** Only a number, or a text that looks like one, is greater or less than a number. */
  | { readonly kind: 'greater' | 'less' | 'atLeast' | 'atMost'; readonly value: number }
  /** The boolean or its name as a text, in any case. */
  | { readonly kind: 'isTrue' | 'isFalse' }
  /** `""`, `[]` or `{}`. */
  | { readonly kind: 'isEmpty' }
  /** A value that can't be measured so is not equal, greater or less. */
  | { readonly kind: 'measure'; readonly measure: Measure; readonly order: 'equals' | 'greater' | 'less'; readonly value: number }
  /** A time at or after `from` and before `to`, epoch milliseconds. */
  | { readonly kind: 'during'; readonly from?: number; readonly to?: number }
  /** A whole number from `from` to `to`, both included, and a multiple of `step` after the first. */
  | { readonly kind: 'inRange'; readonly from: number; readonly to: number; readonly step: number }
  /** An address or a network. `inside`: all of it lies in one of the networks; else in none of them. */
  | { readonly kind: 'network'; readonly networks: readonly string[]; readonly inside: boolean }
  /** JSON's own types. `Integer`: a number without a fraction, however it is written. */
  | { readonly kind: 'isType'; readonly type: ValueType };

/** Elements of an array; characters (code points) of a string; words of a string, with white space between them. */
export type Measure = 'size' | 'length' | 'words';

export const VALUE_TYPES = ['Array', 'Object', 'String', 'Integer', 'Number', 'Boolean'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/**
 * Texts compare as in {@link PathTest}; `contains` and `intersects` take an array by its elements. Two numbers are in order as numbers and
 * two other texts by their code points; a number and a text that is none are in no order.
 */
export const COMPARISONS = ['equals', 'equalsFolded', 'greater', 'less', 'atLeast', 'atMost', 'contains', 'intersects'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The tests that look at one value only. */
export type SetTest = Exclude<PathTest, { readonly kind: 'contains' }>;

/** The tests that look at the text of a value. */
export type TextTest = Exclude<PathTest, { readonly kind: 'exists' | 'isEmpty' | 'measure' | 'isType' }>;

/** Whether some step of the path can't be asked for in every back end; such a path finds nothing. */
export function isUnaskable(path: JsonPath): boolean {
  return path.some((step) => step.kind === 'key' && (step.name === '' || step.name === '*' || step.name.includes('\0')));
}
