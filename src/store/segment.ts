import { DuckDBDataChunk, VARCHAR, BIGINT, BOOLEAN, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEvent } from '../domain/event';
import type { Reference } from '../domain/resource';
import { StoreError } from './error';
import type { Segment } from './manifest';
import { quoteText } from './quote';
import { EVENTS, EVENTS_TABLE, REFERENCES_TABLE } from './schema';

/** What is loaded of one record. */
export interface LoadedEvent {
  readonly event: AuditEvent;
  readonly text: string;
  readonly references: readonly Reference[];
}

const EVENT_TYPES: readonly DuckDBType[] = [VARCHAR, VARCHAR, BIGINT, ...Array<DuckDBType>(9).fill(VARCHAR), BOOLEAN, VARCHAR, VARCHAR];
const REFERENCE_TYPES: readonly DuckDBType[] = [VARCHAR, VARCHAR, VARCHAR, VARCHAR, BIGINT, VARCHAR];
/** Rows DuckDB takes at once. */
const CHUNK = 2048;

export interface SegmentResult {
  /** Absent where every event was known already: then there is nothing to add. */
  readonly segment?: Segment;
  readonly added: number;
}

/**
 * Writes events that the store doesn't have yet as one new segment file: aside, checkpointed, then renamed into place.
 * The file counts only once a manifest names it. `connection` sees the store's views, which tell what is known already.
 */
export async function writeSegment(connection: DuckDBConnection, dir: string, batch: readonly LoadedEvent[]): Promise<SegmentResult> {
  const name = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
  const aside = join(dir, 'segments', `${name}.tmp`);
  const file = `${name}.duckdb`;
  try {
    await stage(connection, batch);
    const added = await knownLeftOut(connection);
    if (added.count === 0) return { added: 0 };
    await connection.run(`ATTACH ${quoteText(aside)} AS target (STORAGE_VERSION 'latest')`);
    try {
      await connection.run(
        `CREATE TABLE target.events ${EVENTS_TABLE.replace('record VARCHAR NOT NULL', 'record VARCHAR USING COMPRESSION zstd NOT NULL')}`,
      );
      await connection.run(`CREATE TABLE target.refs ${REFERENCES_TABLE}`);
      await connection.run(`INSERT INTO target.events SELECT * FROM staged_events ORDER BY operation, time`);
      await connection.run(
        `INSERT INTO target.refs SELECT r.* FROM staged_refs r SEMI JOIN staged_events e ON r.event_id = e.event_id AND r.account = e.account ORDER BY r.token, r.time`,
      );
      await connection.run('CHECKPOINT target');
    } finally {
      await connection.run('DETACH target');
    }
    const path = join(dir, 'segments', file);
    await rename(aside, path);
    const { size } = await stat(path);
    return { added: added.count, segment: { file, events: added.count, from: added.from, to: added.to, bytes: size } };
  } catch (error) {
    await rm(aside, { force: true });
    await rm(`${aside}.wal`, { force: true });
    throw StoreError.fromWrite(error, join(dir, 'segments'));
  } finally {
    await connection.run('DROP TABLE IF EXISTS staged_events; DROP TABLE IF EXISTS staged_refs');
  }
}

async function stage(connection: DuckDBConnection, batch: readonly LoadedEvent[]): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged_events ${EVENTS_TABLE}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged_refs ${REFERENCES_TABLE}`);
  await append(connection, 'staged_events', EVENT_TYPES, batch.map(eventRow));
  await append(connection, 'staged_refs', REFERENCE_TYPES, batch.flatMap(referenceRows));
}

/** An event that an earlier load brought is taken out; so is its second copy within the batch, by the caller. */
async function knownLeftOut(connection: DuckDBConnection): Promise<{ count: number; from: number; to: number }> {
  await connection.run(
    `DELETE FROM staged_events s WHERE EXISTS (SELECT 1 FROM ${EVENTS} e WHERE e.event_id = s.event_id AND e.account = s.account)`,
  );
  const [row] = (await connection.runAndReadAll('SELECT count(*) AS n, min(time) AS a, max(time) AS b FROM staged_events')).getRowsJS();
  const [count, from, to] = row ?? [];
  return { count: Number(count), from: Number(from), to: Number(to) };
}

async function append(
  connection: DuckDBConnection,
  table: string,
  types: readonly DuckDBType[],
  rows: readonly (readonly DuckDBValue[])[],
): Promise<void> {
  const appender = await connection.createAppender(table);
  for (let start = 0; start < rows.length; start += CHUNK) {
    const part = rows.slice(start, start + CHUNK);
    const chunk = DuckDBDataChunk.create(types, part.length);
    chunk.setColumns(types.map((_, column) => part.map((row) => row[column] ?? null)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function eventRow({ event, text }: LoadedEvent): readonly DuckDBValue[] {
  return [
    event.eventId,
    event.account,
    BigInt(event.time),
    event.region,
    event.service,
    event.operation,
    event.user ?? null,
    event.subject ?? null,
    event.role ?? null,
    event.ip ?? null,
    event.crud,
    event.errorCode ?? null,
    event.serviceDriven,
    event.accessKey ?? null,
    text,
  ];
}

function referenceRows({ event, references }: LoadedEvent): readonly (readonly DuckDBValue[])[] {
  return references.map(({ token, side }) => [token, event.eventId, event.account, event.region, BigInt(event.time), side]);
}
