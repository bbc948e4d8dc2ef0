import type { CompiledEvents } from '../rql/query';
import type { Shape } from '../rql/shape';
import type { Store } from '../store/store';
import type {
  CallOptions,
  RowsExportProgress,
  RowsExportReport,
  RowsExportRequest,
  SearchPage,
  SearchProgress,
  SearchRequest,
} from './api';
import { BYTE_ORDER_MARK, rowText, type AnswerHead } from './row-text';

/** What stands above the rows of an answer. */
function headOf(shape: Shape): AnswerHead {
  const columns = (shape.kind === 'events' ? shape.columns : shape.by).map(({ title }) => title);
  if (shape.kind === 'events') return { kind: 'events', columns };
  return { kind: 'groups', columns, ...(shape.kind === 'timechart' && { width: shape.width }) };
}

/** What of an answer is wanted, as the store takes it. @param most rows that the query's own limit leaves */
export function pageOf({ window, offset, limit, sort, filters }: Omit<SearchRequest, 'query'>, most: number | undefined) {
  const order = { ...(sort !== undefined && { sort }), ...(filters !== undefined && { filters }) };
  return { window, offset, limit, ...(most !== undefined && { most }), ...order };
}

/** Asks the store for what the query makes of its events. */
export async function answer(
  store: Store,
  { predicate, shape, query }: CompiledEvents,
  request: SearchRequest,
  { signal, onProgress }: CallOptions<SearchProgress>,
): Promise<SearchPage> {
  const page = {
    ...pageOf(request, query.limit),
    onTotal: (total: number) => onProgress?.({ total }),
  };
  const shown = shape.kind === 'events' ? shape.columns : shape.by;
  const columns = shown.map(({ title }) => title);
  if (shape.kind === 'events') return { kind: 'events', columns, ...(await store.search(predicate, { ...page, columns: shown }, signal)) };
  const width = shape.kind === 'timechart' ? { width: shape.width } : {};
  return { kind: 'groups', columns, ...width, ...(await store.count(predicate, { ...page, ...width, by: shown }, signal)) };
}

/** Writes all rows of a query about events to a file, as they would be shown. */
export function exportEventRows(
  store: Store,
  path: string,
  { predicate, shape, query }: CompiledEvents,
  { window, format, columns, sort, filters }: RowsExportRequest,
  options: CallOptions<RowsExportProgress>,
): Promise<RowsExportReport> {
  const text = rowText(headOf(shape), format, columns);
  const head = format === 'csv' ? `${BYTE_ORDER_MARK}${text.head}` : text.head;
  const limit = query.limit === undefined ? {} : { most: query.limit };
  const order = { ...(sort !== undefined && { sort }), ...(filters !== undefined && { filters }) };
  return store.exportRows(path, predicate, { shape, window, head, line: text.line, ...limit, ...order }, options);
}
