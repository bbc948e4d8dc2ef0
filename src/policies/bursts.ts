import type { Policy } from '../domain/policy';
import { HOUR } from '../domain/time';
import type { Evidence } from './alert-book';
import { under } from './nested';

/** Evidence of policies with a burst is kept only where it lies in one. `evidence` is in order of time, and so is what is returned. */
export function inBursts(policies: readonly Policy[], evidence: readonly Evidence[]): readonly Evidence[] {
  const bursts = policies.map(({ burst }) => burst);
  const kept = new Uint8Array(evidence.length);
  bursts.forEach((burst, policy) => {
    if (burst !== undefined) for (const row of rowsOf(evidence, policy)) markBursts(burst, evidence, row, kept);
  });
  return bursts.every((burst) => burst === undefined)
    ? evidence
    : evidence.filter(({ policy }, index) => kept[index] === 1 || bursts[policy] === undefined);
}

/** Where the evidence of a policy stands: one list for each account, region and role. */
function rowsOf(evidence: readonly Evidence[], policy: number): readonly (readonly number[])[] {
  const places = new Map<string, Map<string, Map<string, number[]>>>();
  const rows: number[][] = [];
  evidence.forEach((piece, index) => {
    if (piece.policy !== policy) return;
    const roles = under(under(places, piece.account), piece.region);
    const row = roles.get(piece.role);
    if (row !== undefined) return void row.push(index);
    const made = [index];
    roles.set(piece.role, made);
    rows.push(made);
  });
  return rows;
}

/** Marks what lies in a span with enough events: the span slides over the row, and each event is marked once. */
function markBursts(burst: NonNullable<Policy['burst']>, evidence: readonly Evidence[], row: readonly number[], kept: Uint8Array): void {
  const timeAt = (place: number): number => evidence[row[place] ?? -1]?.time ?? 0;
  let start = 0;
  let marked = 0;
  for (let end = 0; end < row.length; end++) {
    while (timeAt(end) - timeAt(start) > burst.hours * HOUR) start++;
    if (end - start + 1 < burst.events) continue;
    for (let place = Math.max(start, marked); place <= end; place++) kept[row[place] ?? 0] = 1;
    marked = end + 1;
  }
}
