import { CRUDS, IPV4, VERBS } from '../domain/event';
import type { TextField } from '../rql/predicate';
import { quoted } from './sql';
import { RECORD } from './table';

/** What a statement computes of each row of the table before it asks about it. */
export type Derived = 'time' | 'crud' | TextField | `json ${string}`;

/** A JavaScript pattern as Trino's engines read it: a dollar would match before a last line break, and `\d` digits of all scripts. */
function pattern(regex: RegExp): string {
  return quoted(regex.source.replace(/^\^/, '\\A').replace(/\$$/, '\\z').replaceAll('\\d', '[0-9]').replaceAll('\\/', '/'));
}

const full = (text: string): string => `nullif(${text}, '')`;
const identity = (member: string): string => full(`useridentity.${member}`);
const lastPart = (text: string): string => `element_at(split(${text}, '/'), -1)`;

const OPERATION = `coalesce(${full('eventname')}, ${full('eventtype')}, '')`;
const ROLE = identity('sessioncontext.sessionissuer.username');

const [ARN, PRINCIPAL, TYPE] = ['useridentity.arn', 'useridentity.principalid', 'useridentity.type'];
const SESSION_NAME = `coalesce(
      CASE WHEN regexp_like(${ARN}, ${pattern(/:(?:assumed-role\/[^/]+|federated-user)\//)}) THEN ${full(lastPart(ARN))} END,
      CASE WHEN strpos(${PRINCIPAL}, ':') > 1 THEN substr(${PRINCIPAL}, strpos(${PRINCIPAL}, ':') + 1) END,
      ${identity('username')})`;
const USER = `CASE
    WHEN ${TYPE} = 'Root' OR regexp_like(${ARN}, ${pattern(/^arn:[^:]+:iam::\d*:root$/)}) THEN 'root'
    WHEN ${TYPE} = 'AWSService' THEN NULL
    WHEN ${TYPE} IN ('AssumedRole', 'FederatedUser') OR (${identity('type')} IS NULL AND strpos(${ARN}, ':assumed-role/') > 0) THEN ${SESSION_NAME}
    ELSE coalesce(${identity('username')}, ${identity('onbehalfof.userid')}, CASE WHEN strpos(${ARN}, ':user/') > 0 THEN ${lastPart(ARN)} END) END`;

const [CREATE, READ, UPDATE, DELETE] = CRUDS.map(quoted);
const CRUD = `CASE
    WHEN readonly = 'true' OR (readonly IS NULL AND regexp_like(${OPERATION}, ${pattern(VERBS.read)})) THEN ${READ ?? ''}
    WHEN regexp_like(${OPERATION}, ${pattern(VERBS.create)}) THEN ${CREATE ?? ''}
    WHEN regexp_like(${OPERATION}, ${pattern(VERBS.delete)}) THEN ${DELETE ?? ''}
    ELSE ${UPDATE ?? ''} END`;

const IP = `CASE WHEN regexp_like(sourceipaddress, ${pattern(IPV4)})
    OR (strpos(sourceipaddress, ':') > 0 AND regexp_like(sourceipaddress, '\\A[0-9A-Fa-f:.]+\\z')) THEN sourceipaddress END`;

/** As `describeEvent` reads them off a record (domain/event.ts). Insights events, which it knows as well, lie in no such table. */
const ATTRIBUTES: Readonly<Record<TextField | 'crud' | 'time', string>> = {
  time: 'try(from_iso8601_timestamp(eventtime))',
  operation: OPERATION,
  service: "coalesce(eventsource, '')",
  region: "coalesce(awsregion, '')",
  account: `coalesce(${full('recipientaccountid')}, ${identity('accountid')}, '')`,
  user: USER,
  subject: `coalesce(${USER}, ${ROLE}, ${identity('invokedby')}, ${identity('accountid')})`,
  role: ROLE,
  ip: IP,
  crud: CRUD,
};

/** The name of a derived column. */
export function derivedName(column: Derived): string {
  return column.startsWith('json ') ? `json_${column.slice(5).toLowerCase()}` : `event_${column}`;
}

/** The SQL that makes a derived column of those of the table. Structs become objects with the record's own names. */
export function derivedSql(column: Derived): string {
  if (!isJson(column)) return ATTRIBUTES[column];
  const member = column.slice(5);
  const kept = RECORD[member];
  if (kept?.kind !== 'structs') return `try(json_parse(${member.toLowerCase()}))`;
  const [names, values] = [kept.members.map(quoted), kept.members.map((name) => `r.${name.toLowerCase()}`)];
  return `CAST(transform(${member.toLowerCase()}, r -> CASE WHEN r IS NOT NULL THEN MAP(ARRAY[${names.join(', ')}], ARRAY[${values.join(', ')}]) END) AS JSON)`;
}

function isJson(column: Derived): column is `json ${string}` {
  return column.startsWith('json ');
}
