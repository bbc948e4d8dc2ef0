import type { Edge, Strength } from '../../domain/chain';
import type { LookUps } from './look-ups';
import type { Traced } from './traced';

/** A record that may have brought another one about. */
export interface Candidate {
  readonly traced: Traced;
  readonly edge: Edge;
  readonly strength: Strength;
  /** Of a scored one, from 0 to 1. */
  readonly score?: number;
  /** What both records carry. */
  readonly shared: readonly string[];
}

/** What one way leads to. */
export interface Found {
  /** The best first. Scored ones may all be too weak. */
  readonly candidates: readonly Candidate[];
  /** What the record points at, and no record before it made. */
  readonly missing?: string;
  /** Whether nothing else may be looked for where something is missing: the pointer can't mean anything else. */
  readonly final?: boolean;
}
export const NOTHING: Found = { candidates: [] };

/** Less than this is no link. */
const THRESHOLD = 0.5;
/** The best must be so many times as good as the next. Time alone makes no such difference (see `score.ts`). */
const MARGIN = 1.5;

/** The one that counts: the first exact or strong one; of scored ones the best where it is good enough, and no other nearly as good. */
export function chosen([best, next]: readonly Candidate[]): Candidate | undefined {
  if (best?.score === undefined) return best;
  return best.score >= THRESHOLD && best.score >= MARGIN * (next?.score ?? 0) ? best : undefined;
}

/** One way from a record to the one before it in a chain. */
export type FindEdge = (child: Traced, look: LookUps, signal: AbortSignal | undefined) => Promise<Found>;

export function exact(edge: Edge, traced: Traced, ...shared: readonly string[]): Found {
  return { candidates: [{ traced, edge, strength: 'exact', shared }] };
}

/** The record that a pointer leads to, or that there is none. */
export function pointed(edge: Edge, traced: Traced | undefined, ...shared: readonly string[]): Found {
  return traced === undefined ? { candidates: [], missing: shared[0] ?? '', final: true } : exact(edge, traced, ...shared);
}
