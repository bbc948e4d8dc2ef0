import type { EventAttribute } from './attributes';
import type { Span } from './diagnostic';
import type { EventOperator, JsonOperator } from './operators';
import type { PlainStep, Where } from './predicate';

/** What the parser makes of one query. Every node has its place; what could not be understood is left out and has a diagnostic. */
export interface QueryTree extends Span {
  readonly condition?: Logic<EventTerm>;
}

/** And, or, not over terms of one level. */
export type Logic<T> = (
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Logic<T>[] }
  | { readonly kind: 'not'; readonly term: Logic<T> }
  | { readonly kind: 'term'; readonly term: T }
) &
  Span;

export type EventTerm = AttributeTest | RuleTest;

/** `operation IN ('CreateService', 'CreateCluster')` */
export interface AttributeTest extends Span {
  readonly kind: 'attribute';
  readonly attribute: EventAttribute;
  readonly name: Span;
  readonly operator: EventOperator;
  readonly operatorSpan: Span;
  readonly values: readonly ValueNode[];
}

/** `json.rule = …` */
export interface RuleTest extends Span {
  readonly kind: 'rule';
  readonly attribute: EventAttribute;
  readonly name: Span;
  readonly negated: boolean;
  readonly expression: Logic<JsonComparison>;
}

/** `$.requestParameters.groupSet.items[*].groupId contains 'sg-'` */
export interface JsonComparison extends Span {
  readonly kind: 'comparison';
  readonly path: PathTree;
  readonly pathSpan: Span;
  readonly operator: JsonOperator;
  readonly operatorSpan: Span;
  readonly values: readonly ValueNode[];
  /** Instead of values. */
  readonly right?: PathNode;
}

export interface PathNode extends Span {
  readonly path: PathTree;
}

/** A path with the conditions of its quantifiers as they were read. */
export type PathTree = readonly (PlainStep | Where<Logic<JsonComparison>>)[];

export interface ValueNode extends Span {
  /** Without quotes and escapes. */
  readonly text: string;
  readonly quoted: boolean;
  /** It has no end yet: a string without its closing quote, a bare value at the end of the text. */
  readonly open: boolean;
}
