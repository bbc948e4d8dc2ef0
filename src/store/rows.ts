import { DuckDBListValue, type DuckDBResult, type DuckDBValue } from '@duckdb/node-api';
import { Breath } from './breath';
import { throwIfCancelled } from './error';
import type { SqlRow, SqlValue } from './reader';

/**
 * All rows of a result, as {@link "./reader".Reader} gives them: column by column and one chunk at a time, for half a million rows at
 * once would keep the thread for seconds.
 * @throws StoreError `cancelled`
 */
export async function readRows(result: DuckDBResult, signal: AbortSignal | undefined): Promise<readonly SqlRow[]> {
  const names = result.deduplicatedColumnNames();
  const rows: SqlRow[] = [];
  const breath = new Breath();
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return rows;
    const columns = chunk.getColumns();
    for (let place = 0; place < chunk.rowCount; place++) {
      const row: Record<string, SqlRow[string]> = {};
      for (const [column, name] of names.entries()) row[name] = plain(columns[column]?.[place] ?? null);
      rows.push(row);
    }
    await breath.take();
    throwIfCancelled(signal);
  }
}

function plain(value: DuckDBValue): SqlRow[string] {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBListValue) return value.items.map(String);
  return value as SqlValue; // the questions ask for nothing but texts, numbers, truth values and lists of texts
}
