import { GLOBAL_SERVICES, regionCode } from '../domain/regions';
import { Breath } from '../store/breath';
import { factsFor, type Facts } from '../store/facts';
import { partColumn, REST_COLUMN } from '../store/path-sql';
import { predicateSql } from '../store/predicate-sql';
import type { Reader, SegmentTable, SqlRow, SqlValue } from '../store/reader';
import type { SqlCondition } from '../store/sql-condition';
import type { Evidence } from './alert-book';
import type { CompiledPolicy } from './compile';

/** Rows between two looks at the clock. */
const STEPS = 1024;

/** A policy with its place in the list that is evaluated. */
export interface PlacedPolicy extends CompiledPolicy {
  readonly place: number;
}

/**
 * Every event of some segments that a policy counts, over all time: a list for each segment, in order of time and id. One statement
 * with a part for each policy, so that each part reads only what it needs. Bursts are not looked at here.
 * @param regionsInUse codes or display names
 * @throws what the reader throws
 */
export async function collectEvidence(
  reader: Reader,
  segments: readonly SegmentTable[],
  policies: readonly PlacedPolicy[],
  regionsInUse: readonly string[],
  signal?: AbortSignal,
): Promise<readonly (readonly Evidence[])[]> {
  const found = segments.map((): Evidence[] => []);
  if (policies.length === 0 || segments.length === 0) return found;
  const codes = regionsInUse.map(regionCode);
  const tables = segments.map(({ events }, segment) => `SELECT ${segment} AS part, * FROM ${events}`).join(' UNION ALL ');
  const facts = await factsFor(
    reader,
    policies.map(({ predicate }) => predicate),
  );
  const parts = policies.map((policy) => selectOf(policy, tables, codes, facts));
  const rows = await reader.rows(
    `SELECT * FROM (${parts.map((part) => part.sql).join('\nUNION ALL\n')}) ORDER BY time, event_id`,
    parts.flatMap((part) => part.params),
    signal,
  );
  const shared = new Map<string, Shared>();
  const breath = new Breath();
  for (const [index, row] of rows.entries()) {
    found[Number(row['part'])]?.push(evidenceOf(row, shared));
    if (index % STEPS === 0) await breath.take();
  }
  return found;
}

function selectOf(compiled: PlacedPolicy, tables: string, regionsInUse: readonly string[], facts: Facts): SqlCondition {
  const { policy, predicate } = compiled;
  const condition = predicateSql(predicate, facts);
  const scope = scopeOf(compiled, regionsInUse);
  // TRY: a record that DuckDB doesn't take for JSON must not end the evaluation; its alert is about the principal.
  const sources = policy.resource.map(sourceOf);
  const paths = sources.map(({ column }) => `nullif(TRY(json_extract_string(${column}, ?)), '')`);
  const resource = `coalesce(${[...paths, 'subject', 'service'].join(', ')})`;
  return {
    sql: `SELECT part, ${compiled.place} AS policy, event_id, time::DOUBLE AS time, ${resource} AS resource, service_driven,
      to_json([account, region, coalesce(role, ''), coalesce(subject, service), operation])::VARCHAR AS shared
      FROM (${tables}) WHERE ${[scope.sql, condition.sql].join(' AND ')}`,
    params: [...sources.map(({ path }) => path), ...scope.params, ...condition.params],
  };
}

/**
 * Where a path like `$.requestParameters.name` is read. Keys stand in quotes, `$."a-b"[0]`: DuckDB takes `-` and `@` in a key only so;
 * the format of a policy lets no quote into a path.
 */
function sourceOf(path: string): { readonly column: string; readonly path: string } {
  const [, first = '', rest = ''] = /^\$\.([^.[]+)(.*)$/.exec(path) ?? [];
  const part = partColumn(first);
  const read = part === undefined ? path : `$${rest}`;
  return { column: part ?? REST_COLUMN, path: read.replace(/\.([^.[]+)/g, '."$1"') };
}

function scopeOf({ policy }: CompiledPolicy, regionsInUse: readonly string[]): SqlCondition {
  const conditions = [policy.serviceDriven === 'ignore' ? 'NOT service_driven' : 'true'];
  const params: SqlValue[] = [];
  if (policy.scope === 'unused-regions') {
    conditions.push(`region <> ''`, `service NOT IN (${marks(GLOBAL_SERVICES)})`);
    params.push(...GLOBAL_SERVICES);
    if (regionsInUse.length > 0) conditions.push(`region NOT IN (${marks(regionsInUse)})`);
    params.push(...regionsInUse);
  }
  return { sql: conditions.join(' AND '), params };
}

function marks(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
}

/** What many events have in common. */
type Shared = Pick<Evidence, 'account' | 'region' | 'role' | 'actor' | 'operation'>;

/** @param known what was read before, so that many rows hold the same few texts: reading a text out of the database is what takes time */
function evidenceOf(row: SqlRow, known: Map<string, Shared>): Evidence {
  const text = textOf(row['shared']);
  let shared = known.get(text);
  if (shared === undefined) {
    const [account = '', region = '', role = '', actor = '', operation = ''] = JSON.parse(text) as readonly string[];
    shared = { account, region, role, actor, operation };
    known.set(text, shared);
  }
  return {
    policy: Number(row['policy']),
    eventId: textOf(row['event_id']),
    time: Number(row['time']),
    resource: textOf(row['resource']),
    serviceDriven: row['service_driven'] === true,
    ...shared,
  };
}

function textOf(value: SqlRow[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
