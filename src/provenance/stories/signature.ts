import { isObject, type JsonValue } from '../../domain/json';

/** Ids that a service is given by whoever sets it going, and that it gives on to what it makes. */
const GIVEN = /^(?:subnet|sg|vpc|lt|ami)-[0-9a-f]{8,17}$/;
/** Tags by which services mark what they make (spec: provenance, K15). */
const OWNER_TAG = /^(?:aws:|cluster\.k8s\.amazonaws\.com\/|eks:)/;
/** What is another one each time: ids and numbers within a description. */
const UNIQUE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{17,}|\d{6,}/g;
/** Values in one record that are looked at. */
const MOST = 2_000;

/**
 * What the things that one service makes for one parent have in common: the ids that it was given, the tags by which it marks them, and
 * the description without what is another one each time. Equal signatures have the same parents to choose from.
 * @param parts request and response of the call that made the thing, or of the call itself where its birth is not known
 */
export function signatureOf(...parts: readonly (JsonValue | undefined)[]): string {
  const tokens = new Set<string>();
  const queue: (readonly [key: string, value: JsonValue | undefined])[] = parts.map((part) => ['', part]);
  for (let index = 0; index < queue.length && index < MOST; index++) {
    const [key, value] = queue[index] ?? ['', undefined]; // the list grows while it is walked: breadth first
    if (typeof value === 'string') {
      if (GIVEN.test(value)) tokens.add(value);
      else if (key === 'description') tokens.add(value.replace(UNIQUE, '*'));
    } else if (Array.isArray(value)) {
      for (const item of value as readonly JsonValue[]) queue.push([key, item]);
    } else if (isObject(value)) {
      const { key: name, value: tagged } = value;
      if (typeof name === 'string' && typeof tagged === 'string' && OWNER_TAG.test(name)) tokens.add(`${name}=${tagged}`);
      else for (const [member, inner] of Object.entries(value)) queue.push([member, inner]);
    }
  }
  return JSON.stringify([...tokens].sort());
}
