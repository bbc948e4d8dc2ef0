import { APIS } from '../domain/inventory';
import type { JsonObject } from '../domain/json';
import type { Snapshot } from '../store/snapshot';
import type { Store } from '../store/store';

/** A resource as it was seen in the live account, under all kinds of records that it has. */
export interface SeenState {
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds: seen thus first, and last. */
  readonly time: number;
  readonly until: number;
  readonly since?: number;
  /** It was no longer there; the record is the last one known. */
  readonly gone: boolean;
  readonly tags: ReadonlyMap<string, string>;
  readonly record: JsonObject;
  /** Members that could not be asked for, and why. */
  readonly unknown: Readonly<Record<string, string>>;
}

/** What was seen of a resource, oldest first. @param until epoch milliseconds; what was seen later doesn't count */
export async function seenStates(store: Store, resource: string, until: number | undefined): Promise<readonly SeenState[]> {
  const snapshots = (await store.snapshots.of(resource)).filter(({ at }) => until === undefined || at <= until);
  const newest = new Map<string, Snapshot>();
  const states: SeenState[] = [];
  for (const snapshot of snapshots) {
    newest.set(snapshot.api, snapshot);
    if (states.at(-1)?.time === snapshot.at) states.pop(); // one look, by another of its kinds
    states.push(stateOf([...newest.values()], snapshot.at, until));
  }
  return states;
}

function stateOf(newest: readonly Snapshot[], time: number, until: number | undefined): SeenState {
  const there = newest.filter(({ gone }) => !gone);
  const told = (there.length > 0 ? there : newest).toSorted((one, other) => placeOf(one) - placeOf(other));
  const [first] = told;
  const since = told.map((one) => one.since).find((one) => one !== undefined);
  return {
    account: first?.account ?? '',
    region: first?.region ?? '',
    time,
    until: Math.min(Math.max(...told.map((one) => one.until)), until ?? Infinity),
    ...(since !== undefined && { since }),
    gone: there.length === 0,
    tags: new Map(told.flatMap(({ tags }) => Object.entries(tags))),
    record: Object.assign({}, ...told.map(({ record }) => record)) as JsonObject,
    unknown: Object.assign({}, ...told.map(({ unknown }) => unknown ?? {})) as Readonly<Record<string, string>>,
  };
}

function placeOf({ api }: Snapshot): number {
  return APIS.findIndex(({ name }) => name === api);
}

/** What changes by itself, from look to look, and is no change of the resource. */
const PASSING =
  /^(?:events|roleLastUsed|latest(?:Delivery|Notification|DigestDelivery|CloudWatchLogsDelivery|Restorable)\w*|password_last_used|access_key_\d_last_used_\w+)$/;

/** The record without what changes by itself. */
export function withoutPassing(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !PASSING.test(key)));
}
