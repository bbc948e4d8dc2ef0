import { DAY } from '../../domain/time';
import { eventCount, frequencies } from '../../store/frequency';
import { sourcesOf, worksForSomething } from './acting';
import { actingService } from './caller';
import { cause } from './causes';
import { NOTHING, type Candidate, type FindEdge } from './edge';
import { DECISIVE, featuresOf, KINDS, type Features, type Kind } from './features';
import type { LookUps } from './look-ups';
import { featuresBy, nameOf, thingsAmong, type Thing } from './things';
import type { Traced } from './traced';

/*
 * K11. A service acts for something that somebody asked it for, and no id says for which. Each thing of that service in the same account
 * and region that was there at the time is weighed:
 *   evidence = sum over shared tokens of (weight of their kind × idf), at most twice the weight for one kind
 *   pull     = evidence³ × decay × (1, or a half where the service is not the one that acts itself)
 *   score    = pull / (all pulls + PRIOR)
 * so that a score is a share, from 0 to 1: of two that fit equally well neither gets half. PRIOR stands for a thing that the log doesn't
 * know. Where the service did the same before any of them was there, an unknown older thing competes too.
 * A thing that names other subnets, groups, roles or images than the record does not compete at all.
 */
const PRIOR = 0.3;
/** From 1 down to this: things live long, and time alone must not decide (it makes less than the margin of `chosen`). */
const OLDEST = 0.7;
const HALF_LIFE = 30 * DAY;
const OTHER_SOURCE = 0.5;
/** Tokens that stand in more of the records of people than this are everybody's; in a small log so many are nobody's yet. */
const MOST_COMMON = 0.01;
const NEVER_COMMON = 50;
/** So many calls to a service are all read. */
const FEW_CALLS = 300;
const MOST_NAMES = 10;
const MOST_SIBLINGS = 20;
/** A weaker one is not worth a look. */
const LEAST_SCORE = 0.05;
const MOST_CANDIDATES = 5;

interface Weighed {
  readonly parent: Traced;
  readonly pull: number;
  readonly shared: readonly string[];
}

export const scored: FindEdge = async (child, look, signal) => {
  const service = actingService(child);
  if (service === undefined) return NOTHING;
  const features = featuresOf(child);
  const things = (await Promise.all(sourcesOf(service).map((source) => thingsOf(child, source, look, signal)))).flat();
  const fitting = things.filter(({ thing }) => fits(features, featuresBy(until(thing.life, child.event.time))));
  const idf = await idfOf(
    look,
    features,
    fitting.map(({ thing }) => thing),
    signal,
  );
  const weighed: Weighed[] = [];
  let before = 0;
  for (const { thing, share } of fitting) {
    const { time } = child.event;
    const life = until(thing.life, time);
    const parent = cause(life, time);
    if (parent === undefined || parent === child || (thing.end !== undefined && thing.end <= time)) continue;
    const shared = sharedBy(features, featuresBy(life));
    const evidence = weightOf(shared, idf);
    if (evidence === 0) continue;
    before = Math.max(before, weightOf(shared, idf, DECISIVE));
    weighed.push({ parent, pull: evidence ** 3 * decay(time - parent.event.time) * share, shared: shared.flatMap(([, tokens]) => tokens) });
  }
  if (weighed.length === 0) {
    const isMissing = child.event.crud === 'create' && worksForSomething(service);
    return isMissing ? { candidates: [], missing: service } : NOTHING;
  }
  const older = (await wasDoneBefore(
    child,
    features,
    fitting.map(({ thing }) => thing),
    look,
    signal,
  ))
    ? before ** 3
    : 0;
  const all = weighed.reduce((sum, { pull }) => sum + pull, PRIOR + older);
  const candidates = weighed
    .map(({ parent, pull, shared }): Candidate => ({ traced: parent, edge: 'K11', strength: 'scored', score: round(pull / all), shared }))
    .filter(({ score = 0 }) => score >= LEAST_SCORE)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .slice(0, MOST_CANDIDATES);
  return { candidates };
};

function until(life: readonly Traced[], time: number): readonly Traced[] {
  return life.filter(({ event }) => event.time <= time);
}

/**
 * What people asked of a service where the record is from, by things; parts of things too where a role's use is to be explained. Where that
 * is much, only the things that share an id with the record, and what else was asked of those.
 */
async function thingsOf(
  child: Traced,
  source: string,
  look: LookUps,
  signal: AbortSignal | undefined,
): Promise<readonly { readonly thing: Thing; readonly share: number }[]> {
  const { account, region, time, operation } = child.event;
  const withParts = operation === 'AssumeRole';
  const share = source === sourcesOf(actingService(child) ?? '')[0] ? 1 : OTHER_SOURCE;
  const request = { account, region, service: source, cruds: ['create', 'update', 'delete'], byPeople: true };
  const sort = (newestFirst: readonly Traced[]): readonly { readonly thing: Thing; readonly share: number }[] =>
    thingsAmong(newestFirst.toReversed(), withParts).map((thing) => ({ thing, share }));
  if ((await look.count(request, signal)) <= FEW_CALLS)
    return look.once(`things ${account} ${region} ${source} ${withParts} ${share}`, async () =>
      sort(await look.calls({ ...request, newestFirst: true, limit: FEW_CALLS }, signal)),
    );
  const newest = { ...request, until: time, newestFirst: true, limit: FEW_CALLS };
  const carrying = idsOf(featuresOf(child));
  if (carrying.length === 0) return sort(await look.calls(newest, signal));
  const sharing = await look.calls({ ...newest, carrying }, signal);
  const since = new Map<string, number>(); // of each name the oldest, which comes last
  for (const call of sharing) since.set(nameOf(call) ?? '', call.event.time);
  since.delete('');
  const lives = await Promise.all(
    [...since].slice(0, MOST_NAMES).map(([name, from]) => look.calls({ ...newest, from, naming: asWritten(name) }, signal)),
  );
  return sort([...new Set([...sharing, ...lives.flat()])].sort((a, b) => b.event.time - a.event.time));
}

/** Of `cluster/service` the service, as JSON writes it. */
function asWritten(name: string): string {
  return JSON.stringify(name.slice(name.lastIndexOf('/') + 1)).slice(1, -1);
}

function idsOf(features: Features): readonly string[] {
  return (['subnet', 'group', 'role', 'image', 'template'] as const).flatMap((kind) => [...features[kind]]);
}

/** Whatever of the network and the code both name, the thing names all of it that the record does. */
function fits(child: Features, parent: Features): boolean {
  return DECISIVE.every((kind) => parent[kind].size === 0 || [...child[kind]].every((token) => parent[kind].has(token)));
}

type Shared = readonly (readonly [kind: Kind, tokens: readonly string[]])[];

function sharedBy(child: Features, parent: Features): Shared {
  return (Object.keys(KINDS) as Kind[])
    .map((kind) => [kind, [...child[kind]].filter((token) => parent[kind].has(token))] as const)
    .filter(([, tokens]) => tokens.length > 0);
}

function weightOf(shared: Shared, idf: (kind: Kind, token: string) => number, kinds?: readonly Kind[]): number {
  return shared
    .filter(([kind]) => kinds?.includes(kind) !== false)
    .reduce(
      (sum, [kind, tokens]) =>
        sum +
        KINDS[kind] *
          Math.min(
            2,
            tokens.reduce((all, token) => all + idf(kind, token), 0),
          ),
      0,
    );
}

/** How much a token tells, from 0 to 1: of ids by the records that carry them, of names by the things that do. */
async function idfOf(
  look: LookUps,
  child: Features,
  things: readonly Thing[],
  signal: AbortSignal | undefined,
): Promise<(kind: Kind, token: string) => number> {
  const reader = look.store.reader;
  const ids = [...idsOf(child), ...child.vpc];
  const total = await look.once('events', () => eventCount(reader));
  const counts = await look.once(`frequencies ${ids.join(' ')}`, () => frequencies(reader, ids, signal));
  const known = new Map(ids.map((id) => [id, counts.get(id) ?? 0]));
  const said = things.map(({ life }) => featuresBy(life));
  return (kind, token) => {
    const count = known.get(token);
    if (count !== undefined) {
      if (count > Math.max(NEVER_COMMON, MOST_COMMON * total)) return 0;
      return Math.log(1 + total / Math.max(1, count)) / Math.log(1 + total);
    }
    const among = said.filter((features) => features[kind].has(token)).length;
    return Math.log((said.length + 1) / Math.max(1, among)) / Math.log(said.length + 1);
  };
}

function decay(age: number): number {
  return OLDEST + (1 - OLDEST) * 2 ** (-Math.max(0, age) / HALF_LIFE);
}

/** Whether the service did the same, with the same network, before any of the things that fit was there. */
async function wasDoneBefore(
  child: Traced,
  features: Features,
  things: readonly Thing[],
  look: LookUps,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const births = things.map(({ life }) => life[0]);
  const [token] = [...features.group, ...features.subnet];
  if (token === undefined || child.event.crud !== 'create' || births.some((birth) => birth?.event.crud !== 'create')) return false;
  const earliest = Math.min(...births.map((birth) => birth?.event.time ?? 0));
  const request = { until: earliest - 1, cruds: ['create'], newestFirst: true, limit: MOST_SIBLINGS };
  return (await look.carriers(token, request, signal)).some(
    ({ traced }) =>
      traced.event.operation === child.event.operation &&
      traced.event.account === child.event.account &&
      traced.event.region === child.event.region &&
      actingService(traced) === actingService(child) &&
      fits(featuresOf(traced), features),
  );
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
