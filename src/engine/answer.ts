import type { CompiledEvents } from '../rql/query';
import type { Shape } from '../rql/shape';
import type { Store } from '../store/store';
import type { CallOptions, SearchPage, SearchProgress, SearchRequest } from './api';
import type { AnswerHead } from './row-text';

/** What stands above the rows of an answer. */
export function headOf(shape: Shape): AnswerHead {
  const columns = (shape.kind === 'events' ? shape.columns : shape.by).map(({ title }) => title);
  if (shape.kind === 'events') return { kind: 'events', columns };
  return { kind: 'groups', columns, ...(shape.kind === 'timechart' && { width: shape.width }) };
}

/** Asks the store for what the query makes of its events. */
export async function answer(
  store: Store,
  { predicate, shape, query }: CompiledEvents,
  { window, offset, limit, sort, filters }: SearchRequest,
  { signal, onProgress }: CallOptions<SearchProgress>,
): Promise<SearchPage> {
  const page = {
    window,
    offset,
    limit,
    ...(query.limit !== undefined && { most: query.limit }),
    ...(sort !== undefined && { sort }),
    ...(filters !== undefined && { filters }),
    onTotal: (total: number) => onProgress?.({ total }),
  };
  const shown = shape.kind === 'events' ? shape.columns : shape.by;
  const columns = shown.map(({ title }) => title);
  if (shape.kind === 'events') return { kind: 'events', columns, ...(await store.search(predicate, { ...page, columns: shown }, signal)) };
  const width = shape.kind === 'timechart' ? { width: shape.width } : {};
  return { kind: 'groups', columns, ...width, ...(await store.count(predicate, { ...page, ...width, by: shown }, signal)) };
}
