import type { Chain, Reading } from '../../../domain/chain';
import type { LookUps } from '../../chain/look-ups';
import { factsOf, type Facts } from './facts';
import { RULES } from './rules';

const READINGS: readonly Reading['id'][] = ['forgotten', 'mining', 'broken'];
/** So many points more for a reading than against it weigh one half. */
const HALF = 4;

/** All sentences that evidence can be: what translations are for. */
export function readingTexts(): readonly string[] {
  return [...new Set(RULES.map(({ says }) => says))];
}

/** The chain with the readings that compete, where it leads to something that they explain. @throws what the store throws */
export async function withReadings(chain: Chain, look: LookUps, signal?: AbortSignal): Promise<Chain> {
  const facts = await factsOf(chain, look, signal);
  return facts === undefined ? chain : { ...chain, readings: readingsOf(facts) };
}

/**
 * What may be going on, best first. The points of the rules that hold are added up, those against taken off; the weight is
 * `points / (points + 4)`, none where no more speaks for a reading than against it. It is no probability: it says which reading the
 * records favour, and each item says why.
 */
export function readingsOf(facts: Facts): readonly Reading[] {
  const found = RULES.flatMap(({ points, says, find }) => {
    const finding = find(facts);
    return finding === undefined ? [] : [{ points, says: { text: says, args: finding.args }, eventId: finding.eventId }];
  });
  return READINGS.map((id): Reading => {
    const weighed = found.flatMap(({ points, says, eventId }) => (points[id] === undefined ? [] : [{ points: points[id], says, eventId }]));
    const sum = Math.max(
      0,
      weighed.reduce((total, { points }) => total + points, 0),
    );
    const heaviest = weighed.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points));
    return {
      id,
      weight: sum / (sum + HALF),
      evidence: heaviest.map(({ points, says, eventId }) => ({ supports: points > 0, says, eventId })),
    };
  }).sort((a, b) => b.weight - a.weight);
}
