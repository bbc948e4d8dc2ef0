import type { TimeWindow } from '../domain/time';
import type { Predicate } from '../rql/predicate';
import type { Database } from './database';
import { factsFor, type Facts } from './facts';
import { predicateSql } from './predicate-sql';
import type { SqlValue } from './reader';
import { EVENTS } from './schema';
import { windowSql } from './window-sql';

export interface Funnel {
  /** Events, or resources, in the window. */
  readonly total: number;
  /** Those that each predicate holds for, in their order. */
  readonly counts: readonly number[];
}

/** How many events of a window each predicate holds for. The events are read once, and each test that several predicates have is made once. */
export async function countEach(
  database: Database,
  predicates: readonly Predicate[],
  window: TimeWindow,
  signal?: AbortSignal,
): Promise<Funnel> {
  const tests = new Tests(await factsFor(database, predicates));
  const counted = predicates.map((predicate, place) => `count(*) FILTER (WHERE ${tests.sqlOf(predicate)}) AS n${place}`);
  const span = windowSql(window);
  const columns = tests.columns.length === 0 ? 'true AS t' : tests.columns.join(', ');
  const [row] = await database.rows(
    `SELECT ${['count(*) AS total', ...counted].join(', ')} FROM (SELECT ${columns} FROM ${EVENTS} WHERE ${span.sql})`,
    [...tests.params, ...span.params],
    signal,
  );
  return { total: Number(row?.['total'] ?? 0), counts: predicates.map((_, place) => Number(row?.[`n${place}`] ?? 0)) };
}

/** The tests that predicates are made of, each as a column that is true or false. */
class Tests {
  readonly columns: string[] = [];
  readonly params: SqlValue[] = [];
  private readonly names = new Map<string, string>();

  constructor(private readonly facts: Facts) {}

  /** A predicate over the columns. */
  sqlOf(predicate: Predicate): string {
    if (predicate.kind === 'not') return `NOT ${this.sqlOf(predicate.term)}`;
    if (predicate.kind !== 'and' && predicate.kind !== 'or') return this.column(predicate);
    const terms = predicate.terms.map((term) => this.sqlOf(term));
    if (terms.length === 0) return String(predicate.kind === 'and');
    return `(${terms.join(predicate.kind === 'and' ? ' AND ' : ' OR ')})`;
  }

  private column(test: Predicate): string {
    const key = JSON.stringify(test);
    let name = this.names.get(key);
    if (name === undefined) {
      name = `t${this.columns.length}`;
      this.names.set(key, name);
      const { sql, params } = predicateSql(test, this.facts);
      this.columns.push(`(${sql}) AS ${name}`);
      this.params.push(...params);
    }
    return name;
  }
}
