import { fold } from '../rql/text';
import type { SqlValue } from './reader';

/** A condition over the columns of the events table, with its values in the order of its question marks. */
export interface SqlCondition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export const NEVER: SqlCondition = { sql: 'false', params: [] };

/** A condition on a text, which is an SQL expression. */
export type Test = (text: string) => SqlCondition;

export function oneOf(values: readonly string[], folded: boolean): Test {
  if (values.length === 0) return () => NEVER;
  return (text) => ({
    sql: `${folded ? `lower(${text})` : text} IN (${marks(values)})`,
    params: folded ? values.map(fold) : values,
  });
}

/** `*` becomes `%`; what LIKE would read as a sign of its own is escaped. */
export function like(pattern: string): Test {
  const escaped = fold(pattern)
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%');
  return (text) => ({ sql: `lower(${text}) LIKE ? ESCAPE '\\'`, params: [`%${escaped}%`] });
}

export function anyOf(conditions: readonly SqlCondition[]): SqlCondition {
  return conditions.length === 0 ? NEVER : joined(conditions, ' OR ');
}

export function joined(conditions: readonly SqlCondition[], word: ' AND ' | ' OR '): SqlCondition {
  return { sql: `(${conditions.map(({ sql }) => sql).join(word)})`, params: conditions.flatMap(({ params }) => params) };
}

export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
