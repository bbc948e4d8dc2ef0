import type { Reader, SqlRow, SqlValue } from './reader';
import type { EVENTS, RECORDS } from './schema';

/**
 * Rows of events by their places (`segment`, `row` and `time` of each), in the order of the places. To find places first and then to read a
 * handful of rows whole is what keeps a question from reading millions of them whole.
 * @param columns what is selected beside `segment` and `row`, in SQL, with `params` for its question marks
 * @throws what the reader throws, also where a segment is gone by now
 */
export async function rowsAt(
  reader: Reader,
  view: typeof EVENTS | typeof RECORDS,
  places: readonly SqlRow[],
  columns: string,
  signal?: AbortSignal,
  params: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> {
  const bySegment = new Map<number, { readonly rows: number[]; readonly times: number[] }>();
  for (const { segment, row, time } of places) {
    let group = bySegment.get(Number(segment));
    if (group === undefined) bySegment.set(Number(segment), (group = { rows: [], times: [] }));
    group.rows.push(Number(row));
    group.times.push(Number(time));
  }
  if (bySegment.size === 0) return [];
  // The rows alone would do; but only bounds of a column tell the database what it need not read.
  const parts = [...bySegment].map(
    ([segment, { rows, times }]) =>
      `SELECT ${columns}, segment, "row" FROM ${view}_${segment}
       WHERE time BETWEEN ${Math.min(...times)} AND ${Math.max(...times)} AND "row" IN (${rows.join(', ')})`,
  );
  const found = new Map<string, SqlRow>();
  const bound = parts.flatMap(() => params);
  for (const row of await reader.rows(parts.join(' UNION ALL '), bound, signal))
    found.set(`${String(row['segment'])} ${String(row['row'])}`, row);
  return places.map(({ segment, row }) => found.get(`${String(segment)} ${String(row)}`)).filter((row) => row !== undefined);
}
