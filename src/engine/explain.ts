import type { Alert } from '../domain/alert';
import { explain } from '../rql/explain';
import type { Predicate } from '../rql/predicate';
import type { CompiledEvents, CompiledResources } from '../rql/query';
import type { Funnel } from '../store/funnel';
import type { Store } from '../store/store';
import type { Explained, ExplainRequest } from './api';
import { aboutResource } from './resources';

/** Counts what each step of a query's explanation lets through, all in one pass. `alerts` are asked for only where the query speaks of them. */
export async function explainedBy(
  store: Store,
  compiled: CompiledEvents | CompiledResources,
  { query, window }: ExplainRequest,
  alerts: () => Promise<readonly Alert[]>,
  signal: AbortSignal | undefined,
): Promise<Explained> {
  const count = async (predicates: readonly Predicate[]): Promise<Funnel> => {
    if (compiled.kind === 'ok') return store.countEach(predicates, window, signal);
    const { findings } = compiled.resources;
    const request = { window, findings, ...(findings && { alerts: (await alerts()).map(aboutResource) }) };
    return store.countEachResource(predicates, request, signal);
  };
  const { steps } = explain(compiled.query, query);
  const { total, counts } = await count(steps.flatMap(({ alone, together }) => [alone ?? [], together ?? []].flat()));
  const left = [...counts];
  const taken = steps.map(({ alone, together }) => ({
    ...(alone !== undefined && { alone: left.shift() ?? 0 }),
    ...(together !== undefined && { together: left.shift() ?? 0 }),
  }));
  return { total, steps: taken };
}
