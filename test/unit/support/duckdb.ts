import { BIGINT, BOOLEAN, DuckDBDataChunk, DuckDBInstance, VARCHAR, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { describeEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import type { Reader, SqlRow } from '../../../src/store/reader';
import { EVENTS, EVENTS_TABLE } from '../../../src/store/schema';

const COLUMN_TYPES: readonly DuckDBType[] = [VARCHAR, VARCHAR, BIGINT, ...Array<DuckDBType>(9).fill(VARCHAR), BOOLEAN, VARCHAR, VARCHAR];
const CHUNK = 2048;

/** A reader over a table of events in memory, and the way to end it. */
export interface TestReader extends Reader {
  close(): void;
}

/** The records as the store would hold them. `textOf`: the raw text of a record, where it is to be another than its JSON. */
export async function readerOver(
  records: readonly JsonObject[],
  textOf: (record: JsonObject) => string = JSON.stringify,
): Promise<TestReader> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE ${EVENTS} ${EVENTS_TABLE}`);
  const rows = records.map((record) => rowOf(record, textOf(record)));
  const appender = await connection.createAppender(EVENTS);
  for (let start = 0; start < rows.length; start += CHUNK) {
    const part = rows.slice(start, start + CHUNK);
    const chunk = DuckDBDataChunk.create(COLUMN_TYPES, part.length);
    chunk.setColumns(COLUMN_TYPES.map((_, column) => part.map((row) => row[column] ?? null)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  return {
    async rows(sql, params) {
      const result = await connection.runAndReadAll(sql, [...params]);
      return result.getRowObjectsJS().map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
    },
    segments: () => [{ name: EVENTS, events: EVENTS }],
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function rowOf(record: JsonObject, text: string): readonly DuckDBValue[] {
  const event = describeEvent(record);
  const { eventId, account, time, region, service, operation, user, subject, role, ip, crud, errorCode, serviceDriven, accessKey } = event;
  const named = [user, subject, role, ip].map((value) => value ?? null);
  return [
    eventId,
    account,
    BigInt(time),
    region,
    service,
    operation,
    ...named,
    crud,
    errorCode ?? null,
    serviceDriven,
    accessKey ?? null,
    text,
  ];
}

function plain(value: unknown): SqlRow[string] {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(String);
  return value as SqlRow[string];
}
