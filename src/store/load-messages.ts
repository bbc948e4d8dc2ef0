import type { FoundFile } from './log-paths';
import type { Written } from './segment';

/** What the loader and its workers say to each other. Structured clone; arrays of numbers are handed over. */
export type ToWorker =
  | { readonly kind: 'files'; readonly files: readonly FoundFile[] }
  /** The answer to a claim: places of the events that the store has, or another worker. */
  | { readonly kind: 'known'; readonly known: Uint32Array }
  /** No more files: what is held is written, then the worker ends. */
  | { readonly kind: 'end' }
  /** The same, and the file at hand is left where it is. */
  | { readonly kind: 'cancel' }
  /** The load has failed: nothing more is written, and no claim answered. */
  | { readonly kind: 'stop' };

export type FromWorker =
  | { readonly kind: 'more' }
  | ({ readonly kind: 'progress' } & WorkerProgress)
  | { readonly kind: 'fault'; readonly file: string; readonly reason: string; readonly record?: number }
  | ({ readonly kind: 'claim' } & Claim)
  /** A whole segment file that no manifest names yet. */
  | ({ readonly kind: 'segment'; readonly path: string } & Written)
  | { readonly kind: 'failed'; readonly message: string; readonly code?: string }
  | { readonly kind: 'done' };

/** Since the last one. `bytes` are those of the files as they lie on disk. */
export interface WorkerProgress {
  readonly filesDone: number;
  readonly bytes: number;
  readonly events: number;
}

/** Ids of events in the order of a batch, as DuckDB holds a UUID: four words each; with the account of each as a place in a list. */
export interface Claim {
  readonly ids: Uint32Array;
  readonly accounts: readonly string[];
  readonly accountOf: Uint32Array;
  /** Times of the oldest and the newest. */
  readonly from: number;
  readonly to: number;
}

export interface WorkerOptions {
  /** The store's folder. */
  readonly dir: string;
  /** What the database of the worker may take. */
  readonly memoryLimitMB: number;
  /** Events of its first segments, the last number for all others. */
  readonly segmentEvents: readonly number[];
}
