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

/** One way from a record to the one before it in a chain. */
export interface EdgeRule {
  readonly edge: Edge;
  /** Those that it may lead to, the best first; of an exact one the first is the answer. */
  find(child: Traced, look: LookUps, signal?: AbortSignal): Promise<readonly Candidate[]>;
}
