import { resolveRange, type TimeRange } from '../domain/time';
import type { CompletionSource, Narrowing } from '../rql/completion-source';
import type { Engine } from './api';

/** Asked for at once: more than anybody reads, few enough to be there at once. */
const MOST_VALUES = 200;
const MOST_PATHS = 1_000;
/** Milliseconds; a list that takes longer comes without what was asked. */
const PATIENCE = 400;

/**
 * What completion learns from the store.
 * @param range of queries that have none of their own
 * @param now what relative ranges count from, epoch milliseconds
 */
export function completionSource(engine: Pick<Engine, 'values' | 'paths'>, range: TimeRange, now: number): CompletionSource {
  const asked = ({ timeRange, where }: Narrowing) => ({
    window: resolveRange(timeRange ?? range, now),
    patience: PATIENCE,
    ...(where === undefined ? {} : { where }),
  });
  const options = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
  return {
    values: (of, prefix, narrowing, signal) => engine.values({ of, prefix, ...asked(narrowing), limit: MOST_VALUES }, options(signal)),
    paths: (narrowing, signal) => engine.paths({ ...asked(narrowing), limit: MOST_PATHS }, options(signal)),
  };
}
