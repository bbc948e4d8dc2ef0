import { isObject, type JsonObject, type JsonValue } from '../domain/json';
import { policyDocumentIn } from '../domain/policy-document';
import { isReference, resourceType } from '../domain/resource';
import { formatInstant } from '../domain/time';
import type { Configuration, Source, Unknown, Version } from '../domain/version';
import type { Store } from '../store/store';
import type { Touch } from '../store/touches';
import { memberBlame, same, sourcesOf, type Blame } from './blame';
import { callsAbout, MOST_CALLS, type Call, type CallsAbout } from './calls-about';
import type { ResourceKind } from './effects';
import { seenStates, withoutPassing, type SeenState } from './looks';
import { recordIn, take, takeSeen, type Life, type Lives } from './replay';
import { step, unknownIn, UNKNOWN_TEXTS } from './unknown';

/** Versions that are told, the newest. */
const MOST_VERSIONS = 200;

interface Asked {
  /** Epoch milliseconds; later records don't count. */
  readonly until?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a resource was after each call that made it what it is and each look that saw it otherwise, oldest first: also of one that is gone,
 * and of those that had its name before it. The newest ones, where there are many. Empty: nothing tells of it.
 * @param resource an id, an ARN, or the name at an ARN's end
 */
export async function historyOf(store: Store, resource: string, asked: Asked = {}): Promise<readonly Version[]> {
  return (await replayed(store, resource, asked))?.versions.slice(-MOST_VERSIONS) ?? [];
}

/**
 * The last known configuration of a resource: as it was seen last in the live account or made by its creation, and every later call, up to
 * its end. `undefined`: no record names it, and no look saw it.
 * @param resource an id, an ARN, or the name at an ARN's end
 */
export async function configurationOf(store: Store, resource: string, asked: Asked = {}): Promise<Configuration | undefined> {
  const found = await replayed(store, resource, asked);
  if (found === undefined) return undefined;
  const { token, place, cut, life } = found;
  const last = found.versions.at(-1);
  const ended = last?.change === 'deleted';
  return {
    resource: token,
    type: resourceType(token) || found.type,
    account: last === undefined ? place.account : life.account,
    region: last === undefined ? place.region : life.region,
    status: ended ? 'deleted' : 'active',
    asOf: formatInstant(ended ? last.time : place.time),
    configuration: last?.configuration ?? {},
    sources: [...(last?.sources ?? []), ...(ended && last.kind === 'call' ? [{ path: 'status', eventId: last.eventId }] : [])],
    unknown: last?.unknown ?? wholeUnknown(undefined, cut),
  };
}

interface Replayed {
  readonly token: string;
  /** What the kinds of its records call it; empty where it was not seen. */
  readonly type: string;
  /** Of the newest record or look. */
  readonly place: Pick<Call, 'account' | 'region' | 'time'>;
  readonly cut: boolean;
  readonly life: Life;
  readonly versions: readonly Version[];
}

async function replayed(store: Store, resource: string, { until, signal }: Asked): Promise<Replayed | undefined> {
  const named = await resolve(store, resource, until);
  if (named === undefined) return undefined;
  const token = await arnOf(store, named, until);
  const [newest, seen] = await Promise.all([store.lastTouch(named, until), seenStates(store, token, until)]);
  const place = newestOf(newest, seen.at(-1));
  if (place === undefined) return undefined;
  const about = await callsAbout(store, token, until, signal);
  const first = about.calls[0] ?? place;
  const before: Life = {
    account: first.account,
    region: first.region,
    asOf: 0,
    deleted: false,
    record: {},
    asked: {},
    tags: new Map(),
    rules: [],
  };
  const steps = replay(about, token, before, seen);
  const own = token === named ? steps : steps.filter(({ life }) => Object.values(life.record).includes(named));
  const versions = own.map(({ version }) => version);
  return { token, type: about.kind.type, place, cut: about.cut, life: own.at(-1)?.life ?? before, versions };
}

function newestOf(touch: Touch | undefined, seen: SeenState | undefined): Replayed['place'] | undefined {
  if (seen === undefined || (touch !== undefined && touch.time > seen.until)) return touch;
  return { account: seen.account, region: seen.region, time: seen.until };
}

/** The id or ARN that is meant: of a record, or of what was seen. */
async function resolve(store: Store, resource: string, until: number | undefined): Promise<string | undefined> {
  if ((await store.lastTouch(resource, until)) !== undefined) return resource;
  if ((await store.snapshots.of(resource)).length > 0) return resource;
  if (isReference(resource)) return undefined;
  return (await store.named(resource, 1))[0] ?? (await store.snapshots.named(resource))[0];
}

/** Roles and users have ids that are never used again; calls go by their names, which are. */
async function arnOf(store: Store, token: string, until: number | undefined): Promise<string> {
  if (!/^A(?:ROA|IDA|GPA|NPA|IPA)/.test(token)) return token;
  const [made] = await store.lifeEvents(token, until, 1);
  const arn = made === undefined ? undefined : /"arn":\s*"(arn:[^"]+)"/.exec(responseText(made.record))?.[1];
  return arn ?? token;
}

function responseText(record: string): string {
  const value: unknown = JSON.parse(record);
  return JSON.stringify(isObject(value) ? (value['responseElements'] ?? null) : null);
}

interface Step {
  readonly version: Version;
  readonly life: Life;
}

/** What there was before a call or a look. */
interface Before {
  readonly life: Life;
  readonly asOf: number;
  readonly configuration: JsonObject;
  readonly deleted: boolean;
  readonly born: number | undefined;
}

/** From call to call and look to look, what became of one resource. `before`: what there was of it before the first. */
function replay({ kind, guessed, calls, cut }: CallsAbout, token: string, before: Life, seen: readonly SeenState[]): readonly Step[] {
  const lives: Lives = new Map([[token, before]]);
  const steps: Step[] = [];
  let was: Before = { life: before, asOf: before.asOf, configuration: {}, deleted: false, born: undefined };
  let blame: Blame = NOBODY;
  let notes: readonly Unknown[] = [];
  const looks = seen.values();
  let look = looks.next();
  const seenBefore = (time: number): void => {
    for (; look.done !== true && look.value.time < time; look = looks.next()) {
      const state = look.value;
      takeSeen(kind, lives, token, state);
      const life = lives.get(token) ?? before;
      const configuration = readable(recordIn(kind, life));
      const first = was.life.seen !== true;
      const changed = !same(withoutPassing(was.configuration), withoutPassing(configuration)) || was.deleted !== life.deleted;
      if (changed) {
        blame = Object.keys(was.configuration).length === 0 ? SEEN : memberBlame(was.configuration, configuration, blame, SEEN.eventId);
        steps.push({ life: { ...life }, version: seenVersion(state, configuration, blame, first || was.deleted ? 'seen' : 'changed') });
      }
      notes = [];
      was = { life, asOf: life.asOf, configuration, deleted: life.deleted, born: life.since };
    }
  };
  for (const call of inTheirOrder(kind, calls, () => lives.get(token)?.deleted === false)) {
    seenBefore(call.time);
    take(kind, lives, call);
    const life = lives.get(token) ?? before;
    const configuration = shown(kind, life);
    const born = life !== was.life && life.since === call.time && (was.born !== call.time || was.deleted);
    // Of what was made before the logs begin a call may take away what nobody knows of.
    const isTouched = life.since === undefined && life.asOf !== was.asOf && TAKES_AWAY.test(call.operation);
    if (!born && !isTouched && was.deleted === life.deleted && same(was.configuration, configuration)) continue;
    const whole = born || (life !== was.life && Object.keys(was.configuration).length === 0);
    if (born) notes = [];
    blame = whole ? { eventId: call.eventId } : memberBlame(was.configuration, configuration, blame, call.eventId);
    notes = [...notes, ...notesOn(call, guessed, steps.at(-1)?.version, blame)];
    const sources = toldBy(blame);
    const standing = notes.filter((note) => sources.some(({ path, eventId }) => eventId === note.eventId && (note.path ?? path) === path));
    steps.push({
      life: { ...life },
      version: {
        kind: 'call',
        eventId: call.eventId,
        time: call.time,
        operation: call.operation,
        principal: call.principal,
        change: born ? 'created' : life.deleted && !was.deleted ? 'deleted' : 'changed',
        configuration,
        sources,
        unknown: [
          ...(life.seen === true ? [] : wholeUnknown(life.since, cut)),
          ...standing,
          ...unknownIn(configuration, sources, { deleted: life.deleted, seen: false }),
        ],
      },
    });
    was = { life, asOf: life.asOf, configuration, deleted: life.deleted, born: life.since };
  }
  seenBefore(Infinity);
  return steps;
}

/** Nobody is named by it: that something is otherwise than it was known to be doesn't tell who changed it. */
function seenVersion(state: SeenState, configuration: JsonObject, blame: Blame, change: 'seen' | 'changed'): Version {
  const sources = toldBy(blame);
  const refused = Object.entries(state.unknown).map(([key, reason]) => ({
    path: `$${step(key)}`,
    reason: { text: UNKNOWN_TEXTS.refused, args: [reason] },
  }));
  return {
    kind: 'seen',
    time: state.time,
    until: state.until,
    change: state.gone ? 'deleted' : change,
    configuration,
    sources,
    unknown: [...refused, ...unknownIn(configuration, sources, { deleted: state.gone, seen: true })],
  };
}

/** How the names of calls begin that leave less than there was. */
const TAKES_AWAY = /^(?:Revoke|Remove|Delete|Detach|Disassociate|Untag)/;

/** Before any record, and what was seen: neither is an event's id. */
const NOBODY: Blame = { eventId: '' };
const SEEN: Blame = { eventId: '\u0000seen' };

/** Where each part of a configuration comes from. */
function toldBy(blame: Blame): readonly Source[] {
  return sourcesOf(blame, '$', NOBODY.eventId).map((source) => (source.eventId === SEEN.eventId ? { path: source.path } : source));
}

/** Calls of one second stand in no order: what makes comes first and what ends comes last, or the other way round where there is one already. */
function inTheirOrder(kind: ResourceKind, calls: readonly Call[], isThere: () => boolean): Iterable<Call> {
  return (function* () {
    for (let at = 0; at < calls.length;) {
      const { time } = calls[at] ?? { time: NaN };
      const until = calls.findIndex((call, n) => n > at && call.time !== time);
      const group = calls.slice(at, until < 0 ? undefined : until);
      at += Math.max(group.length, 1);
      yield* group.length < 2 ? group : group.toSorted((one, other) => rank(kind, one, isThere()) - rank(kind, other, isThere()));
    }
  })();
}

function rank({ calls }: ResourceKind, { operation }: Call, isThere: boolean): number {
  const does = new Set((calls[operation] ?? []).map((effect) => effect.does));
  if (does.has('make') || does.has('make-asked')) return isThere ? 2 : 0;
  if (does.has('end')) return isThere ? 1 : 4;
  return TAKES_AWAY.test(operation) ? 2.5 : 3;
}

/** As a document shows it: what the answers say and, beside that, what was asked for. Policies are JSON, not text. */
function shown(kind: ResourceKind, life: Life): JsonObject {
  const record = recordIn(kind, life);
  return readable({ ...record, ...Object.fromEntries(Object.entries(life.asked).filter(([key]) => !Object.hasOwn(record, key))) });
}

const POLICIES: readonly string[] = ['policyDocument', 'assumeRolePolicyDocument', 'document', 'policy', 'policyText', 'resourcePolicy'];

function readable(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, member === undefined ? undefined : readableMember(key, member)]),
  );
}

function readableMember(key: string, value: JsonValue): JsonValue {
  if (typeof value === 'string') return POLICIES.includes(key) ? policyDocumentIn(value) : value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => (isObject(item) ? readable(item) : item));
  return value;
}

function wholeUnknown(since: number | undefined, cut: boolean): readonly Unknown[] {
  return [
    ...(since === undefined ? [{ reason: { text: UNKNOWN_TEXTS.beforeLog, args: [] } }] : []),
    ...(cut ? [{ reason: { text: UNKNOWN_TEXTS.moreCalls, args: [MOST_CALLS] } }] : []),
  ];
}

/** What a call leaves open about what it changed. */
function notesOn(call: Call, guessed: ReadonlySet<string>, last: Version | undefined, blame: Blame): readonly Unknown[] {
  const own = sourcesOf(blame, '$', NOBODY.eventId).filter(({ eventId }) => eventId === call.eventId);
  const asGuessed = guessed.has(call.operation)
    ? [{ eventId: call.eventId, reason: { text: UNKNOWN_TEXTS.guessed, args: [call.operation] } }]
    : [];
  if (last?.kind !== 'call' || last.time !== call.time || last.change === 'created') return asGuessed;
  const before = last.sources.filter(({ eventId }) => eventId === last.eventId).map(({ path }) => path);
  const both = own.filter(({ path }) => before.some((other) => other === path || other.startsWith(path) || path.startsWith(other)));
  return [...asGuessed, ...both.map(({ path }) => ({ path, eventId: call.eventId, reason: { text: UNKNOWN_TEXTS.sameSecond, args: [] } }))];
}
