import type { Alternative, Chain, Hop } from '../../domain/chain';
import { isReference } from '../../domain/resource';
import type { Store } from '../../store/store';
import { findEnd } from '../life';
import { birthOf } from './births';
import { callerOf, principalOf, type Caller } from './caller';
import { chosen, type Candidate } from './edge';
import { EDGES_OF_SERVICES, EDGES_OF_SESSIONS } from './edges';
import { LookUps } from './look-ups';
import { rootOf, type End } from './root';
import { runOf } from './run';
import { toolOf } from './tools';
import type { Traced } from './traced';

/** A longer chain is no explanation; and what goes in circles ends. */
const MOST_HOPS = 12;
const MOST_LIVES = 5_000;

/** What comes before a record: one that brought it about, others that might have, or what is missing. */
interface Before {
  readonly next?: Candidate;
  /** Scored ones that lost, or none of which won. */
  readonly others: readonly Candidate[];
  readonly missing?: string;
}

/**
 * Follows causes through one state of a store. What it has learned it keeps: many events with one cause cost little more than one. To
 * be thrown away when the store changes.
 */
export class Tracer {
  readonly look: LookUps;

  constructor(store: Store) {
    this.look = new LookUps(store);
  }

  /**
   * From an event, or a resource, to who brought it about.
   * @param subject an event id; or an id, ARN or name of a resource: then its end, else its birth, else its newest record is the first hop
   * @returns `undefined` where no record names it
   * @throws StoreError with reason `cancelled` when the signal fires
   */
  async trace(subject: string, signal?: AbortSignal): Promise<Chain | undefined> {
    const asked = (await this.look.events([subject], signal)).get(subject);
    if (asked !== undefined) return this.walk(subject, [first(asked)], signal);
    return this.traceResource(subject, signal);
  }

  /** Who made a thing is asked even where somebody else deleted it: the first step leads from its end to its birth. */
  private async traceResource(resource: string, signal: AbortSignal | undefined): Promise<Chain | undefined> {
    const { store } = this.look;
    const isToken = isReference(resource) || (await store.lastTouch(resource, undefined)) !== undefined;
    const token = isToken ? resource : (await store.named(resource, 1))[0];
    if (token === undefined) return undefined;
    const birth = await birthOf(this.look, token, Number.MAX_SAFE_INTEGER, signal);
    const lives = await store.lifeEvents(token, undefined, MOST_LIVES);
    const born = lives.find(({ eventId }) => eventId === birth?.event.eventId);
    const end = await findEnd(store, lives, token, born, undefined);
    const ended = end === undefined ? undefined : (await this.look.events([end.eventId], signal)).get(end.eventId);
    const [newest] = await this.look.carriers(token, { newestFirst: true, limit: 1 }, signal);
    const asked = ended ?? birth ?? newest?.traced;
    if (asked === undefined) return undefined;
    if (birth === undefined) return this.chainOf(resource, [first(asked)], { kind: 'missing', thing: token }, [], signal);
    if (birth === asked) return this.walk(resource, [first(asked)], signal);
    return this.walk(resource, [first(asked), { traced: birth, edge: 'K1', strength: 'exact', shared: [token] }], signal);
  }

  private async walk(subject: string, start: readonly Candidate[], signal: AbortSignal | undefined): Promise<Chain> {
    const links = [...start];
    const seen = new Set(links.map(({ traced }) => traced));
    const alternatives: Alternative[] = [];
    for (;;) {
      const here = links[links.length - 1];
      if (here === undefined || links.length >= MOST_HOPS) return this.chainOf(subject, links, { kind: 'undecided' }, alternatives, signal);
      const { next, others, missing } = await this.before(here.traced, signal);
      alternatives.push(...others.map((other) => alternativeOf(other, links.length)));
      if (next === undefined || seen.has(next.traced)) {
        const end: End =
          missing !== undefined
            ? { kind: 'missing', thing: missing }
            : { kind: others.length > 0 || next !== undefined ? 'undecided' : 'caller' };
        return this.chainOf(subject, links, end, alternatives, signal);
      }
      seen.add(next.traced);
      links.push(next);
    }
  }

  private before(child: Traced, signal: AbortSignal | undefined): Promise<Before> {
    return this.look.once(`before ${child.event.account} ${child.event.eventId}`, async () => {
      const caller = callerOf(child);
      let missing: string | undefined;
      for (const find of caller.kind === 'service' ? EDGES_OF_SERVICES : EDGES_OF_SESSIONS) {
        const found = await find(child, this.look, signal);
        const candidates = found.candidates.filter(({ traced }) => confirms(traced, caller));
        if (candidates.length > 0) {
          const next = chosen(candidates);
          return { ...(next !== undefined && { next }), others: candidates.filter((one) => one !== next && one.score !== undefined) };
        }
        missing ??= found.missing;
        if (found.missing !== undefined && found.final === true) break;
      }
      return { others: [], ...(missing !== undefined && caller.kind !== 'named' && { missing }) };
    });
  }

  private async chainOf(
    subject: string,
    links: readonly Candidate[],
    end: End,
    alternatives: readonly Alternative[],
    signal: AbortSignal | undefined,
  ): Promise<Chain> {
    const root = await rootOf(links, end, this.look, signal);
    return {
      subject,
      hops: await Promise.all(links.map((link) => hopOf(link, this.look, signal))),
      root,
      alternatives: alternatives.toSorted((a, b) => b.score - a.score),
    };
  }
}

function first(traced: Traced): Candidate {
  return { traced, edge: 'asked', strength: 'exact', shared: [] };
}

/**
 * Of somebody whom a record names by itself only a record of the same person tells more; but who took a role tells more than the source
 * identity that was given with it.
 */
function confirms(traced: Traced, child: Caller): boolean {
  if (child.kind !== 'named') return true;
  const caller = callerOf(traced);
  return caller.kind === 'named' && (child.isClaimed === true || caller.name === child.name);
}

async function hopOf({ traced, edge, strength, score, shared }: Candidate, look: LookUps, signal?: AbortSignal): Promise<Hop> {
  const { eventId, account, time, region, service, operation } = traced.event;
  const tool = toolOf(traced);
  const run = await runOf(traced, tool, look, signal);
  return {
    eventId,
    account,
    time,
    region,
    service,
    operation,
    principal: principalOf(traced),
    ...(tool !== undefined && { tool }),
    ...(run !== undefined && { run }),
    edge,
    strength,
    ...(score !== undefined && { score }),
    shared,
  };
}

function alternativeOf({ traced, score = 0, shared }: Candidate, hop: number): Alternative {
  const { eventId, time, operation } = traced.event;
  return { hop, eventId, time, operation, principal: principalOf(traced), score, shared };
}
