import { events } from './events';
import type { LiveDeps } from './index';
import type { SyncSource } from './live-api';
import type { PartContext } from './part';
import type { Trails } from './trails/trails';

/** What is fetched of an account. */
export interface Source {
  /** A part for each chosen region, one for the account as a whole, or both. */
  readonly per: readonly ('region' | 'account')[];
  /** Whether a second sync of it waits for the first; else its accounts are told as fetched `elsewhere`. */
  readonly waits: boolean;
  /** Fetches one part. What fails is told as a problem and stops no other part; what is thrown counts as one. A cancel ends it quietly. */
  readonly fetch: (context: PartContext) => Promise<void>;
}

export type Sources = Readonly<Record<SyncSource, Source>>;

/** Those of one sync. */
export function sources(deps: LiveDeps, trails: Trails): Sources {
  return {
    events: events(deps),
    trails: { per: ['region'], waits: false, fetch: (part) => trails.fetch(part) },
    inventory: { per: ['account', 'region'], waits: true, fetch: async (part) => (await import('./inventory/collect')).collect(part) },
  };
}
