import type { ResourceRecord } from '../../../src/domain/inventory';
import type { JsonObject } from '../../../src/domain/json';

export const NOW = Date.parse('2026-11-20T00:00:00Z');
const DAY = 86_400_000;
const TYPES: Readonly<Record<string, readonly [type: string, service: string]>> = {
  'aws-ec2-describe-instances': ['AWS::EC2::Instance', 'EC2'],
  'aws-ec2-describe-security-groups': ['AWS::EC2::SecurityGroup', 'EC2'],
  'aws-ecs-service': ['AWS::ECS::Service', 'ECS'],
};

/** A resource of account 1 in Ohio, made ten days ago and there still, but for what a test says otherwise. */
export function resource(api: string, id: string, record: JsonObject, more: Partial<ResourceRecord> = {}): ResourceRecord {
  const [type, service] = TYPES[api] ?? ['', ''];
  const usual = {
    account: '111111111111',
    region: 'us-east-2',
    status: 'active',
    since: NOW - 10 * DAY,
    asOf: NOW - DAY,
    tags: {},
  } as const;
  return { api, resource: id, type, service, ...usual, record, ...more };
}

const GROUP = 'aws-ec2-describe-security-groups';
const INSTANCE = 'aws-ec2-describe-instances';
const SERVICE = 'aws-ecs-service';

function group(id: string, networks: readonly string[], port: number, more: Partial<ResourceRecord> = {}): ResourceRecord {
  const ipPermissions = [{ fromPort: port, toPort: port, ipRanges: networks, ipv4Ranges: networks.map((cidrIp) => ({ cidrIp })) }];
  return resource(GROUP, id, { groupId: id, groupName: id.toUpperCase(), vpcId: 'vpc-1', ipPermissions }, more);
}

function instance(id: string, groups: readonly string[], more: Partial<ResourceRecord> = {}): ResourceRecord {
  const record = { instanceId: id, instanceType: 't3.micro', vpcId: 'vpc-1', securityGroups: groups.map((groupId) => ({ groupId })) };
  return resource(INSTANCE, id, record, more);
}

/** Made by hand: what joins, what almost joins, what was deleted, what is odd. */
export const BY_HAND: readonly ResourceRecord[] = [
  group('sg-open', ['0.0.0.0/0', '10.0.0.0/8'], 22, { tags: { env: 'prod', owner: 'ops' } }),
  group('sg-web', ['0.0.0.0/0'], 443, { tags: { env: 'test' } }),
  group('sg-shut', ['10.0.0.0/8'], 22, { tags: { prod: 'env' }, region: 'eu-west-1' }),
  group('sg-gone', ['0.0.0.0/0'], 22, { status: 'deleted', asOf: NOW - 3 * DAY }),
  instance('i-1', ['sg-open', 'sg-shut']),
  instance('i-2', ['sg-shut'], { tags: { env: 'prod' } }),
  instance('i-3', ['sg-web'], { region: 'eu-west-1', account: '222222222222' }),
  instance('i-4', [], { since: NOW - DAY }),
  resource(SERVICE, 'arn:aws:ecs:us-east-2:111111111111:service/c/worker', {
    serviceName: 'worker',
    desiredCount: 1,
    runningCount: 0,
    launchType: 'FARGATE',
  }),
  resource(SERVICE, 'arn:aws:ecs:us-east-2:111111111111:service/c/web', { serviceName: 'web', desiredCount: 2, runningCount: 2 }),
  resource(SERVICE, 'arn:aws:ecs:eu-west-1:222222222222:service/c/odd', {
    serviceName: 'o\'dd "x" $.X',
    desiredCount: '1',
    runningCount: null,
    'api.name': 'not the attribute',
    'a.b': { c: [1, '1.0', null, { d: '2' }] },
    empty: {},
  }),
];

/** The same as what a store is filled with. */
export async function* batches(records: readonly ResourceRecord[], size = 4): AsyncGenerator<readonly ResourceRecord[]> {
  for (let at = 0; at < records.length; at += size) yield await Promise.resolve(records.slice(at, at + size));
}
