import { describe, expect, it } from 'vitest';
import type { ResourceRecord } from '../../../src/domain/inventory';
import type { JsonObject } from '../../../src/domain/json';
import { recorded } from '../../../src/provenance/about';
import { configurationOf, historyOf } from '../../../src/provenance/history';
import { inventoryOf } from '../../../src/provenance/inventory';
import { UNKNOWN_TEXTS } from '../../../src/provenance/unknown';
import type { Look, Seen } from '../../../src/store/snapshot';
import type { Store } from '../../../src/store/store';
import { logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';
import { ACCOUNT, call, items, steps } from './replayed';

const REGION = 'us-east-2';
const CLUSTER = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/load-test`;
const WORKER = `arn:aws:ecs:${REGION}:${ACCOUNT}:service/load-test/worker`;
const GROUP = 'sg-0123456789abcdef0';
/** A minute past ten, as of the calls; looks come half a minute later. */
const at = (minute: number, seconds = 0): number => Date.parse('2024-05-01T10:00:00Z') + (minute * 60 + seconds) * 1000;

function worker(desiredCount: number, more: JsonObject = {}): JsonObject {
  return { serviceArn: WORKER, serviceName: 'worker', clusterArn: CLUSTER, desiredCount, runningCount: 0, ...more };
}

function ecs(minute: number, operation: string, desiredCount: number): JsonObject {
  const request = { cluster: 'load-test', service: 'worker', serviceName: 'worker' };
  return call(minute, 'ecs', operation, request, operation.startsWith('Delete') ? null : { service: worker(desiredCount) });
}

async function world(...records: readonly JsonObject[]): Promise<Store> {
  const store = await storeIn(await temporaryFolder());
  if (records.length > 0) await store.load([await logFile(await temporaryFolder(), 'a.json', records)]);
  return store;
}

function look(store: Store, api: string, minute: number, seen: readonly Seen[], more: Partial<Look> = {}): Promise<unknown> {
  return store.snapshots.add({ account: ACCOUNT, region: REGION, api, at: at(minute, 30), seen, found: 'all', ...more });
}

function service(record: JsonObject, more: Partial<Seen> = {}): Seen {
  return { resource: WORKER, name: 'worker', parent: CLUSTER, tags: {}, record, ...more };
}

async function inventory(store: Store): Promise<readonly ResourceRecord[]> {
  const found: ResourceRecord[] = [];
  for await (const batch of inventoryOf(store)) found.push(...batch);
  return found;
}

describe('a live record in configuration searches', () => {
  it('takes the place of what older calls tell, and keeps when it was made', async () => {
    const store = await world(ecs(1, 'CreateService', 1));
    await look(store, 'aws-ecs-service', 5, [service(worker(1, { events: [] }))]);
    expect(await inventory(store)).toEqual([
      {
        api: 'aws-ecs-service',
        resource: WORKER,
        type: 'AWS::ECS::Service',
        service: 'ECS',
        account: ACCOUNT,
        region: REGION,
        status: 'active',
        since: at(1),
        asOf: at(5, 30),
        tags: {},
        record: worker(1, { events: [] }),
      },
    ]);
  });

  it('gives way to what a later call answers', async () => {
    const store = await world(ecs(1, 'CreateService', 1), ecs(9, 'UpdateService', 4));
    await look(store, 'aws-ecs-service', 5, [service(worker(1))]);
    expect(await inventory(store)).toMatchObject([{ asOf: at(9), record: { desiredCount: 4 } }]);
  });

  it('is there without any record of the logs, in the region where it lies', async () => {
    const store = await world();
    const bucket = { resource: 'arn:aws:s3:::logs', name: 'logs', region: 'eu-west-1', tags: { team: 'a' }, record: { name: 'logs' } };
    await look(store, 'aws-s3api-get-bucket-acl', 5, [bucket], { region: '' });
    expect(await inventory(store)).toMatchObject([{ type: 'AWS::S3::Bucket', region: 'eu-west-1', status: 'active', tags: { team: 'a' } }]);
  });

  it('that no list has any more is deleted as of the first of them, also where only the logs knew it', async () => {
    const store = await world(ecs(1, 'CreateService', 1));
    for (const minute of [5, 6, 7]) await look(store, 'aws-ecs-service', minute, []);
    expect(await inventory(store)).toMatchObject([{ status: 'deleted', asOf: at(5, 30) }]);
    const other = await world();
    await look(other, 'aws-ecs-service', 5, [service(worker(1))]);
    for (const minute of [6, 7]) await look(other, 'aws-ecs-service', minute, []);
    expect(await inventory(other)).toMatchObject([{ status: 'deleted', asOf: at(6, 30) }]);
  });

  it('is not deleted for a list that failed, that is older than the calls, or that is of another place', async () => {
    const store = await world(ecs(8, 'CreateService', 1));
    await look(store, 'aws-ecs-service', 5, []);
    await look(store, 'aws-ecs-service', 8, []); // half a minute after the call: the list may not have it yet
    await look(store, 'aws-ecs-service', 20, [], { found: 'part' });
    await look(store, 'aws-ecs-service', 20, [], { region: 'eu-west-1' });
    expect(await inventory(store)).toMatchObject([{ status: 'active' }]);
  });
});

describe('what was seen, in a history', () => {
  it('stands between the calls, names nobody, and is what later calls change', async () => {
    const store = await world(ecs(1, 'CreateService', 1), ecs(9, 'UpdateService', 4));
    await look(store, 'aws-ecs-service', 5, [service(worker(1, { schedulingStrategy: 'REPLICA' }))]);
    await look(store, 'aws-ecs-service', 6, [service(worker(1, { schedulingStrategy: 'REPLICA' }))]);
    const versions = await historyOf(store, WORKER);
    expect(steps(versions)).toEqual(['created CreateService', 'seen seen', 'changed UpdateService']);
    const [, seen, updated] = versions;
    expect(seen).toMatchObject({ kind: 'seen', time: at(5, 30), until: at(6, 30), unknown: [] });
    expect(seen?.sources).toEqual([{ path: '$', eventId: 'e1' }, { path: '$.schedulingStrategy' }]);
    expect(seen).not.toHaveProperty('principal');
    expect(updated?.configuration).toEqual(worker(4, { schedulingStrategy: 'REPLICA' }));
    expect(updated?.sources).toEqual([
      { path: '$', eventId: 'e1' },
      { path: '$.desiredCount', eventId: 'e9' },
      { path: '$.schedulingStrategy' },
    ]);
    const found = await configurationOf(store, WORKER);
    expect(found).toMatchObject({ status: 'active', asOf: '2024-05-01T10:09:00Z', configuration: { desiredCount: 4 } });
  });

  it('is the whole of it where no record tells: nothing is said to be unknown', async () => {
    const store = await world();
    await look(store, 'aws-ecs-service', 5, [service(worker(1), { since: at(0) })]);
    await look(store, 'aws-ecs-service', 6, [service(worker(2), { since: at(0) })]);
    await look(store, 'aws-ecs-service', 7, []);
    const versions = await historyOf(store, WORKER);
    expect(steps(versions)).toEqual(['seen seen', 'changed seen', 'deleted seen']);
    expect(versions.map(({ sources, unknown }) => [sources, unknown])).toEqual([
      [[{ path: '$' }], []],
      [[{ path: '$' }], []],
      [[{ path: '$' }], []],
    ]);
    const ended = { resource: WORKER, type: 'AWS::ECS::Service', account: ACCOUNT, region: REGION, status: 'deleted' };
    expect(await configurationOf(store, WORKER)).toEqual({
      ...ended,
      asOf: '2024-05-01T10:07:30Z',
      configuration: worker(2),
      sources: [{ path: '$' }],
      unknown: [],
    });
    expect(await configurationOf(store, 'worker')).toMatchObject(ended);
    expect(await configurationOf(store, WORKER, { until: at(6, 45) })).toMatchObject({ status: 'active', asOf: '2024-05-01T10:06:30Z' });
    expect(await configurationOf(store, WORKER, { until: at(4) })).toBeUndefined();
    expect(await historyOf(store, 'nothing')).toEqual([]);
  });

  it('of a service that goes on failing is one version, whatever it says of each try', async () => {
    const store = await world();
    for (const minute of [5, 6, 7])
      await look(store, 'aws-ecs-service', minute, [service(worker(1, { events: [{ message: `unable to start ${minute}` }] }))]);
    expect(steps(await historyOf(store, WORKER))).toEqual(['seen seen']);
    expect((await configurationOf(store, WORKER))?.asOf).toBe('2024-05-01T10:07:30Z');
  });

  it('keeps the descriptions of rules when calls change others', async () => {
    const store = await world(
      call(9, 'ec2', 'AuthorizeSecurityGroupIngress', {
        groupId: GROUP,
        ipPermissions: items({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: items({ cidrIp: '0.0.0.0/0' }) }),
      }),
    );
    const web = {
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      ipRanges: ['10.0.0.0/8'],
      ipv4Ranges: [{ cidrIp: '10.0.0.0/8', description: 'office' }],
      ipv6Ranges: [],
      userIdGroupPairs: [{ groupId: 'sg-1', userId: ACCOUNT }],
      prefixListIds: [],
    };
    const record = { groupId: GROUP, groupName: 'web', ipPermissions: [web], ipPermissionsEgress: [] };
    await look(store, 'aws-ec2-describe-security-groups', 5, [{ resource: GROUP, name: 'web', tags: {}, record }]);
    const [seen, changed] = await historyOf(store, GROUP);
    expect(seen?.configuration).toEqual(record);
    const ssh = { ...web, fromPort: 22, toPort: 22, ipRanges: ['0.0.0.0/0'], ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }], userIdGroupPairs: [] };
    expect(changed?.configuration).toEqual({ ...record, ipPermissions: [web, ssh] });
    expect(changed?.sources).toEqual([{ path: '$' }, { path: '$.ipPermissions[1]', eventId: 'e9' }]);
  });

  it('of a trail is told by all of its kinds, and what could not be asked for is unknown', async () => {
    const trail = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/all`;
    const seen = (record: JsonObject, more: Partial<Seen> = {}): readonly Seen[] => [
      { resource: trail, name: 'all', tags: {}, record: { trailARN: trail, ...record }, ...more },
    ];
    const store = await world();
    await look(store, 'aws-cloudtrail-get-trail-status', 5, seen({ isLogging: true, latestDeliveryTime: '1' }));
    await look(store, 'aws-cloudtrail-describe-trails', 5, seen({ name: 'all' }, { unknown: { tags: 'Not allowed.' } }));
    await look(store, 'aws-cloudtrail-get-trail-status', 6, seen({ isLogging: true, latestDeliveryTime: '2' }));
    await look(store, 'aws-cloudtrail-get-trail-status', 7, seen({ isLogging: false, latestDeliveryTime: '2' }));
    const versions = await historyOf(store, trail);
    expect(versions.map(({ configuration }) => configuration['isLogging'])).toEqual([true, false]);
    expect(versions[1]?.configuration).toEqual({ trailARN: trail, name: 'all', isLogging: false, latestDeliveryTime: '2' });
    expect(versions[1]?.unknown).toEqual([{ path: '$.tags', reason: { text: UNKNOWN_TEXTS.refused, args: ['Not allowed.'] } }]);
  });
});

it('what no event names is known by what was seen', async () => {
  const store = await world();
  await look(store, 'aws-ecs-service', 5, [service(worker(1))]);
  expect(await recorded(store, WORKER)).toEqual({
    token: WORKER,
    type: 'AWS::ECS::Service',
    name: 'worker',
    account: ACCOUNT,
    region: REGION,
    events: 0,
    firstSeen: at(5, 30),
    lastSeen: at(5, 30),
  });
  expect(await recorded(store, CLUSTER)).toBeUndefined();
});
