import { formatInstant, type TimeWindow } from '../domain/time';
import type { Predicate, TextField } from '../rql/predicate';
import type { Shape, ShownColumn } from '../rql/shape';
import { derivedName, derivedSql } from './derived';
import { leftOut, partitionSql } from './partitions';
import { Conditions } from './predicate-sql';
import { AthenaRefusal } from './refusal';
import { allOf, identifier, joined, quoted, sql, type Sql } from './sql';
import { TABLE } from './table';

/** Athena takes no longer text of a query. Bytes. */
const MAX_TEXT = 262_144;

export interface Question {
  readonly predicate: Predicate;
  readonly shape: Shape;
  readonly window: TimeWindow;
  readonly offset?: number;
  /** Most rows. */
  readonly limit?: number;
  /** Name of the table; it has the columns of table.ts. */
  readonly table?: string;
}

export interface Statement {
  readonly sql: string;
  /** For Athena's `ExecutionParameters`, which are literals: each text in its quotes. */
  readonly parameters: readonly string[];
  /** In the order of the answer. */
  readonly columns: readonly string[];
  /** What the answer may lack, in words. */
  readonly notes: readonly string[];
}

/** The columns of every event, before those a query adds. */
const FIELDS: readonly (TextField | { readonly title: string; readonly column: string })[] = [
  { title: 'time', column: 'eventtime' },
  { title: 'eventId', column: 'eventid' },
  'account',
  'region',
  'service',
  'operation',
  'user',
  'subject',
  'role',
  'ip',
  { title: 'errorCode', column: "nullif(errorcode, '')" },
];

/**
 * The statement that answers a query in Athena: events newest first, the most frequent group first, bars by time. A copy of an event, which
 * CloudTrail may deliver twice, counts once.
 * @throws AthenaRefusal where it can't say what the query means
 */
export function trinoStatement(question: Question): Statement {
  const { shape, window } = question;
  const { columns, statement } = shape.kind === 'events' ? eventsSql(question, shape.columns) : groupsSql(question, shape);
  if (Buffer.byteLength(statement.sql) > MAX_TEXT)
    throw new AthenaRefusal(`The query is too long for Athena: its SQL has more than ${MAX_TEXT} bytes. Split it in parts.`);
  return { sql: statement.sql, parameters: statement.params.map(quoted), columns, notes: leftOut(window) };
}

interface Answer {
  readonly columns: readonly string[];
  readonly statement: Sql;
}

function eventsSql(question: Question, added: readonly ShownColumn[]): Answer {
  const conditions = new Conditions();
  const fields = FIELDS.map((field) =>
    typeof field === 'string'
      ? { title: field, shown: sql`${conditions.column(field)}` }
      : { title: field.title, shown: sql`${field.column}` },
  );
  const shown = [...fields, ...added.map((column) => ({ title: column.title, shown: conditions.shown(column) }))];
  const columns = shown.map(({ title }) => title);
  const inner = joined(
    shown.map((column, place) => sql`${column.shown} AS c${place}`),
    ', ',
  );
  const statement = sql`SELECT ${named(columns)}
FROM (
  SELECT DISTINCT ${inner}, ${conditions.column('time')} AS moment
  FROM ${rowsSql(question, conditions)}
) AS r
ORDER BY r.moment DESC, r.c1${pageSql(question)}`;
  return { columns, statement };
}

function groupsSql(question: Question, shape: Exclude<Shape, { kind: 'events' }>): Answer {
  const conditions = new Conditions();
  const isChart = shape.kind === 'timechart';
  const shown = shape.by.map((column, place) => sql`${conditions.shown(column)} AS c${place}`);
  const seconds = isChart ? shape.width / 1000 : 1;
  const bar = isChart ? [sql`floor(to_unixtime(${conditions.column('time')}) / ${seconds}) * ${seconds} AS bar`] : [];
  const keys = [...(isChart ? ['bar'] : []), ...shape.by.map((_, place) => `c${place}`)];
  const inner = joined([sql`eventid`, sql`${conditions.column('account')}`, ...bar, ...shown], ', ');
  const columns = [...(isChart ? ['time'] : []), ...shape.by.map(({ title }) => title), 'count'];
  const values = keys.map((key) => (key === 'bar' ? `to_iso8601(from_unixtime(r.bar, 'UTC'))` : `r.${key}`));
  const order = [...(isChart ? ['r.bar'] : []), 'r.n DESC', ...keys.filter((key) => key !== 'bar').map((key) => `r.${key}`)];
  const selected = [...values, 'r.n'].map((value, place) => `${value} AS ${identifier(columns[place] ?? '')}`);
  const statement = sql`SELECT ${selected.join(', ')}
FROM (
  SELECT ${[...keys, 'count(*) AS n'].join(', ')}
  FROM (
    SELECT DISTINCT ${inner}
    FROM ${rowsSql(question, conditions)}
  )${keys.length === 0 ? '\n  HAVING count(*) > 0' : `\n  GROUP BY ${keys.join(', ')}`}
) AS r
ORDER BY ${order.join(', ')}${pageSql(question)}`;
  return { columns, statement };
}

/** The rows that the predicate accepts, with the derived columns that are used. */
function rowsSql({ predicate, window, table }: Question, conditions: Conditions): Sql {
  const time = conditions.column('time');
  const kept = allOf([
    sql`eventid <> '' AND ${time} IS NOT NULL`,
    ...(window.from === undefined ? [] : [sql`${time} >= ${instant(window.from)}`]),
    ...(window.to === undefined ? [] : [sql`${time} < ${instant(window.to)}`]),
    conditions.where(predicate),
  ]);
  const partitions = partitionSql(predicate, window);
  const derived = [...conditions.derived].map((column) => `,\n      ${derivedSql(column)} AS ${derivedName(column)}`);
  return sql`(
    SELECT *${derived.join('')}
    FROM ${identifier(table ?? TABLE)}${partitions.length === 0 ? '' : sql`\n    WHERE ${joined(partitions, ' AND ')}`}
  )
  WHERE ${kept}`;
}

function instant(time: number): string {
  return `from_iso8601_timestamp(${quoted(formatInstant(time))})`;
}

function named(columns: readonly string[]): string {
  return columns.map((title, place) => `r.c${place} AS ${identifier(title)}`).join(', ');
}

/** In Trino the offset comes first. */
function pageSql({ offset = 0, limit }: Question): string {
  return `${offset > 0 ? `\nOFFSET ${Math.trunc(offset)}` : ''}${limit === undefined ? '' : `\nLIMIT ${Math.trunc(limit)}`}`;
}
