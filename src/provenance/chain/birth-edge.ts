import { isReference } from '../../domain/resource';
import { BIRTH_NOUNS, isAbout, lastBirth } from '../life';
import type { EdgeRule } from './edge';
import type { Carrier, LookUps } from './look-ups';
import { leavesOf, type Traced } from './traced';

/** Lives of a thing that are looked at, the newest before the moment. */
const MOST_LIVES = 200;
/** Things that one call is about. */
const MOST_THINGS = 8;

/** The call that made a thing, as of a moment (epoch milliseconds): the last one before it. */
export async function birthOf(look: LookUps, token: string, until: number, signal?: AbortSignal): Promise<Traced | undefined> {
  const found = await look.carriers(token, { until, cruds: ['create'], newestFirst: true, limit: MOST_LIVES }, signal);
  const touches = found.map((carrier) => touchOf(carrier)).reverse();
  const birth = lastBirth(touches, token);
  return birth === undefined ? undefined : found.find(({ traced }) => traced.event.eventId === birth.eventId)?.traced;
}

function touchOf({ traced: { event, record }, sides }: Carrier) {
  const { eventId, account, time, region, service, operation, crud } = event;
  return { eventId, account, time, region, service, operation, crud, sides, record: JSON.stringify(record) };
}

/** What a call is about, of what it was given: not its parents and neighbours. */
export function thingsOf({ request, event }: Traced): readonly string[] {
  const given = [...new Set(leavesOf(request).map(({ text }) => text))].filter(isReference);
  const about = given.filter((token) => isAbout(event, token, BIRTH_NOUNS));
  return (about.length > 0 ? about : given).slice(0, MOST_THINGS);
}

/** K1: born, then used or deleted. The id stands in the answer of the one and in the request of the other. */
export const born: EdgeRule = {
  edge: 'K1',
  async find(child, look, signal) {
    const births = await Promise.all(
      thingsOf(child).map(async (token) => ({ token, traced: await birthOf(look, token, child.event.time, signal) })),
    );
    return births.flatMap(({ token, traced }) =>
      traced === undefined || traced === child ? [] : [{ traced, edge: 'K1', strength: 'exact', shared: [token] }],
    );
  },
};
