import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { EngineService } from '../../../src/engine/service';
import { event, logFile, temporaryFolder } from '../support/folders';

const open: EngineService[] = [];
afterEach(async () => {
  for (const service of open.splice(0)) await service.dispose();
});

const ENI = 'eni-0a1b2c3d4e5f60718';
const GROUP = 'sg-0a1b2c3d4e5f60718';
const KEY = 'AKIAIOSFODNN7EXAMPLE';
const CLUSTER = 'arn:aws:ecs:us-east-2:111122223333:cluster/demo';
const BUCKET = 'arn:aws:s3:::demo-logs';
const at = (minute: number): JsonObject => ({ eventTime: `2024-05-01T10:0${minute}:00Z` });
const time = (minute: number): number => Date.UTC(2024, 4, 1, 10, minute);
const bob = { userIdentity: { type: 'IAMUser', userName: 'bob', accountId: '111122223333', accessKeyId: KEY } };
const ecs = { eventSource: 'ecs.amazonaws.com' };

/** The life of an interface in a group, of a cluster that is ended by its name, and of a bucket; and what only seems to be one. */
const RECORDS: readonly JsonObject[] = [
  event('e1', {
    ...at(1),
    eventName: 'CreateNetworkInterface',
    requestParameters: { description: 'x', groupSet: { items: [{ groupId: GROUP }] } },
    responseElements: {
      networkInterface: {
        networkInterfaceId: ENI,
        groupSet: { items: [{ groupId: GROUP }] },
        tagSet: { items: [{ key: 'Name', value: 'app' }] },
      },
    },
  }),
  event('e2', {
    ...at(2),
    ...bob,
    eventName: 'DeleteNetworkInterface',
    errorCode: 'Client.InUse',
    requestParameters: { networkInterfaceId: ENI },
  }),
  event('e3', { ...at(3), ...bob, eventName: 'DeleteNetworkInterface', requestParameters: { networkInterfaceId: ENI } }),
  event('e4', {
    ...at(0),
    ...ecs,
    ...bob,
    eventName: 'CreateCluster',
    responseElements: { cluster: { clusterArn: CLUSTER, clusterName: 'demo' } },
  }),
  event('e5', { ...at(4), ...ecs, eventName: 'DeleteCluster', requestParameters: { cluster: 'demo' } }),
  event('e6', { ...at(5), eventSource: 's3.amazonaws.com', eventName: 'CreateBucket', requestParameters: { bucketName: 'demo-logs' } }),
  event('e7', { ...at(6), eventName: 'DescribeNetworkInterfaces', recipientAccountId: '444455556666' }),
];

async function engine(): Promise<EngineService> {
  const logs = await temporaryFolder();
  await logFile(logs, 'a.json', RECORDS);
  const made = new EngineService({ storeDir: join(await temporaryFolder(), 'store'), policiesDir: 'src/policies/packs' });
  open.push(made);
  await made.load([logs]);
  await made.alerts({ window: {} }); // else they may still be being worked out
  return made;
}

describe('what is known of a token', () => {
  it('is its life, how often it was named, and where: calls that failed make and end nothing', async () => {
    const about = await (await engine()).about({ token: ENI });
    expect(about).toEqual({
      token: ENI,
      type: 'AWS::EC2::NetworkInterface',
      name: 'app',
      account: '111122223333',
      region: 'us-east-2',
      events: 3,
      firstSeen: time(1),
      lastSeen: time(3),
      created: { eventId: 'e1', time: time(1), principal: 'alice' },
      deleted: { eventId: 'e3', time: time(3), principal: 'bob' },
      alerts: { counts: { critical: 0, high: 0, medium: 0, low: 0, informational: 0 }, worst: [] },
    });
  });

  it('is no life of what was only named by calls that made other things', async () => {
    const about = await (await engine()).about({ token: GROUP });
    expect(about).toMatchObject({ type: 'AWS::EC2::SecurityGroup', events: 1 });
    expect(about).not.toHaveProperty('created');
    expect(about).not.toHaveProperty('deleted');
  });

  it('is found by the id that an ARN ends in, and by a name where a call goes by it', async () => {
    const asked = await engine();
    expect(await asked.about({ token: `arn:aws:ec2:us-east-2:111122223333:network-interface/${ENI}` })).toMatchObject({
      token: ENI,
      events: 3,
    });
    expect(await asked.about({ token: CLUSTER })).toMatchObject({
      created: { eventId: 'e4', principal: 'bob' },
      deleted: { eventId: 'e5', principal: 'alice' },
    });
    expect(await asked.about({ token: BUCKET })).toMatchObject({ type: 'AWS::S3::Bucket', created: { eventId: 'e6' } });
  });

  it('is the birth of a group, however many things were made in it since', async () => {
    const logs = await temporaryFolder();
    await logFile(logs, 'b.json', [
      event('1', {
        ...at(0),
        eventName: 'CreateSecurityGroup',
        requestParameters: { groupName: 'web' },
        responseElements: { groupId: GROUP },
      }),
      ...Array.from({ length: 300 }, (_, n) =>
        event(`n${n}`, { ...at(1), eventName: 'CreateNetworkInterface', requestParameters: { groupSet: { items: [{ groupId: GROUP }] } } }),
      ),
    ]);
    const made = new EngineService({ storeDir: join(await temporaryFolder(), 'store'), policiesDir: 'src/policies/packs' });
    open.push(made);
    await made.load([logs]);
    expect(await made.about({ token: GROUP })).toMatchObject({ name: 'web', events: 301, created: { eventId: '1' } });
  });

  it('is the life of a bucket, however many calls were given it since', async () => {
    const s3 = (bucketName: string, operation: string) => ({
      eventSource: 's3.amazonaws.com',
      eventName: operation,
      requestParameters: { bucketName },
    });
    const logs = await temporaryFolder();
    await logFile(logs, 'b.json', [
      event('1', { ...at(0), ...s3('demo-logs', 'CreateBucket') }),
      ...Array.from({ length: 300 }, (_, n) =>
        event(`o${n}`, { ...at(1), ...s3('demo-logs', n % 2 === 0 ? 'DeleteObject' : 'CreateMultipartUpload') }),
      ),
      event('2', { ...at(2), ...s3('other', 'DeleteBucket') }),
      event('3', { ...at(3), ...bob, ...s3('demo-logs', 'DeleteBucket') }),
    ]);
    const made = new EngineService({ storeDir: join(await temporaryFolder(), 'store'), policiesDir: 'src/policies/packs' });
    open.push(made);
    await made.load([logs]);
    expect(await made.about({ token: BUCKET })).toMatchObject({
      events: 302,
      created: { eventId: '1', principal: 'alice' },
      deleted: { eventId: '3', principal: 'bob' },
    });
  });

  it('is what was called with a key, and all that happened in an account', async () => {
    const asked = await engine();
    expect(await asked.about({ token: KEY })).toMatchObject({
      type: 'AWS::IAM::AccessKey',
      events: 3,
      firstSeen: time(0),
      lastSeen: time(3),
    });
    expect(await asked.about({ token: '111122223333' })).toMatchObject({ type: '', events: 6, firstSeen: time(0), lastSeen: time(5) });
    expect(await asked.about({ token: '444455556666' })).toMatchObject({ events: 1, account: '444455556666' });
  });

  it('is nothing where no record names it', async () => {
    const asked = await engine();
    for (const token of ['eni-00000000000000000', '999999999999', 'AKIAAAAAAAAAAAAAAAAA', `'; DROP TABLE refs --`, ''])
      expect(await asked.about({ token })).toBeUndefined();
  });

  it('has the alerts about it, and those of an account', async () => {
    const logs = await temporaryFolder();
    const group = { eventName: 'DeleteSecurityGroup', requestParameters: { groupId: GROUP } };
    await logFile(logs, 'b.json', [event('1', group), event('2', { ...group, ...at(1) })]);
    const made = new EngineService({ storeDir: join(await temporaryFolder(), 'store'), policiesDir: 'src/policies/packs' });
    open.push(made);
    await made.load([logs]);
    const [alert, ...more] = await made.alerts({ window: {} });
    expect(more).toEqual([]);
    for (const token of [GROUP, '111122223333']) {
      const alerts = (await made.about({ token }))?.alerts;
      expect(alerts?.worst).toEqual([{ title: alert?.title, severity: alert?.severity, lastSeen: time(1), count: 1 }]);
      expect(alerts?.counts[alert?.severity ?? 'low']).toBe(1);
    }
  });
});

describe('the alerts of an account', () => {
  it('are named by policy, the worst first, with how many there are of each', async () => {
    const logs = await temporaryFolder();
    const deleted = (groupId: string) => ({ eventName: 'DeleteSecurityGroup', requestParameters: { groupId } });
    await logFile(logs, 'b.json', [
      event('1', { ...at(2), ...deleted('sg-1') }),
      event('2', { ...at(1), ...deleted('sg-2') }),
      event('3', { ...at(3), eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', requestParameters: { name: 'trail' } }),
    ]);
    const made = new EngineService({ storeDir: join(await temporaryFolder(), 'store'), policiesDir: 'src/policies/packs' });
    open.push(made);
    await made.load([logs]);
    const [worst] = await made.alerts({ window: {} });
    const named = (await made.about({ token: '111122223333' }))?.alerts?.worst ?? [];
    expect(named.map(({ count, lastSeen }) => [count, lastSeen])).toEqual([
      [1, time(3)],
      [2, time(2)],
    ]);
    expect(named[0]?.title).toBe(worst?.title);
  });
});

describe('the events that name a token', () => {
  it('come newest first with their records, as many as were asked for, and are all counted', async () => {
    const { events, total } = await (await engine()).mentions({ token: ENI, limit: 2 });
    expect(total).toBe(3);
    expect(
      events.map(({ eventId, operation, principal, region, errorCode }) => [eventId, operation, principal, region, errorCode]),
    ).toEqual([
      ['e3', 'DeleteNetworkInterface', 'bob', 'us-east-2', undefined],
      ['e2', 'DeleteNetworkInterface', 'bob', 'us-east-2', 'Client.InUse'],
    ]);
    expect(JSON.parse(events[0]?.record ?? '')).toEqual(RECORDS[2]);
  });

  it('are those called with a key, those of an account, or none', async () => {
    const asked = await engine();
    const ids = async (token: string) => (await asked.mentions({ token, limit: 9 })).events.map(({ eventId }) => eventId);
    expect(await ids(KEY)).toEqual(['e3', 'e2', 'e4']);
    expect(await ids('444455556666')).toEqual(['e7']);
    expect(await ids('eni-00000000000000000')).toEqual([]);
  });
});
