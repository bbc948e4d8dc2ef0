import { GLOBAL_SERVICES, regionCode } from '../domain/regions';
import type { Predicate } from '../rql/predicate';
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

function selectOf(compiled: CompiledPolicy, index: number, regionsInUse: readonly string[]): SqlCondition {
  const { policy, predicate } = compiled;
  const condition = predicateSql(predicate);
  const scope = scopeOf(compiled, regionsInUse);
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

function scopeOf({ policy, predicate }: CompiledPolicy, regionsInUse: readonly string[]): SqlCondition {
  const conditions = [policy.serviceDriven === 'ignore' ? 'NOT service_driven' : 'true'];
  if (asksForErrorCode(predicate)) conditions.push('error_code IS NOT NULL');
  const params: SqlValue[] = [];
  if (policy.scope === 'unused-regions') {
    conditions.push(`region <> ''`, `service NOT IN (${marks(GLOBAL_SERVICES)})`);
    params.push(...GLOBAL_SERVICES);
    if (regionsInUse.length > 0) conditions.push(`region NOT IN (${marks(regionsInUse)})`);
    params.push(...regionsInUse);
  }
  return { sql: conditions.join(' AND '), params };
}

/**
 * Whether nothing without a text for its `errorCode` can match: then the column leaves out the calls that went well, and of half a
 * million records only those of failed calls are read. (An errorCode that is no text would be missed; AWS writes none.)
 */
function asksForErrorCode(predicate: Predicate): boolean {
  if (predicate.kind === 'and') return predicate.terms.some(asksForErrorCode);
  if (predicate.kind === 'or') return predicate.terms.length > 0 && predicate.terms.every(asksForErrorCode);
  if (predicate.kind !== 'path') return false;
  const [step, more] = predicate.path;
  if (step?.kind !== 'key' || step.name !== 'errorCode' || more !== undefined) return false;
  return 'values' in predicate.test && predicate.test.values.every((value) => value !== '');
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
