import { textAt, type JsonObject, type JsonValue } from '../../../src/domain/json';
import type { Row } from './trino';
import type { Value } from './trino-functions';

/** The table as AWS prints it ("Create the table for CloudTrail logs in Athena using partition projection"), its columns and their types. */
const COLUMNS = `
  eventversion STRING,
  useridentity STRUCT<type:STRING, principalid:STRING, arn:STRING, accountid:STRING, invokedby:STRING, accesskeyid:STRING, username:STRING,
    onbehalfof:STRUCT<userid:STRING, identitystorearn:STRING>,
    sessioncontext:STRUCT<
      attributes:STRUCT<mfaauthenticated:STRING, creationdate:STRING>,
      sessionissuer:STRUCT<type:STRING, principalid:STRING, arn:STRING, accountid:STRING, username:STRING>,
      ec2roledelivery:STRING,
      webidfederationdata:STRUCT<federatedprovider:STRING>>>,
  eventtime STRING, eventsource STRING, eventname STRING, awsregion STRING, sourceipaddress STRING, useragent STRING, errorcode STRING,
  errormessage STRING, requestparameters STRING, responseelements STRING, additionaleventdata STRING, requestid STRING, eventid STRING,
  readonly STRING, resources ARRAY<STRUCT<arn:STRING, accountid:STRING, type:STRING>>, eventtype STRING, apiversion STRING,
  recipientaccountid STRING, serviceeventdetails STRING, sharedeventid STRING, vpcendpointid STRING, vpcendpointaccountid STRING,
  eventcategory STRING, sessioncredentialfromconsole STRING,
  tlsdetails STRUCT<tlsversion:STRING, ciphersuite:STRING, clientprovidedhostheader:STRING>`;

type Read = (value: JsonValue | undefined) => Value;

/** The row that Athena makes of a record: names in any case, JSON of what is no text in a column of texts. The partitions beside it. */
export function rowOf(record: JsonObject): Row {
  const row = TABLE(record) as Row;
  const day = (textAt(record, 'eventTime') ?? '').slice(0, 10).replaceAll('-', '/');
  return { ...row, account: row['recipientaccountid'] ?? '', region: row['awsregion'] ?? '', timestamp: day };
}

const TABLE = structOf(COLUMNS.replace(/(\w) (STRING|STRUCT|ARRAY)/g, '$1:$2'));

function typeOf(text: string): Read {
  const inner = /^(STRUCT|ARRAY)<([^]*)>$/.exec(text.trim());
  if (inner?.[1] === 'STRUCT') return structOf(inner[2] ?? '');
  if (inner?.[1] === 'ARRAY') {
    const element = typeOf(inner[2] ?? '');
    return (value) => (Array.isArray(value) ? (value as readonly JsonValue[]).map(element) : null);
  }
  if (text.trim() !== 'STRING') throw new Error(`no type: ${text}`);
  return (value) => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value));
}

function structOf(text: string): Read {
  const members: [name: string, read: Read][] = [];
  let open = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const sign = text[at];
    if (sign === '<') open++;
    if (sign === '>') open--;
    if (at < text.length && (sign !== ',' || open > 0)) continue;
    const [, name = '', type = ''] = /^\s*(\w+)\s*:([^]*)$/.exec(text.slice(start, at)) ?? [];
    members.push([name, typeOf(type)]);
    start = at + 1;
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const byName = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
    return Object.fromEntries(members.map(([name, read]) => [name, read(byName.get(name))]));
  };
}
