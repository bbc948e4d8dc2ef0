import { isObject, textAt, type JsonObject, type JsonValue } from '../domain/json';
import { resourceType, shortName } from '../domain/resource';
import type { Store } from '../store/store';
import type { Touch } from '../store/touches';

/** More calls that end things by their names are not looked at. */
const MOST_DELETIONS = 2_000;

/**
 * The newest call that answered with the resource without having been given it: names and ARNs are used again after a deletion.
 * A bucket's name is given, and its creation answers nothing.
 */
export function lastBirth(touches: readonly Touch[], token: string): Touch | undefined {
  return touches.findLast((touch) => {
    if (touch.crud !== 'create' || !isAbout(touch, token, BIRTH_NOUNS)) return false;
    if (touch.operation === 'CreateBucket') return true;
    return touch.sides.includes('response') && !touch.sides.includes('request') && bearer(responseOf(touch), token) !== undefined;
  });
}

/** The deletion after the birth: one that names the resource, by its id or, where calls go by names, by its name. */
export async function findEnd(
  store: Store,
  touches: readonly Touch[],
  token: string,
  birth: Touch | undefined,
  until: number | undefined,
): Promise<Touch | undefined> {
  const from = birth?.time ?? Number.MIN_SAFE_INTEGER;
  const direct = touches.find(
    (touch) => touch.crud === 'delete' && touch.time >= from && touch.sides.includes('request') && isAbout(touch, token, END_NOUNS),
  );
  if (direct !== undefined || birth === undefined || !token.startsWith('arn:')) return direct;
  const { account, region, service } = birth;
  const deletions = await store.deletions({ account, region, service, from, ...(until !== undefined && { until }) }, MOST_DELETIONS);
  const kind = verbless(birth.operation);
  return deletions.find((touch) => verbless(touch.operation) === kind && asksByName(parsed(touch)['requestParameters'], token));
}

/** Whether a request names the resource by the name at its ARN's end; names of ECS are unique within their cluster only. */
function asksByName(request: JsonValue | undefined, token: string): boolean {
  if (!isObject(request) || !Object.values(request).includes(shortName(token))) return false;
  const cluster = /^arn:[^:]+:ecs:.*:service\/([^/]+)\/[^/]+$/.exec(token)?.[1];
  return cluster === undefined || shortName(textAt(request, 'cluster') ?? 'default') === cluster;
}

/** `DeleteNetworkInterface` → `networkinterface`: what the call is about. */
export function verbless(operation: string): string {
  return operation
    .replace(/^(?:[A-Z][a-z]+)/, '')
    .replace(/\d{8}(?:v\d+)?$/, '')
    .replace(/([^s])s$/, '$1')
    .toLowerCase();
}

/** What calls name otherwise than the types of resources do. */
const CALLED: Readonly<Record<string, readonly string[]>> = {
  eip: ['address'],
  managedpolicy: ['policy'],
  mfadevice: ['virtualmfadevice'],
  oidcprovider: ['openidconnectprovider'],
};
/** What comes into being, or ends, beside the thing that the call is about. */
export const BIRTH_NOUNS: Readonly<Record<string, readonly string[]>> = {
  networkinterface: ['instance'],
  dbinstance: ['dbinstancereadreplica', 'dbinstancefromdbsnapshot', 'dbinstancefroms3', 'dbinstancetopointintime'],
  dbcluster: ['dbclusterfromsnapshot', 'dbclusterfroms3', 'dbclustertopointintime'],
};
export const END_NOUNS: Readonly<Record<string, readonly string[]>> = {
  instance: ['instanceinautoscalinggroup'],
  key: ['keydeletion'],
};

/**
 * A call that names other things too is not about them: neither the security group of an interface that is deleted, nor the
 * route table of a route, nor the bucket of a policy. The call's own noun tells. Of an unknown type all is, but for its tags.
 */
export function isAbout(
  { operation }: Pick<Touch, 'operation'>,
  token: string,
  beside: Readonly<Record<string, readonly string[]>>,
): boolean {
  const noun = verbless(operation);
  const type = resourceType(token);
  const kind = type.slice(type.lastIndexOf(':') + 1).toLowerCase();
  if (kind === '') return noun !== 'tag';
  return noun === kind || CALLED[kind]?.includes(noun) === true || beside[kind]?.includes(noun) === true;
}

/** What a call answered. */
export function responseOf(touch: Touch): JsonValue | undefined {
  return parsed(touch)['responseElements'];
}

/** The record of a call. */
export function parsed(touch: Touch): JsonObject {
  const value: unknown = JSON.parse(touch.record);
  return isObject(value) ? value : {};
}

/** The object that carries the token as the value of one of its own keys: the outermost, so that a list of parents doesn't win. */
export function bearer(value: JsonValue | undefined, token: string): JsonObject | undefined {
  const queue: (JsonValue | undefined)[] = [value];
  for (const next of queue) {
    // the list grows while it is walked: breadth first
    if (Array.isArray(next)) for (const item of next as readonly JsonValue[]) queue.push(item);
    else if (isObject(next)) {
      const values = Object.values(next);
      if (values.includes(token)) return next;
      for (const item of values) queue.push(item);
    }
  }
  return undefined;
}
