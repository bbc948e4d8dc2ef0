import { parseNetwork, V6_PATTERN } from '../rql/address';
import type { Predicate, TextField } from '../rql/predicate';
import type { ShownColumn } from '../rql/shape';
import { derivedName, type Derived } from './derived';
import type { Scope } from './path-sql';
import { allOf, anyOf, bind, bindAll, FALSE, quoted, settled, sql, TRUE, type Sql } from './sql';
import { compareSql, pathSql, setSql, shownSql } from './test-sql';
import { containing, equalTo, like, type Test } from './text-sql';

/** SQL over the table's columns and derived ones, and which of these it uses. */
export class Conditions {
  readonly derived = new Set<Derived>();
  private readonly onRow: Scope = {
    depth: 0,
    derived: (column) => this.column(column),
    condition: (predicate, scope) => this.scoped(predicate, scope),
  };

  /** The name of a derived column. */
  column(column: Derived): string {
    this.derived.add(column);
    return derivedName(column);
  }

  /**
   * A Trino boolean expression that holds for exactly the rows whose records the reference predicate accepts. It is never NULL.
   * @throws AthenaRefusal where it can't
   */
  where(predicate: Predicate): Sql {
    return this.scoped(predicate, this.onRow);
  }

  /**
   * What a column of a query shows of an event: a text, or NULL.
   * @throws AthenaRefusal where the table doesn't keep it
   */
  shown(column: ShownColumn): Sql {
    switch (column.kind) {
      case 'field':
        return sql`nullif(${this.column(column.field)}, '')`;
      case 'crud':
        return sql`${this.column('crud')}`;
      case 'path':
        return shownSql(column.path, this.onRow);
    }
  }

  private scoped(predicate: Predicate, scope: Scope): Sql {
    switch (predicate.kind) {
      case 'always':
        return TRUE;
      case 'never':
        return FALSE;
      case 'and':
        return allOf(predicate.terms.map((term) => this.scoped(term, scope)));
      case 'or':
        return anyOf(predicate.terms.map((term) => this.scoped(term, scope)));
      case 'not':
        return sql`NOT (${this.scoped(predicate.term, scope)})`;
      case 'equals':
        return this.onField(predicate.field, equalTo(predicate.values, predicate.fold));
      case 'matches':
        return this.onField(predicate.field, like(predicate.pattern));
      case 'contains':
        return this.onField(predicate.field, containing(predicate.text));
      case 'exists':
        return this.onField(predicate.field, (text) => sql`${text} <> ''`);
      case 'inNetwork':
        return anyOf(predicate.networks.map((network) => this.inNetwork(network)));
      case 'crud':
        return predicate.values.length === 0 ? FALSE : sql`${this.column('crud')} IN (${bindAll(predicate.values)})`;
      case 'events':
        return sql`(${this.column('account')} = ${bind(predicate.account)} AND eventid IN (${bindAll(predicate.ids)}))`;
      case 'path':
        return pathSql(predicate.path, predicate.test, scope);
      case 'set':
        return setSql(predicate.path, predicate.test, predicate.every, scope);
      case 'compare':
        return compareSql(predicate.left, predicate.right, predicate.test, scope);
    }
  }

  private onField(field: TextField, test: Test): Sql {
    const condition = test(sql`${this.column(field)}`);
    return NULLABLE.has(field) ? settled(condition) : condition;
  }

  private inNetwork(text: string): Sql {
    const network = parseNetwork(text);
    if (network === undefined) return FALSE;
    const ip = this.column('ip');
    if (network.family === 4) {
      const octets = [1, 2, 3, 4].map((part) => `try_cast(split_part(${ip}, '.', ${part}) AS BIGINT) * ${256 ** (4 - part)}`);
      return settled(sql`(strpos(${ip}, ':') = 0 AND ${octets.join(' + ')} BETWEEN ${network.low} AND ${network.high})`);
    }
    const [head, tail] = [1, 2].map((part) => groups(`split_part(lower(${ip}), '::', ${part})`));
    const digits = `element_at(zip_with(ARRAY[${head ?? ''}], ARRAY[${tail ?? ''}], (h, t) -> CASE
      WHEN strpos(${ip}, '::') > 0 AND length(h) + length(t) <= 28 THEN h || rpad('', 32 - length(h) - length(t), '0') || t
      WHEN strpos(${ip}, '::') = 0 AND length(h) = 32 THEN h END), 1)`;
    const isV6 = `strpos(${ip}, ':') > 0 AND regexp_like(lower(${ip}), ${quoted(`\\A(?:${V6_PATTERN})\\z`)})`;
    return settled(sql`(${isV6} AND ${digits} BETWEEN ${bind(network.low)} AND ${bind(network.high)})`);
  }
}

const NULLABLE: ReadonlySet<TextField> = new Set<TextField>(['user', 'subject', 'role', 'ip']);

/** Groups of an IPv6 address with their zeros, as one text. */
function groups(text: string): string {
  return `CASE WHEN coalesce(${text}, '') = '' THEN '' ELSE array_join(transform(split(${text}, ':'), g -> lpad(g, 4, '0')), '') END`;
}
