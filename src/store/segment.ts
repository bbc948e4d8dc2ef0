import { DuckDBDataChunk, VARCHAR, BIGINT, BOOLEAN, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEvent } from '../domain/event';
import type { Reference } from '../domain/resource';
import { StoreError } from './error';
import type { Segment } from './manifest';
import { quotePath } from './quote';
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
 * Gathers events in the database's own memory, which has a limit and spills to disk, and writes those that the store doesn't have
 * yet as one new segment file: aside, checkpointed, then renamed into place. The file counts only once a manifest names it.
 */
export class SegmentBuilder {
  private rows: (readonly DuckDBValue[])[] = [];
  private referenceRows: (readonly DuckDBValue[])[] = [];
  private count = 0;
  private characters = 0;

  private constructor(private readonly connection: DuckDBConnection) {}

  /** @param connection sees the store's views, which tell what is known already; it is used by nobody else until the builder is done */
  static async start(connection: DuckDBConnection): Promise<SegmentBuilder> {
    const builder = new SegmentBuilder(connection);
    await builder.clear();
    return builder;
  }

  get events(): number {
    return this.count;
  }

  /** Length of the records' texts in UTF-16 units. */
  get size(): number {
    return this.characters;
  }

  add({ event, text, references }: LoadedEvent): void {
    this.count += 1;
    this.characters += text.length;
    this.rows.push(eventRow(event, text));
    for (const reference of references) this.referenceRows.push(referenceRow(event, reference));
  }

  /** Hands what was added to the database once there is enough of it. */
  async settle(): Promise<void> {
    if (this.rows.length >= CHUNK) await this.stage();
  }

  /** Writes the segment and begins anew. Of two copies of one event among those added, the caller has kept one. */
  async write(dir: string): Promise<SegmentResult> {
    const name = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
    const aside = join(dir, 'segments', `${name}.tmp`);
    const file = `${name}.duckdb`;
    try {
      await this.stage();
      const added = await this.leaveOutKnown();
      if (added.count === 0) return { added: 0 };
      await this.copyTo(aside);
      const path = join(dir, 'segments', file);
      await rename(aside, path);
      const { size } = await stat(path);
      return { added: added.count, segment: { file, events: added.count, from: added.from, to: added.to, bytes: size } };
    } catch (error) {
      await rm(aside, { force: true });
      await rm(`${aside}.wal`, { force: true });
      throw StoreError.fromWrite(error, join(dir, 'segments'));
    } finally {
      await this.clear();
    }
  }

  private async copyTo(path: string): Promise<void> {
    await this.connection.run(`ATTACH ${quotePath(path)} AS target (STORAGE_VERSION 'latest')`);
    try {
      await this.connection.run(
        `CREATE TABLE target.events ${EVENTS_TABLE.replace('record VARCHAR NOT NULL', 'record VARCHAR USING COMPRESSION zstd NOT NULL')}`,
      );
      await this.connection.run(`CREATE TABLE target.refs ${REFERENCES_TABLE}`);
      await this.connection.run(`INSERT INTO target.events SELECT * FROM staged_events ORDER BY operation, time`);
      await this.connection.run(
        `INSERT INTO target.refs SELECT r.* FROM staged_refs r SEMI JOIN staged_events e ON r.event_id = e.event_id AND r.account = e.account ORDER BY r.token, r.time`,
      );
      await this.connection.run('CHECKPOINT target');
    } finally {
      await this.connection.run('DETACH target');
    }
  }

  private async clear(): Promise<void> {
    this.rows = [];
    this.referenceRows = [];
    this.count = 0;
    this.characters = 0;
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE staged_events ${EVENTS_TABLE}`);
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE staged_refs ${REFERENCES_TABLE}`);
  }

  private async stage(): Promise<void> {
    const { rows, referenceRows } = this;
    this.rows = [];
    this.referenceRows = [];
    await append(this.connection, 'staged_events', EVENT_TYPES, rows);
    await append(this.connection, 'staged_refs', REFERENCE_TYPES, referenceRows);
  }

  /** Takes out the events that an earlier load brought. */
  private async leaveOutKnown(): Promise<{ count: number; from: number; to: number }> {
    await this.connection.run(
      `DELETE FROM staged_events s WHERE EXISTS (SELECT 1 FROM ${EVENTS} e WHERE e.event_id = s.event_id AND e.account = s.account)`,
    );
    const [row] = (
      await this.connection.runAndReadAll('SELECT count(*) AS n, min(time) AS a, max(time) AS b FROM staged_events')
    ).getRowsJS();
    const [count, from, to] = row ?? [];
    return { count: Number(count), from: Number(from), to: Number(to) };
  }
}

async function append(
  connection: DuckDBConnection,
  table: string,
  types: readonly DuckDBType[],
  rows: readonly (readonly DuckDBValue[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await connection.createAppender(table);
  for (let start = 0; start < rows.length; start += CHUNK) {
    const part = rows.slice(start, start + CHUNK);
    const chunk = DuckDBDataChunk.create(types, part.length);
    chunk.setColumns(types.map((_, column) => part.map((row) => row[column] ?? null)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function eventRow(event: AuditEvent, text: string): readonly DuckDBValue[] {
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

function referenceRow(event: AuditEvent, { token, side }: Reference): readonly DuckDBValue[] {
  return [token, event.eventId, event.account, event.region, BigInt(event.time), side];
}
