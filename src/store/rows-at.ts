import type { Reader, SqlRow } from './reader';
import type { EVENTS, RECORDS } from './schema';

/**
 * Rows of events by their places (`segment` and `row` of each), in the order of the places. To find places first and then to read a
 * handful of rows whole is what keeps a question from reading millions of them whole.
 * @param columns what is selected, in SQL
 * @throws what the reader throws, also where a segment is gone by now
 */
export async function rowsAt(
  reader: Reader,
  view: typeof EVENTS | typeof RECORDS,
  places: readonly SqlRow[],
  columns: string,
  signal?: AbortSignal,
): Promise<readonly SqlRow[]> {
  const bySegment = new Map<number, number[]>();
  for (const { segment, row } of places) {
    const rows = bySegment.get(Number(segment));
    if (rows === undefined) bySegment.set(Number(segment), [Number(row)]);
    else rows.push(Number(row));
  }
  if (bySegment.size === 0) return [];
  const parts = [...bySegment].map(
    ([segment, rows]) => `SELECT ${columns}, segment, "row" FROM ${view}_${segment} WHERE "row" IN (${rows.join(', ')})`,
  );
  const found = new Map<string, SqlRow>();
  for (const { segment, row, ...rest } of await reader.rows(parts.join(' UNION ALL '), [], signal))
    found.set(`${String(segment)} ${String(row)}`, rest);
  return places.map(({ segment, row }) => found.get(`${String(segment)} ${String(row)}`)).filter((row) => row !== undefined);
}
