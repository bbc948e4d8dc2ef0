import { explain } from '../rql/explain';
import type { CompiledEvents } from '../rql/query';
import type { Store } from '../store/store';
import type { Explained, ExplainRequest } from './api';

/** Counts the events that each step of a query's explanation lets through, all in one pass. */
export async function explainedBy(
  store: Store,
  { query: analysed }: CompiledEvents,
  { query, window }: ExplainRequest,
  signal: AbortSignal | undefined,
): Promise<Explained> {
  const { steps } = explain(analysed, query);
  const predicates = steps.flatMap(({ alone, together }) => [alone ?? [], together ?? []].flat());
  const { total, counts } = await store.countEach(predicates, window, signal);
  const left = [...counts];
  const taken = steps.map(({ alone, together }) => ({
    ...(alone !== undefined && { alone: left.shift() ?? 0 }),
    ...(together !== undefined && { together: left.shift() ?? 0 }),
  }));
  return { total, steps: taken };
}
