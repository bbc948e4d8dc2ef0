import { describeEvent } from '../domain/event';
import { isReference, resourceType, shortName } from '../domain/resource';
import type { Mentions, TokenKind } from '../store/mentions';
import type { Store } from '../store/store';
import type { Touch } from '../store/touches';
import { findEnd, lastBirth, parsed } from './life';

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
  return undefined;
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

async function lifeOf(store: Store, token: string): Promise<Pick<Recorded, 'created' | 'deleted'>> {
  const marks = await store.lifeMarks(token);
  const birth = lastBirth(marks, token);
  const end = await findEnd(store, marks, token, birth, undefined);
  return { ...(birth !== undefined && { created: deedOf(birth) }), ...(end !== undefined && { deleted: deedOf(end) }) };
}

function deedOf(touch: Touch): Deed {
  return { eventId: touch.eventId, time: touch.time, principal: describeEvent(parsed(touch)).subject ?? '' };
}
