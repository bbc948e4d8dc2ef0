import { DAY } from '../domain/time';
import type { AgeUnit } from '../rql/predicate';
import { ENGLISH_PATTERN, ISO_PATTERN } from '../rql/times';
import type { SqlCondition } from './sql-condition';

const ENGLISH_PARTS = '^[A-Za-z]{3} ([0-9]{1,2}), ([0-9]{4}) ([0-9]{1,2}):([0-9]{2}):([0-9]{2}) ([AP])M$';
const MONTHS = `['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']`;
const OFFSET = '([+-])([0-9]{2}):?([0-9]{2})$';

/** The time a text says, in epoch milliseconds; NULL where it says none. As the reference reads it (rql/times.ts). */
export function timeSql(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, '${ISO_PATTERN}') THEN ${isoSql(text)}
    WHEN regexp_full_match(${text}, '${ENGLISH_PATTERN}') THEN ${englishSql(text)} END`;
}

const whole = (text: string): string => `coalesce(TRY_CAST(${text} AS BIGINT), 0)`;
const part = (text: string, pattern: string, group: number): string => `regexp_extract(${text}, '${pattern}', ${group})`;
const dayStart = (date: string): string => `epoch_ms(TRY_CAST(${date} AS DATE)::TIMESTAMP)`;

function isoSql(text: string): string {
  const ahead = `CASE ${part(text, OFFSET, 1)} WHEN '-' THEN -1 ELSE 1 END * (${whole(part(text, OFFSET, 2))} * 60 + ${whole(part(text, OFFSET, 3))})`;
  const seconds = `CASE substr(${text}, 17, 1) WHEN ':' THEN ${whole(`substr(${text}, 18, 2)`)} ELSE 0 END`;
  const clock = `(${whole(`substr(${text}, 12, 2)`)} * 60 + ${whole(`substr(${text}, 15, 2)`)} - (${ahead})) * 60 + ${seconds}`;
  return `${dayStart(`left(${text}, 10)`)} + (${clock}) * 1000 + ${whole(`rpad(${part(text, '[.]([0-9]{1,3})', 1)}, 3, '0')`)}`;
}

function englishSql(text: string): string {
  const [day, year, hours, minutes, seconds, half] = [1, 2, 3, 4, 5, 6].map((group) => part(text, ENGLISH_PARTS, group));
  const date = `${year} || '-' || lpad(list_position(${MONTHS}, left(${text}, 3))::VARCHAR, 2, '0') || '-' || lpad(${day}, 2, '0')`;
  const hour = `${whole(hours ?? '')} % 12 + CASE ${half} WHEN 'P' THEN 12 ELSE 0 END`;
  return `${dayStart(date)} + ((${hour}) * 3600 + ${whole(minutes ?? '')} * 60 + ${whole(seconds ?? '')}) * 1000`;
}

/** JSON texts of the whole units from each of some times to each of others. */
export function elapsedSql(unit: AgeUnit, from: SqlCondition, to: SqlCondition, depth: number): SqlCondition {
  const [f, t] = [`f${depth}`, `t${depth}`];
  const number = unit === 'days' ? `floor((${t} - ${f}) / ${DAY})` : monthsSql(f, t, unit === 'years' ? 12 : 1);
  return {
    sql: `flatten(list_transform(${from.sql}, lambda ${f}: list_transform(${to.sql}, lambda ${t}: (${number})::BIGINT::VARCHAR)))`,
    params: [...from.params, ...to.params],
  };
}

function monthsSql(f: string, t: string, each: number): string {
  const [from, to] = [f, t].map((time) => `make_timestamp(${time} * 1000)`);
  const inDay = (time: string): string => `(${time} - floor(${time} / ${DAY})::BIGINT * ${DAY})`;
  const months = `(year(${to}) - year(${from})) * 12 + month(${to}) - month(${from})`;
  const begun = `CASE WHEN day(${from}) * ${DAY} + ${inDay(f)} > least(day(${to}), day(last_day(${from}))) * ${DAY} + ${inDay(t)} THEN 1 ELSE 0 END`;
  return `floor((${months} - ${begun}) / ${each})`;
}
