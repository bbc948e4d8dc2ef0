import type { TimeWindow } from '../domain/time';
import type { JsonPath, Predicate } from '../rql/predicate';
import type { Database } from './database';
import { COLUMNS, type Column } from './event-columns';
import { COUNTED, factsFor, type Facts } from './facts';
import { pathTextsSql, predicateSql } from './predicate-sql';
import { COUNTS, EVENTS, SHAPES } from './schema';
import { ANY_PATH, ODD_ERROR } from './shapes';
import { joined, type SqlCondition } from './sql-condition';
import { windowSql } from './window-sql';

/** So many records are read for the sake of a list of values, and no more: a list is wanted at once, not to the last one. */
const MOST_RECORDS = 2_000;
/** A longer text is no value to choose from a list. */
const LONGEST_VALUE = 200;
/** The paths of so many operations, the most frequent ones, are looked at. */
const MOST_OPERATIONS = 200;

export type ValueColumn = Exclude<Column, 'time' | 'eventId'>;

export interface ValuesOf {
  readonly window: TimeWindow;
  /** Only of events that this holds for. */
  readonly where?: Predicate;
  readonly prefix?: string;
  readonly limit: number;
}

export interface CountedValue {
  readonly value: string;
  readonly count: number;
  /** Not all records were read: there may be more of them. */
  readonly atLeast?: true;
}

/**
 * Distinct values of a column, or of a path into the record, with their numbers of events, most frequent first. Where records must be
 * read for it, only so many are: then the counts say how often the values were seen among those.
 */
export async function valuesOf(
  database: Database,
  what: ValueColumn | JsonPath,
  request: ValuesOf,
  signal?: AbortSignal,
): Promise<readonly CountedValue[]> {
  const { sql, params } =
    typeof what === 'string' ? await columnSource(database, COLUMNS[what], request) : await pathSource(database, what, request);
  const rows = await database.rows(
    `SELECT value, sum(n) AS n, any_value(seen) AS seen FROM (${sql})
     WHERE value <> '' AND length(value) <= ${LONGEST_VALUE} AND starts_with(lower(value), lower(?))
     GROUP BY 1 ORDER BY n DESC, value LIMIT ?`,
    [...params, request.prefix ?? '', request.limit],
    signal,
  );
  return rows.map((row) => ({
    value: String(row['value']),
    count: Number(row['n']),
    ...(Number(row['seen']) >= MOST_RECORDS && { atLeast: true }),
  }));
}

async function columnSource(database: Database, column: string, { window, where }: ValuesOf): Promise<SqlCondition> {
  const isCounted = window.from === undefined && window.to === undefined && (COUNTED as readonly string[]).includes(column);
  if (where === undefined && isCounted)
    return { sql: `SELECT value, events AS n, 0 AS seen FROM ${COUNTS} WHERE field = ?`, params: [column] };
  const parts = await partsOf(database, window, where);
  if (parts.costly === undefined) {
    return {
      sql: `SELECT ${column} AS value, count(*) AS n, 0 AS seen FROM ${EVENTS} WHERE ${parts.cheap.sql} GROUP BY 1`,
      params: parts.cheap.params,
    };
  }
  const { sql, params } = parts.costly;
  return counted({ sql: `CASE WHEN ${sql} THEN ${column} END`, params }, parts.cheap);
}

async function pathSource(database: Database, path: JsonPath, { window, where }: ValuesOf): Promise<SqlCondition> {
  const { cheap, costly } = await partsOf(database, window, where, path);
  const texts = pathTextsSql(path);
  const held =
    costly === undefined ? texts : { sql: `CASE WHEN ${costly.sql} THEN ${texts.sql} END`, params: [...costly.params, ...texts.params] };
  // A row for each record, also where it has none: how many were read is told by them.
  const values = `list_distinct(list_filter(coalesce(${held.sql}, []), lambda t: t IS NOT NULL))`;
  return counted({ sql: `unnest(coalesce(nullif(${values}, []), [NULL]))`, params: held.params }, cheap);
}

/** How often each value is among the first records that a cheap condition holds for. */
function counted(value: SqlCondition, cheap: SqlCondition): SqlCondition {
  const records = `SELECT * FROM ${EVENTS} WHERE ${cheap.sql} LIMIT ${MOST_RECORDS}`;
  return {
    sql: `SELECT value, count(*) AS n, max(max(place)) OVER () AS seen
          FROM (SELECT place, ${value.sql} AS value FROM (SELECT *, row_number() OVER () AS place FROM (${records}))) GROUP BY 1`,
    params: [...value.params, ...cheap.params],
  };
}

/** A condition in two parts: on columns, which are quick to read, and on the records themselves. */
async function partsOf(
  database: Database,
  window: TimeWindow,
  where: Predicate | undefined,
  path?: JsonPath,
): Promise<{ readonly cheap: SqlCondition; readonly costly?: SqlCondition }> {
  const exists: readonly Predicate[] = path === undefined ? [] : [{ kind: 'path', path, test: { kind: 'exists' } }];
  const terms = where === undefined ? [] : conjunctsOf(where);
  const costly = terms.filter(readsRecord);
  const facts = await factsFor(database, [...terms, ...exists]);
  const sql = (predicates: readonly Predicate[]): SqlCondition[] => predicates.map((predicate) => predicateSql(predicate, facts));
  const operations = [...costly, ...exists].flatMap((term) => operationsWith(term, facts));
  const cheap = joined([windowSql(window), ...sql([...terms.filter((term) => !readsRecord(term)), ...operations])], ' AND ');
  return { cheap, ...(costly.length > 0 && { costly: joined(sql(costly), ' AND ') }) };
}

/** The operations whose records may have what a test on the record needs. */
function operationsWith(term: Predicate, facts: Facts): readonly Predicate[] {
  const path = term.kind === 'path' || term.kind === 'set' ? term.path : term.kind === 'compare' ? term.left : undefined;
  const operations = path && facts.operations(path);
  return operations === undefined ? [] : [{ kind: 'equals', field: 'operation', values: operations, fold: false }];
}

function conjunctsOf(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'and' ? predicate.terms.flatMap(conjunctsOf) : [predicate];
}

function readsRecord(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.terms.some(readsRecord);
    case 'not':
      return readsRecord(predicate.term);
    case 'path':
    case 'set':
    case 'compare':
      return true;
    case 'equals':
    case 'matches':
    case 'contains':
    case 'exists':
    case 'inNetwork':
    case 'crud':
    case 'events':
    case 'always':
    case 'never':
      return false;
  }
}

export interface SeenPath {
  /** As queries write it, keys that need it in double quotes: `$.a["b.c"][*]`. */
  readonly path: string;
  /** Events of the operations whose records have it. */
  readonly count: number;
}

/**
 * The paths of the records of those operations that some event calls which the condition holds for, as far as it can be told without
 * reading records; those of the most frequent operations first.
 */
export async function pathsOf(
  database: Database,
  { window, where, limit }: Omit<ValuesOf, 'prefix'>,
  signal?: AbortSignal,
): Promise<readonly SeenPath[]> {
  const cheap = where === undefined ? [] : conjunctsOf(where).filter((term) => !readsRecord(term));
  const narrowed = cheap.length === 0 ? {} : { where: { kind: 'and', terms: cheap } as const };
  const operations = await valuesOf(database, 'operation', { window, limit: MOST_OPERATIONS, ...narrowed }, signal);
  if (operations.length === 0) return [];
  const rows = await database.rows(
    `SELECT path, sum(n) AS n FROM (SELECT DISTINCT operation, path FROM ${SHAPES})
     JOIN (VALUES ${operations.map(() => '(?, ?::BIGINT)').join(', ')}) AS called (operation, n) USING (operation)
     WHERE path NOT IN (?, ?, '$') GROUP BY path ORDER BY n DESC, path LIMIT ?`,
    [...operations.flatMap(({ value, count }) => [value, count]), ANY_PATH, ODD_ERROR, limit],
    signal,
  );
  return rows.map((row) => ({ path: String(row['path']), count: Number(row['n']) }));
}
