import { describe, expect, it } from 'vitest';
import { crudOf, describeEvent, isAddress, NotAnEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import { arnPlace, resourceType, shortName } from '../../../src/domain/resource';
import { formatInstant, formatRange, parseInstant, parseRange, resolveRange } from '../../../src/domain/time';
import { event } from '../support/folders';

const ISSUER = { userName: 'Deploy', arn: 'arn:aws:iam::1:role/Deploy' };
const LINKED = { userName: 'AWSServiceRoleForECS', arn: 'arn:aws:iam::1:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS' };
const session = (role: string): string => `arn:aws:sts::1:assumed-role/${role}/s1`;

/** identity → user, subject, role, service driven */
const IDENTITIES: readonly (readonly [
  string,
  JsonObject,
  (string | undefined)?,
  (string | undefined)?,
  (string | undefined)?,
  boolean?,
])[] = [
  ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' }, 'root', 'root'],
  ['a user', { type: 'IAMUser', userName: 'bob' }, 'bob', 'bob'],
  ['a user without a type', { arn: 'arn:aws:iam::1:user/team/bob' }, 'bob', 'bob'],
  ['a role', { type: 'AssumedRole', arn: session('Deploy'), sessionContext: { sessionIssuer: ISSUER } }, 's1', 's1', 'Deploy'],
  ['a role by its principal', { type: 'AssumedRole', principalId: 'AROAX:ann@x.org' }, 'ann@x.org', 'ann@x.org'],
  [
    'a service-linked role',
    { type: 'AssumedRole', arn: session('AWSServiceRoleForECS'), sessionContext: { sessionIssuer: LINKED } },
    's1',
    's1',
    'AWSServiceRoleForECS',
    true,
  ],
  ['a service', { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' }, undefined, 'ecs.amazonaws.com', undefined, true],
  ['another account', { type: 'AWSAccount', accountId: '999988887777' }, undefined, '999988887777'],
  ['a federated user', { type: 'FederatedUser', arn: 'arn:aws:sts::1:federated-user/eve' }, 'eve', 'eve'],
  ['a web identity', { type: 'WebIdentityUser', userName: 'repo:o/n:ref' }, 'repo:o/n:ref', 'repo:o/n:ref'],
  ['Identity Center', { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } }, 'u-1', 'u-1'],
  ['nobody', {}, undefined, undefined],
];

describe('an event', () => {
  it.each(IDENTITIES)('by %s says who acted', (_, userIdentity, user, subject, role, serviceDriven = false) => {
    const described = describeEvent(event('1', { userIdentity }));
    expect([described.user, described.subject, described.role, described.serviceDriven]).toEqual([user, subject, role, serviceDriven]);
  });

  it('says what a call does, from readOnly in both its forms and the verb', () => {
    const table = [
      ['DescribeX', undefined, 'read'],
      ['AssumeRole', true, 'read'],
      ['AssumeRole', 'true', 'read'],
      ['GetThing', 'false', 'update'],
      ['RunInstances', false, 'create'],
      ['DeregisterImage', undefined, 'delete'],
      ['ModifyImageAttribute', undefined, 'update'],
    ] as const;
    for (const [name, readOnly, crud] of table) expect([name, crudOf(name, readOnly)]).toEqual([name, crud]);
  });

  it('has an address only where there is one', () => {
    for (const ip of ['192.0.2.7', '2001:db8::1', '::ffff:192.0.2.7']) expect(isAddress(ip)).toBe(true);
    for (const no of ['ecs.amazonaws.com', 'AWS Internal', '256.1.1.1', '1.2.3', '']) expect(isAddress(no)).toBe(false);
  });

  it('of Insights takes its name from the details; a record without id or time is none', () => {
    const insight = { eventID: 'i', eventTime: '2024-05-01T10:00:00Z', eventType: 'AwsCloudTrailInsight' };
    const insightDetails = { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' };
    expect(describeEvent({ ...insight, insightDetails })).toMatchObject({ operation: 'RunInstances', service: 'ec2.amazonaws.com' });
    for (const none of [{}, { eventTime: 'soon', eventID: '1' }, { eventTime: '2024-05-01T10:00:00Z' }])
      expect(() => describeEvent(none)).toThrow(NotAnEvent);
  });
});

describe('resources', () => {
  it('are known by id, key and ARN', () => {
    const types = {
      'eni-0938d805949b4e134': 'AWS::EC2::NetworkInterface',
      'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-12345678': 'AWS::EC2::VPC',
      'arn:aws:ecs:us-east-2:111122223333:service/c/s': 'AWS::ECS::Service',
      'arn:aws:s3:::logs': 'AWS::S3::Bucket',
      'arn:aws:s3:::logs/key': 'AWS::S3::Object',
      AKIAIOSFODNN7EXAMPLE: 'AWS::IAM::AccessKey',
      'arn:aws:iam::aws:policy/AdministratorAccess': 'AWS::IAM::ManagedPolicy',
      'x-12345678': '',
      constructor: '',
    };
    for (const [token, type] of Object.entries(types)) expect([token, resourceType(token)]).toEqual([token, type]);
    expect(shortName('arn:aws:ecs:us-east-2:111122223333:service/c/worker')).toBe('worker');
    expect(shortName('arn:aws:ecs:us-east-2:111122223333:task-definition/worker:3')).toBe('worker:3');
    expect(shortName('arn:aws:rds:us-east-2:111122223333:db:main')).toBe('main');
    expect(shortName('plain')).toBe('plain');
  });
});

describe('time', () => {
  it('reads back what it writes', () => {
    for (const text of [
      'all',
      'past 24 hours',
      'past 3 months',
      'since 2024-05-01T00:00:00Z',
      '2024-05-01T00:00:00Z .. 2024-05-02T00:00:00.500Z',
    ]) {
      const range = parseRange(text);
      expect(range && formatRange(range)).toBe(text);
    }
    for (const no of ['past 0 hours', 'past', 'yesterday', '2024-05-02 .. 2024-05-01', '2024-05-01 .. 2024-05-02 .. 2024-05-03', 'since'])
      expect(parseRange(no)).toBeUndefined();
  });

  it('is UTC where nothing else is said, and no impossible day', () => {
    const noon = Date.UTC(2024, 4, 1, 12);
    for (const text of ['2024-05-01T12:00Z', '2024-05-01 12:00', '2024-05-01T14:00:00+02:00', '2024-05-01T12:00:00.000Z'])
      expect(parseInstant(text)).toBe(noon);
    expect(parseInstant('2024-05-01')).toBe(Date.UTC(2024, 4, 1));
    for (const no of ['2023-02-29', '2024-13-01', '2024-05-01T25:00Z', '12:00', '']) expect(parseInstant(no)).toBeUndefined();
  });

  it('goes back by months to the last day there is', () => {
    const back = (amount: number, now: number): string =>
      formatInstant(resolveRange({ kind: 'past', amount, unit: 'months' }, now).from ?? 0);
    expect(back(1, Date.UTC(2024, 2, 31, 8))).toBe('2024-02-29T08:00:00Z');
    expect(back(1, Date.UTC(2023, 2, 31))).toBe('2023-02-28T00:00:00Z');
    expect(back(13, Date.UTC(2024, 0, 15))).toBe('2022-12-15T00:00:00Z');
    expect(resolveRange({ kind: 'past', amount: 2, unit: 'weeks' }, Date.UTC(2024, 0, 15))).toEqual({
      from: Date.UTC(2024, 0, 1),
      to: Date.UTC(2024, 0, 15) + 1,
    });
  });
});

it.each([
  ['arn:aws:ecs:us-east-2:111122223333:cluster/demo', '111122223333', 'us-east-2'],
  ['arn:aws:iam::111122223333:role/x', '111122223333', ''],
  ['arn:aws:iam::aws:policy/x', '', ''],
  ['arn:aws:s3:::logs', '', ''],
  ['eni-0a1b2c3d4e5f60718', '', ''],
])('%s names the account %s and the region %s', (token, account, region) => expect(arnPlace(token)).toEqual({ account, region }));
