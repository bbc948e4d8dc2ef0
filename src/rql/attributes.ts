import type { TextField } from './predicate';

/** What the values of an attribute are: decides how they are checked, lowered and offered. */
export type ValueKind =
  | 'text'
  | 'service'
  | 'region'
  | 'account'
  | 'group'
  | 'cloud'
  | 'crud'
  | 'address'
  | 'alert'
  | 'anomaly'
  | 'rule'
  | 'api'
  | 'label'
  | 'status'
  | 'tag'
  | 'finding-type'
  | 'severity';

/** An attribute of events or of resources. */
export interface Attribute {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly values: ValueKind;
  /** The column of events it reads; none for those that are no text of the event, and none for attributes of resources. */
  readonly field?: TextField;
  /** Upper and lower case of a value mean the same. */
  readonly fold: boolean;
  /** Texts of the operators it takes, the usual one first; none: it stands alone. */
  readonly operators: readonly string[];
  /** What it reads, in one sentence. */
  readonly doc: string;
}

export const CHOICE = ['=', '!=', 'IN', 'NOT IN'];
export const PATTERN = ['MATCHES', 'does not match'];
export const WHO = [...CHOICE, ...PATTERN, 'contains', 'does not contain'];

/** The attributes of events, in the order completion offers them. */
export const EVENT_ATTRIBUTES: readonly Attribute[] = [
  {
    name: 'operation',
    aliases: [],
    values: 'text',
    field: 'operation',
    fold: true,
    operators: [...CHOICE, ...PATTERN],
    doc: 'The name of the call, such as CreateService (eventName).',
  },
  {
    name: 'cloud.region',
    aliases: [],
    values: 'region',
    field: 'region',
    fold: true,
    operators: CHOICE,
    doc: "The region, by display name or code: 'AWS Ohio' is 'us-east-2' (awsRegion).",
  },
  {
    name: 'user',
    aliases: [],
    values: 'text',
    field: 'user',
    fold: false,
    operators: WHO,
    doc: 'The IAM user, the session name of an assumed role, or root.',
  },
  {
    name: 'cloud.service',
    aliases: ['system'],
    values: 'service',
    field: 'service',
    fold: true,
    operators: CHOICE,
    doc: 'The service that was called, such as ecs.amazonaws.com (eventSource).',
  },
  {
    name: 'cloud.account',
    aliases: [],
    values: 'account',
    field: 'account',
    fold: false,
    operators: CHOICE,
    doc: 'The account, by its twelve digits (recipientAccountId).',
  },
  {
    name: 'crud',
    aliases: [],
    values: 'crud',
    fold: true,
    operators: ['=', 'IN'],
    doc: 'What the call does: create, read, update or delete (readOnly and the verb).',
  },
  {
    name: 'ip',
    aliases: [],
    values: 'address',
    field: 'ip',
    fold: false,
    operators: [...CHOICE, 'EXISTS', 'does not exist'],
    doc: 'The address the call came from, or a network such as 203.0.113.0/24; a service name is no address (sourceIPAddress).',
  },
  {
    name: 'role',
    aliases: [],
    values: 'text',
    field: 'role',
    fold: false,
    operators: WHO,
    doc: 'The role that was assumed (sessionContext.sessionIssuer.userName).',
  },
  {
    name: 'subject',
    aliases: [],
    values: 'text',
    field: 'subject',
    fold: false,
    operators: WHO,
    doc: 'Who acted, as shown to a person: the user, else the role, else the service.',
  },
  {
    name: 'json.rule',
    aliases: [],
    values: 'rule',
    fold: false,
    operators: ['=', '!='],
    doc: 'A condition on the raw record, with paths from $.',
  },
  { name: 'cloud.type', aliases: [], values: 'cloud', fold: true, operators: ['=', 'IN'], doc: 'The cloud: aws.' },
  {
    name: 'alert.id',
    aliases: [],
    values: 'alert',
    fold: false,
    operators: ['=', 'IN'],
    doc: 'The events behind an alert, by its id.',
  },
  {
    name: 'anomaly.type',
    aliases: [],
    values: 'anomaly',
    fold: true,
    operators: ['='],
    doc: 'The events behind the alerts of one policy of type anomaly, by its id or its title.',
  },
  {
    name: 'has.anomaly',
    aliases: [],
    values: 'anomaly',
    fold: true,
    operators: [],
    doc: 'The events behind the alerts of any policy of type anomaly. Stands alone.',
  },
  {
    name: 'cloud.account.group',
    aliases: [],
    values: 'group',
    fold: true,
    operators: ['=', 'IN'],
    doc: 'A group of accounts. There are none here yet: no event belongs to one.',
  },
];

/** Words people write for an attribute of events, by the attribute they mean. */
export const RENAMED: ReadonlyMap<string, string> = new Map([
  ['source.ip', 'ip'],
  ['sourceipaddress', 'ip'],
  ['event.name', 'operation'],
  ['eventname', 'operation'],
  ['event.source', 'cloud.service'],
  ['eventsource', 'cloud.service'],
  ['awsregion', 'cloud.region'],
  ['region', 'cloud.region'],
  ['account', 'cloud.account'],
  ['service', 'cloud.service'],
  ['username', 'user'],
]);

export const TIME_WORDS: ReadonlySet<string> = new Set(['time', 'eventtime', 'event.time']);

const BY_NAME: ReadonlyMap<string, Attribute> = new Map(
  EVENT_ATTRIBUTES.flatMap((attribute) => [attribute.name, ...attribute.aliases].map((name) => [name, attribute] as const)),
);

/** The attribute of that name or alias, in any case. */
export function eventAttribute(name: string): Attribute | undefined {
  return BY_NAME.get(name.toLowerCase());
}
