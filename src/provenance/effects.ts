import type { ApiName } from '../domain/inventory';
import type { JsonValue } from '../domain/json';

/** A place in a call: keys joined by dots from `request` or `response` on, `*` for every element. */
export type Place = string;

/** From keys of the record to where the call has their values; a constant, or an object of such keys, stands in an object. */
export type Values = Readonly<Record<string, Place | { readonly is: JsonValue } | Each>>;
interface Each {
  readonly each: Values;
}

/** What a call does to the resource that it names. */
export type Effect =
  /** One comes into being; the call answers with it at `at`. `beside`: it asked for something else, to which this belongs. */
  | { readonly does: 'make'; readonly at: Place; readonly beside?: true }
  /** One comes into being of which the answer says nothing. */
  | { readonly does: 'make-asked'; readonly values: Values }
  /** The answer has it as it is afterwards, as a whole or what has changed of it. */
  | { readonly does: 'describe'; readonly at: Place }
  | { readonly does: 'part'; readonly at: Place }
  | ({ readonly does: 'end' | 'revive' } & Of)
  | ({ readonly does: 'set'; readonly values: Values } & Of)
  | ({ readonly does: 'clear'; readonly keys: readonly string[] } & Of)
  /** What the request has at `at` is set, key by key, under the names of the SDK; EC2 wraps it as `{ value: … }`. */
  | ({ readonly does: 'ask'; readonly at: Place } & Of)
  /**
   * Elements of a list, which the keys `by` tell from one another: one that is there already is replaced. A call that names no resource
   * takes its elements from the list that has them.
   */
  | ({ readonly does: 'add'; readonly list: string; readonly item: Values | Place; readonly by: readonly string[] } & Of)
  | ({ readonly does: 'remove'; readonly list: string; readonly item: Values | Place; readonly by: readonly string[] } & Of)
  | ({ readonly does: 'rules' } & Of)
  | ({ readonly does: 'tag' | 'retag'; readonly at: Place } & Of)
  /** Absent: all. */
  | ({ readonly does: 'untag'; readonly at?: Place } & Of);

interface Of {
  /** Where the call names the resource; absent: where its kind's calls usually do. */
  readonly of?: readonly Place[];
}

/** How the calls of the logs make, change and end resources of one kind. One more kind, or call, is one more row. */
export interface ResourceKind {
  /** As CloudFormation names it. */
  readonly type: string;
  /** The kind of record that configuration queries know it as; absent: they don't. */
  readonly api?: ApiName;
  /** The `eventSource` of its calls, without `.amazonaws.com`. */
  readonly source: string;
  /** The key of the record that names the resource: its ARN or id. */
  readonly id: string;
  /** What the ids of its versions begin with, where calls answer with those: the first group is the resource. */
  readonly version?: RegExp;
  /** What comes before a name in an ARN that no call answers with. */
  readonly arn?: string;
  /** The key that has its name, where calls go by names. */
  readonly name?: string;
  /** Names of keys in the record, where they are not those that the SDK's form gives. */
  readonly names?: Readonly<Record<string, string>>;
  /** What else calls name it by, in the record: the id of its only attachment, say; and what such an id begins with. */
  readonly handles?: { readonly at?: string; readonly prefix: string };
  /** The key of its tags; absent: `tags`. */
  readonly tags?: string;
  /** Where calls name it, by its id, its ARN or its name. */
  readonly of: readonly Place[];
  /** Keys of the request that describe it and that the answer to its creation leaves out, for configuration queries. */
  readonly asked?: Readonly<Record<string, string>>;
  /** Whether names of calls end in the date of their API, such as `20150331v2`. */
  readonly dated?: boolean;
  /** By the name of the call. */
  readonly calls: Readonly<Record<string, readonly Effect[]>>;
}

export const make = (at = ''): Effect => ({ does: 'make', at: below('response', at) });
export const makeBeside = (at: string): Effect => ({ does: 'make', at: below('response', at), beside: true });
export const describe = (at = ''): Effect => ({ does: 'describe', at: below('response', at) });
export const part = (at = ''): Effect => ({ does: 'part', at: below('response', at) });
export const end = (...of: readonly Place[]): Effect => ({ does: 'end', ...named(of) });
export const revive = (...of: readonly Place[]): Effect => ({ does: 'revive', ...named(of) });
export const set = (values: Values, ...of: readonly Place[]): Effect => ({ does: 'set', values, ...named(of) });
export const clear = (...keys: readonly string[]): Effect => ({ does: 'clear', keys });
export const ask = (at = '', ...of: readonly Place[]): Effect => ({ does: 'ask', at: below('request', at), ...named(of) });
export const add = (list: string, item: Values | Place, by: readonly string[], ...of: readonly Place[]): Effect => ({
  does: 'add',
  list,
  item,
  by,
  ...named(of),
});
export const remove = (list: string, item: Values | Place, by: readonly string[], ...of: readonly Place[]): Effect => ({
  does: 'remove',
  list,
  item,
  by,
  ...named(of),
});
export const rules = (...of: readonly Place[]): Effect => ({ does: 'rules', ...named(of) });
export const tag = (at: Place, ...of: readonly Place[]): Effect => ({ does: 'tag', at, ...named(of) });
export const retag = (at: Place): Effect => ({ does: 'retag', at });
export const untag = (at?: Place, ...of: readonly Place[]): Effect => ({ does: 'untag', ...(at !== undefined && { at }), ...named(of) });
/** Keys of the request that the record has under the same names. */
export const requested = (...keys: readonly string[]): Values => Object.fromEntries(keys.map((key) => [key, `request.${key}`]));
export const each = (values: Values): Each => ({ each: values });
/** The value itself, wherever the call has none. */
export const is = (value: JsonValue): { readonly is: JsonValue } => ({ is: value });

function below(root: Place, at: string): Place {
  return at === '' ? root : `${root}.${at}`;
}

function named(of: readonly Place[]): Of {
  return of.length === 0 ? {} : { of };
}
