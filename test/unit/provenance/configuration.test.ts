import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import type { Configuration } from '../../../src/domain/version';
import { configurationOf } from '../../../src/provenance/history';
import { UNKNOWN_TEXTS } from '../../../src/provenance/unknown';
import { Store } from '../../../src/store/store';
import { event, hasRealLogs, logFile, REAL_LOGS, temporaryFolder } from '../support/folders';

let store: Store;
afterEach(() => store.close());

async function given(...paths: readonly string[]): Promise<(resource: string, until?: number) => Promise<Configuration | undefined>> {
  store = await Store.open(await temporaryFolder());
  await store.load(paths);
  return (resource, until) => configurationOf(store, resource, { until });
}

async function records(...list: readonly JsonObject[]): Promise<string> {
  return logFile(await temporaryFolder(), 'a.json', list);
}

/** A call at a minute past ten. */
function call(
  minute: number,
  eventName: string,
  request: JsonObject,
  response: JsonObject | null = null,
  more: JsonObject = {},
): JsonObject {
  const eventTime = `2024-05-01T10:${String(minute).padStart(2, '0')}:00Z`;
  return event(`${minute}`, { eventTime, eventName, requestParameters: request, responseElements: response, ...more });
}

const ECS = { eventSource: 'ecs.amazonaws.com' };
const SERVICE = 'arn:aws:ecs:us-east-2:111122223333:service/load-test/worker';
const CLUSTER = 'arn:aws:ecs:us-east-2:111122223333:cluster/load-test';

function createService(minute: number, desiredCount: number): JsonObject {
  const request = { cluster: 'load-test', serviceName: 'worker', desiredCount, clientToken: 't', enableExecuteCommand: true };
  return call(minute, 'CreateService', request, { service: { serviceArn: SERVICE, clusterArn: CLUSTER, desiredCount } }, ECS);
}

describe('the last known configuration', () => {
  it.skipIf(!hasRealLogs)('of a deleted interface of RDS, from public logs', async () => {
    const ask = await given(REAL_LOGS);
    const found = await ask('eni-0938d805949b4e134');
    expect(found).toMatchObject({
      type: 'AWS::EC2::NetworkInterface',
      account: '123837392027',
      region: 'us-east-1',
      status: 'deleted',
      asOf: '2023-07-10T12:32:01Z',
      // the response's, as the exemplar of the call has it
      configuration: { vpcId: 'vpc-07b33857c7ad1c027', privateIpAddress: '10.0.2.159', status: 'pending', ipv6AddressCount: 0 }, // asked for, and not in the answer
    });
    expect(found?.configuration['groups']).toEqual([{ groupId: 'sg-0a1ae80d31d1e9c86', groupName: 'default' }]);
    expect(found?.sources).toEqual([
      { path: '$', eventId: '75f05727-9451-4593-9dd2-921cb841f2c3' },
      { path: 'status', eventId: '8e7c424e-ba89-4259-a302-ebc251a1d79c' },
    ]);
    // A minute before its end it was there.
    expect(await ask('eni-0938d805949b4e134', Date.UTC(2023, 6, 10, 12, 31))).toMatchObject({ status: 'active' });
    // Its group is the default one that came with the VPC: no record tells of its birth.
    expect(await ask('sg-0a1ae80d31d1e9c86')).toMatchObject({
      configuration: {},
      region: 'us-east-1',
      account: '123837392027',
      sources: [],
      unknown: [{ reason: { text: UNKNOWN_TEXTS.beforeLog } }],
    });
    expect(await ask('eni-00000000')).toBeUndefined();
  });

  it('takes no parent, neighbour or part for the thing itself', async () => {
    const made = { networkInterface: { networkInterfaceId: 'eni-11111111', subnetId: 'subnet-11111111', vpcId: 'vpc-11111111' } };
    const asked = { subnetId: 'subnet-11111111', groupSet: { items: [{ groupId: 'sg-11111111' }] } };
    const ask = await given(
      await records(
        call(1, 'CreateRouteTable', { vpcId: 'vpc-11111111' }, { routeTable: { routeTableId: 'rtb-11111111', vpcId: 'vpc-11111111' } }),
        call(2, 'CreateNetworkInterface', asked, made),
        call(3, 'DeleteRoute', { routeTableId: 'rtb-11111111', destinationCidrBlock: '0.0.0.0/0' }, { _return: true }),
        call(4, 'DeleteNetworkAclEntry', { networkAclId: 'acl-11111111' }, { _return: true }),
        call(5, 'DeleteNetworkInterface', { networkInterfaceId: 'eni-11111111', groups: ['sg-11111111'] }, { _return: true }),
        call(6, 'ReleaseAddress', { allocationId: 'eipalloc-11111111' }, { _return: true }),
        call(7, 'DeleteTags', { resourcesSet: { items: [{ resourceId: 'i-11111111' }] } }, { _return: true }),
        call(8, 'TerminateInstances', { instancesSet: { items: [{ instanceId: 'i-11111111' }] } }, null, {
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ),
    );
    expect(await ask('eni-11111111')).toMatchObject({ status: 'deleted', asOf: '2024-05-01T10:05:00Z' });
    for (const other of ['sg-11111111', 'vpc-11111111', 'subnet-11111111', 'acl-11111111', 'i-11111111'])
      expect(await ask(other)).toMatchObject({ status: 'active', configuration: {}, account: '111122223333', region: 'us-east-2' });
    expect(await ask('rtb-11111111')).toMatchObject({ status: 'active', configuration: { routeTableId: 'rtb-11111111' } });
    expect(await ask('eipalloc-11111111')).toMatchObject({ status: 'deleted' });
  });

  it('follows a service that is deleted by its name, and made again under it', async () => {
    const cluster = call(1, 'CreateCluster', { clusterName: 'load-test' }, { cluster: { clusterArn: CLUSTER, status: 'ACTIVE' } }, ECS);
    const elsewhere = call(3, 'DeleteService', { cluster: 'another', service: 'worker' }, { service: {} }, ECS);
    const deleted = call(4, 'DeleteService', { cluster: CLUSTER, service: 'worker', force: true }, { service: {} }, ECS);
    const file = await records(cluster, createService(2, 1), elsewhere, deleted, createService(6, 50));
    const ask = await given(file);
    const minute = (n: number): number => Date.UTC(2024, 4, 1, 10, n);
    expect(await ask(SERVICE, minute(3))).toMatchObject({ status: 'active', configuration: { desiredCount: 1 } });
    expect(await ask(SERVICE, minute(5))).toMatchObject({
      status: 'deleted',
      asOf: '2024-05-01T10:04:00Z',
      configuration: { desiredCount: 1, enableExecuteCommand: true },
    });
    expect(await ask('worker')).toMatchObject({ resource: SERVICE, status: 'active', configuration: { desiredCount: 50 } });
    expect(await ask(CLUSTER)).toMatchObject({ type: 'AWS::ECS::Cluster', status: 'active', configuration: { status: 'ACTIVE' } });
  });
});
