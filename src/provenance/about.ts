import { describeEvent } from '../domain/event';
import { APIS } from '../domain/inventory';
import { at, textAt, type JsonValue } from '../domain/json';
import { isReference, resourceType, shortName } from '../domain/resource';
import type { Mentions, TokenKind } from '../store/mentions';
import type { Store } from '../store/store';
import type { Touch } from '../store/touches';
import { bearer, findEnd, lastBirth, parsed, responseOf } from './life';

/** What calls that make things of EC2 are given to call them. */
const NAMES: readonly string[] = ['groupName', 'launchTemplateName', 'name'];

/** A call that made or ended something, and whose it was. */
export interface Deed {
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Empty where the record doesn't tell. */
  readonly principal: string;
}

/** What the records say of a token as a whole. */
export interface Recorded extends Mentions {
  /** By which the records know it: of an ARN that ends in an id, perhaps that id. */
  readonly token: string;
  /** Such as `AWS::EC2::NetworkInterface`; empty where unknown, and for an account. */
  readonly type: string;
  /** Given by a person, where the call that made it tells. */
  readonly name?: string;
  readonly created?: Deed;
  readonly deleted?: Deed;
}

/**
 * What the records say of an id, ARN, access key or account number: look-ups alone, however many the events. `undefined`: none names it.
 */
export async function recorded(store: Store, asked: string, signal?: AbortSignal): Promise<Recorded | undefined> {
  for (const token of spellings(asked)) {
    const kind = kindOf(token);
    const mentions = await store.mentionsOf(token, kind, signal);
    if (mentions === undefined) continue;
    const life = kind === 'account' ? {} : await lifeOf(store, token);
    return { token, type: resourceType(token), ...mentions, ...life };
  }
  return seen(store, asked);
}

/** What no event names, and was seen in a live account. */
async function seen(store: Store, token: string): Promise<Recorded | undefined> {
  const snapshots = await store.snapshots.of(token);
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { account, region, name, until } = last;
  const type = resourceType(token) || (APIS.find((api) => api.name === last.api)?.type ?? '');
  return { token, type, ...(name !== token && { name }), account, region, events: 0, firstSeen: first.since ?? first.at, lastSeen: until };
}

/** As records may name it: calls of EC2 go by the ids that its ARNs end in. */
function spellings(asked: string): readonly string[] {
  const tail = shortName(asked);
  return tail !== asked && isReference(tail) ? [asked, tail] : [asked];
}

export function kindOf(token: string): TokenKind {
  if (/^\d{12}$/.test(token)) return 'account';
  return resourceType(token).endsWith('::AccessKey') ? 'key' : 'resource';
}

async function lifeOf(store: Store, token: string): Promise<Pick<Recorded, 'name' | 'created' | 'deleted'>> {
  const marks = await store.lifeMarks(token);
  const birth = lastBirth(marks, token);
  const end = await findEnd(store, marks, token, birth, undefined);
  const name = birth === undefined ? undefined : nameOf(birth, token);
  return {
    ...(name !== undefined && { name }),
    ...(birth !== undefined && { created: deedOf(birth) }),
    ...(end !== undefined && { deleted: deedOf(end) }),
  };
}

/** Of what has only an id: its tag `Name`, else what the call was given to call it. */
function nameOf(birth: Touch, token: string): string | undefined {
  if (shortName(token) !== token) return undefined;
  const tags = at(bearer(responseOf(birth), token), 'tagSet', 'items');
  const tag = Array.isArray(tags) ? (tags as readonly JsonValue[]).find((one) => textAt(one, 'key') === 'Name') : undefined;
  const asked = parsed(birth)['requestParameters'];
  return textAt(tag, 'value') ?? NAMES.map((key) => textAt(asked, key)).find((name) => name !== undefined);
}

function deedOf(touch: Touch): Deed {
  return { eventId: touch.eventId, time: touch.time, principal: describeEvent(parsed(touch)).subject ?? '' };
}
