import type { DuckDBConnection } from '@duckdb/node-api';
import type { Predicate } from '../rql/predicate';
import type { Shape } from '../rql/shape';
import { conditionOf, eventFilterSql, orderSql, sortedColumn, sourceSql, type AnswerRequest } from './answer-sql';
import type { Database } from './database';
import { shownColumnSql } from './predicate-sql';
import type { SqlRow } from './reader';
import { eventRow, groupRow, countedSql, valuesOf, type Group, type Row } from './search';
import type { SqlCondition } from './sql-condition';
import { ROW_COLUMNS } from './statement';
import { steady } from './steady';
import { writeAside } from './write-aside';

export interface RowsRequest extends AnswerRequest {
  readonly shape: Shape;
  /** What the file begins with, and what stands in it for each row. */
  readonly head: string;
  readonly line: (row: Row | Group) => string;
}

export interface RowsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RowsProgress) => void;
}

export interface RowsProgress {
  readonly rows: number;
  readonly rowsTotal: number;
}

export interface RowsReport {
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
}

const PROGRESS_MS = 100;

/**
 * Writes all rows of an answer to a file, in their order. The database puts them in order on disk where they are many, and hands them
 * over bit by bit: no more than a few thousand are ever in memory. A cancel or a failure leaves what was there before.
 * @throws StoreError `cancelled`, or where the store can't be read or the file not written
 */
export async function exportRows(
  database: Database,
  path: string,
  predicate: Predicate,
  request: RowsRequest,
  { signal, onProgress }: RowsOptions = {},
): Promise<RowsReport> {
  let rows = 0;
  let told = 0;
  const texts = async (put: (text: string) => Promise<void>): Promise<void> => {
    rows = 0;
    const asked = await askedOf(database, predicate, request);
    await put(request.head);
    await read(database, asked, signal, async (row, rowsTotal) => {
      await put(request.line(row));
      rows += 1;
      if (performance.now() - told < PROGRESS_MS && rows < rowsTotal) return;
      told = performance.now();
      onProgress?.({ rows, rowsTotal });
    });
  };
  const bytes = await steady(database, () => writeAside(path, texts, signal));
  return { rows, bytes };
}

/** A statement for the rows, one for their number, and what a row of the database is. */
interface Asked {
  readonly rows: SqlCondition;
  readonly count: SqlCondition;
  readonly rowOf: (row: SqlRow) => Row | Group;
}

async function askedOf(database: Database, predicate: Predicate, request: RowsRequest): Promise<Asked> {
  const { shape, sort, most, filters = [] } = request;
  if (shape.kind !== 'events') {
    const width = shape.kind === 'timechart' ? shape.width : undefined;
    const rows = await countedSql(database, predicate, { ...request, by: shape.by, ...(width !== undefined && { width }) });
    const count = { sql: `SELECT count(*) FROM (${rows.sql})`, params: rows.params };
    return { rows, count, rowOf: (row) => groupRow(row, shape.by.length, width) };
  }
  const { columns } = shape;
  const source = sourceSql(await conditionOf(database, predicate, request.window), eventFilterSql(filters, columns), most);
  const sorted = sortedColumn(sort, columns);
  const shown = columns.map((column, place) => {
    const { sql, params } = shownColumnSql(column);
    return { sql: `${sql} AS m${place}`, params };
  });
  const more = [...shown, ...(sorted === undefined ? [] : [{ ...sorted, sql: `${sorted.sql} AS sorted` }])];
  return {
    rows: {
      sql: `SELECT ${[ROW_COLUMNS, ...more.map(({ sql }) => sql)].join(', ')} FROM ${source.sql} ${orderSql(sort, sorted !== undefined)}`,
      params: [...more.flatMap(({ params }) => params), ...source.params],
    },
    count: { sql: `SELECT count(*) FROM ${source.sql}`, params: source.params },
    rowOf: (row) => eventRow(row, columns.length === 0 ? undefined : valuesOf(row, 'm', columns.length)),
  };
}

/** On the writer's kind of connection: an export takes long, and questions don't wait for it. */
async function read(
  database: Database,
  { rows, count, rowOf }: Asked,
  signal: AbortSignal | undefined,
  take: (row: Row | Group, total: number) => Promise<void>,
): Promise<void> {
  await database.withWriter(async (connection) => {
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      await connection.run('BEGIN TRANSACTION'); // the number and the rows are those of one state of the store
      const [[total = 0] = []] = (await (await connection.run(count.sql, [...count.params])).getRowsJS()) as (readonly bigint[])[];
      for await (const row of streamed(connection, rows)) await take(rowOf(row), Number(total));
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  });
}

async function* streamed(connection: DuckDBConnection, { sql, params }: SqlCondition): AsyncGenerator<SqlRow> {
  const result = await connection.stream(sql, [...params]);
  const names = result.deduplicatedColumnNames();
  for await (const rows of result.yieldRowsJs()) {
    for (const values of rows) {
      yield Object.fromEntries(
        names.map((name, place) => {
          const value = values[place];
          return [name, typeof value === 'bigint' ? Number(value) : (value as SqlRow[string])]; // texts, numbers and truth values alone are asked for
        }),
      );
    }
  }
}
