import type { Attribute } from './attributes';
import type { TagWord } from './config-attributes';
import type { Span } from './diagnostic';
import type { CountOperator } from './count-operators';
import type { JsonFunction } from './functions';
import type { EventOperator, JsonOperator } from './operators';
import type { PlainStep, Where } from './predicate';

/** What the parser makes of one query. Every node has its place; what could not be understood is left out and has a diagnostic. */
export interface QueryTree extends Span {
  readonly condition?: Logic<EventTerm>;
  /** What stands after the condition, as it was written. */
  readonly tails: readonly Tail[];
  /** Of a config query, which has its conditions and tails in here. */
  readonly config?: ConfigTree;
}

/** `config … as X; config … as Y; filter '…'; show X;` */
export interface ConfigTree {
  readonly clauses: readonly Clause[];
  readonly posts: readonly Post[];
}

/** `config from cloud.resource where … as X` */
export interface Clause extends Span {
  readonly condition?: Logic<EventTerm>;
  readonly tails: readonly Tail[];
  readonly alias?: AliasNode;
}

export const ALIASES = ['X', 'Y', 'Z'] as const;
export type Alias = (typeof ALIASES)[number];

export interface AliasNode extends Span {
  readonly alias: Alias;
}

/** What stands after the clauses. */
export type Post =
  /** `filter '$.X.groupId == $.Y.groupId'` */
  | ({ readonly kind: 'filter'; readonly expression: Logic<JsonComparison> } & Span)
  /** `show X` */
  | ({ readonly kind: 'show'; readonly alias: AliasNode } & Span)
  /** `count(X) greater than 3` */
  | ({
      readonly kind: 'count';
      readonly alias: AliasNode;
      readonly operator: CountOperator;
      readonly operatorSpan: Span;
      readonly value: number;
    } & Span)
  | ({ readonly kind: 'tail'; readonly tail: Tail } & Span);

export type Tail =
  /** `addcolumn $.errorCode user` */
  | ({ readonly kind: 'columns'; readonly columns: readonly ColumnNode[] } & Span)
  /** `limit search records to 10,000` */
  | ({ readonly kind: 'limit'; readonly count: number } & Span)
  /** `| count by user, operation`; by nothing: all together. */
  | ({ readonly kind: 'count'; readonly by: readonly ColumnNode[] } & Span)
  /** `group by cloud.region`, of a config query. */
  | ({ readonly kind: 'group'; readonly by: readonly ColumnNode[] } & Span)
  /** `| timechart 3h by user`; the width in milliseconds. */
  | ({ readonly kind: 'timechart'; readonly width: number; readonly by: readonly ColumnNode[] } & Span);

/** What a column shows: an attribute of the event or resource, or a path into its record. `text`: its name. */
export type ColumnNode = { readonly text: string } & Span &
  ({ readonly attribute: Attribute; readonly path?: undefined } | { readonly path: PathTree; readonly attribute?: undefined });

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
  readonly attribute: Attribute;
  readonly name: Span;
  /** After `tag`. */
  readonly tag?: TagNode;
  readonly operator: EventOperator;
  readonly operatorSpan: Span;
  readonly values: readonly ValueNode[];
}

/** `('name')` or `(ANY)` */
export type TagNode = Span & ({ readonly kind: 'name'; readonly name: string } | { readonly kind: 'any'; readonly word: TagWord });

/** `json.rule = …` */
export interface RuleTest extends Span {
  readonly kind: 'rule';
  readonly attribute: Attribute;
  readonly name: Span;
  readonly negated: boolean;
  readonly expression: Logic<JsonComparison>;
}

/** `$.requestParameters.groupSet.items[*].groupId contains 'sg-'` */
export interface JsonComparison extends Span {
  readonly kind: 'comparison';
  readonly left: Operand;
  readonly operator: JsonOperator;
  readonly operatorSpan: Span;
  readonly values: readonly ValueNode[];
  /** Instead of values. */
  readonly right?: PathNode | CallNode;
}

/** What stands on the left of an operator. */
export type Operand = PathNode | CallNode | TextNode;

export interface PathNode extends Span {
  readonly kind: 'path';
  readonly path: PathTree;
}

/** `_DateTime.ageInDays($.createTime)` */
export interface CallNode extends Span {
  readonly kind: 'call';
  readonly name: Span;
  readonly function: JsonFunction;
  /** As many as the function takes, each of a kind that its parameter takes. */
  readonly args: readonly Argument[];
}

export type Argument = Operand | ListNode;

/** `('a', 'b')` as an argument. */
export interface ListNode extends Span {
  readonly kind: 'list';
  readonly values: readonly ValueNode[];
}

export interface TextNode extends ValueNode {
  readonly kind: 'text';
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
