import type { Action } from '../../src/protocol/common';
import type { Chain, ShownRecord } from '../../src/protocol/chain';

/** What cards and their evidence work with. */
export interface Desk {
  readonly chain: Chain;
  /** What times are told from, epoch milliseconds. */
  readonly now: number;
  /** Display names of regions by code. */
  readonly regions: Readonly<Record<string, string>>;
  readonly act: (action: Action) => void;
  /** `null`: the store has no such record any more. */
  readonly record: (eventId: string) => Promise<ShownRecord | null>;
  readonly copyMessage: () => void;
  /** Says something in passing. */
  readonly tell: (text: string) => void;
}

/** The resource that a chain is about: what was asked for, else the first thing that its first two records share. */
export function resourceOf({ subject, hops }: Chain): string | undefined {
  return hops[0]?.eventId === subject ? hops[1]?.shared[0] : subject;
}
