import type { TimeWindow } from '../domain/time';
import type { CompiledEvents } from '../rql/query';
import { duckdbStatement } from '../store/statement';

/** A query as SQL over the store's view of events, with what is bound to its question marks. */
export function storeSql(
  { predicate, shape }: CompiledEvents,
  window: TimeWindow,
  limit: number | undefined,
): { readonly sql: string; readonly parameters: readonly unknown[] } {
  const { sql, params } = duckdbStatement(predicate, shape, window, limit);
  return { sql, parameters: params };
}
