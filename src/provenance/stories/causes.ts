import type { Alert } from '../../domain/alert';
import type { Chain, Edge, Root } from '../../domain/chain';
import { isObject } from '../../domain/json';
import type { LookUps } from '../chain/look-ups';
import type { Traced } from '../chain/traced';
import { actingIn, type Acting } from './acting';
import { readBirths } from './births';
import { parentIn, type Parent } from './parents';
import { readRuns } from './runs';
import { signatureOf } from './signature';

/** Finds the chain from an event to its root; `undefined`: there is no such event. */
export type Trace = (eventId: string, signal?: AbortSignal) => Promise<Chain | undefined>;

/** Why alerts belong together. */
export type Cause =
  | { readonly kind: 'parent'; readonly parent: Parent; readonly service: string }
  | Exclude<Acting, { readonly kind: 'service' | 'run' }>
  | { readonly kind: 'run'; readonly principal: string; readonly tool: string; readonly start: number };

/** A cause, and what alerts of it have in common: those with equal keys are one story. */
export interface Placed {
  readonly cause: Cause;
  readonly key: readonly string[];
}

const UNKNOWN: Cause = { kind: 'unknown' };
/** Links from a call to the session it was made in: behind them stands who acted, and no longer what for. */
const OF_SESSIONS: ReadonlySet<Edge> = new Set(['K4', 'K5', 'K6', 'K7', 'K8', 'K9', 'K10', 'K13', 'K14']);
/** What services make and end by the dozen. */
const MADE = /^(?:eni|i|vol)-[0-9a-f]{8,17}$/;
/** Events in one statement. */
const AT_ONCE = 500;
/** Traces for the deeds of one signature: parents that take turns more often than that are not told apart. */
const MOST_TRACES = 64;

/**
 * The causes of alerts, found with few look-ups: what a record tells of itself needs none but the one that reads all records; what a
 * service did is traced once for each set of things it was given, and again only where two of its deeds have different parents.
 * Good for one state of the store. What was found is kept by the event.
 */
export class Causes {
  private readonly causes = new Map<string, Cause>();
  private readonly roots = new Map<string, Root>();
  /** How long the things lived that deeds ended, in milliseconds, by the deed. */
  private readonly lives = new Map<string, number>();

  constructor(
    private readonly look: LookUps,
    private readonly trace: Trace,
  ) {}

  /** The cause of each alert, in their order. @throws what the store and the trace throw, also when the signal fires */
  async of(alerts: readonly Alert[], signal?: AbortSignal): Promise<readonly Placed[]> {
    const fresh = [...new Set(alerts.map(({ eventId }) => eventId))].filter((eventId) => !this.causes.has(eventId));
    const acts: Act[] = [];
    for (let at = 0; at < fresh.length; at += AT_ONCE) {
      const deeds = await this.look.events(fresh.slice(at, at + AT_ONCE), signal);
      for (const deed of deeds.values()) acts.push({ deed, acting: actingIn(deed) });
    }
    await this.settleRuns(acts, signal);
    await this.settleServices(acts, signal);
    for (const { deed, acting } of acts) if (acting.kind !== 'service' && acting.kind !== 'run') this.settle(deed, acting);
    return alerts.map((alert) => {
      const cause = this.causes.get(alert.eventId) ?? UNKNOWN;
      return { cause, key: keyOf(cause, alert) };
    });
  }

  /** Where the chain of an event ends. */
  async root(eventId: string, signal?: AbortSignal): Promise<Root> {
    const known = this.roots.get(eventId);
    if (known !== undefined) return known;
    const root = (await this.trace(eventId, signal))?.root ?? NOWHERE;
    this.roots.set(eventId, root);
    return root;
  }

  /** How long the thing lived that an event ended; `undefined`: it ended none, or its birth is not known. */
  lifeBefore(eventId: string): number | undefined {
    return this.lives.get(eventId);
  }

  private async settleRuns(acts: readonly Act[], signal: AbortSignal | undefined): Promise<void> {
    const runs = acts.flatMap(({ deed, acting }) => (acting.kind === 'run' ? [{ deed, acting }] : []));
    const startOf = await readRuns(
      this.look.store.reader,
      runs.map(({ deed }) => deed),
      signal,
    );
    for (const { deed, acting } of runs) this.settle(deed, { ...acting, start: startOf(deed) });
  }

  private async settleServices(acts: readonly Act[], signal: AbortSignal | undefined): Promise<void> {
    const driven = acts.flatMap(({ deed, acting }) => (acting.kind === 'service' ? [{ deed, principal: acting.principal }] : []));
    const tokens = driven.flatMap(({ deed }) => tokensOf(deed));
    const births = await readBirths(this.look.store.reader, [...new Set(tokens)], signal);
    const groups = new Map<string, Traced[]>();
    for (const { deed, principal } of driven) {
      const { event } = deed;
      const birth = tokensOf(deed)
        .map((token) => births.get(token))
        .find((found) => found !== undefined && found.time <= event.time);
      if (birth !== undefined && event.operation.startsWith('Delete')) this.lives.set(event.eventId, event.time - birth.time);
      const signature = birth === undefined ? signatureOf(deed.request, deed.response) : signatureOf(birth.request, birth.response);
      const key = JSON.stringify([event.account, event.region, principal, signature]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [deed]);
      else group.push(deed);
    }
    for (const group of groups.values())
      await this.settleGroup(
        group.sort((a, b) => a.event.time - b.event.time),
        signal,
      );
  }

  /** Deeds of one signature in order of time. Between two with one parent there is no other: only where the parents differ it is looked closer. */
  private async settleGroup(deeds: readonly Traced[], signal: AbortSignal | undefined): Promise<void> {
    let left = MOST_TRACES;
    const causeAt = async (index: number): Promise<Cause> => {
      const deed = deeds[index];
      if (deed === undefined) return UNKNOWN;
      const known = this.causes.get(deed.event.eventId);
      if (known !== undefined) return known;
      const cause = left > 0 ? await this.parentOf(deed.event.eventId, signal) : UNKNOWN;
      left -= 1;
      this.settle(deed, cause);
      return cause;
    };
    const spans: (readonly [number, number])[] = [[0, deeds.length - 1]];
    for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
      const [low, high] = span;
      const [first, last] = [await causeAt(low), await causeAt(high)];
      if (high - low < 2) continue;
      const middle = (low + high) >>> 1;
      if (parentKey(first) !== parentKey(last)) spans.push([low, middle], [middle, high]);
      else for (const deed of deeds.slice(low + 1, high)) if (!this.causes.has(deed.event.eventId)) this.settle(deed, first);
    }
  }

  /** The nearest call behind a service's deed that no service made by itself. */
  private async parentOf(eventId: string, signal: AbortSignal | undefined): Promise<Cause> {
    const chain = await this.trace(eventId, signal);
    if (chain === undefined) return UNKNOWN;
    this.roots.set(eventId, chain.root);
    const end = chain.hops.findIndex(({ edge }) => OF_SESSIONS.has(edge));
    const ids = chain.hops.slice(1, end === -1 ? undefined : end).map((hop) => hop.eventId);
    const behind = await this.look.events(ids, signal);
    const parent = ids.map((id) => behind.get(id)).find((deed) => deed !== undefined && actingIn(deed).kind !== 'service');
    return parent === undefined ? UNKNOWN : { kind: 'parent', parent: parentIn(parent), service: parent.event.service };
  }

  private settle({ event }: Traced, cause: Cause): void {
    this.causes.set(event.eventId, cause);
  }
}

interface Act {
  readonly deed: Traced;
  readonly acting: Acting;
}

const NOWHERE: Root = { kind: 'unknown', strength: 'exact' };

/** Ids that a service's deed is about: those of its request, as `requestParameters` of EC2's calls have them. */
function tokensOf({ request }: Traced): readonly string[] {
  const values: readonly unknown[] = isObject(request) ? Object.values(request) : [];
  return values.filter((value): value is string => typeof value === 'string' && MADE.test(value));
}

function parentKey(cause: Cause): string {
  return cause.kind === 'parent' ? JSON.stringify([cause.service, cause.parent.key]) : cause.kind;
}

/** What alerts of one story share. An alert whose cause is unknown shares policy, actor and place with its exact twins alone. */
function keyOf(cause: Cause, { account, region, policy, actor }: Alert): readonly string[] {
  const place = [account, region];
  switch (cause.kind) {
    case 'parent':
      return [cause.kind, ...place, cause.service, cause.parent.key];
    case 'run':
      return [cause.kind, ...place, cause.principal, String(cause.start)];
    case 'session':
      return [cause.kind, ...place, cause.principal, cause.since];
    case 'refused':
    case 'principal':
      return [cause.kind, ...place, cause.principal];
    case 'root':
      return [cause.kind, ...place];
    case 'unknown':
      return [cause.kind, ...place, policy, actor];
  }
}
