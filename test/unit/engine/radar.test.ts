import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ResourceRecord } from '../../../src/domain/inventory';
import { textAt, type JsonObject } from '../../../src/domain/json';
import { EngineService } from '../../../src/engine/service';
import { generate } from '../../../src/sample';
import { event, logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

const ACCOUNT = '111122223333';
const open: EngineService[] = [];
afterEach(async () => {
  for (const service of open.splice(0)) await service.dispose();
});

async function radarOver(records: readonly JsonObject[], regionsInUse?: readonly string[]) {
  const folder = await temporaryFolder();
  await logFile(folder, 'a.json', records);
  const engine = new EngineService({ storeDir: join(folder, 'store'), policiesDir: 'src/policies/packs' });
  open.push(engine);
  await engine.load([join(folder, 'a.json')]);
  return engine.radar(regionsInUse === undefined ? {} : { regionsInUse });
}

const run = (id: string, awsRegion: string, more: JsonObject = {}): JsonObject =>
  event(id, { eventName: 'CreateTags', awsRegion, requestParameters: {}, ...more });
const role = (session: string, issuer: string, more: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLEEXAMPLE00:${session}`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${issuer.slice(issuer.lastIndexOf('/') + 1)}/${session}`,
  accountId: ACCOUNT,
  accessKeyId: `ASIA${session
    .toUpperCase()
    .replaceAll(/[^A-Z]/g, '')
    .padEnd(16, 'X')}`,
  sessionContext: { sessionIssuer: { type: 'Role', arn: issuer, userName: issuer.slice(issuer.lastIndexOf('/') + 1) }, ...more },
});

describe('the radar', () => {
  it('has the story of the sample on top, with who began it and what is left of it', async () => {
    const records = generate({ now: Date.parse('2025-06-14T22:10:33Z') }).flatMap((file) => file.records);
    const [top, ...others] = await radarOver(records);
    // Counted from the records, each once: calls in the region that are no reads and did not fail.
    const once = [...new Map(records.map((record) => [textAt(record, 'eventID'), record])).values()];
    const there = once.filter((record) => record['awsRegion'] === 'us-east-2' && textAt(record, 'eventSource') !== 'sts.amazonaws.com');
    const writes = there.filter((record) => record['readOnly'] === false && record['errorCode'] === undefined);
    const byEcs = writes.filter((record) => textAt(record['userIdentity'], 'arn')?.includes('AWSServiceRoleForECS') === true);
    expect(byEcs.length).toBeGreaterThan(3 * 2 * 172);
    expect(top).toEqual({
      account: '777788889999',
      region: 'us-east-2',
      alive: 3, // the cluster, the task definition and the service; every interface is gone
      humanWrites: 3, // those that made them
      serviceWrites: byEcs.length,
      roleWrites: 0,
      lastHuman: { name: 'dana.lee', at: Date.parse('2025-06-11T14:37:00Z') },
      firstSeen: Date.parse('2025-06-11T14:29:00Z'), // she looked at the networks first
      lastEvent: Math.max(...there.map((record) => Date.parse(textAt(record, 'eventTime') ?? ''))),
      unusedButInhabited: true,
    });
    expect(others.filter(({ unusedButInhabited }) => unusedButInhabited)).toEqual([]);
  });

  it('tells people, services and sessions of roles apart, and leaves out reads, failures and services without a region', async () => {
    const sso = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`;
    const [place, ...more] = await radarOver([
      run('1', 'us-east-2', { eventTime: '2024-05-01T10:00:00Z' }), // alice, of IAM
      run('2', 'us-east-2', { eventTime: '2024-05-01T11:00:00Z', userIdentity: role('grace', sso) }),
      run('3', 'us-east-2', { eventTime: '2024-05-01T10:30:00Z', userIdentity: role('grace', sso) }),
      run('4', 'us-east-2', { eventTime: '2024-05-01T12:00:00Z', userIdentity: role('deploy', `arn:aws:iam::${ACCOUNT}:role/deployer`) }),
      run('5', 'us-east-2', {
        eventTime: '2024-05-01T12:30:00Z',
        userIdentity: role('actions', `arn:aws:iam::${ACCOUNT}:role/ci`, {
          webIdFederationData: { federatedProvider: 'x', attributes: { sub: 'repo:org/app:ref' } },
        }),
      }),
      run('6', 'us-east-2', {
        userIdentity: role('ecs', `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`),
      }),
      run('7', 'us-east-2', { userIdentity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' } }),
      run('8', 'us-east-2', { eventTime: '2024-05-01T13:00:00Z', errorCode: 'Client.UnauthorizedOperation' }),
      run('9', 'us-east-2', { eventTime: '2024-05-01T13:30:00Z', readOnly: true }),
      run('a', 'us-east-2', { eventTime: '2024-05-01T14:00:00Z', eventName: 'CreateRole', eventSource: 'iam.amazonaws.com' }),
    ]);
    expect(more).toEqual([]);
    expect(place).toEqual({
      account: ACCOUNT,
      region: 'us-east-2',
      alive: 0,
      humanWrites: 3,
      serviceWrites: 3,
      roleWrites: 1,
      lastHuman: { name: 'grace', at: Date.parse('2024-05-01T11:00:00Z') },
      firstSeen: Date.parse('2024-05-01T10:00:00Z'),
      lastEvent: Date.parse('2024-05-01T14:00:00Z'),
      unusedButInhabited: false, // the region with the most writes is in use
    });
  });

  it('puts what should be empty first: where something stands, then where something was done', async () => {
    const vpc = (vpcId: string): JsonObject => ({ eventName: 'CreateVpc', responseElements: { vpc: { vpcId } } });
    const regions = await radarOver(
      [
        run('1', 'us-east-1', vpc('vpc-0a1b2c01')),
        run('2', 'us-east-1', vpc('vpc-0a1b2c02')),
        run('3', 'us-west-2'), // somebody was here, and nothing is left
        run('4', 'eu-west-3', vpc('vpc-0a1b2c03')),
        run('5', 'sa-east-1', vpc('vpc-0a1b2c04')),
        run('6', 'sa-east-1', vpc('vpc-0a1b2c05')),
        run('7', 'ap-south-1', { eventName: 'DescribeVpcs', readOnly: true }),
      ],
      ['us-east-1'],
    );
    expect(regions.map(({ region, alive, unusedButInhabited }) => [region, alive, unusedButInhabited])).toEqual([
      ['sa-east-1', 2, true],
      ['eu-west-3', 1, true],
      ['us-west-2', 0, true],
      ['us-east-1', 2, false],
      ['ap-south-1', 0, false],
    ]);
  });
});

describe('what stands in a region', () => {
  const resource = (api: string, id: string, record: JsonObject = {}, more: Partial<ResourceRecord> = {}): ResourceRecord => ({
    api,
    resource: id,
    type: 'AWS::Some::Thing',
    service: 'EC2',
    account: ACCOUNT,
    region: 'us-east-2',
    status: 'active',
    asOf: 0,
    tags: {},
    record,
    ...more,
  });

  it('is what somebody had made: nothing that every region has, that is over, or that belongs to no region', async () => {
    const store = await storeIn(await temporaryFolder());
    const vpcs = 'aws-ec2-describe-vpcs';
    const batch: readonly ResourceRecord[] = [
      resource(vpcs, 'vpc-default', { isDefault: true }),
      resource(vpcs, 'vpc-made', { isDefault: false }), // 1
      resource('aws-ec2-describe-subnets', 'subnet-default', { defaultForAz: true }),
      resource('aws-ec2-describe-subnets', 'subnet-made'), // 2: a record that doesn't say
      resource('aws-ec2-describe-security-groups', 'sg-default', { groupName: 'default' }),
      resource('aws-ec2-describe-security-groups', 'sg-made', { groupName: 'web' }), // 3
      resource('aws-ec2-describe-route-tables', 'rtb-main', { associations: [{ main: true }] }),
      resource('aws-ec2-describe-route-tables', 'rtb-made', { associations: [{ main: false }] }), // 4
      resource('aws-ec2-describe-network-acls', 'acl-default', { isDefault: true }),
      resource('aws-ec2-describe-internet-gateways', 'igw-default', { attachments: [{ vpcId: 'vpc-default' }] }),
      resource('aws-ec2-describe-internet-gateways', 'igw-made', { attachments: [{ vpcId: 'vpc-made' }] }), // 5
      resource('aws-ec2-describe-instances', 'i-gone', { state: { name: 'terminated' } }),
      resource('aws-ec2-describe-instances', 'i-stopped', { state: { name: 'stopped' } }), // 6: its disks cost money
      resource('aws-ecs-task', 'task-stopped', { lastStatus: 'STOPPED' }),
      resource('aws-ecs-service', 'service-deleted', {}, { status: 'deleted' }),
      resource('aws-kms-get-key-rotation-status', 'key-of-aws', { keyManager: 'AWS' }),
      resource('aws-cloudtrail-describe-trails', 'trail', { homeRegion: 'us-east-2' }), // 7
      resource('aws-cloudtrail-get-trail-status', 'trail', {}), // the same trail
      resource('aws-cloudtrail-describe-trails', 'trail', { homeRegion: 'us-east-2' }, { region: 'eu-west-1' }), // its shadow
      resource('aws-ec2-ebs-encryption', 'us-east-2', {}, { type: '' }), // a setting
      resource('aws-iam-list-roles', 'role', {}, { service: 'IAM' }),
    ];
    await store.fillResources(
      (async function* () {
        yield await Promise.resolve(batch);
      })(),
    );
    expect(await store.alive()).toEqual([{ account: ACCOUNT, region: 'us-east-2', alive: 7 }]);
  });
});
