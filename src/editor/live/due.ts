import type { LiveState } from '../../engine/api';

/** When an account was looked at last, by any window: the newest look at any of its parts; `undefined`: never. */
export function lookedAt({ coverage, collected }: LiveState, account: string): number | undefined {
  const looks = [...coverage, ...collected].flatMap((part) => (part.account === account && part.at !== undefined ? [part.at] : []));
  return looks.length === 0 ? undefined : Math.max(...looks);
}

/** When all that is connected was looked at: the account that waits longest tells; `undefined`: one was never, or none is connected. */
export function syncedAt(state: LiveState): number | undefined {
  const looks = state.connections.map(({ account }) => lookedAt(state, account));
  return looks.includes(undefined) || looks.length === 0 ? undefined : Math.min(...looks.filter((look) => look !== undefined));
}

/**
 * Accounts whose time has come.
 * @param every milliseconds between two looks; 0: never
 * @param tried when this window looked last: an account that can't be asked isn't tried at every moment
 */
export function dueAccounts(state: LiveState, every: number, now: number, tried: number): readonly string[] {
  if (every <= 0 || now - tried < every) return [];
  return state.connections.flatMap(({ account }) => (now - (lookedAt(state, account) ?? 0) >= every ? [account] : []));
}
