import { isReference, shortName } from '../../domain/resource';
import { BIRTH_NOUNS, isAbout, lastBirth, verbless } from '../life';
import { actingService } from './caller';
import { exact, NOTHING, type FindEdge } from './edge';
import type { LookUps } from './look-ups';
import { leavesOf, type Leaf, type Traced } from './traced';

/** Calls that may have made a thing: the newest before the moment. */
const MOST_LIVES = 20;
/** Things that one call is about. */
const MOST_THINGS = 8;
/** Calls that name a name: the newest before the moment. */
const MOST_NAMED = 100;
/** A bucket is given its name, and its creation answers with nothing. */
const BUCKET = /^arn:[^:]+:s3:::/;
/** Records that a service leaves of one act differ by so much, in milliseconds. */
export const SLACK = 2_000;

/** The call that made a thing, as of a moment (epoch milliseconds): the last one before it. */
export function birthOf(look: LookUps, token: string, until: number, signal?: AbortSignal): Promise<Traced | undefined> {
  return look.once(`birth ${token} ${until}`, async () => {
    if (token.startsWith('ASIA')) {
      const [issue] = await look.carriers(token, { side: 'response', until, limit: 1 }, signal);
      return issue?.traced;
    }
    const born = isReference(token) && !BUCKET.test(token); // a flood of calls that are given a subnet, say, tells nothing of who made it
    const found = (
      await look.carriers(token, { until, cruds: ['create'], born, newestFirst: true, limit: MOST_LIVES }, signal)
    ).toReversed();
    const birth = lastBirth(
      found.map(({ traced, sides }) => ({ ...traced.touch, sides })),
      token,
    );
    return birth === undefined ? undefined : found.find(({ traced }) => traced.event.eventId === birth.eventId)?.traced;
  });
}

/** Where a name is one. */
export interface NamedIn {
  readonly account: string;
  /** Absent: of a service that has no regions. */
  readonly region?: string;
  /** `eventSource`. */
  readonly service: string;
  /** What it is the name of, as calls say it in lower case, such as `autoscalinggroup`. */
  readonly noun: string;
  /** Of a service of ECS: within which cluster. */
  readonly cluster?: string;
}

/** The calls that made or changed what has a name, as of a moment, oldest first, from the last birth on. Names are used again. */
export async function lifeOfName(
  look: LookUps,
  name: string,
  place: NamedIn,
  until: number,
  signal?: AbortSignal,
): Promise<readonly Traced[]> {
  const { noun, cluster, ...where } = place;
  const naming = JSON.stringify(name).slice(1, -1);
  const request = { ...where, naming, cruds: ['create', 'update', 'delete'], newestFirst: true, limit: MOST_NAMED };
  const newest = await look.calls(request, signal);
  const all = newest.length < MOST_NAMED ? newest : await look.calls({ ...request, until }, signal);
  const calls = all.filter(({ event }) => event.time <= until);
  const own = calls.filter((call) => nounOf(call) === noun && isNamed(call, noun, name) && isInCluster(call, cluster)).toReversed();
  const end = own.findLastIndex(({ event }) => event.crud === 'delete');
  const lives = own.slice(end + 1);
  const birth = lives.findLastIndex(({ event }) => event.crud === 'create');
  return birth > 0 ? lives.slice(birth) : lives;
}

/** What calls about a part of a thing are about. */
const WHOLE: Readonly<Record<string, string>> = {
  functionconfiguration: 'function',
  functioncode: 'function',
  desiredcapacity: 'autoscalinggroup',
  clusterconfig: 'cluster',
  clusterversion: 'cluster',
  nodegroupconfig: 'nodegroup',
  nodegroupversion: 'nodegroup',
};

/** `UpdateFunctionConfiguration20150331v2` → `function`: what a call is about. */
export function nounOf({ event }: Traced): string {
  const noun = verbless(event.operation);
  return Object.hasOwn(WHOLE, noun) ? (WHOLE[noun] ?? noun) : noun;
}

/** Whether a call says that what it is about has this name. */
function isNamed({ request, response }: Traced, noun: string, name: string): boolean {
  const has = ({ key, text }: Leaf): boolean => stem(key, noun) && (text === name || shortName(text) === name);
  return leavesOf(request).some(has) || leavesOf(response).some(has);
}

/** `serviceName` and `name` name a service, `cluster` doesn't. */
function stem(key: string, noun: string): boolean {
  const root = key.toLowerCase().replace(/(?:name|identifier|id|arn)$/, '');
  return root === '' || root === noun;
}

function isInCluster({ request }: Traced, cluster: string | undefined): boolean {
  if (cluster === undefined) return true;
  const said = leavesOf(request).find(({ key }) => key === 'cluster')?.text ?? 'default';
  return shortName(said) === cluster;
}

/** What a call is about, of what it was given: not its parents and neighbours; and what one makes something of is its parent. */
export function thingsOf({ request, event }: Traced): readonly string[] {
  const given = [...new Set(leavesOf(request).map(({ text }) => text))].filter(isReference);
  const about = given.filter((token) => isAbout(event, token, BIRTH_NOUNS));
  return (about.length > 0 || event.crud === 'create' ? about : given).slice(0, MOST_THINGS);
}

/**
 * K1: born, then used or deleted; the id stands in the answer of the one and in the request of the other. What somebody else made is
 * no reason why a service does something to it: then another edge tells, or none.
 */
export const born: FindEdge = async (child, look, signal) => {
  const things = thingsOf(child);
  const births = await Promise.all(things.map((token) => birthOf(look, token, child.event.time, signal)));
  const service = actingService(child);
  for (const [n, traced] of births.entries())
    if (traced !== undefined && traced !== child && actingService(traced) === service) return exact('K1', traced, things[n] ?? '');
  const [first] = things;
  return first !== undefined && child.event.crud === 'delete' && births.every((birth) => birth === undefined)
    ? { candidates: [], missing: first }
    : NOTHING;
};

/** K2: a service calls itself, and names what it is about. */
export const bornByName: FindEdge = async (child, look, signal) => {
  const { account, region, service, time } = child.event;
  if (actingService(child) !== service) return NOTHING;
  const noun = nounOf(child);
  for (const { key, text } of leavesOf(child.request)) {
    if (key === '' || !stem(key, noun) || isReference(text)) continue;
    const [birth] = (await lifeOfName(look, text, { account, region, service, noun }, time, signal)).filter((call) => call !== child);
    if (birth?.event.crud === 'create') return exact('K2', birth, text);
  }
  return NOTHING;
};
