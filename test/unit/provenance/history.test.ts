import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import type { Configuration, Version } from '../../../src/domain/version';
import { configurationOf, historyOf } from '../../../src/provenance/history';
import { UNKNOWN_TEXTS } from '../../../src/provenance/unknown';
import { Store } from '../../../src/store/store';
import { event, hasRealLogs, logFile, REAL_LOGS, temporaryFolder } from '../support/folders';

let store: Store;
afterEach(() => store.close());

async function load(...paths: readonly string[]): Promise<void> {
  store = await Store.open(await temporaryFolder());
  await store.load(paths);
}

async function world(...records: readonly JsonObject[]): Promise<void> {
  await load(await logFile(await temporaryFolder(), 'a.json', records));
}

async function last(resource: string, until?: number): Promise<Configuration> {
  const found = await configurationOf(store, resource, { until });
  if (found === undefined) throw new Error(`nothing is known of ${resource}`);
  return found;
}

const versions = (resource: string): Promise<readonly Version[]> => historyOf(store, resource);

/** A call at a minute past ten; its id is its number. */
function call(
  id: number,
  source: string,
  eventName: string,
  request: JsonObject,
  response: JsonObject | null = null,
  more: JsonObject = {},
): JsonObject {
  return event(`e${id}`, {
    eventTime: `2024-05-01T10:${String(id).padStart(2, '0')}:00Z`,
    eventSource: `${source}.amazonaws.com`,
    eventName,
    requestParameters: request,
    responseElements: response,
    ...more,
  });
}

const items = (...list: readonly (JsonObject | string)[]): JsonObject => ({ items: list });
const steps = (list: readonly Version[]): readonly string[] => list.map(({ change, operation }) => `${change} ${operation}`);
const ACCOUNT = '111122223333';

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

describe('a small world of', () => {
  const ENI = 'eni-11111111';

  it('an interface: attached, changed, detached and deleted', async () => {
    await world(
      call(
        1,
        'ec2',
        'CreateNetworkInterface',
        { subnetId: 'subnet-11111111', groupSet: items({ groupId: 'sg-11111111' }) },
        {
          networkInterface: {
            networkInterfaceId: ENI,
            subnetId: 'subnet-11111111',
            groupSet: items({ groupId: 'sg-11111111' }),
            tagSet: {},
          },
        },
      ),
      call(
        2,
        'ec2',
        'AttachNetworkInterface',
        { networkInterfaceId: ENI, instanceId: 'i-11111111', deviceIndex: 1 },
        { attachmentId: 'eni-attach-11111111' },
      ),
      call(
        3,
        'ec2',
        'ModifyNetworkInterfaceAttribute',
        { networkInterfaceId: ENI, groupSet: items({ groupId: 'sg-22222222' }) },
        { _return: true },
      ),
      call(4, 'ec2', 'ModifyNetworkInterfaceAttribute', { networkInterfaceId: ENI, sourceDestCheck: { value: false } }, { _return: true }),
      call(5, 'ec2', 'CreateTags', { resourcesSet: items({ resourceId: ENI }), tagSet: items({ key: 'env', value: 'prod' }) }),
      call(6, 'ec2', 'DetachNetworkInterface', { attachmentId: 'eni-attach-11111111', force: true }),
      call(7, 'ec2', 'DeleteNetworkInterface', { networkInterfaceId: ENI }),
    );
    const list = await versions(ENI);
    expect(list.map(({ eventId }) => eventId)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7']);
    expect(list[1]?.configuration['attachment']).toEqual({ attachmentId: 'eni-attach-11111111', instanceId: 'i-11111111', deviceIndex: 1 });
    const found = await last(ENI);
    expect(found.configuration).toEqual({
      networkInterfaceId: ENI,
      subnetId: 'subnet-11111111',
      groups: [{ groupId: 'sg-22222222' }],
      sourceDestCheck: false,
      tagSet: [{ key: 'env', value: 'prod' }],
    });
    expect(found.status).toBe('deleted');
  });

  it('a security group whose rule is modified by its id', async () => {
    const rule = {
      securityGroupRuleId: 'sgr-11111111',
      isEgress: false,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIpv4: '10.0.0.0/8',
    };
    const modified = {
      SecurityGroupRuleId: 'sgr-11111111',
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
    };
    await world(
      call(1, 'ec2', 'CreateSecurityGroup', { groupName: 'web', vpcId: 'vpc-11111111' }, { groupId: 'sg-33333333' }),
      call(2, 'ec2', 'AuthorizeSecurityGroupIngress', { groupId: 'sg-33333333' }, { securityGroupRuleSet: items(rule) }),
      call(3, 'ec2', 'ModifySecurityGroupRules', {
        ModifySecurityGroupRulesRequest: { GroupId: 'sg-33333333', SecurityGroupRule: modified },
      }),
      call(4, 'ec2', 'AuthorizeSecurityGroupIngress', {
        groupName: 'web',
        ipPermissions: items({ ipProtocol: 'tcp', fromPort: 80, toPort: 80, ipRanges: items({ cidrIp: '10.0.0.0/8' }) }),
      }),
    );
    const found = await last('sg-33333333');
    expect(found.configuration['ipPermissions']).toMatchObject([
      { toPort: 22, ipRanges: ['0.0.0.0/0'] },
      { toPort: 80, ipRanges: ['10.0.0.0/8'] },
    ]);
    expect(found.sources).toEqual([
      { path: '$', eventId: 'e1' },
      { path: '$.ipPermissions[0]', eventId: 'e2' },
      { path: '$.ipPermissions[0].ipRanges', eventId: 'e3' },
      { path: '$.ipPermissions[0].ipv4Ranges', eventId: 'e3' },
      { path: '$.ipPermissions[1]', eventId: 'e4' }, // a call by the group's name
    ]);
  });

  it('a bucket, a key, a load balancer and an instance', async () => {
    const key = `arn:aws:kms:us-east-2:${ACCOUNT}:key/1234`;
    const balancer = `arn:aws:elasticloadbalancing:us-east-2:${ACCOUNT}:loadbalancer/app/web/0123`;
    const block = { BlockPublicAcls: true, xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' };
    await world(
      call(1, 's3', 'CreateBucket', { bucketName: 'assets' }),
      call(2, 's3', 'PutBucketPublicAccessBlock', { bucketName: 'assets', PublicAccessBlockConfiguration: block }),
      call(3, 's3', 'PutBucketVersioning', { bucketName: 'assets', VersioningConfiguration: { Status: 'Enabled' } }),
      call(4, 's3', 'PutBucketEncryption', {
        bucketName: 'assets',
        ServerSideEncryptionConfiguration: { Rule: { BucketKeyEnabled: true } },
      }),
      call(5, 's3', 'DeleteBucketPublicAccessBlock', { bucketName: 'assets' }),
      call(6, 's3', 'DeleteBucket', { bucketName: 'assets' }),
      call(
        11,
        'kms',
        'CreateKey',
        { policy: '{"Version":"1"}' },
        { keyMetadata: { arn: key, keyId: '1234', keyState: 'Enabled', enabled: true } },
      ),
      call(12, 'kms', 'EnableKeyRotation', { keyId: '1234' }, null, { resources: [{ ARN: key }] }),
      call(
        13,
        'kms',
        'ScheduleKeyDeletion',
        { keyId: '1234', pendingWindowInDays: 7 },
        { keyId: key, deletionDate: 'May 8, 2024' },
        { resources: [{ ARN: key }] },
      ),
      call(
        21,
        'elasticloadbalancing',
        'CreateLoadBalancer',
        { name: 'web' },
        { loadBalancers: [{ loadBalancerArn: balancer, scheme: 'internal', securityGroups: ['sg-1'] }] },
      ),
      call(
        22,
        'elasticloadbalancing',
        'SetSecurityGroups',
        { loadBalancerArn: balancer, securityGroups: ['sg-2'] },
        { securityGroupIds: ['sg-2'] },
      ),
      call(23, 'elasticloadbalancing', 'ModifyLoadBalancerAttributes', {
        loadBalancerArn: balancer,
        attributes: [{ key: 'deletion_protection.enabled', value: 'false' }],
      }),
      call(24, 'elasticloadbalancing', 'DeleteLoadBalancer', { loadBalancerArn: balancer }),
      call(
        31,
        'ec2',
        'RunInstances',
        { instanceType: 't3.micro' },
        { instancesSet: items({ instanceId: 'i-11111111', instanceType: 't3.micro', instanceState: { name: 'pending' } }) },
      ),
      call(32, 'ec2', 'StopInstances', {}, { instancesSet: items({ instanceId: 'i-11111111', currentState: { name: 'stopping' } }) }),
      call(33, 'ec2', 'ModifyInstanceAttribute', { instanceId: 'i-11111111', instanceType: { value: 'm5.24xlarge' } }, { _return: true }),
      call(
        34,
        'ec2',
        'TerminateInstances',
        { instancesSet: items({ instanceId: 'i-11111111' }) },
        { instancesSet: items({ instanceId: 'i-11111111', currentState: { name: 'shutting-down' } }) },
      ),
    );
    expect(await last('assets')).toMatchObject({
      status: 'deleted',
      configuration: {
        name: 'assets',
        versioningConfiguration: { status: 'Enabled' },
        serverSideEncryptionConfiguration: { rule: { bucketKeyEnabled: true } },
      },
    });
    expect(steps(await versions('assets'))[1]).toBe('changed PutBucketPublicAccessBlock');
    expect((await versions('assets'))[1]?.configuration['publicAccessBlockConfiguration']).toEqual({ blockPublicAcls: true });
    expect(await last(key)).toMatchObject({
      status: 'deleted',
      configuration: { keyRotationEnabled: true, keyState: 'PendingDeletion', policy: { Version: '1' } },
    });
    expect(await last(balancer)).toMatchObject({
      status: 'deleted',
      configuration: { scheme: 'internal', securityGroups: ['sg-2'], attributes: [{ key: 'deletion_protection.enabled', value: 'false' }] },
    });
    expect(await last('i-11111111')).toMatchObject({
      status: 'deleted',
      configuration: { instanceType: 'm5.24xlarge', state: { name: 'shutting-down' } },
    });
  });

  it('something of which no table tells', async () => {
    const machine = `arn:aws:states:us-east-2:${ACCOUNT}:stateMachine:nightly`;
    await world(
      call(1, 'states', 'CreateStateMachine', { name: 'nightly', definition: 'a' }, { stateMachineArn: machine, creationDate: 'May 1' }),
      call(2, 'states', 'UpdateStateMachine', { stateMachineArn: machine, definition: 'b' }, { updateDate: 'May 2' }),
      call(3, 'states', 'StartExecution', { stateMachineArn: machine, name: 'run' }),
      call(4, 'states', 'DeleteStateMachine', { stateMachineArn: machine }),
    );
    const found = await last(machine);
    expect(found).toMatchObject({ status: 'deleted', configuration: { name: 'nightly', definition: 'b' } });
    expect(found.sources).toContainEqual({ path: '$.definition', eventId: 'e2' });
    expect(found.unknown).toContainEqual({ eventId: 'e2', reason: { text: UNKNOWN_TEXTS.guessed, args: ['UpdateStateMachine'] } });
  });
});
