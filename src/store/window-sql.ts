import type { TimeWindow } from '../domain/time';

/** The condition that an event lies in a window, with what is bound to it. */
export function windowSql({ from, to }: TimeWindow): { readonly sql: string; readonly params: readonly number[] } {
  const bounds = [
    { sql: 'time >= ?', bound: from },
    { sql: 'time < ?', bound: to },
  ].filter(({ bound }) => bound !== undefined);
  return {
    sql: bounds.length === 0 ? 'true' : bounds.map(({ sql }) => sql).join(' AND '),
    params: bounds.flatMap(({ bound }) => bound ?? []),
  };
}
