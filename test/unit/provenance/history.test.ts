import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { UNKNOWN_TEXTS } from '../../../src/provenance/unknown';
import { hasRealLogs, REAL_LOGS } from '../support/folders';
import { ACCOUNT, call, items, last, load, steps, versions, world } from './replayed';

describe('of public logs, worked out from the records by hand', () => {
  it.skipIf(!hasRealLogs)('the rules of a deleted security group', async () => {
    await load(REAL_LOGS);
    const found = await last('sg-04cfb7a4712d75b00');
    // CreateSecurityGroup, RevokeSecurityGroupEgress of the rule that AWS gives, Authorize of 443 and of all outwards, Authorize of 22
    // and its Revoke before the end.
    expect(found).toMatchObject({
      status: 'deleted',
      asOf: '2023-07-10T12:12:06Z',
      account: '123837392027',
      region: 'us-east-1',
      unknown: [],
    });
    const usual = { userIdGroupPairs: [], prefixListIds: [] };
    expect(found.configuration).toEqual({
      groupId: 'sg-04cfb7a4712d75b00',
      groupName: 'stratus-red-team-open-sg-sg',
      description: 'Allow TLS inbound traffic',
      vpcId: 'vpc-0e568b18707c87afa',
      tags: [
        { key: 'StratusRedTeam', value: 'true' },
        { key: 'Name', value: 'stratus-red-team-open-sg-sg' },
      ],
      ipPermissions: [
        {
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          ipRanges: ['0.0.0.0/0'],
          ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }],
          ipv6Ranges: [],
          ...usual,
        },
      ],
      ipPermissionsEgress: [
        { ipProtocol: '-1', ipRanges: ['0.0.0.0/0'], ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }], ipv6Ranges: [{ cidrIpv6: '::/0' }], ...usual },
      ],
    });
    expect(found.sources).toEqual([
      { path: '$', eventId: '7475937c-a863-44ce-9878-81e8a268e966' },
      { path: '$.ipPermissions', eventId: '8733f811-267d-4c46-8e5b-000fe7c6a9f2' }, // the newest that left something out
      { path: '$.ipPermissions[0]', eventId: '7e96f0e7-4d78-423d-b3f5-391370685b30' },
      { path: '$.ipPermissionsEgress', eventId: 'd2dedbf2-62a8-4362-bcad-aa1670e80c0f' },
      { path: '$.ipPermissionsEgress[0]', eventId: '914469fc-c658-434c-a560-0219c0ac3b55' },
      { path: 'status', eventId: '9606afeb-3e3a-4f54-88ad-556e3d02d102' },
    ]);
    const list = await versions('sg-04cfb7a4712d75b00');
    expect(steps(list)).toEqual([
      'created CreateSecurityGroup',
      'changed RevokeSecurityGroupEgress',
      'changed AuthorizeSecurityGroupIngress',
      'changed AuthorizeSecurityGroupEgress',
      'changed AuthorizeSecurityGroupIngress',
      'changed RevokeSecurityGroupIngress',
      'deleted DeleteSecurityGroup',
    ]);
    expect(list[4]).toMatchObject({
      eventId: '74bd84b4-6729-4895-b2a4-e2beb7c6b377',
      time: Date.parse('2023-07-10T12:10:08Z'),
      principal: 'bert-jan',
    });
    expect(list[4]?.configuration['ipPermissions']).toMatchObject([{ toPort: 443 }, { toPort: 22, ipRanges: ['0.0.0.0/0'] }]);
    expect(list[1]?.configuration['ipPermissionsEgress']).toEqual([]);
  });

  it.skipIf(!hasRealLogs)('a role, a bucket, a trail, a function and a route table', async () => {
    await load(REAL_LOGS);
    const role = await last('arn:aws:iam::123837392027:role/stratus-red-team-backdoor-r-role');
    expect(role).toMatchObject({
      status: 'deleted',
      asOf: '2023-07-10T12:28:35Z',
      configuration: {
        attachedManagedPolicies: [],
        maxSessionDuration: 3600, // asked for, and not in the answer
        assumeRolePolicyDocument: {
          Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Sid: '' }],
          Version: '2012-10-17',
        },
      },
    });
    expect(role.sources).toContainEqual({ path: '$.assumeRolePolicyDocument', eventId: '059cf0ed-af91-40a6-9c89-a8a4fb81dc65' });
    const before = await last('arn:aws:iam::123837392027:role/stratus-red-team-backdoor-r-role', Date.parse('2023-07-10T12:26:00Z'));
    expect(before).toMatchObject({
      status: 'active',
      configuration: { attachedManagedPolicies: [{ policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] },
    });
    expect(before.configuration['assumeRolePolicyDocument']).toMatchObject({
      Statement: [{}, { Principal: { AWS: 'arn:aws:iam::193672423079:root' } }],
    });

    // by the id that is never used again
    const byId = await last('AROATFQR7NSCWWVLB7BES');
    expect(byId).toMatchObject({
      resource: 'arn:aws:iam::123837392027:role/stratus-red-team-ec2-get-password-data-role',
      configuration: { rolePolicyList: [{ policyName: 'inline-policy', policyDocument: { Version: '2012-10-17' } }] },
    });

    const bucket = await last('stratus-red-team-ctlr-bucket-zqfsvooxqj');
    expect(bucket).toMatchObject({ resource: 'arn:aws:s3:::stratus-red-team-ctlr-bucket-zqfsvooxqj', status: 'deleted' });
    expect(Object.keys(bucket.configuration).sort()).toEqual(['acl', 'name', 'policy', 'tags']); // the lifecycle was taken away again
    expect(bucket.configuration['policy']).toMatchObject({
      Statement: [{ Sid: 'AWSCloudTrailAclCheck' }, { Condition: { StringEquals: {} } }],
    });
    expect(bucket.configuration['tags']).toEqual([{ key: 'StratusRedTeam', value: 'true' }]);

    const trail = await last('arn:aws:cloudtrail:us-east-1:123837392027:trail/stratus-red-team-ctes-trail-qyxyekjbtk');
    expect(trail).toMatchObject({
      status: 'deleted',
      configuration: { isLogging: true, eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] },
    });
    expect(trail.sources).toContainEqual({ path: '$.eventSelectors', eventId: '3d6df238-f83c-4a34-bea8-45cf80a2050b' });

    const name = 'arn:aws:lambda:us-east-1:123837392027:function:stratus-red-team-olc-func-xhfgzaowxc';
    const fn = await last(name); // its new versions are answered with ARNs of their own
    expect(fn).toMatchObject({
      status: 'deleted',
      configuration: { functionArn: name, codeSize: 187, version: '2', runtime: 'python3.9' },
    });
    expect(fn.sources).toContainEqual({ path: '$.version', eventId: 'e01946e6-d206-4927-b90a-9ae3b723b9e6' });
    expect(steps(await versions(name)).map((step) => step.replace(/2015.*/, ''))).toEqual([
      'created CreateFunction',
      'changed UpdateFunctionCode',
      'changed UpdateFunctionCode',
      'deleted DeleteFunction',
    ]);

    const table = await last('rtb-0c7c2f4aff3677054'); // its association is taken away by the association's id alone
    expect(table.configuration).toMatchObject({
      associations: [],
      routes: [{ gatewayId: 'local' }, { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-02a84e4222d62e16b' }],
    });

    const db = await last('arn:aws:rds:us-east-1:123837392027:db:terraform-20230710121504061500000001');
    expect(db).toMatchObject({ status: 'deleted', configuration: { engineVersion: '8.0.32', dbinstanceClass: 'db.t3.micro' } });
    expect(db.unknown.map(({ path }) => path)).toContain('$.pendingModifiedValues.masterUserPassword');
  });
});

const OPENED = resolve('../shared/data/stratus-red-team/OpenIngressPort22OnSecurityGroup.json');

it.skipIf(!existsSync(OPENED))('knows what an older call asked for, of a group made before public logs begin', async () => {
  await load(OPENED);
  const found = await last('sg-003dc7f1f1c686164');
  expect(found).toMatchObject({
    status: 'active',
    configuration: { ipPermissions: [{ fromPort: 22, toPort: 22, ipRanges: ['208.236.235.254/0'] }] },
  });
  expect(found.sources).toEqual([{ path: '$.ipPermissions', eventId: '9fd68588-ecbf-4528-a345-199fa6bb0821' }]);
  expect(found.unknown).toEqual([{ reason: { text: UNKNOWN_TEXTS.beforeLog, args: [] } }]);
});

describe('a history', () => {
  const SERVICE = `arn:aws:ecs:us-east-2:${ACCOUNT}:service/load-test/worker`;
  const service = (desiredCount: number, more: JsonObject = {}): JsonObject => ({
    service: {
      serviceArn: SERVICE,
      serviceName: 'worker',
      clusterArn: `arn:aws:ecs:us-east-2:${ACCOUNT}:cluster/load-test`,
      desiredCount,
      ...more,
    },
  });
  const named = { cluster: 'load-test', service: 'worker' };

  it('tells of each part the newest record that changed it, whatever order the file has', async () => {
    await world(
      call(4, 'ecs', 'DeleteService', { ...named, force: true }),
      call(3, 'ecs', 'UpdateService', { ...named, desiredCount: 5 }, service(5, { launchType: 'FARGATE' })),
      call(1, 'ecs', 'CreateService', { cluster: 'load-test', serviceName: 'worker' }, service(1, { launchType: 'EC2' })),
      call(2, 'ecs', 'UpdateService', { ...named, launchType: 'FARGATE' }, service(1, { launchType: 'FARGATE' })),
      call(2, 'ecs', 'UpdateService', { ...named, launchType: 'FARGATE' }, service(1, { launchType: 'FARGATE' })), // the same event again
    );
    const found = await last(SERVICE);
    expect(found).toMatchObject({ status: 'deleted', configuration: { desiredCount: 5, launchType: 'FARGATE' }, unknown: [] });
    expect(found.sources).toEqual([
      { path: '$', eventId: 'e1' },
      { path: '$.desiredCount', eventId: 'e3' },
      { path: '$.launchType', eventId: 'e2' },
      { path: 'status', eventId: 'e4' },
    ]);
    expect(steps(await versions(SERVICE))).toEqual([
      'created CreateService',
      'changed UpdateService',
      'changed UpdateService',
      'deleted DeleteService',
    ]);
  });

  it('knows no call that failed, none of another cluster, and none that changed nothing', async () => {
    await world(
      call(1, 'ecs', 'CreateService', { cluster: 'load-test', serviceName: 'worker' }, service(1)),
      call(2, 'ecs', 'UpdateService', { ...named, desiredCount: 9 }, null, { errorCode: 'AccessDenied' }),
      call(3, 'ecs', 'UpdateService', { ...named, desiredCount: 1 }, service(1)),
      call(4, 'ecs', 'DeleteService', { cluster: 'another', service: 'worker' }),
    );
    expect(steps(await versions(SERVICE))).toEqual(['created CreateService']);
    expect(await last(SERVICE)).toMatchObject({ status: 'active', configuration: { desiredCount: 1 } });
  });

  it('begins anew where a name is used again', async () => {
    await world(
      call(
        1,
        'iam',
        'CreateUser',
        { userName: 'eve' },
        { user: { arn: `arn:aws:iam::${ACCOUNT}:user/eve`, userName: 'eve', userId: 'AIDAAAAAAAAAAAAAAAAA1' } },
      ),
      call(2, 'iam', 'AttachUserPolicy', { userName: 'eve', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      call(
        3,
        'iam',
        'CreateAccessKey',
        { userName: 'eve' },
        { accessKey: { userName: 'eve', accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', status: 'Active' } },
      ),
      call(4, 'iam', 'UpdateAccessKey', { userName: 'eve', accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', status: 'Inactive' }),
      call(5, 'iam', 'DeleteUser', { userName: 'eve' }),
      call(
        6,
        'iam',
        'CreateUser',
        { userName: 'eve' },
        { user: { arn: `arn:aws:iam::${ACCOUNT}:user/eve`, userName: 'eve', userId: 'AIDAAAAAAAAAAAAAAAAA2' } },
      ),
    );
    const arn = `arn:aws:iam::${ACCOUNT}:user/eve`;
    const second = await last(arn);
    expect(second).toMatchObject({
      status: 'active',
      configuration: { userId: 'AIDAAAAAAAAAAAAAAAAA2' },
      sources: [{ path: '$', eventId: 'e6' }],
    });
    expect(second.configuration).not.toHaveProperty('attachedManagedPolicies');
    const first = await last('AIDAAAAAAAAAAAAAAAAA1');
    expect(first).toMatchObject({
      resource: arn,
      status: 'deleted',
      configuration: {
        attachedManagedPolicies: [{ policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
        accessKeys: [{ accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', status: 'Inactive' }],
      },
    });
    expect(steps(await versions(arn)).filter((step) => step.startsWith('created'))).toHaveLength(2);
  });

  it('says what can not be known', async () => {
    const rule = (cidrIp: string): JsonObject => ({
      groupId: 'sg-11111111',
      ipPermissions: items({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: items({ cidrIp }) }),
    });
    await world(
      call(1, 'ec2', 'AuthorizeSecurityGroupIngress', rule('10.0.0.0/8'), { _return: true }),
      call(2, 'ec2', 'AuthorizeSecurityGroupIngress', rule('10.1.0.0/16'), { _return: true }, { eventTime: '2024-05-01T10:01:00Z' }),
      call(9, 'ec2', 'RevokeSecurityGroupIngress', rule('192.0.2.0/24'), { _return: true }),
      call(3, 'ec2', 'CreateVolume', { size: '8' }, { volumeId: 'vol-11111111', status: 'creating', size: '8' }),
      call(4, 'kms', 'UpdateKeyFancyThing', { keyId: `arn:aws:kms:us-east-2:${ACCOUNT}:key/k`, fancy: 'very' }),
    );
    const group = await last('sg-11111111');
    expect(group.configuration).toMatchObject({ ipPermissions: [{ ipRanges: ['10.0.0.0/8', '10.1.0.0/16'] }] });
    expect(group.configuration).not.toHaveProperty('ipPermissionsEgress'); // not that there were none
    expect(steps(await versions('sg-11111111'))).toHaveLength(3); // the last takes away what no record gave
    expect(group.unknown.map(({ reason }) => reason.text)).toEqual(
      expect.arrayContaining([UNKNOWN_TEXTS.beforeLog, UNKNOWN_TEXTS.sameSecond]),
    );
    const volume = await last('vol-11111111');
    expect(volume.unknown).toEqual([{ path: '$.status', eventId: 'e3', reason: { text: UNKNOWN_TEXTS.passing, args: [] } }]);
    const key = await last(`arn:aws:kms:us-east-2:${ACCOUNT}:key/k`);
    expect(key).toMatchObject({ configuration: { fancy: 'very' }, sources: [{ path: '$.fancy', eventId: 'e4' }] });
    expect(key.unknown).toContainEqual({ eventId: 'e4', reason: { text: UNKNOWN_TEXTS.guessed, args: ['UpdateKeyFancyThing'] } });
  });
});
