import { parseNetwork } from '../rql/address';
import { isUnaskable, type JsonPath, type PathTest, type Predicate, type TextField } from '../rql/predicate';
import { exactNumberOf, fold } from '../rql/text';
import type { ShownColumn } from '../rql/shape';
import type { Facts } from './facts';
import { betweenSql } from './address-sql';
import { shownSql, textsAtSql, type Scope, type Source } from './path-sql';
import { anyOf, joined, like, marks, NEVER, oneOf, type SqlCondition, type Test } from './sql-condition';
import { compareSql, isTextTest, pathSql, setSql, textSql } from './test-sql';

const COLUMNS: Readonly<Record<TextField, { readonly name: string; readonly nullable: boolean }>> = {
  operation: { name: 'operation', nullable: false },
  service: { name: 'service', nullable: false },
  region: { name: 'region', nullable: false },
  account: { name: 'account', nullable: false },
  user: { name: 'user_name', nullable: true },
  subject: { name: 'subject', nullable: true },
  role: { name: 'role', nullable: true },
  ip: { name: 'ip', nullable: true },
};

/**
 * A DuckDB boolean expression that holds for exactly the rows the reference predicate accepts. It is never NULL, so NOT
 * around it means what it says. What the store knows of its events (`facts`) makes it read fewer of them and changes no answer. Every value is bound; of a query's text only quoted JSON paths stand in the SQL itself.
 */
export function predicateSql(predicate: Predicate, facts?: Facts): SqlCondition {
  return scopedSql(predicate, ON_RECORD, facts);
}

/** The same for documents that are no events: their predicates test paths alone, and `source` tells where these lie. */
export function documentSql(predicate: Predicate, source: Source): SqlCondition {
  return scopedSql(predicate, { ...ON_RECORD, source });
}

/** What a column of a query shows of an event, or of another document where `source` says so: a text, or NULL. */
export function shownColumnSql(column: ShownColumn, source?: Source): SqlCondition {
  switch (column.kind) {
    case 'field':
      return { sql: `nullif(${COLUMNS[column.field].name}, '')`, params: [] };
    case 'crud':
      return { sql: 'crud', params: [] };
    case 'path':
      return isUnaskable(column.path)
        ? { sql: 'NULL::VARCHAR', params: [] }
        : shownSql(column.path, { ...ON_RECORD, ...(source && { source }) });
  }
}

/** The texts that a path finds in an event, or in another document, as a list. */
export function pathTextsSql(path: JsonPath, source?: Source): SqlCondition {
  return isUnaskable(path) ? { sql: '[]::VARCHAR[]', params: [] } : textsAtSql(path, { ...ON_RECORD, ...(source && { source }) });
}

const ON_RECORD: Scope = { depth: 0, condition: scopedSql };

function scopedSql(predicate: Predicate, scope: Scope, facts?: Facts): SqlCondition {
  switch (predicate.kind) {
    case 'always':
      return { sql: 'true', params: [] };
    case 'never':
      return NEVER;
    case 'and':
      return predicate.terms.length === 0
        ? { sql: 'true', params: [] }
        : joined(
            predicate.terms.map((term) => scopedSql(term, scope, facts)),
            ' AND ',
          );
    case 'or':
      return anyOf(predicate.terms.map((term) => scopedSql(term, scope, facts)));
    case 'not': {
      const { sql, params } = scopedSql(predicate.term, scope, facts);
      return { sql: `NOT (${sql})`, params };
    }
    case 'equals':
      return onColumn(predicate.field, equalTo(predicate, facts));
    case 'matches':
      return onColumn(predicate.field, like(predicate.pattern));
    case 'contains':
      return onColumn(predicate.field, (column) => ({ sql: `contains(${column}, ?)`, params: [predicate.text] }));
    case 'exists':
      return onColumn(predicate.field, (column) => ({ sql: `${column} <> ''`, params: [] }));
    case 'inNetwork':
      return anyOf(predicate.networks.map(networkSql));
    case 'crud':
      return predicate.values.length === 0 ? NEVER : { sql: `crud IN (${marks(predicate.values)})`, params: predicate.values };
    case 'events':
      return {
        sql: `(account = ? AND event_id IN (SELECT unnest(from_json(?::VARCHAR, '["VARCHAR"]'))))`,
        params: [predicate.account, JSON.stringify(predicate.ids)],
      };
    case 'path':
      return isUnaskable(predicate.path) ? NEVER : onPath(predicate.path, predicate.test, scope, facts);
    case 'set': {
      const { path, test, every } = predicate;
      if (path.length === 0) return rootSql(test);
      return isUnaskable(path) ? NEVER : narrowed(path, setSql(path, test, every, scope), facts);
    }
    case 'compare': {
      const { left, right, test } = predicate;
      return isUnaskable(left) || isUnaskable(right) ? NEVER : narrowed(left, compareSql(left, right, test, scope), facts);
    }
  }
}

/** Where the store knows how its values are written, the column is compared as it is: then most of it need not be read. */
function equalTo({ field, values, fold: folded }: Predicate & { kind: 'equals' }, facts: Facts | undefined): Test {
  const spelt = values.map((value) => facts?.spellings(field, fold(value)));
  if (!spelt.every((list) => list !== undefined)) return oneOf(values, folded);
  const wanted = new Set(values);
  return oneOf(folded ? [...new Set(spelt.flat())] : spelt.flat().filter((value) => wanted.has(value)), false);
}

/** A test on a path, of no more records than need be read for it. */
function onPath(path: JsonPath, test: PathTest, scope: Scope, facts: Facts | undefined): SqlCondition {
  const [step, more] = path;
  if (step === undefined) return rootSql(test);
  if (facts?.oddErrors === false && step.kind === 'key' && step.name === 'errorCode' && more === undefined && isTextTest(test)) {
    const { sql, params } = textSql(test)('error_code');
    // Without a number in the test it is never NULL, and in this form it tells the database what to leave unread.
    const exact = 'values' in test && test.values.every((value) => exactNumberOf(value) === undefined) ? sql : `coalesce(${sql}, false)`;
    return { sql: `(error_code IS NOT NULL AND ${exact})`, params };
  }
  return narrowed(path, pathSql(path, test, scope), facts);
}

/** A condition that holds only where the path finds something, asked only of operations that have it. */
function narrowed(path: JsonPath, condition: SqlCondition, facts: Facts | undefined): SqlCondition {
  const operations = facts?.operations(path);
  if (operations === undefined) return condition;
  if (operations.length === 0) return NEVER;
  return { sql: `(operation IN (${marks(operations)}) AND ${condition.sql})`, params: [...operations, ...condition.params] };
}

/** A test on the record itself: it is an object, and not empty. */
function rootSql(test: PathTest): SqlCondition {
  const holds = test.kind === 'exists' || (test.kind === 'isType' && test.type === 'Object');
  return { sql: String(holds), params: [] };
}

/** A test on a column; for a column that may be NULL behind a guard that makes the answer false and not NULL. */
function onColumn(field: TextField, test: Test): SqlCondition {
  const { name, nullable } = COLUMNS[field];
  const { sql, params } = test(name);
  return { sql: nullable ? `(${name} IS NOT NULL AND ${sql})` : sql, params };
}

function networkSql(text: string): SqlCondition {
  const network = parseNetwork(text);
  if (network === undefined) return NEVER;
  const { sql, params } = betweenSql(network, 'ip');
  return { sql: `(ip IS NOT NULL AND ${sql})`, params };
}
