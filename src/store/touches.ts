import type { Reader, SqlRow, SqlValue } from './reader';
import { rowsAt } from './rows-at';
import { EVENTS, RECORDS, REFERENCES } from './schema';
import { steady } from './steady';

/** One successful call that names a resource, with the place where it does. */
export interface Touch {
  readonly eventId: string;
  readonly account: string;
  readonly time: number;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly crud: string;
  readonly sides: readonly string[];
  readonly record: string;
}

const COLUMNS = 'event_id, account, time, region, service, operation, crud, record';

/** The successful calls that may have made or ended a resource, up to a moment, oldest first. */
export async function lifeEvents(reader: Reader, resource: string, until: number | undefined, limit: number): Promise<readonly Touch[]> {
  return named(reader, resource, until, `AND crud IN ('create', 'delete')`, 'ORDER BY time, segment, "row"', limit);
}

/** The newest successful call up to a moment that names a resource. */
export async function lastTouch(reader: Reader, resource: string, until: number | undefined): Promise<Touch | undefined> {
  const [last] = await named(reader, resource, until, '', 'ORDER BY time DESC, segment, "row"', 1);
  return last;
}

/** Deletions by one service in one place: candidates for the end of a resource that is deleted by its name. */
export async function deletions(
  reader: Reader,
  place: { account: string; region: string; service: string; from: number; until?: number },
  limit: number,
): Promise<readonly Touch[]> {
  return touches(
    reader,
    `SELECT segment, "row", time, ['request'] AS sides FROM ${EVENTS}
     WHERE account = ? AND region = ? AND service = ? AND crud = 'delete' AND error_code IS NULL AND time BETWEEN ? AND ?
     ORDER BY time, id LIMIT ?`,
    [place.account, place.region, place.service, place.from, place.until ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

async function named(
  reader: Reader,
  resource: string,
  until: number | undefined,
  condition: string,
  order: string,
  limit: number,
): Promise<readonly Touch[]> {
  return touches(
    reader,
    `SELECT segment, event AS "row", time, list(DISTINCT side) AS sides FROM ${REFERENCES}
     WHERE token = ? AND time <= ? AND NOT failed ${condition} GROUP BY ALL ${order} LIMIT ?`,
    [resource, until ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

async function touches(reader: Reader, sql: string, params: readonly SqlValue[]): Promise<readonly Touch[]> {
  const { places, rows } = await steady(reader, async () => {
    const found = await reader.rows(sql, params);
    return { places: found, rows: await rowsAt(reader, RECORDS, found, COLUMNS) };
  });
  return rows.map((row, n) => ({
    eventId: text(row['event_id']),
    account: text(row['account']),
    time: Number(row['time']),
    region: text(row['region']),
    service: text(row['service']),
    operation: text(row['operation']),
    crud: text(row['crud']),
    sides: places[n]?.['sides'] as readonly string[],
    record: text(row['record']),
  }));
}

function text(value: SqlRow[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
