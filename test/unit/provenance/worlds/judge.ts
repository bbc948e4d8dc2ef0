import { STRENGTHS, type Chain, type Hop, type Strength } from '../../../../src/domain/chain';
import type { Truth } from './world';

/** Everything that is wrong with a chain, in words; nothing: it is right. */
export function judge(chain: Chain, truth: Truth): readonly string[] {
  return [...inItself(chain), ...againstTruth(chain, truth)];
}

/** What holds of every chain, whatever is true. */
export function inItself({ subject, hops, root, alternatives }: Chain): readonly string[] {
  // What follows the first record that names the person shows only how that person's session began.
  const told = hops.slice(
    0,
    1 + hops.findIndex((_, place) => hops.slice(place).every(({ principal }) => principal === hops.at(-1)?.principal)),
  );
  const faults: string[] = [];
  const ids = hops.map(({ eventId }) => eventId);
  if (new Set(ids).size < ids.length) faults.push('it passes a record twice');
  if (hops.some(({ edge }, place) => (edge === 'asked') !== (place === 0)))
    faults.push('its first hop, and only that, is the one asked about');
  if (hops.slice(1).some(({ shared }) => shared.length === 0)) faults.push('a hop has no evidence');
  if (hops.some(({ strength, score }) => (strength === 'scored') !== (score !== undefined)))
    faults.push('a score is of scored hops, and of each');
  if (rank(root.strength) < Math.max(0, ...told.map(({ strength }) => rank(strength))))
    faults.push('its root is surer than its weakest hop');
  if (root.kind === 'human' && root.eventId !== ids.at(-1)) faults.push('its last hop is not the record that names the person');
  if (root.kind === 'unknown' && root.name !== undefined) faults.push(`unknown, and yet ${root.name}`);
  if (alternatives.some(({ hop }) => hops[hop] === undefined && hop !== hops.length)) faults.push('an alternative competes with no hop');
  if (subject === '') faults.push('it has no subject');
  return faults;
}

function againstTruth(chain: Chain, truth: Truth): readonly string[] {
  const { hops, root, alternatives } = chain;
  const faults: string[] = [];
  const ids = hops.map(({ eventId }) => eventId);
  if (!truth.ends.includes(root.kind)) faults.push(`it ends as ${root.kind} (${root.name ?? 'nobody'}), not as ${truth.ends.join(' or ')}`);
  if (root.kind === 'human' && !truth.who.includes(root.name ?? ''))
    faults.push(`it names ${root.name ?? 'nobody'}, not ${truth.who.join(' or ')}`);
  const missing = firstMissing(ids, truth.path);
  if (missing !== undefined) faults.push(`it does not pass ${missing}, the ${truth.path.indexOf(missing) + 1}. of its path`);
  for (const hop of hops.slice(1).filter(({ strength }) => strength !== 'scored'))
    if (!truth.causes.includes(hop.eventId)) faults.push(`${hop.strength} by ${hop.edge}, and wrong: ${shown(hop)}`);
  if (root.kind === 'human' && rank(root.strength) < rank(truth.strongest ?? 'exact'))
    faults.push(`${root.strength} is more than the records tell`);
  const seen = new Set([...ids, ...alternatives.map(({ eventId }) => eventId)]);
  for (const id of truth.undecided ?? []) if (!seen.has(id)) faults.push(`it keeps quiet about ${id}, which might be it as well`);
  for (const id of truth.never ?? []) if (seen.has(id)) faults.push(`it has ${id}, which has nothing to do with it`);
  return faults;
}

/** The first of `path` that is not among `ids` in its order. */
function firstMissing(ids: readonly string[], path: readonly string[]): string | undefined {
  let from = 0;
  for (const id of path) {
    const at = ids.indexOf(id, from);
    if (at < 0) return id;
    from = at + 1;
  }
  return undefined;
}

/** Higher is weaker. */
function rank(strength: Strength): number {
  return STRENGTHS.indexOf(strength);
}

function shown({ operation, principal, eventId, shared }: Hop): string {
  return `${operation} by ${principal} (${eventId}), for ${shared.join(', ')}`;
}
