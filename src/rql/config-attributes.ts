import { CHOICE, PATTERN, WHO, type Attribute } from './attributes';

const PRESENCE = ['EXISTS', 'does not exist'];

/** The attributes of resources, in the order completion offers them. */
export const CONFIG_ATTRIBUTES: readonly Attribute[] = [
  {
    name: 'api.name',
    aliases: [],
    values: 'api',
    fold: true,
    operators: CHOICE,
    doc: 'The kind of record, such as aws-ecs-service: one record for each resource.',
  },
  {
    name: 'cloud.region',
    aliases: [],
    values: 'region',
    fold: true,
    operators: CHOICE,
    doc: "The region of the resource, by display name or code: 'AWS Ohio' is 'us-east-2'.",
  },
  {
    name: 'cloud.service',
    aliases: [],
    values: 'label',
    fold: true,
    operators: CHOICE,
    doc: 'The service of the resource, such as ECS, EC2 or S3.',
  },
  {
    name: 'cloud.account',
    aliases: [],
    values: 'account',
    fold: false,
    operators: CHOICE,
    doc: 'The account of the resource, by its twelve digits.',
  },
  {
    name: 'resource.status',
    aliases: [],
    values: 'status',
    fold: true,
    operators: CHOICE,
    doc: 'Whether the resource was there at the end of the time range (active) or had been deleted within it (deleted).',
  },
  {
    name: 'resource.type',
    aliases: [],
    values: 'text',
    fold: true,
    operators: [...CHOICE, ...PATTERN],
    doc: 'The type as CloudFormation names it, such as AWS::EC2::SecurityGroup.',
  },
  {
    name: 'json.rule',
    aliases: [],
    values: 'rule',
    fold: false,
    operators: ['=', '!='],
    doc: 'A condition on the record of the resource, with paths from $ or without it.',
  },
  {
    name: 'tag',
    aliases: [],
    values: 'tag',
    fold: false,
    operators: [...WHO, ...PRESENCE],
    doc: "A tag of the resource: tag('name') is the value of one; tag(KEY) and tag(VALUE) are those of any tag, tag(ANY) either of them; tag(ALL) holds where every value does.",
  },
  {
    name: 'finding.type',
    aliases: [],
    values: 'finding-type',
    fold: true,
    operators: [...CHOICE, ...PRESENCE],
    doc: 'The type of an alert about the resource: audit-event, config or anomaly. Conditions joined by AND are about one alert.',
  },
  {
    name: 'finding.severity',
    aliases: [],
    values: 'severity',
    fold: true,
    operators: [...CHOICE, ...PRESENCE],
    doc: 'The severity of an alert about the resource: critical, high, medium, low or informational.',
  },
  {
    name: 'finding.source',
    aliases: [],
    values: 'text',
    fold: true,
    operators: [...CHOICE, ...PRESENCE],
    doc: 'Who found it: nephoscope.',
  },
  {
    name: 'finding.name',
    aliases: [],
    values: 'text',
    fold: true,
    operators: [...WHO, ...PRESENCE],
    doc: 'The policy behind an alert about the resource, by its title or its id.',
  },
  { name: 'cloud.type', aliases: [], values: 'cloud', fold: true, operators: ['=', 'IN'], doc: 'The cloud: aws.' },
];

/** Attributes of the language that are recognised and not understood yet. */
export const UNSUPPORTED_CONFIG: readonly { readonly name: string; readonly flag: boolean }[] = [
  { name: 'cloud.account.group', flag: false },
  { name: 'azure.resource.group', flag: false },
];

/** Words people write for an attribute of resources, by the attribute they mean. */
export const CONFIG_RENAMED: ReadonlyMap<string, string> = new Map([
  ['api', 'api.name'],
  ['apiname', 'api.name'],
  ['awsregion', 'cloud.region'],
  ['region', 'cloud.region'],
  ['account', 'cloud.account'],
  ['service', 'cloud.service'],
  ['status', 'resource.status'],
  ['tags', 'tag'],
  ['severity', 'finding.severity'],
]);

/** Which tags `tag(…)` is about, beside one by its name. */
export const TAG_WORDS = ['ANY', 'ALL', 'KEY', 'VALUE'] as const;
export type TagWord = (typeof TAG_WORDS)[number];

const BY_NAME: ReadonlyMap<string, Attribute> = new Map(CONFIG_ATTRIBUTES.map((attribute) => [attribute.name, attribute]));

/** The attribute of resources of that name, in any case. */
export function configAttribute(name: string): Attribute | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Whether resources have such an attribute and events don't: any `finding.…` is theirs. */
export function isConfigOnly(name: string): boolean {
  const folded = name.toLowerCase();
  return /^(?:api\.name|resource\.(?:status|type)|azure\.resource\.group|tag)$/.test(folded) || folded.startsWith('finding.');
}
