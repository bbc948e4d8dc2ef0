import { STRENGTHS, type Root, type Strength } from '../../domain/chain';
import { callerOf, sessionStart } from './caller';
import type { Candidate } from './edge';
import type { LookUps } from './look-ups';

/** How a walk ended: with who called, or because what comes before is missing, or can't be told from others. */
export type End = { readonly kind: 'caller' } | { readonly kind: 'missing'; readonly thing: string } | { readonly kind: 'undecided' };

export async function rootOf(links: readonly Candidate[], end: End, look: LookUps, signal?: AbortSignal): Promise<Root> {
  const last = links[links.length - 1];
  const strength = weakest(links);
  if (last === undefined) return { kind: 'unknown', strength };
  const { eventId } = last.traced.event;
  const caller = callerOf(last.traced);
  const { principal } = caller;
  if (end.kind === 'missing') return { kind: 'before-log', name: end.thing, eventId, strength };
  if (caller.kind === 'named')
    return { kind: caller.is, name: caller.name, principal, eventId, strength: weakest(links.slice(0, 1 + namedFrom(links, caller.name))) };
  if (end.kind === 'undecided') return { kind: 'unknown', principal, eventId, strength };
  if (caller.kind === 'service') return { kind: 'service', name: caller.name, principal, eventId, strength };
  const began = sessionStart(last.traced);
  const first = await look.firstTime(last.traced.event.account, signal);
  const isOlder = began !== undefined && first !== undefined && began < first;
  return { kind: isOlder ? 'before-log' : 'unknown', principal, eventId, strength };
}

/** Place of the first record, of those at the end that name the same, which names it: what follows shows only how the session began. */
function namedFrom(links: readonly Candidate[], name: string): number {
  let place = links.length - 1;
  for (; place > 0; place--) {
    const link = links[place - 1];
    const caller = link === undefined ? undefined : callerOf(link.traced);
    if (caller?.kind !== 'named' || caller.name !== name) break;
  }
  return place;
}

function weakest(links: readonly Candidate[]): Strength {
  return links.reduce<Strength>(
    (worst, { strength }) => (STRENGTHS.indexOf(strength) > STRENGTHS.indexOf(worst) ? strength : worst),
    'exact',
  );
}
