import type { Connection, Problem } from '../domain/live';
import type { Store } from '../store/store';
import type { Clients } from './clients';
import type { LiveDeps } from './index';
import type { SyncRequest } from './live-api';

/** One source in one region of one account, while it is fetched. Parts run side by side; none stops another. */
export interface PartContext {
  readonly connection: Connection;
  /** Its code; empty: what an account has once, asked in any region. */
  readonly region: string;
  readonly clients: Clients;
  /** What was asked for, over all parts. */
  readonly request: SyncRequest;
  readonly store: Store;
  readonly deps: LiveDeps;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

/** What a part has to say as it goes, added up over all parts. */
export interface Tell {
  /** A request was sent, also one that is tried again. */
  call(): void;
  /** Events that were read and are in the store now. */
  events(counts: { readonly read: number; readonly new: number; readonly duplicates: number }): void;
  /** Covered from now back to then, epoch milliseconds. */
  covered(since: number): void;
  resources(count: number): void;
  /** This is UNKNOWN now; `api`: of that kind of resource alone. */
  problem(problem: Problem, api?: string): void;
}
