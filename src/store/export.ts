import type { DuckDBConnection } from '@duckdb/node-api';
import type { TimeWindow } from '../domain/time';
import type { Database } from './database';
import { StoreError } from './error';
import { EVENTS, RECORDS } from './schema';
import { windowSql } from './window-sql';
import { writeAside } from './write-aside';

/** `cloudtrail`: `{"Records":[…]}`, each record byte for byte; `ndjson`: one record a line, its own line breaks made spaces. */
export type ExportFormat = 'cloudtrail' | 'ndjson';

export interface ExportRequest {
  readonly window: TimeWindow;
  /** Absent: by the name of the file; `.ndjson` and `.jsonl`, also before `.gz`, are lines. */
  readonly format?: ExportFormat;
}

export interface ExportOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
}

export interface ExportProgress {
  readonly events: number;
  readonly eventsTotal: number;
}

export interface ExportReport {
  readonly events: number;
  /** Size of the file. */
  readonly bytes: number;
}

/** Records are put in order this much at a time: DuckDB fails where the records of a whole store must lie in its memory to be sorted. */
const SLICE_BYTES = 16 * 1024 * 1024;
const PROGRESS_MS = 100;

/** Times, both included, whose records are read together. */
interface Slice {
  readonly first: bigint;
  readonly last: bigint;
  readonly bytes: number;
}

/**
 * Writes the raw records of a time range to a file, oldest first, compressed where its name ends in `.gz`. What it writes loads
 * again. It shows the store as it is at the start, whatever is loaded or dropped meanwhile. The file is written aside and renamed:
 * a cancel or a failure leaves what was there before.
 * @throws StoreError `cancelled`, or where the store can't be read or the file not written
 */
export async function exportEvents(
  database: Database,
  path: string,
  { window, format = formatOf(path) }: ExportRequest,
  { signal, onProgress }: ExportOptions = {},
): Promise<ExportReport> {
  let events = 0;
  // On the writer's kind of connection: an export takes long, and questions don't wait for it.
  const texts = (put: (text: string) => Promise<void>): Promise<void> =>
    database.withWriter(async (connection) => {
      const interrupt = (): void => connection.interrupt();
      signal?.addEventListener('abort', interrupt, { once: true });
      try {
        events = await putRecords(format, recordTexts(connection, window, database.dir, onProgress), put);
      } finally {
        signal?.removeEventListener('abort', interrupt);
      }
    });
  const bytes = await writeAside(path, texts, signal);
  return { events, bytes };
}

function formatOf(path: string): ExportFormat {
  return /\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(path) ? 'ndjson' : 'cloudtrail';
}

/** Resolves to the number of records. */
async function putRecords(format: ExportFormat, texts: AsyncIterable<string>, put: (text: string) => Promise<void>): Promise<number> {
  const list = format === 'cloudtrail';
  let count = 0;
  if (list) await put('{"Records":[');
  for await (const text of texts) {
    // A line break in valid JSON stands between its parts and never in a string.
    await put(list ? `${count === 0 ? '' : ',\n'}${text}` : `${text.replace(/[\r\n]+/g, ' ')}\n`);
    count += 1;
  }
  if (list) await put(']}\n');
  return count;
}

async function* recordTexts(
  connection: DuckDBConnection,
  window: TimeWindow,
  dir: string,
  onProgress: ExportOptions['onProgress'],
): AsyncGenerator<string> {
  try {
    await connection.run('BEGIN TRANSACTION'); // one state of the store for all slices
    const { slices, events: eventsTotal } = await plan(connection, window);
    let events = 0;
    let told = 0;
    for (const slice of slices) {
      for await (const text of sliceTexts(connection, slice)) {
        yield text;
        events += 1;
        if (performance.now() - told < PROGRESS_MS) continue;
        told = performance.now();
        onProgress?.({ events, eventsTotal });
      }
    }
    onProgress?.({ events, eventsTotal });
  } catch (error) {
    throw new StoreError('failed', `Could not read the events of the store in ${dir}: ${String(error)}`, { cause: error });
  }
}

/** Cuts the window so that no slice is larger than one moment or {@link SLICE_BYTES}. */
async function plan(
  connection: DuckDBConnection,
  window: TimeWindow,
): Promise<{ readonly slices: readonly Slice[]; readonly events: number }> {
  const span = windowSql(window);
  const moments = await connection.stream(
    `SELECT time, count(*), sum(strlen(rest) + coalesce(strlen(request), 0) + coalesce(strlen(response), 0))::BIGINT FROM ${EVENTS} WHERE ${span.sql} GROUP BY time ORDER BY time`,
    [...span.params],
  );
  const slices: Slice[] = [];
  let current: Slice | undefined;
  let events = 0;
  for await (const rows of moments.yieldRowsJs()) {
    for (const [time, count, length] of rows as (readonly bigint[])[]) {
      if (time === undefined) continue;
      const bytes = Number(length);
      events += Number(count);
      if (current !== undefined && current.bytes + bytes <= SLICE_BYTES)
        current = { first: current.first, last: time, bytes: current.bytes + bytes };
      else {
        if (current !== undefined) slices.push(current);
        current = { first: time, last: time, bytes };
      }
    }
  }
  return { slices: current === undefined ? slices : [...slices, current], events };
}

async function* sliceTexts(connection: DuckDBConnection, { first, last, bytes }: Slice): AsyncGenerator<string> {
  const order = bytes > SLICE_BYTES ? '' : 'ORDER BY time, event_id, account'; // one moment, too much to sort: any order is the right one
  const result = await connection.stream(`SELECT record FROM ${RECORDS} WHERE time BETWEEN ? AND ? ${order}`, [first, last]);
  for await (const rows of result.yieldRowsJs()) for (const [record = ''] of rows as (readonly string[])[]) yield record;
}
