import { isObject, type JsonObject, type JsonValue } from '../domain/json';
import type { Source } from '../domain/version';
import { step } from './unknown';

/** Which record a value came from; what is in it may have come from others. */
export interface Blame {
  readonly eventId: string;
  readonly members?: ReadonlyMap<string | number, Blame>;
}

/**
 * Which record each part of a value comes from after a call: what the call left as it was keeps the record that it had. A list that lost
 * an element comes from the call; what is left in it does not. Objects are told apart in lists and at the top only: elsewhere they
 * are set as a whole.
 * @param blame of `before`; `undefined`: nothing was there
 */
export function blameAfter(before: JsonValue | undefined, after: JsonValue, blame: Blame | undefined, eventId: string): Blame {
  if (before === undefined || blame === undefined) return { eventId };
  if (same(before, after)) return blame;
  if (Array.isArray(before) && Array.isArray(after))
    return listBlame(before as readonly JsonValue[], after as readonly JsonValue[], blame, eventId);
  return { eventId };
}

/** The same of an object that is no value set as a whole: the configuration itself, an element of a list. */
export function memberBlame(before: JsonValue | undefined, after: JsonValue, blame: Blame | undefined, eventId: string): Blame {
  if (!isObject(before) || !isObject(after) || blame === undefined) return blameAfter(before, after, blame, eventId);
  return same(before, after) ? blame : objectBlame(before, after, blame, eventId);
}

function objectBlame(before: JsonObject, after: JsonObject, blame: Blame, eventId: string): Blame {
  const members = new Map<string | number, Blame>();
  for (const [key, value] of Object.entries(after)) {
    if (value !== undefined) members.set(key, blameAfter(before[key], value, memberOf(blame, key), eventId));
  }
  return { eventId: blame.eventId, members };
}

function listBlame(before: readonly JsonValue[], after: readonly JsonValue[], blame: Blame, eventId: string): Blame {
  const left = before.map((value, place) => ({ value, place }));
  const pick = (fits: (value: JsonValue) => boolean): { value: JsonValue; place: number } | undefined => {
    const at = left.findIndex(({ value }) => fits(value));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const kept = after.map((value) => pick((other) => same(other, value)));
  const members = new Map<string | number, Blame>();
  for (const [place, value] of after.entries()) {
    const was = kept[place] ?? pick((other) => areVersions(other, value));
    members.set(place, memberBlame(was?.value, value, was === undefined ? undefined : memberOf(blame, was.place), eventId));
  }
  return { eventId: left.length > 0 ? eventId : blame.eventId, members };
}

function memberOf({ eventId, members }: Blame, key: string | number): Blame {
  return members?.get(key) ?? { eventId };
}

/** Whether two elements are one thing that has changed: most of what they say is the same. */
function areVersions(one: JsonValue, other: JsonValue): boolean {
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return 2 * keys.filter((key) => same(one[key], other[key])).length > keys.length;
}

/** Whether two values say the same, in whatever order their keys stand. */
export function same(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (Array.isArray(one)) {
    const list = one as readonly JsonValue[];
    return (
      Array.isArray(other) && list.length === other.length && list.every((value, n) => same(value, (other as readonly JsonValue[])[n]))
    );
  }
  if (!isObject(one)) return one === other;
  if (!isObject(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

/** The parts that come from another record than what they are in. `from`: the record of the whole; absent: none made it. */
export function sourcesOf({ eventId, members }: Blame, path = '$', from?: string): readonly Source[] {
  const own = eventId === from ? [] : [{ path, eventId }];
  const parts = Array.from(members ?? [], ([key, blame]) => sourcesOf(blame, `${path}${step(key)}`, eventId));
  return [...own, ...parts.flat()];
}
