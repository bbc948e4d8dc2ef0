import type { Alternative, Chain, Edge, Hop, Reading, Root, Sentence, Strength } from '../domain/chain';
import type { CommonCalls } from './common';
import type { Call } from './wire';

export interface ChainCalls extends CommonCalls {
  /** The webview listens from now on: the host answers with an event. */
  readonly ready: Call<undefined, undefined>;
  /** What a card rests on; `null`: the store has no such record any more. */
  readonly record: Call<{ readonly eventId: string }, ShownRecord | null>;
  readonly traceAgain: Call<undefined, undefined>;
  readonly cancel: Call<undefined, undefined>;
  /** Puts the message to the owner on the clipboard. */
  readonly copyMessage: Call<undefined, undefined>;
}

export interface ChainEvents {
  readonly state: ChainState;
}

export type ChainState =
  | { readonly kind: 'tracing' | 'none' | 'cancelled'; readonly subject: string }
  | { readonly kind: 'failed'; readonly subject: string; readonly message: string }
  /** `now`: what the times are told from, epoch milliseconds. */
  | { readonly kind: 'ready'; readonly subject: string; readonly chain: Chain; readonly now: number };

/** A raw record, for reading. */
export interface ShownRecord {
  /** Indented, every token as the log held it. */
  readonly text: string;
  /** It is longer than this. */
  readonly cut: boolean;
  readonly facts: readonly { readonly of: RecordFact; readonly value: string }[];
}

/** What people look for first in a record: members of it, and `caller`: the ARN of who called, else the principal id. */
export const RECORD_FACTS = ['caller', 'userAgent', 'sourceIPAddress', 'errorCode'] as const;
export type RecordFact = (typeof RECORD_FACTS)[number];

export type { Alternative, Chain, Edge, Hop, Reading, Root, Sentence, Strength };
