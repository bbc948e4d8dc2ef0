import { isObject, type JsonObject } from '../domain/json';
import { resourceType } from '../domain/resource';
import { formatInstant } from '../domain/time';
import type { Store } from '../store/store';
import type { Touch } from '../store/touches';
import { bearer, findEnd, lastBirth, parsed, responseOf } from './life';

/** A resource as the records show it, and which record each part came from. */
export interface RebuiltConfiguration {
  readonly resource: string;
  /** Such as `AWS::EC2::NetworkInterface`; empty where unknown. */
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly status: 'active' | 'deleted';
  /** ISO 8601: the deletion, else the newest record that names it. */
  readonly asOf: string;
  readonly configuration: JsonObject;
  /** `path` from `$`, the configuration; `status` is this object's own. */
  readonly sources: readonly { readonly path: string; readonly eventId: string }[];
}

/** More calls that make or end things name no resource that a person asks about. */
const MOST_LIFE_EVENTS = 5_000;

/**
 * The last known configuration of a resource, rebuilt from the call that made it: what the answer said of it, and what was asked
 * for beside that. Modifications between birth and end are not replayed. `undefined`: no record names it.
 * @param resource an id, an ARN, or the name at an ARN's end
 * @param until epoch milliseconds; later records don't count
 */
export async function rebuildConfiguration(store: Store, resource: string, until?: number): Promise<RebuiltConfiguration | undefined> {
  const token = await resolve(store, resource, until);
  if (token === undefined) return undefined;
  const newest = await store.lastTouch(token, until);
  if (newest === undefined) return undefined;
  const touches = await store.lifeEvents(token, until, MOST_LIFE_EVENTS);
  const birth = lastBirth(touches, token);
  const end = await findEnd(store, touches, token, birth, until);
  const made = birth === undefined ? undefined : describeBirth(birth, token);
  const from = birth ?? newest;
  return {
    resource: token,
    type: resourceType(token),
    account: from.account,
    region: from.region,
    status: end === undefined ? 'active' : 'deleted',
    asOf: formatInstant((end ?? newest).time),
    configuration: made?.configuration ?? {},
    sources: [...(made?.sources ?? []), ...(end === undefined ? [] : [{ path: 'status', eventId: end.eventId }])],
  };
}

async function resolve(store: Store, resource: string, until: number | undefined): Promise<string | undefined> {
  if ((await store.lastTouch(resource, until)) !== undefined) return resource;
  return resource.startsWith('arn:') ? undefined : (await store.named(resource, 1))[0];
}

/** Of the call and not of the thing it made. */
const ANSWER_ONLY = new Set(['requestId', '_return']);

function describeBirth(birth: Touch, token: string): { configuration: JsonObject; sources: { path: string; eventId: string }[] } {
  const found = Object.entries(bearer(responseOf(birth), token) ?? {});
  const answer = Object.fromEntries(found.filter(([key]) => !ANSWER_ONLY.has(key)));
  const asked = parsed(birth)['requestParameters'];
  const rest = isObject(asked) ? Object.entries(asked).filter(([key]) => !Object.hasOwn(answer, key)) : [];
  return {
    configuration: { ...answer, ...Object.fromEntries(rest) },
    sources: [
      { path: '$', eventId: birth.eventId },
      ...rest.map(([key]) => ({ path: `$[${JSON.stringify(key)}]`, eventId: birth.eventId })),
    ],
  };
}
