import * as config from '@aws-sdk/client-config-service';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standingId } from '../../../src/sample/ids';
import { startDouble, type Double } from '../../aws/double';
import type { AccountWorld } from '../../aws/world/world';
import { plain } from './double-models';

const NOW = Date.UTC(2026, 4, 20, 9, 30);
const [PRODUCTION, STAGING, SANDBOX] = ['111122223333', '444455556666', '777788889999'];
let double: Double;
beforeAll(async () => {
  double = await startDouble({ now: () => NOW });
});
afterAll(() => double.close());

const options = (account: string, region = 'us-east-1') => ({
  maxAttempts: 1,
  region,
  endpoint: double.url,
  credentials: double.sessions.user(account, 'others'),
});
const world = (account: string): AccountWorld => {
  const found = double.world.accounts.get(account);
  if (found === undefined) throw new Error(account);
  return found;
};

describe('IAM', () => {
  const client = (account: string) => new iam.IAMClient(options(account));

  it('has users and roles, page by page, and their details at once', async () => {
    const roles: iam.Role[] = [];
    for await (const { Roles = [] } of iam.paginateListRoles({ client: client(PRODUCTION), pageSize: 3 }, {})) roles.push(...Roles);
    expect(roles.map(({ Arn }) => Arn)).toEqual(world(PRODUCTION).iam.roles.map(({ detail }) => detail.Arn));
    const trust = JSON.parse(decodeURIComponent(roles[0]?.AssumeRolePolicyDocument ?? '')) as unknown;
    expect(trust).toMatchObject({ Statement: [{ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] });
    const { Users = [] } = await client(SANDBOX).send(new iam.ListUsersCommand({}));
    expect(Users).toMatchObject([{ UserName: 'workshop', PasswordLastUsed: new Date(NOW - 86_400_000) }]);
    const details = await client(PRODUCTION).send(new iam.GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }));
    expect(plain(details.UserDetailList)).toEqual(plain(world(PRODUCTION).iam.users.map(({ detail }) => detail)));
    expect(plain(details.RoleDetailList)).toEqual(plain(world(PRODUCTION).iam.roles.map(({ detail }) => detail)));
    expect(plain(details.Policies)).toEqual(plain(world(PRODUCTION).iam.policies));
    const [policy] = details.Policies ?? [];
    const version = await client(PRODUCTION).send(new iam.GetPolicyVersionCommand({ PolicyArn: policy?.Arn, VersionId: 'v2' }));
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? '')).toContain('ec2:Describe*');
  });

  it('makes a credential report when it is asked to, and has none before', async () => {
    const get = () => client(PRODUCTION).send(new iam.GetCredentialReportCommand({}));
    const generate = async () => (await client(PRODUCTION).send(new iam.GenerateCredentialReportCommand({}))).State;
    await expect(get()).rejects.toMatchObject({ name: 'CredentialReportNotPresentException' });
    expect(await generate()).toBe('STARTED');
    await expect(get()).rejects.toMatchObject({ name: 'CredentialReportNotReadyException' });
    expect(await generate()).toBe('COMPLETE');
    const lines = Buffer.from((await get()).Content ?? []).toString().split('\n').map((line) => line.split(',')); // prettier-ignore
    expect(lines.map(([user]) => user)).toEqual([
      'user',
      '<root_account>',
      'break-glass',
      'partner-readonly',
      'legacy-report',
      'backup-agent',
    ]);
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([22]));
    expect(lines[2]?.[7]).toBe('true');
  });

  it('tells what holds for the account', async () => {
    const { SummaryMap } = await client(SANDBOX).send(new iam.GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ Users: 1, AccountMFAEnabled: 0 });
    const { PasswordPolicy } = await client(PRODUCTION).send(new iam.GetAccountPasswordPolicyCommand({}));
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 14, RequireSymbols: true, ExpirePasswords: false });
    await expect(client(SANDBOX).send(new iam.GetAccountPasswordPolicyCommand({}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});

it('KMS has the keys that the records name, one of which does not rotate', async () => {
  const client = new kms.KMSClient(options(STAGING, 'eu-west-1'));
  const ids: string[] = [];
  for await (const { Keys = [] } of kms.paginateListKeys({ client, pageSize: 1 }, {})) ids.push(...Keys.map(({ KeyId = '' }) => KeyId));
  const described = await Promise.all(ids.map((KeyId) => client.send(new kms.DescribeKeyCommand({ KeyId }))));
  const { keys } = world(STAGING).inventory('eu-west-1');
  expect(described.map(({ KeyMetadata }) => plain(KeyMetadata))).toEqual(keys.map(({ metadata }) => plain(metadata)));
  const rotations = await Promise.all(ids.map((KeyId) => client.send(new kms.GetKeyRotationStatusCommand({ KeyId }))));
  expect(rotations.map(({ KeyRotationEnabled }) => KeyRotationEnabled).sort()).toEqual([false, true]);
  const { Aliases = [] } = await client.send(new kms.ListAliasesCommand({}));
  expect(Aliases.map(({ TargetKeyId }) => TargetKeyId)).toEqual(ids);
  expect((await client.send(new kms.ListResourceTagsCommand({ KeyId: ids[0] }))).Tags).toEqual([
    { TagKey: 'managed-by', TagValue: 'terraform' },
  ]);
});

it('AWS Config records where it is switched on, and has a history there', async () => {
  const client = new config.ConfigServiceClient(options(STAGING, 'eu-west-1'));
  const { recorders } = world(STAGING).inventory('eu-west-1');
  const { ConfigurationRecorders } = await client.send(new config.DescribeConfigurationRecordersCommand({}));
  expect(plain(ConfigurationRecorders)).toEqual(plain(recorders.map(({ recorder }) => recorder)));
  const { ConfigurationRecordersStatus } = await client.send(new config.DescribeConfigurationRecorderStatusCommand({}));
  expect(plain(ConfigurationRecordersStatus)).toEqual(plain(recorders.map(({ status }) => status)));
  expect((await client.send(new config.DescribeDeliveryChannelsCommand({}))).DeliveryChannels).toHaveLength(1);
  const group = { resourceType: 'AWS::EC2::SecurityGroup', resourceId: standingId('sg', 'group/search-api') } as const;
  const { configurationItems = [] } = await client.send(new config.GetResourceConfigHistoryCommand(group));
  expect(configurationItems.map(({ configurationItemStatus }) => configurationItemStatus)).toEqual(['OK', 'ResourceDiscovered']);
  expect(JSON.parse(configurationItems[0]?.configuration ?? '')).toMatchObject({
    groupName: 'search-api',
    ipPermissions: [{ fromPort: 9200 }],
  });
  const off = new config.ConfigServiceClient(options(SANDBOX, 'eu-west-1'));
  await expect(off.send(new config.GetResourceConfigHistoryCommand(group))).rejects.toMatchObject({
    name: 'NoAvailableConfigurationRecorderException',
  });
});

it('RDS and Lambda have what the records tell of', async () => {
  const { DBInstances } = await new RDSClient(options(STAGING, 'eu-west-1')).send(new DescribeDBInstancesCommand({}));
  expect(plain(DBInstances)).toEqual(plain(world(STAGING).inventory('eu-west-1').databases));
  await expect(
    new RDSClient(options(STAGING)).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'none' })),
  ).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' });
  const { Functions } = await new LambdaClient(options(SANDBOX, 'eu-central-1')).send(new ListFunctionsCommand({}));
  expect(plain(Functions)).toEqual(plain(world(SANDBOX).inventory('eu-central-1').functions));
  double.faults.add({ service: 'lambda', fault: { kind: 'throttle' }, times: 1 });
  await expect(new LambdaClient(options(SANDBOX)).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
    name: 'TooManyRequestsException',
  });
});
