import type { ApiName } from '../../domain/inventory';
import { textAt, type JsonObject } from '../../domain/json';
import type { Problem } from '../../domain/live';
import type { Asker, Call } from './asker';

/** A resource as its calls answered it. */
export interface Item {
  readonly record: JsonObject;
  /** Where it lies, where that is not where it was asked for. */
  readonly region?: string;
  /** Members of the record that could not be had, and why. */
  readonly unknown?: Readonly<Record<string, Problem>>;
}

/** How the resources of one kind are asked for and read. One more kind is one more of these, with its calls among those that are allowed. */
export interface Collector {
  readonly api: ApiName;
  /** Once for each region, or once for an account. */
  readonly per: 'region' | 'account';
  /** Every call that it may make, which are the permissions that it needs. */
  readonly calls: readonly Call[];
  /** What is asked for is not all there is: nothing is taken to be gone for not being among it. */
  readonly some?: true;
  /** The resources as they come. What fails is thrown after all that could be had. */
  readonly collect: (ask: Asker) => AsyncIterable<readonly Item[]>;
  /** ARN or id; `undefined`: it is none that could be named. */
  readonly id: (record: JsonObject, place: Place) => string | undefined;
  readonly name: (record: JsonObject) => string | undefined;
  readonly parent?: (record: JsonObject) => string | undefined;
  /** The key of the time when it was made. */
  readonly since?: string;
  /** Still listed, and no longer there. */
  readonly ended?: (record: JsonObject) => boolean;
}

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The value at a path of keys of the record. */
export function at(...keys: readonly (string | number)[]): (record: JsonObject) => string | undefined {
  return (record) => textAt(record, ...keys);
}
