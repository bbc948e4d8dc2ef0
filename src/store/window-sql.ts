import { DAY, type TimeWindow } from '../domain/time';

/** The condition that an event lies in a window, with what is bound to it. */
export function windowSql({ from, to }: TimeWindow): { readonly sql: string; readonly params: readonly number[] } {
  // Bounds far outside any log stand for open ends, so that there is one form of statement.
  return { sql: 'time >= ? AND time < ?', params: [from ?? -3000 * 365 * DAY, to ?? 8000 * 365 * DAY] };
}
