import type { Policy } from '../domain/policy';
import { GLOBAL_SERVICES, regionCode } from '../domain/regions';
import { predicateSql, type SqlCondition } from '../store/predicate-sql';
import type { Reader, SqlRow, SqlValue } from '../store/reader';
import { EVENTS } from '../store/schema';
import type { Evidence } from './alert-book';
import type { CompiledPolicy } from './compile';

/**
 * Every event that a policy counts, over all time, in no order: one statement with a part for each policy, so that each part reads
 * only what it needs. Bursts are not looked at here.
 * @param regionsInUse codes or display names
 * @throws what the reader throws
 */
export async function collectEvidence(
  reader: Reader,
  policies: readonly CompiledPolicy[],
  regionsInUse: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Evidence[]> {
  if (policies.length === 0) return [];
  const codes = regionsInUse.map(regionCode);
  const parts = policies.map((compiled, index) => selectOf(compiled, index, codes));
  const sql = parts.map((part) => part.sql).join('\nUNION ALL\n');
  const rows = await reader.rows(
    sql,
    parts.flatMap((part) => part.params),
    signal,
  );
  return rows.map(evidenceOf);
}

function selectOf({ policy, predicate }: CompiledPolicy, index: number, regionsInUse: readonly string[]): SqlCondition {
  const condition = predicateSql(predicate);
  const scope = scopeOf(policy, regionsInUse);
  // TRY: a record that DuckDB doesn't take for JSON must not end the evaluation; its alert is about the principal.
  const paths = policy.resource.map(() => `nullif(TRY(json_extract_string(record, ?)), '')`);
  const resource = `coalesce(${[...paths, 'subject', 'service'].join(', ')})`;
  return {
    sql: `SELECT ${index} AS policy, event_id, time, account, region, coalesce(role, '') AS role, ${resource} AS resource,
      coalesce(subject, service) AS actor, operation, service_driven
      FROM ${EVENTS} WHERE ${[scope.sql, condition.sql].join(' AND ')}`,
    params: [...policy.resource.map(quotedPath), ...scope.params, ...condition.params],
  };
}

/** The path with its keys in quotes, `$."a-b"[0]`: DuckDB takes `-` and `@` in a key only so. The format of a policy lets no quote into a path. */
function quotedPath(path: string): string {
  return path.replace(/\.([^.[]+)/g, '."$1"');
}

function scopeOf(policy: Policy, regionsInUse: readonly string[]): SqlCondition {
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

function evidenceOf(row: SqlRow): Evidence {
  return {
    policy: Number(row['policy']),
    eventId: textOf(row['event_id']),
    time: Number(row['time']),
    account: textOf(row['account']),
    region: textOf(row['region']),
    role: textOf(row['role']),
    resource: textOf(row['resource']),
    actor: textOf(row['actor']),
    operation: textOf(row['operation']),
    serviceDriven: row['service_driven'] === true,
  };
}

function textOf(value: SqlRow[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
