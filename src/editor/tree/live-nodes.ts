import type { Collected, Connection, Coverage, LiveRegion, LiveResource } from '../../domain/live';
import type { RegionNode } from './nodes';

/** What is known of a connected account. */
export interface LiveAccount {
  readonly connection: Connection;
  /** Of its regions, with where they come from. */
  readonly coverage: readonly Coverage[];
  /** Of its regions, and of the account as a whole. */
  readonly collected: readonly Collected[];
}

/** A region of a connected account, or the account as a whole. */
export interface LivePlace {
  readonly connection: Connection;
  /** Its code; empty: the account as a whole. */
  readonly region: string;
  /** How the account has it; absent: it doesn't say, or the account as a whole. */
  readonly access?: LiveRegion;
  readonly coverage: readonly Coverage[];
  readonly collected: readonly Collected[];
}

/** Regions that need no attention, under one row: those where nothing is, and those that are not asked. */
export interface FoldNode {
  readonly kind: 'fold';
  readonly id: string;
  readonly which: 'quiet' | 'unasked';
  readonly regions: readonly RegionNode[];
}

/** What an account has once and not in each region. */
export interface GlobalNode {
  readonly kind: 'global';
  readonly id: string;
  readonly account: string;
  readonly live: LivePlace;
}

/** The resources of one kind in one place. */
export interface KindNode {
  readonly kind: 'kind';
  readonly id: string;
  readonly place: LivePlace;
  readonly api: string;
  /** Absent: they were never looked at. */
  readonly collected?: Collected;
  /** Only resources whose name or id holds it. */
  readonly filter?: string;
}

export interface LiveNode {
  readonly kind: 'live';
  readonly id: string;
  readonly place: LivePlace;
  readonly resource: LiveResource;
}

/** Kinds that were looked at and of which there is nothing. */
export interface RestNode {
  readonly kind: 'rest';
  readonly id: string;
  readonly collected: readonly Collected[];
}
