import { DAY, type TimeWindow } from '../domain/time';
import type { Predicate } from '../rql/predicate';
import { bindAll, quoted, sql, type Sql } from './sql';
import { PARTITIONS } from './table';

/**
 * CloudTrail delivers within minutes, without a promise. An event of the window that was delivered more than this after it is not found,
 * which is said with every statement that leaves something out so.
 */
const LATE = DAY;

/** Regions that have, in the files of some trails, the events of services that know no region. */
const GLOBAL_REGIONS: ReadonlySet<string> = new Set(['us-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1']);

/** Conditions on the partition columns that hold for every file with an event of the window that the predicate accepts: what is not read is not paid for. */
export function partitionSql(predicate: Predicate, { from, to }: TimeWindow): readonly Sql[] {
  const [accounts, regions] = [scopeOf(predicate, 'account'), scopeOf(predicate, 'region')?.map((region) => region.toLowerCase())];
  return [
    ...(accounts === undefined ? [] : [sql`${PARTITIONS.account} IN (${bindAll(accounts)})`]),
    ...(regions === undefined || regions.some((region) => GLOBAL_REGIONS.has(region))
      ? []
      : [sql`${PARTITIONS.region} IN (${bindAll(regions)})`]),
    ...(from === undefined ? [] : [sql`${PARTITIONS.day} >= ${dayOf(from)}`]),
    ...(to === undefined ? [] : [sql`${PARTITIONS.day} <= ${dayOf(to + LATE)}`]),
  ];
}

/** What the bounds may leave out, in words. */
export function leftOut({ to }: TimeWindow): readonly string[] {
  return to === undefined ? [] : ['Events that CloudTrail delivered more than a day after the end of the time range are not read.'];
}

function dayOf(time: number): string {
  return quoted(new Date(time).toISOString().slice(0, 10).replaceAll('-', '/'));
}

/** The only values of a field that the predicate accepts; `undefined`: any may do, or there are none. */
function scopeOf(predicate: Predicate, field: 'account' | 'region'): readonly string[] | undefined {
  switch (predicate.kind) {
    case 'equals':
      return predicate.field === field && predicate.values.length > 0 && !predicate.values.includes('') ? predicate.values : undefined;
    case 'and':
      return predicate.terms.map((term) => scopeOf(term, field)).find((values) => values !== undefined);
    case 'or': {
      const scopes = predicate.terms.map((term) => scopeOf(term, field));
      const known = scopes.flatMap((values) => values ?? []);
      return known.length > 0 && scopes.every((values) => values !== undefined) ? [...new Set(known)] : undefined;
    }
    case 'not':
    case 'matches':
    case 'contains':
    case 'exists':
    case 'inNetwork':
    case 'crud':
    case 'events':
    case 'path':
    case 'set':
    case 'compare':
    case 'always':
    case 'never':
      return undefined;
  }
}
