import type { Attribute } from '../../../src/rql/attributes';
import { RESOURCES, EVENTS, type Dialect } from '../../../src/rql/dialect';
import { EVENT_OPERATORS, JSON_OPERATORS, type JsonOperator } from '../../../src/rql/operators';
import { Random } from './random';

/** A valid query as its tokens: what a list offers in one piece is one token; `~` before it: free text, which no list need hold. */
export type Tokens = readonly string[];

export const EVENT_HEAD = ['event', 'from cloud.audit_logs where'];
const CONFIG_HEAD = ['config', 'from cloud.resource where'];

/** The text of some tokens, with a blank after each. */
export function textOf(tokens: Tokens): string {
  return tokens.map((token) => `${token.replace(/^~/, '')} `).join('');
}

/** A value that the checker takes. */
const SAMPLES: Partial<Record<Attribute['values'], string>> = {
  region: "~'us-east-2'",
  crud: "~'read'",
  cloud: "~'aws'",
  address: "~'203.0.113.0/24'",
  api: "~'aws-ecs-service'",
  label: "~'ECS'",
  status: "~'active'",
  'finding-type': "~'config'",
  severity: "~'high'",
};
const list = (...values: readonly string[]): Tokens => [
  '(',
  ...values.flatMap((value, place) => (place === 0 ? [value] : [',', value])),
  ')',
];

/** Every attribute with every operator it takes. */
function attributeTests({ attributes }: Dialect): readonly Tokens[] {
  return attributes
    .filter(({ values }) => values !== 'rule')
    .flatMap((attribute) =>
      attribute.operators.map((text): Tokens => {
        const operator = EVENT_OPERATORS.find((candidate) => candidate.text === text);
        const value = SAMPLES[attribute.values] ?? "~'x'";
        const name = attribute.values === 'tag' ? ['tag', "~('Name')"] : [attribute.name];
        const right = operator?.takes === 'nothing' ? [] : operator?.takes === 'list' ? list(value, value) : [value];
        return [...name, text, ...right];
      }),
    );
}

function comparison(path: string, operator: JsonOperator): Tokens {
  const [text = ''] = operator.texts;
  const right: Readonly<Record<JsonOperator['takes'], Tokens>> = {
    nothing: [],
    value: ["~'x'"],
    number: ['~3'],
    count: ['~3'],
    list: list("~'x'", "~'y'"),
    'value or list': list("~'x'"),
    type: ['Array'],
    regex: ['~/x.*/'],
  };
  return [path, text, ...right[operator.takes]];
}

const QUANTIFIED: readonly Tokens[] = [
  [
    '~$.requestParameters.ipPermissions.items[?any(',
    'fromPort',
    'equals',
    '~22',
    'and',
    'not',
    '~ipProtocol',
    'equals',
    "~'udp'",
    ')',
    ']',
    'exists',
  ],
  ['~$.a[?none(', '~b', 'exists', 'or', '(', '~c', 'is true', ')', ')', ']', 'does not exist'],
  ['~$.a[?all(', '~b[?any(', '~c', 'greater than', '~1', ')', ']', 'exists', ')', ']', 'exists'],
];

const FUNCTIONS: readonly Tokens[] = [
  ['_DateTime.ageInDays(', '$.eventTime', ')', 'greater than', '~30'],
  ['_DateTime.daysBetween(', '$.eventTime', ',', 'today()', ')', 'less than', '~3'],
  ['_IPAddress.inCIDRRange(', '$.sourceIPAddress', ',', '~10.0.0.0/8', ')', 'is true'],
  ['_Set.intersection(', '~$.a', ',', '~$.b', ')', 'size equals', '~1'],
  ['~$.a', 'contains', '_Port.inRange(', '~22', ',', '~25', ')'],
];

const EVENT_TAILS: readonly Tokens[] = [
  ['addcolumn', '$.errorCode', 'user'],
  ['limit search records to', '~100'],
  ['| count by', 'user', ',', 'operation'],
  ['| count by', '$.errorCode'],
  ['| timechart', '3h'],
  ['| timechart', '1d', 'by', 'cloud.region'],
  ['addcolumn', 'operation', 'limit search records to', '~10,000'],
  ['| count by', 'role', 'limit search records to', '~5'],
];

const CONFIG_QUERIES: readonly Tokens[] = [
  [
    ...CONFIG_HEAD,
    'api.name',
    '=',
    "~'aws-ecs-service'",
    'AND',
    'json.rule',
    '=',
    '~desiredCount',
    'greater than',
    '~0',
    'and',
    '~runningCount',
    'equals',
    '~0',
  ],
  [...CONFIG_HEAD, 'api.name', '=', "~'aws-ecs-service'", 'addcolumn', '~serviceName', 'limit search records to', '~5'],
  [...CONFIG_HEAD, 'api.name', '=', "~'aws-ecs-service'", 'group by', 'cloud.region', ',', 'cloud.account'],
  [
    ...[...CONFIG_HEAD, 'api.name', '=', "~'aws-ec2-describe-instances'", 'as', 'X', ';'],
    ...['config from cloud.resource where', 'api.name', '=', "~'aws-ec2-describe-security-groups'", 'as', 'Y', ';'],
    ...['filter', "~'$.X.securityGroups[*].groupId == $.Y.groupId'", ';', 'show', 'X', ';'],
  ],
  [...CONFIG_HEAD, 'api.name', '=', "~'aws-ecs-cluster'", 'as', 'X', ';', 'count(', 'X', ')', 'greater than', '~3'],
  [...CONFIG_HEAD, 'api.name', '=', "~'aws-ecs-cluster'", 'AND', 'NOT', '(', 'resource.status', '=', 'deleted', ')'],
];

/** Two hundred queries and more: each attribute, operator, quantifier and tail once, and mixtures of them all. */
export function sweepQueries(): readonly Tokens[] {
  const tests = attributeTests(EVENTS);
  const rules = JSON_OPERATORS.map((operator, place) => comparison(place % 2 === 0 ? '$.errorCode' : '~$.a[*].b', operator));
  const resources = attributeTests(RESOURCES).map((test) => [...CONFIG_HEAD, 'api.name', '=', "~'aws-ecs-service'", 'AND', ...test]);
  const random = new Random(20_260_601);
  const mixed = Array.from({ length: 60 }, (): Tokens => {
    const term = (): Tokens => random.pick([random.pick(tests), ['json.rule', '=', ...random.pick([...rules, ...QUANTIFIED])]]);
    const joined = (count: number): Tokens => {
      const word = random.pick(['AND', 'OR']);
      return Array.from({ length: count }, term).flatMap((tokens, place) => [
        ...(place === 0 ? [] : [word]),
        // A bare json.rule would take what follows for its own: it stands in brackets.
        ...(tokens[0] === 'json.rule' || random.chance(0.3) ? ['(', ...tokens, ')'] : tokens),
      ]);
    };
    const negated = random.chance(0.3) ? ['NOT', '(', ...joined(2), ')', 'AND', 'ip', 'EXISTS'] : joined(1 + random.below(3));
    return [...EVENT_HEAD, ...negated, ...(random.chance(0.5) ? random.pick(EVENT_TAILS) : [])];
  });
  return [
    ...tests.map((test) => [...EVENT_HEAD, ...test]),
    ...rules.map((rule) => [...EVENT_HEAD, 'json.rule', '=', ...rule]),
    ...[...QUANTIFIED, ...FUNCTIONS].map((rule) => [...EVENT_HEAD, 'user', '=', "~'x'", 'AND', 'json.rule', '=', ...rule]),
    ...EVENT_TAILS.map((tail) => [...EVENT_HEAD, 'user', '=', "~'x'", ...tail]),
    ...CONFIG_QUERIES,
    ...resources,
    ...mixed,
  ];
}
