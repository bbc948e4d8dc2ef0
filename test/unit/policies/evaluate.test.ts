import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import type { Policy } from '../../../src/domain/policy';
import { HOUR } from '../../../src/domain/time';
import { evaluate } from '../../../src/policies/evaluate';
import { proposeRegions } from '../../../src/policies/regions-in-use';
import { packFiles } from '../support/packs';
import { readerOver, type TestReader } from '../support/reader';

const NOON = Date.UTC(2023, 6, 10, 12);
const PACK = packFiles().map(({ policy }) => policy);
const IN_USE = ['us-east-1'];

let ids = 0;
function event(eventName: string, changes: JsonObject = {}, time = NOON): JsonObject {
  return {
    eventID: `e-${ids++}`,
    eventName,
    eventSource: 'ec2.amazonaws.com',
    eventTime: new Date(time).toISOString(),
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    readOnly: false,
    userIdentity: { type: 'IAMUser', userName: 'ada' },
    ...changes,
  };
}

const ECS: JsonObject = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs-eni-provisioning',
  sessionContext: {
    sessionIssuer: {
      userName: 'AWSServiceRoleForECS',
      arn: 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
    },
  },
};

const open: TestReader[] = [];
afterEach(() => open.splice(0).forEach((reader) => reader.close()));
async function over(records: readonly JsonObject[], textOf?: (record: JsonObject) => string): Promise<TestReader> {
  const reader = await readerOver(records, textOf);
  open.push(reader);
  return reader;
}

describe('evaluation', () => {
  it('makes one high alert of each interface that a service churns, and none of a quiet day', async () => {
    const churned = Array.from({ length: 20 }, (_, index) =>
      event(
        'DeleteNetworkInterface',
        { awsRegion: 'us-east-2', userIdentity: ECS, requestParameters: { networkInterfaceId: `eni-${index}` } },
        NOON + index * HOUR,
      ),
    );
    const alerts = await evaluate(await over(churned), PACK, { window: {}, regionsInUse: IN_USE });
    expect(alerts).toHaveLength(20);
    expect(alerts[0]).toMatchObject({
      policy: 'nephoscope.network-interface-churn',
      severity: 'high',
      region: 'us-east-2',
      resource: 'eni-19',
      actor: 'ecs-eni-provisioning',
      operation: 'DeleteNetworkInterface',
      events: 1,
    });
    expect(await evaluate(await over(churned.slice(1)), PACK, { window: {}, regionsInUse: IN_USE })).toEqual([]);
  });

  it('names the resource by the first path that is there, else whoever acted, else the service', async () => {
    const reader = await over([
      event('CreateSecurityGroup', { requestParameters: { groupName: 'web' }, responseElements: { groupId: 'sg-1' } }),
      event('DeleteSecurityGroup', { requestParameters: null }),
      event('DeleteSecurityGroup', { requestParameters: null, userIdentity: { type: 'AWSService' } }),
    ]);
    const alerts = await evaluate(reader, PACK, { window: {}, regionsInUse: IN_USE });
    expect(alerts.map(({ resource }) => resource).sort()).toEqual(['ada', 'ec2.amazonaws.com', 'sg-1']);
  });

  it('counts writes outside the regions in use, by code or display name, and nothing that is recorded in one region', async () => {
    const reader = await over([
      event('CreateBucket', { awsRegion: 'ap-south-1', eventSource: 's3.amazonaws.com' }),
      event('CreateRole', { awsRegion: 'ap-south-1', eventSource: 'iam.amazonaws.com' }),
      event('CreateTable', { awsRegion: 'us-east-2', eventSource: 'dynamodb.amazonaws.com' }),
      event('RunInstances', { awsRegion: 'us-east-1' }),
    ]);
    const regions = async (regionsInUse: readonly string[]): Promise<readonly string[]> =>
      (await evaluate(reader, PACK, { window: {}, regionsInUse }))
        .map(({ policy, region }) => `${policy.replace('nephoscope.', '')} ${region}`)
        .sort();
    expect(await regions(['AWS Ohio', 'us-east-1'])).toEqual(['unused-region-write ap-south-1']);
    expect(await regions([])).toEqual(['unused-region-write ap-south-1', 'unused-region-write us-east-1', 'unused-region-write us-east-2']);
  });

  it('takes what a record says as data, whatever it says', async () => {
    const hostile = `'); DROP TABLE events; -- "<img src=x onerror=alert(1)>" \u0000 \u202e $.a`;
    const reader = await over([
      event('DeleteSecurityGroup', { eventID: hostile, awsRegion: hostile, requestParameters: { groupId: hostile } }),
      event('DeleteSecurityGroup', { requestParameters: { groupId: { nested: ['sg'] } }, awsRegion: 7 }),
      event('DeleteSecurityGroup', { requestParameters: 'text', userIdentity: 'nobody', recipientAccountId: null }),
    ]);
    const alerts = (await evaluate(reader, PACK, { window: {}, regionsInUse: IN_USE })).filter(
      ({ policy }) => policy === 'nephoscope.security-group-change',
    );
    expect(alerts).toHaveLength(3);
    expect(alerts.find(({ eventId }) => eventId === hostile)).toMatchObject({ resource: hostile, region: hostile });
  });

  it('goes on past a record that DuckDB does not take for JSON', async () => {
    const reader = await over(
      [event('DeleteSecurityGroup', { requestParameters: { groupId: 'sg-1' } }), event('DeleteSecurityGroup')],
      (record) =>
        JSON.stringify(record['requestParameters'] === undefined ? { ...record, requestParameters: { groupId: '\ud800' } } : record),
    );
    const alerts = await evaluate(reader, PACK, { window: {}, regionsInUse: IN_USE });
    expect(alerts.map(({ resource }) => resource).sort()).toEqual(['ada', 'sg-1']);
  });

  it('follows every path that the format of a policy allows', async () => {
    const [first] = PACK.filter(({ id }) => id === 'nephoscope.security-group-change');
    if (first === undefined) throw new Error('the policy on security groups is gone');
    const odd: Policy = { ...first, resource: ['$.requestParameters.9.@type', '$.requestParameters.some-key[1]._x'] };
    const reader = await over([
      event('DeleteSecurityGroup', { requestParameters: { 9: { '@type': 'by key' } } }),
      event('DeleteSecurityGroup', { requestParameters: { 'some-key': ['a', { _x: 'by index' }] } }),
    ]);
    const alerts = await evaluate(reader, [odd], { window: {}, regionsInUse: IN_USE });
    expect(alerts.map(({ resource }) => resource).sort()).toEqual(['by index', 'by key']);
  });

  it('reads calls that went well where one of two ways to match asks for no error', async () => {
    const [first] = PACK;
    if (first === undefined) throw new Error('the packs are empty');
    const query = "event from cloud.audit_logs where operation = 'DeleteVpc' OR json.rule = $.errorCode equals 'AccessDenied'";
    const reader = await over([event('DeleteVpc'), event('CreateVpc'), event('CreateVpc', { errorCode: 'AccessDenied' })]);
    const alerts = await evaluate(reader, [{ ...first, query, resource: ['$.eventName'] }], { window: {}, regionsInUse: IN_USE });
    expect(alerts.map(({ resource }) => resource).sort()).toEqual(['CreateVpc', 'DeleteVpc']);
  });

  it('of nothing is nothing', async () => {
    expect(await evaluate(await over([]), PACK, { window: {}, regionsInUse: [] })).toEqual([]);
    expect(await evaluate(await over([event('DeleteVpc')]), [], { window: {}, regionsInUse: [] })).toEqual([]);
  });
});

describe('regions in use', () => {
  const DAY = 24 * HOUR;
  const by = (userName: string): JsonObject => ({ userIdentity: { type: 'IAMUser', userName } });

  it('are those that two people or more come back to, and the one with the most writes', async () => {
    const reader = await over([
      ...[1, 2, 3, 4].map(() => event('RunInstances', by('ada'))), // most writes, though one person on one day
      event('RunInstances', { awsRegion: 'eu-west-1', ...by('ada') }),
      event('RunInstances', { awsRegion: 'eu-west-1', ...by('grace') }, NOON + DAY),
      event('RunInstances', { awsRegion: 'us-east-2', ...by('ada') }), // one person, two days
      event('RunInstances', { awsRegion: 'us-east-2', ...by('ada') }, NOON + DAY),
      event('RunInstances', { awsRegion: 'us-west-2', ...by('ada') }), // two people, one day
      event('RunInstances', { awsRegion: 'us-west-2', ...by('grace') }),
    ]);
    expect(await proposeRegions(reader)).toEqual([
      { region: 'us-east-1', inUse: true, writes: 4, principals: 1, days: 1 },
      { region: 'eu-west-1', inUse: true, writes: 2, principals: 2, days: 2 },
      { region: 'us-east-2', inUse: false, writes: 2, principals: 1, days: 2 },
      { region: 'us-west-2', inUse: false, writes: 2, principals: 2, days: 1 },
    ]);
  });

  it('are not shown by reads, failures, services by themselves, or services that record in one region', async () => {
    const reader = await over([
      event('DescribeInstances', { awsRegion: 'ap-south-1', readOnly: true }),
      event('RunInstances', { awsRegion: 'ap-south-1', errorCode: 'Client.UnauthorizedOperation' }),
      event('DeleteNetworkInterface', { awsRegion: 'ap-south-1', userIdentity: ECS }),
      event('CreateRole', { awsRegion: 'ap-south-1', eventSource: 'iam.amazonaws.com' }),
    ]);
    expect(await proposeRegions(reader)).toEqual([]);
  });
});
