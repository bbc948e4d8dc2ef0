import type { Alternative, Chain, Hop, Root, Strength } from '../../domain/chain';
import { STRENGTHS } from '../../domain/chain';
import { isReference } from '../../domain/resource';
import type { Store } from '../../store/store';
import { findEnd } from '../life';
import { born, birthOf } from './birth-edge';
import { callerOf, principalOf } from './caller';
import type { Candidate, EdgeRule } from './edge';
import { LookUps } from './look-ups';
import { toolOf } from './tools';
import type { Traced } from './traced';

/** A longer chain is no explanation; and a circle ends. */
const MOST_HOPS = 12;
/** What is weaker than this is shown as unknown. */
const EDGES_OF_SERVICES: readonly EdgeRule[] = [born];

/** Follows causes through one state of a store. What it has learned it keeps: many events cost little more than one. */
export class Tracer {
  private readonly look: LookUps;

  constructor(store: Store) {
    this.look = new LookUps(store);
  }

  /**
   * From an event, or a resource, to who brought it about.
   * @param subject an event id; or an id, ARN or name of a resource: then its end, else its birth, else its newest record is the first hop
   * @returns `undefined` where no record names it
   */
  async trace(subject: string, signal?: AbortSignal): Promise<Chain | undefined> {
    const asked = (await this.look.events([subject], signal)).get(subject) ?? (await this.newestOf(subject, signal));
    return asked === undefined ? undefined : this.chainFrom(subject, asked, signal);
  }

  private async newestOf(resource: string, signal?: AbortSignal): Promise<Traced | undefined> {
    const { store } = this.look;
    const touched = (await store.lastTouch(resource, undefined)) !== undefined;
    const token = touched || isReference(resource) ? resource : (await store.named(resource, 1))[0];
    if (token === undefined) return undefined;
    const [newest] = await this.look.carriers(token, { newestFirst: true, limit: 1 }, signal);
    const birth = await birthOf(this.look, token, Number.MAX_SAFE_INTEGER, signal);
    const lives = await store.lifeEvents(token, undefined, 5_000);
    const end = await findEnd(
      store,
      lives,
      token,
      lives.find(({ eventId }) => eventId === birth?.event.eventId),
      undefined,
    );
    if (end !== undefined) return (await this.look.events([end.eventId], signal)).get(end.eventId);
    return birth ?? newest?.traced;
  }

  private async chainFrom(subject: string, asked: Traced, signal: AbortSignal | undefined): Promise<Chain> {
    const links: Candidate[] = [{ traced: asked, edge: 'asked', strength: 'exact', shared: [] }];
    const seen = new Set([asked]);
    const alternatives: Alternative[] = [];
    for (let here = asked; links.length < MOST_HOPS;) {
      if (callerOf(here).kind !== 'service') break;
      const next = (await this.before(here, signal)).find(({ traced }) => !seen.has(traced));
      if (next === undefined) break;
      seen.add(next.traced);
      links.push(next);
      here = next.traced;
    }
    return { subject, hops: links.map(hopOf), root: rootOf(links), alternatives };
  }

  private async before(child: Traced, signal: AbortSignal | undefined): Promise<readonly Candidate[]> {
    for (const rule of EDGES_OF_SERVICES) {
      const found = await rule.find(child, this.look, signal);
      if (found.length > 0) return found;
    }
    return [];
  }
}

function hopOf({ traced, edge, strength, score, shared }: Candidate): Hop {
  const { eventId, account, time, region, service, operation } = traced.event;
  const tool = toolOf(traced);
  return {
    eventId,
    account,
    time,
    region,
    service,
    operation,
    principal: principalOf(traced),
    ...(tool !== undefined && { tool }),
    edge,
    strength,
    ...(score !== undefined && { score }),
    shared,
  };
}

function rootOf(links: readonly Candidate[]): Root {
  const last = links[links.length - 1];
  const strength = weakest(links);
  if (last === undefined) return { kind: 'unknown', strength };
  const { eventId } = last.traced.event;
  const caller = callerOf(last.traced);
  if (caller.kind === 'named') return { kind: caller.is, name: caller.name, principal: caller.principal, eventId, strength };
  if (caller.kind === 'service') return { kind: 'service', name: caller.name, principal: caller.principal, eventId, strength };
  return { kind: 'unknown', principal: caller.principal, eventId, strength };
}

function weakest(links: readonly Candidate[]): Strength {
  return links.reduce<Strength>(
    (worst, { strength }) => (STRENGTHS.indexOf(strength) > STRENGTHS.indexOf(worst) ? strength : worst),
    'exact',
  );
}
