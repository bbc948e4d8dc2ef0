import { describe, expect, it } from 'vitest';
import { ACCOUNTS } from '../../../../src/sample/world';
import { COLLECTORS } from '../../../../src/aws/inventory/table';
import { APIS, type ApiName } from '../../../../src/domain/inventory';
import { textAt } from '../../../../src/domain/json';
import { standingId } from '../../../../src/sample/ids';
import { STOP_REASON } from '../../../aws/world/build/ecs';
import { bench, NOW } from './bench';

const { production: PRODUCTION, staging: STAGING, sandbox: SANDBOX } = ACCOUNTS;

it('there is one collector for each kind of record that configuration searches know', () => {
  expect(COLLECTORS.map(({ api }) => api).sort()).toEqual(APIS.map(({ name }) => name).sort());
});

describe('the story', () => {
  it('is seen in ECS: what is wanted, what runs, and why nothing does', async () => {
    const { engine, sync, record, calls } = await bench('sandbox', SANDBOX, ['us-east-2']);
    expect(
      await sync({ regions: ['us-east-2'], apis: APIS.map(({ name }) => name).filter((name) => name.startsWith('aws-ecs')) }),
    ).toMatchObject({
      problems: [],
      calls: 8,
    });
    // The least: one of each. A cluster of Fargate has no container instances, and the tasks are fewer than a hundred.
    expect(calls()).toEqual({
      'ecs:ListClusters': 1,
      'ecs:DescribeClusters': 1,
      'ecs:ListServices': 1,
      'ecs:DescribeServices': 1,
      'ecs:ListTasks': 2,
      'ecs:DescribeTasks': 1,
      'ecs:DescribeTaskDefinition': 1,
    });
    const place = { account: SANDBOX, region: 'us-east-2', limit: 5 };
    const [cluster] = (await engine.live.resources({ ...place, api: 'aws-ecs-cluster' })).resources;
    const services = await engine.live.resources({ ...place, api: 'aws-ecs-service', parent: cluster?.resource ?? '' });
    expect(services).toMatchObject({
      total: 1,
      resources: [{ health: 'error', summary: '0 of 2 running', parent: cluster?.resource, at: NOW }],
    });
    const [service] = services.resources;
    expect(service?.why).toBe(
      `(service ${service?.name ?? ''}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
    );
    const tasks = await engine.live.resources({ ...place, api: 'aws-ecs-task', parent: service?.resource ?? '' });
    expect(tasks.total).toBeGreaterThan(1);
    expect(tasks.resources[0]).toMatchObject({ health: 'warning', summary: 'stopped, FARGATE', why: STOP_REASON });
    const seen = await record('aws-ecs-service', service?.name ?? '');
    expect(seen).toMatchObject({ desiredCount: 2, runningCount: 0, clusterArn: cluster?.resource });
    expect(seen['createdBy']).toMatch(/^arn:aws:/);
    expect(textAt(seen, 'events', 0, 'createdAt')).toMatch(/^2026-05-\d\dT[\d:.]+Z$/);
    expect(Array.isArray(seen['deployments'])).toBe(true);
  });

  it('asks for a revision of a task definition once, ever, and costs nothing where nothing has changed', async () => {
    const { sync, calls, bytes } = await bench('sandbox', SANDBOX, ['us-east-2']);
    await sync();
    const size = await bytes();
    calls();
    expect(await sync()).toMatchObject({ problems: [] });
    expect(calls()).not.toHaveProperty('ecs:DescribeTaskDefinition');
    expect(await bytes()).toBe(size);
  });
});

/** The least that one region takes where each kind fits on a page, and what there is none of is asked for no further. */
const EC2_LISTS = [
  'DescribeInstances',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeVpcs',
  'DescribeSubnets',
  'DescribeRouteTables',
  'DescribeNetworkAcls',
  'DescribeInternetGateways',
  'DescribeFlowLogs',
  'DescribeVolumes',
  'DescribeImages',
  'DescribeAddresses',
  'DescribeNatGateways',
  'DescribeVpcEndpoints',
  'GetEbsEncryptionByDefault',
];

describe('a region where the company works', () => {
  it('is collected whole, by the least calls', async () => {
    const { double, engine, sync, calls } = await bench('staging', STAGING, ['eu-west-1']);
    expect((await sync({ regions: ['eu-west-1'] })).problems).toEqual([]);
    expect(calls()).toEqual({
      ...Object.fromEntries(EC2_LISTS.map((operation) => [`ec2:${operation}`, 1])),
      'ec2:DescribeSnapshots': 2, // its own, and which of them everybody may use
      'ecs:ListClusters': 1,
      'cloudtrail:DescribeTrails': 1,
      'kms:ListKeys': 1,
      'kms:ListAliases': 1,
      'kms:DescribeKey': 2,
      'kms:GetKeyRotationStatus': 2,
      'kms:ListResourceTags': 2,
      'config:DescribeConfigurationRecorders': 1,
      'config:DescribeConfigurationRecorderStatus': 1,
      'rds:DescribeDBInstances': 1,
      'lambda:ListFunctions': 1,
    });
    const there = double.world.accounts.get(STAGING)?.inventory('eu-west-1');
    const expected: Partial<Record<ApiName, number | undefined>> = {
      'aws-ecs-cluster': 0,
      'aws-ec2-describe-instances': there?.instances.length,
      'aws-ec2-describe-network-interfaces': there?.interfaces.length,
      'aws-ec2-describe-security-groups': there?.securityGroups.length,
      'aws-ec2-describe-vpcs': 1,
      'aws-ec2-describe-subnets': 2,
      'aws-ec2-describe-route-tables': 1,
      'aws-ec2-describe-network-acls': 1,
      'aws-ec2-describe-internet-gateways': 1,
      'aws-ec2-describe-flow-logs': 1,
      'aws-ec2-describe-volumes': 3,
      'aws-ec2-describe-snapshots': 1,
      'aws-ec2-describe-images': 1,
      'aws-ec2-ebs-encryption': 1,
      'aws-ec2-elastic-address': 2,
      'aws-vpc-nat-gateway': 1,
      'aws-describe-vpc-endpoints': 1,
      'aws-cloudtrail-describe-trails': 0,
      'aws-kms-get-key-rotation-status': 2,
      'aws-configservice-describe-configuration-recorders': 1,
      'aws-rds-describe-db-instances': 1,
      'aws-lambda-list-functions': 1,
    };
    const { collected } = await engine.live.state();
    const found = new Map(collected.map(({ api, at, resources, problem }) => [api, { at, resources, problem }]));
    for (const [api, resources] of Object.entries(expected))
      expect([api, found.get(api)]).toEqual([api, { at: NOW, resources, problem: undefined }]);
    expect([...found.keys()].sort()).toEqual(
      COLLECTORS.filter(({ per }) => per === 'region')
        .map(({ api }) => api)
        .sort(),
    );
  });

  it('has records in the form in which searches ask for them', async () => {
    const { record, sync } = await bench('staging', STAGING, ['eu-west-1']);
    await sync({ regions: ['eu-west-1'] });
    const group = await record('aws-ec2-describe-security-groups', 'search-api');
    expect(group).toMatchObject({
      groupId: standingId('sg', 'group/search-api'),
      ipPermissions: [
        {
          ipProtocol: 'tcp',
          fromPort: 9200,
          toPort: 9200,
          ipRanges: ['10.0.0.0/16'],
          ipv4Ranges: [{ cidrIp: '10.0.0.0/16' }],
          ipv6Ranges: [],
        },
      ],
      ipPermissionsEgress: [{ ipProtocol: '-1', ipRanges: ['0.0.0.0/0'], ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }] }],
    });
    expect(await record('aws-ec2-describe-network-interfaces', 'bastion')).toMatchObject({
      tagSet: [{ key: 'Name', value: 'bastion' }],
      attachment: {
        attachTime: new Date(NOW - 30 * 86_400_000).toISOString(),
        instanceId: standingId('i', `${STAGING}/eu-west-1/bastion`),
      },
    });
    expect(await record('aws-ec2-describe-instances', 'bastion')).toMatchObject({
      state: { name: 'running', code: 16 },
      metadataOptions: { httpTokens: 'optional' },
      tags: [
        { key: 'Name', value: 'bastion' },
        { key: 'team', value: 'bastion' },
      ],
    });
    expect(await record('aws-rds-describe-db-instances', 'reports')).toMatchObject({
      dbinstanceIdentifier: 'reports',
      dbinstanceStatus: 'available',
      iamdatabaseAuthenticationEnabled: false,
      instanceCreateTime: new Date(NOW - 400 * 86_400_000).toISOString(),
    });
    expect(await record('aws-configservice-describe-configuration-recorders', 'default')).toMatchObject({
      roleARN: expect.stringContaining(':role/') as string,
      recordingGroup: { allSupported: true },
      status: { recording: true, lastStatus: 'Success' },
    });
    expect(await record('aws-kms-get-key-rotation-status', 'alias/nimbus-1')).toMatchObject({
      keyManager: 'CUSTOMER',
      keyRotationEnabled: true,
      aliases: [{ aliasName: 'alias/nimbus-1' }],
      tags: [{ key: 'managed-by', value: 'terraform' }],
    });
    // What an environment holds may be a secret: its names alone are kept.
    expect(await record('aws-lambda-list-functions', 'thumbnailer')).toMatchObject({
      environment: { variables: { BUCKET: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
      memorySize: 512,
    });
    expect(await record('aws-ec2-ebs-encryption', 'EBS encryption')).toMatchObject({ ebsEncryptionByDefault: false });
  });
});

describe('an account as a whole', () => {
  it('is collected by the least calls, a report that is not there yet included', async () => {
    const { double, engine, sync, calls, record } = await bench('production', PRODUCTION, ['us-east-1']);
    expect((await sync({ regions: [''] })).problems).toEqual([]);
    const buckets = [...double.world.buckets.values()].filter(({ account }) => account === PRODUCTION);
    const policies = buckets.filter(({ policy }) => policy !== undefined).length;
    const each = [
      'GetBucketAcl',
      'GetBucketPolicy',
      'GetPublicAccessBlock',
      'GetBucketEncryption',
      'GetBucketVersioning',
      'GetBucketTagging',
    ];
    expect(calls()).toEqual({
      'iam:GetCredentialReport': 2,
      'iam:GenerateCredentialReport': 2,
      'iam:GetAccountSummary': 1,
      'iam:GetAccountPasswordPolicy': 1,
      'iam:ListRoles': 1,
      'iam:ListUsers': 1,
      'iam:GetAccountAuthorizationDetails': 1,
      's3:ListBuckets': 1,
      ...Object.fromEntries(each.map((operation) => [`s3:${operation}`, 9])),
      's3:GetBucketPolicyStatus': policies,
    });
    await sync({ regions: [''] });
    expect(calls()).toMatchObject({ 'iam:GetCredentialReport': 1 });
    const { resources, total } = await engine.live.resources({
      account: PRODUCTION,
      region: '',
      api: 'aws-iam-get-credential-report',
      limit: 9,
    });
    expect([total, resources.map(({ name }) => name)]).toEqual([
      5,
      ['<root_account>', 'backup-agent', 'break-glass', 'legacy-report', 'partner-readonly'],
    ]);
    const user = await record('aws-iam-list-users', 'break-glass', '');
    expect(user).toMatchObject({
      userName: 'break-glass',
      attachedManagedPolicies: [{ policyName: 'AdministratorAccess', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
      mfa_active: 'true', // the credential report is about the same user
    });
    const role = await record('aws-iam-list-roles', 'checkout-task', '');
    expect(role).toMatchObject({
      maxSessionDuration: 3600,
      assumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      rolePolicyList: [{ policyName: 'app', policyDocument: { Statement: [{ Action: ['sqs:SendMessage'] }] } }],
    });
    expect(await record('aws-iam-get-policy-version', 'read-everything-but-secrets', '')).toMatchObject({
      versionId: 'v2',
      isAttached: false,
      document: { Statement: [{ Action: ['ec2:Describe*'] }] },
    });
    expect(await record('aws-iam-get-account-summary', 'Account summary', '')).toMatchObject({ AccountMFAEnabled: 1, Users: 4 });
    expect(await record('aws-iam-get-account-password-policy', 'Password policy', '')).toMatchObject({ minimumPasswordLength: 14 });
    const bucket = await record('aws-s3api-get-bucket-acl', 'nimbus-works-receipts', '');
    expect(bucket).toMatchObject({
      name: 'nimbus-works-receipts',
      acl: { grants: [{ permission: 'FULL_CONTROL' }] },
      policy: { Statement: [{}] },
      versioningConfiguration: { status: 'Enabled' },
      sseAlgorithm: 'AES256',
      publicAccessBlockConfiguration: { blockPublicAcls: true },
    });
    expect((await engine.live.resources({ account: PRODUCTION, region: '', api: 'aws-region', limit: 100 })).total).toBe(22);
  });

  it('says which bucket is open to everybody, and that no policy of passwords was ever set', async () => {
    const { engine, sync } = await bench('sandbox', SANDBOX, ['us-east-1']);
    expect((await sync({ regions: [''] })).problems).toEqual([]);
    const { resources } = await engine.live.resources({ account: SANDBOX, region: '', api: 'aws-s3api-get-bucket-acl', limit: 9 });
    expect(resources).toMatchObject([{ name: 'nimbus-works-workshop-files', region: 'eu-central-1', health: 'error' }]);
    const { collected } = await engine.live.state();
    expect(collected.find(({ api }) => api === 'aws-iam-get-account-password-policy')).toMatchObject({ at: NOW, resources: 0 });
  });

  it('has the trail at home, with how it is', async () => {
    const { engine, sync, record, calls } = await bench('production', PRODUCTION, ['us-east-1']);
    await sync({ regions: ['us-east-1'], apis: APIS.map(({ name }) => name).filter((name) => name.startsWith('aws-cloudtrail')) });
    expect(calls()).toEqual({
      'cloudtrail:DescribeTrails': 1,
      'cloudtrail:ListTags': 1,
      'cloudtrail:GetTrailStatus': 1,
      'cloudtrail:GetEventSelectors': 1,
    });
    const place = { account: PRODUCTION, region: 'us-east-1', api: 'aws-cloudtrail-describe-trails', limit: 5 };
    expect((await engine.live.resources(place)).resources).toMatchObject([
      { name: 'nimbus-works-organisation', health: 'ok', summary: 'nimbus-works-cloudtrail, logging' },
    ]);
    expect(await record('aws-cloudtrail-describe-trails', 'nimbus-works-organisation')).toMatchObject({
      s3BucketName: 'nimbus-works-cloudtrail',
      isLogging: true,
      latestDeliveryTime: new Date(NOW - 300_000).toISOString(),
      eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }],
      tags: [{ key: 'managed-by', value: 'terraform' }],
    });
  });
});
