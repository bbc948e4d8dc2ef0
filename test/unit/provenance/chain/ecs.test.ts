import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/domain/json';
import { ACCOUNT, call, linked, path, REGION, tracing, user } from './records';

const ECS = `arn:aws:ecs:${REGION}:${ACCOUNT}`;
const SLR = linked('ecs', 'AWSServiceRoleForECS', 'ecs-service-scheduler');
const [SUBNET, GROUP, VPC] = ['subnet-0aaaaaaaaaaaaaaaa', 'sg-0aaaaaaaaaaaaaaaa', 'vpc-0aaaaaaaaaaaaaaaa'];
const ATTACHMENT = '11111111-2222-4333-8444-555555555555';

interface Made {
  readonly by?: string;
  readonly subnets?: readonly string[];
  readonly groups?: readonly string[];
  readonly id?: string;
  readonly more?: JsonObject;
}

function service(
  minute: number,
  name: string,
  { by = 'dana', subnets = [SUBNET], groups = [GROUP], id = name, more = {} }: Made = {},
): JsonObject {
  const networkConfiguration = { awsvpcConfiguration: { subnets, securityGroups: groups } };
  return call(minute, 'ecs', 'CreateService', {
    ...user(by),
    eventID: id,
    requestParameters: { cluster: 'lab', serviceName: name, taskDefinition: `${name}:1`, desiredCount: 2, networkConfiguration },
    responseElements: {
      service: {
        serviceArn: `${ECS}:service/lab/${name}`,
        clusterArn: `${ECS}:cluster/lab`,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
      },
    },
    ...more,
  });
}

function change(minute: number, name: string, by: string, what: JsonObject): JsonObject {
  return call(minute, 'ecs', 'UpdateService', {
    ...user(by),
    eventID: `${by} changes ${name}`,
    requestParameters: { cluster: 'lab', service: name, ...what },
  });
}

function remove(minute: number, name: string): JsonObject {
  return call(minute, 'ecs', 'DeleteService', {
    ...user('dana'),
    eventID: `remove ${name}`,
    requestParameters: { cluster: `${ECS}:cluster/lab`, service: name },
  });
}

/** The scheduler makes an interface for a task; its id is the event's. */
function eni(
  minute: number,
  id = 'eni',
  {
    subnet = SUBNET,
    group = GROUP,
    tags = {},
    attachment = ATTACHMENT,
  }: {
    readonly subnet?: string;
    readonly group?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly attachment?: string;
  } = {},
): JsonObject {
  const description = `${ECS}:attachment/${attachment}`;
  const items = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return call(minute, 'ec2', 'CreateNetworkInterface', {
    ...SLR,
    eventID: id,
    requestParameters: {
      subnetId: subnet,
      description,
      groupSet: { items: [{ groupId: group }] },
      tagSpecificationSet: { items: [{ resourceType: 'network-interface', tags: items }] },
    },
    responseElements: {
      networkInterface: {
        networkInterfaceId: `eni-${id.length.toString(16).padStart(8, '0')}`,
        subnetId: subnet,
        vpcId: VPC,
        description,
        groupSet: { items: [{ groupId: group }] },
        tagSet: { items },
      },
    },
  });
}

const managed = (name: string) => ({ 'aws:ecs:clusterName': 'lab', 'aws:ecs:serviceName': name });

describe('ECS', () => {
  it('without managed tags: the service that runs in this subnet with this group', async () => {
    const tracer = await tracing(service(0, 'worker'), service(1, 'other', { subnets: ['subnet-0bbbbbbbbbbbbbbbb'] }), eni(5));
    const chain = await tracer.trace('eni');
    expect(path(chain)).toBe('asked CreateNetworkInterface < K11 scored CreateService < human dana scored');
    expect(chain?.hops[1]).toMatchObject({ eventId: 'worker', shared: [SUBNET, GROUP] });
    expect(chain?.hops[1]?.score).toBeGreaterThan(0.5);
    expect(chain?.alternatives).toEqual([]);
  });

  it('with managed tags: the service that they name, whatever else fits', async () => {
    const tracer = await tracing(
      service(0, 'worker'),
      service(1, 'other', { by: 'erin' }),
      eni(5, 'eni', { tags: managed('worker') }),
      eni(6, 'enis', { tags: managed('gone') }),
    );
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < K15 CreateService < human dana exact');
    expect(path(await tracer.trace('enis'))).toBe('asked CreateNetworkInterface < before-log gone exact');
  });

  it('several services that share subnets and groups: unknown, with all of them as alternatives', async () => {
    const tracer = await tracing(service(0, 'worker'), service(3, 'other', { by: 'erin' }), eni(5), eni(1, 'early'));
    const chain = await tracer.trace('eni');
    expect(path(chain)).toBe('asked CreateNetworkInterface < unknown - exact');
    expect(chain?.alternatives.map(({ eventId, hop }) => [eventId, hop]).sort()).toEqual([
      ['other', 1],
      ['worker', 1],
    ]);
    expect(path(await tracer.trace('early'))).toContain('K11 scored CreateService < human dana'); // the other was not there yet
  });

  it('a service that was there before the log began competes too', async () => {
    const tracer = await tracing(eni(0, 'before'), service(2, 'worker'), eni(5));
    expect(path(await tracer.trace('before'))).toBe('asked CreateNetworkInterface < before-log ecs.amazonaws.com exact');
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < unknown - exact');
  });

  it('names used again: the last birth that no deletion has ended', async () => {
    const tracer = await tracing(
      service(0, 'worker', { id: 'first' }),
      eni(1, 'a', { tags: managed('worker') }),
      remove(2, 'worker'),
      eni(3, 'bb', { tags: managed('worker') }),
      service(4, 'worker', { id: 'second', by: 'erin' }),
      eni(5, 'ccc', { tags: managed('worker') }),
      eni(6, 'dddd'),
    );
    expect(path(await tracer.trace('a'))).toContain('human dana exact');
    expect(path(await tracer.trace('bb'))).toBe('asked CreateNetworkInterface < before-log worker exact');
    expect(path(await tracer.trace('ccc'))).toContain('human erin exact');
    expect(path(await tracer.trace('dddd'))).toContain('K11 scored CreateService < human erin');
  });

  it('a failed creation is nobody’s cause', async () => {
    const tracer = await tracing(service(0, 'worker', { more: { errorCode: 'InvalidParameterException' } }), eni(5));
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < before-log ecs.amazonaws.com exact');
  });

  it('the last change that makes tasks run, or run otherwise, counts; others do not', async () => {
    const tracer = await tracing(
      service(0, 'worker'),
      change(1, 'worker', 'erin', { desiredCount: 4 }),
      change(2, 'worker', 'frank', { healthCheckGracePeriodSeconds: 60 }),
      eni(3),
      change(4, 'worker', 'grace', { desiredCount: 0 }),
      eni(5, 'tagged', { tags: managed('worker') }),
    );
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < K11 scored UpdateService < human erin scored');
    expect(path(await tracer.trace('tagged'))).toBe('asked CreateNetworkInterface < K15 UpdateService < human erin exact');
  });

  it('a task that somebody ran by hand answers with the attachment', async () => {
    const run = call(4, 'ecs', 'RunTask', {
      ...user('erin'),
      requestParameters: { cluster: 'lab', taskDefinition: 'once:1' },
      responseElements: { tasks: [{ taskArn: `${ECS}:task/lab/0123456789abcdef0123456789abcdef`, attachments: [{ id: ATTACHMENT }] }] },
    });
    const tracer = await tracing(
      service(0, 'worker'),
      run,
      eni(4.1),
      eni(5, 'others', { attachment: '99999999-2222-4333-8444-555555555555' }),
    );
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < K1 RunTask < human erin exact');
    expect(path(await tracer.trace('others'))).toContain('K11 scored CreateService < human dana');
  });

  it('an own role of a task leads to the task definition that names it, as far as one alone does', async () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/task`;
    const define = (minute: number, family: string, taskRoleArn: string, by: string) =>
      call(minute, 'ecs', 'RegisterTaskDefinition', { ...user(by), eventID: family, requestParameters: { family, taskRoleArn } });
    const take = call(5, 'sts', 'AssumeRole', {
      userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      requestParameters: { roleArn: role, roleSessionName: '0123456789abcdef0123456789abcdef' },
    });
    const tracer = await tracing(define(0, 'worker', role, 'dana'), define(1, 'other', `${role}-other`, 'erin'), take);
    expect(path(await tracer.trace('AssumeRole'))).toBe('asked AssumeRole < K11 scored RegisterTaskDefinition < human dana scored');
  });
});
