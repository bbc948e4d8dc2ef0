import { afterEach, describe, expect, it } from 'vitest';
import type { ResourceRecord } from '../../../src/domain/inventory';
import type { JsonObject } from '../../../src/domain/json';
import { inventoryOf } from '../../../src/provenance/inventory';
import { Store } from '../../../src/store/store';
import { event, hasRealLogs, logFile, REAL_LOGS, temporaryFolder } from '../support/folders';

let store: Store;
afterEach(() => store.close());

async function inventory(...paths: readonly string[]): Promise<readonly ResourceRecord[]> {
  store = await Store.open(await temporaryFolder());
  await store.load(paths);
  const found: ResourceRecord[] = [];
  for await (const batch of inventoryOf(store)) found.push(...batch);
  return found;
}

async function of(...records: readonly JsonObject[]): Promise<readonly ResourceRecord[]> {
  return inventory(await logFile(await temporaryFolder(), 'a.json', records));
}

/** A call at a minute past ten. */
function call(
  minute: number,
  eventName: string,
  request: JsonObject | null,
  response: JsonObject | null = null,
  more: JsonObject = {},
): JsonObject {
  const eventTime = `2024-05-01T10:${String(minute).padStart(2, '0')}:00Z`;
  return event(`${minute}`, { eventTime, eventName, requestParameters: request, responseElements: response, ...more });
}

const at = (minute: number): number => Date.parse('2024-05-01T10:00:00Z') + minute * 60_000;
const items = (...list: readonly (JsonObject | string)[]): JsonObject => ({ items: list });
const ECS = { eventSource: 'ecs.amazonaws.com' };
const SERVICE = 'arn:aws:ecs:us-east-2:111122223333:service/load-test/worker';
const CLUSTER = 'arn:aws:ecs:us-east-2:111122223333:cluster/load-test';

function service(minute: number, operation: string, desiredCount: number): JsonObject {
  const described = { serviceArn: SERVICE, serviceName: 'worker', clusterArn: CLUSTER, desiredCount, runningCount: 0 };
  return call(minute, operation, { cluster: 'load-test', service: 'worker' }, { service: described }, ECS);
}

describe('a record of a resource', () => {
  it('is what the newest answer says, from its creation to its end by name', async () => {
    const [made, ...others] = await of(
      service(1, 'CreateService', 1),
      service(2, 'UpdateService', 3),
      call(3, 'DeleteService', { cluster: 'other', service: 'worker' }, null, ECS),
    );
    expect(others).toEqual([]);
    expect(made).toEqual({
      api: 'aws-ecs-service',
      resource: SERVICE,
      type: 'AWS::ECS::Service',
      service: 'ECS',
      account: '111122223333',
      region: 'us-east-2',
      status: 'active',
      since: at(1),
      asOf: at(2),
      tags: {},
      record: { serviceArn: SERVICE, serviceName: 'worker', clusterArn: CLUSTER, desiredCount: 3, runningCount: 0 },
    });
  });

  it('is the last one known of a resource that was deleted, and of one whose beginning the logs do not hold', async () => {
    const [deleted] = await of(service(2, 'UpdateService', 3), call(3, 'DeleteService', { cluster: CLUSTER, service: SERVICE }, null, ECS));
    expect(deleted).toMatchObject({ resource: SERVICE, status: 'deleted', asOf: at(3), record: { desiredCount: 3 } });
    expect(deleted).not.toHaveProperty('since');
  });

  it('counts no call that failed, and none that says nothing of a resource', async () => {
    expect(await of(service(1, 'CreateService', 1), call(2, 'CreateVpc', {}, {}))).toHaveLength(1);
    expect(await of({ ...service(1, 'CreateService', 1), errorCode: 'AccessDenied' })).toEqual([]);
  });

  it('has the form of the SDK: arrays without items, names without Set', async () => {
    const found = await of(
      call(
        1,
        'RunInstances',
        {},
        {
          requestId: 'r',
          instancesSet: items({
            instanceId: 'i-0a1b2c3d',
            instanceState: { code: 0, name: 'pending' },
            groupSet: items({ groupId: 'sg-1', groupName: 'web' }),
            tagSet: items({ key: 'env', value: 'prod' }),
            networkInterfaceSet: items({ networkInterfaceId: 'eni-0a1b2c3d', groupSet: {}, tagSet: items({ key: 'k', value: 'v' }) }),
          }),
        },
      ),
      call(2, 'StopInstances', {}, { instancesSet: items({ instanceId: 'i-0a1b2c3d', currentState: { code: 64, name: 'stopping' } }) }),
      call(
        3,
        'CreateDBInstance',
        {},
        { dBInstanceArn: 'arn:aws:rds:us-east-1:111122223333:db:d', dBInstanceIdentifier: 'd', storageEncrypted: false },
        { eventSource: 'rds.amazonaws.com' },
      ),
    );
    expect(found.map(({ api, record, tags }) => [api, record, tags])).toEqual([
      [
        'aws-ec2-describe-instances',
        {
          instanceId: 'i-0a1b2c3d',
          state: { code: 64, name: 'stopping' },
          securityGroups: [{ groupId: 'sg-1', groupName: 'web' }],
          tags: [{ key: 'env', value: 'prod' }],
          networkInterfaces: [{ networkInterfaceId: 'eni-0a1b2c3d', securityGroups: [], tags: [{ key: 'k', value: 'v' }] }],
        },
        { env: 'prod' },
      ],
      [
        'aws-ec2-describe-network-interfaces',
        { networkInterfaceId: 'eni-0a1b2c3d', groups: [], tagSet: [{ key: 'k', value: 'v' }] },
        { k: 'v' },
      ],
      [
        'aws-rds-describe-db-instances',
        { dbinstanceArn: 'arn:aws:rds:us-east-1:111122223333:db:d', dbinstanceIdentifier: 'd', storageEncrypted: false },
        {},
      ],
    ]);
  });

  it('takes in tags and the rules of a security group', async () => {
    const permission = (...networks: readonly string[]): JsonObject => ({
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      groups: {},
      ipRanges: items(...networks.map((cidrIp) => ({ cidrIp }))),
    });
    const rule = { securityGroupRuleId: 'sgr-1', isEgress: false, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv6: '::/0' };
    const [group] = await of(
      call(1, 'CreateSecurityGroup', { groupName: 'web', groupDescription: 'Web', vpcId: 'vpc-1' }, { groupId: 'sg-1', _return: true }),
      call(
        2,
        'AuthorizeSecurityGroupIngress',
        { groupId: 'sg-1', ipPermissions: items(permission('0.0.0.0/0', '10.0.0.0/8')) },
        { _return: true },
      ),
      call(3, 'AuthorizeSecurityGroupIngress', { groupId: 'sg-1' }, { securityGroupRuleSet: items(rule) }),
      call(4, 'RevokeSecurityGroupIngress', { groupId: 'sg-1', ipPermissions: items(permission('10.0.0.0/8')) }),
      call(5, 'CreateTags', {
        resourcesSet: items({ resourceId: 'sg-1' }),
        tagSet: items({ key: 'a', value: '1' }, { key: 'b', value: '2' }),
      }),
      call(6, 'DeleteTags', { resourcesSet: items({ resourceId: 'sg-1' }), tagSet: items({ key: 'a' }) }),
    );
    const usual = { userIdGroupPairs: [], prefixListIds: [] };
    expect(group).toMatchObject({ resource: 'sg-1', tags: { b: '2' }, asOf: at(6), since: at(1) });
    expect(group?.record).toEqual({
      groupId: 'sg-1',
      groupName: 'web',
      description: 'Web',
      vpcId: 'vpc-1',
      ipPermissions: [
        {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          ipRanges: ['0.0.0.0/0'],
          ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }],
          ipv6Ranges: [],
          ...usual,
        },
        { ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges: [], ipv4Ranges: [], ipv6Ranges: [{ cidrIpv6: '::/0' }], ...usual },
      ],
      // a new group of a VPC may send anything anywhere, and nothing took that away
      ipPermissionsEgress: [{ ipProtocol: '-1', ipRanges: ['0.0.0.0/0'], ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }], ipv6Ranges: [], ...usual }],
      tags: [{ key: 'b', value: '2' }],
    });
    store.close();
    const revoked = { groupId: 'sg-1', securityGroupRuleIds: items({ securityGroupRuleId: 'sgr-1' }) };
    const [shut] = await of(
      call(1, 'CreateSecurityGroup', { groupName: 'web' }, { groupId: 'sg-1' }),
      call(2, 'AuthorizeSecurityGroupIngress', { groupId: 'sg-1' }, { securityGroupRuleSet: items(rule) }),
      call(3, 'RevokeSecurityGroupIngress', revoked),
    );
    expect(shut?.record['ipPermissions']).toEqual([]);
  });

  it.skipIf(!hasRealLogs)('is there of a deleted interface of RDS, from public logs', async () => {
    const found = await inventory(REAL_LOGS);
    expect(found.find(({ resource }) => resource === 'eni-0938d805949b4e134')).toMatchObject({
      api: 'aws-ec2-describe-network-interfaces',
      account: '123837392027',
      region: 'us-east-1',
      status: 'deleted',
      asOf: Date.parse('2023-07-10T12:32:01Z'),
      record: {
        vpcId: 'vpc-07b33857c7ad1c027',
        privateIpAddress: '10.0.2.159',
        groups: [{ groupId: 'sg-0a1ae80d31d1e9c86', groupName: 'default' }],
      },
    });
  });
});
