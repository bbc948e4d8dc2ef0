import type { DuckDBConnection } from '@duckdb/node-api';
import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database';
import { StoreError, throwIfCancelled } from './error';
import { FORMAT, syncFolder, writeManifest, type Segment } from './manifest';
import { quotePath } from './quote';
import { COUNTS, EVENTS, REFERENCES, ROW_GROUP, SHAPES, TABLES } from './schema';
import { asWriter } from './writer-lock';

/** Events of a segment that is as large as it gets by merging. */
const MOST_EVENTS = 1_000_000;
const MOST_BYTES = 512 * 1024 * 1024;
/** Events that are sorted at once: what a sort holds in memory is the whole rows. */
const SLICE_EVENTS = 50_000;
/** Smaller ones are not worth it alone, however many runs they have. */
const WORTHWHILE_EVENTS = 20_000;

export interface Merged {
  /** Segments that became one, over all merges. */
  readonly before: number;
  readonly after: number;
}

/**
 * Makes few large segments, each sorted as a whole, of many small ones: small ones make every question slower, and so does a
 * segment that was written in many runs. One group after the other; what is merged when the signal fires stays merged.
 * @throws StoreError where the store can't be written; never for the signal
 */
export async function mergeSegments(database: Database, signal?: AbortSignal): Promise<Merged> {
  let before = 0;
  let after = 0;
  try {
    for (;;) {
      const group = nextGroup(database.readable(await database.refresh()));
      if (group.length === 0) break;
      await asWriter(database.dir, signal, async () => {
        const manifest = await database.refresh();
        const now = nextGroup(database.readable(manifest)); // another window may have been quicker
        if (now.length === 0) return;
        const merged = await database.withWriter((connection) => merge(database, connection, now, signal));
        const kept = manifest.segments.filter((segment) => !now.includes(segment));
        await writeManifest(database.dir, { format: FORMAT, generation: manifest.generation + 1, segments: [...kept, merged] });
        await database.refresh(); // a file that we have open ourselves can't be deleted everywhere
        // One that another window still reads may refuse: the next writer takes it away.
        for (const { file } of now) await rm(join(database.dir, 'segments', file), { force: true }).catch(() => undefined);
        before += now.length;
        after += 1;
      });
    }
  } catch (error) {
    if (!StoreError.is(error, 'cancelled')) throw error;
  }
  return { before, after };
}

/** Neighbours in time that make one segment together; none: there is nothing to merge. */
export function nextGroup(segments: readonly Segment[]): readonly Segment[] {
  const inTime = segments.toSorted((a, b) => a.from - b.from || a.to - b.to);
  let group: Segment[] = [];
  const total = (pick: (segment: Segment) => number): number => group.reduce((sum, segment) => sum + pick(segment), 0);
  for (const segment of inTime) {
    const fits = total(({ events }) => events) + segment.events <= MOST_EVENTS && total(({ bytes }) => bytes) + segment.bytes <= MOST_BYTES;
    if (!fits && isWorthwhile(group)) return group;
    group = fits ? [...group, segment] : [segment];
  }
  return isWorthwhile(group) ? group : [];
}

/** A large sorted segment is not written again for the sake of a small one beside it. */
function isWorthwhile(group: readonly Segment[]): boolean {
  const events = group.reduce((sum, segment) => sum + segment.events, 0);
  const sorted = group.reduce((most, segment) => (segment.runs === 1 ? Math.max(most, segment.events) : most), 0);
  const isOld = group.some(({ format }) => format !== undefined);
  return isOld || ((group.length > 1 || events >= WORTHWHILE_EVENTS) && sorted * 2 <= events);
}

async function merge(
  database: Database,
  connection: DuckDBConnection,
  group: readonly Segment[],
  signal: AbortSignal | undefined,
): Promise<Segment> {
  const name = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
  const folder = join(database.dir, 'segments');
  const aside = join(folder, `${name}.tmp`);
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    throwIfCancelled(signal);
    await connection.run(`ATTACH ${quotePath(aside)} AS merged (STORAGE_VERSION 'latest', ROW_GROUP_SIZE ${ROW_GROUP})`);
    try {
      await fill(connection, database.numbersOf(group), signal);
      await connection.run('CHECKPOINT merged');
    } finally {
      await connection.run('DETACH merged');
    }
    const file = `${name}.duckdb`;
    await rename(aside, join(folder, file));
    await syncFolder(folder); // the name outlasts a power cut before the manifest has it
    const { size } = await stat(join(folder, file));
    return {
      file,
      events: group.reduce((sum, { events }) => sum + events, 0),
      from: Math.min(...group.map(({ from }) => from)),
      to: Math.max(...group.map(({ to }) => to)),
      bytes: size,
      runs: 1,
    };
  } catch (error) {
    for (const left of [aside, `${aside}.wal`]) await rm(left, { force: true });
    throwIfCancelled(signal);
    throw StoreError.fromWrite(error, folder);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

/** @param segments numbers of the views of the segments */
async function fill(connection: DuckDBConnection, segments: readonly number[], signal: AbortSignal | undefined): Promise<void> {
  const all = (table: string, columns: string): string =>
    `(${segments.map((number) => `SELECT ${columns} FROM ${table}_${number}`).join(' UNION ALL ')})`;
  for (const [table, columns] of Object.entries(TABLES)) await connection.run(`CREATE TABLE merged.${table} ${columns}`);
  await connection.run(`INSERT INTO merged.${SHAPES} SELECT DISTINCT * FROM ${all(SHAPES, 'operation, path')} ORDER BY ALL`);
  await connection.run(
    `INSERT INTO merged.${COUNTS} SELECT field, value, sum(events) FROM ${all(COUNTS, '*')} GROUP BY field, value ORDER BY ALL`,
  );
  await connection.run('BEGIN');
  for (const [first, last] of await slices(connection)) {
    throwIfCancelled(signal);
    await connection.run(
      `INSERT INTO merged.${EVENTS} SELECT * FROM ${all(EVENTS, `* EXCLUDE (event_id, "row", segment)`)} WHERE operation BETWEEN ? AND ? ORDER BY operation, time`,
      [first, last],
    );
  }
  await connection.run('COMMIT');
  throwIfCancelled(signal);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE places AS SELECT e.segment, e.row, m.rowid AS place
     FROM ${all(EVENTS, 'segment, "row", id, account')} e JOIN merged.${EVENTS} m ON m.id = e.id AND m.account = e.account`,
  );
  await connection.run(
    `INSERT INTO merged.${REFERENCES} SELECT r.token, p.place, r.* EXCLUDE (segment, token, event)
     FROM ${all(REFERENCES, '*')} r JOIN places p ON p.segment = r.segment AND p.row = r.event ORDER BY r.token, r.time`,
  );
  await connection.run('DROP TABLE places');
}

/** Ranges of operations, each with few enough events to be sorted in memory; one operation may have more. */
async function slices(connection: DuckDBConnection): Promise<readonly (readonly [string, string])[]> {
  const reader = await connection.runAndReadAll(`SELECT value, events FROM merged.${COUNTS} WHERE field = 'operation' ORDER BY value`);
  const ranges: [string, string][] = [];
  let events = Infinity;
  for (const [value, count] of reader.getRowsJS()) {
    const [operation, more] = [value as string, Number(count)];
    const last = ranges.at(-1);
    if (last === undefined || events + more > SLICE_EVENTS) {
      ranges.push([operation, operation]);
      events = more;
    } else {
      last[1] = operation;
      events += more;
    }
  }
  return ranges;
}
