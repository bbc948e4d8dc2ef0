import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { DAY } from '../../../src/domain/time';
import { EngineService } from '../../../src/engine/service';
import { Database } from '../../../src/store/database';
import { event, logFile, temporaryFolder } from '../support/folders';

const open: EngineService[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const service of open.splice(0)) await service.dispose();
});

async function service(): Promise<EngineService> {
  const made = new EngineService({ storeDir: join(await temporaryFolder(), 'store'), policiesDir: 'src/policies/packs' });
  open.push(made);
  return made;
}

describe('alerts after a load', () => {
  it('are those of everything, and only the new segment is evaluated', async () => {
    const [logs, more] = [await temporaryFolder(), await temporaryFolder()];
    const change = (id: string, groupId: string) => event(id, { eventName: 'DeleteSecurityGroup', requestParameters: { groupId } });
    await logFile(logs, 'a.json', [change('1', 'sg-1'), change('2', 'sg-2')]);
    await logFile(more, 'b.json', [change('3', 'sg-2'), change('4', 'sg-3')]);
    const request = { window: {} };

    const grown = await service();
    await grown.load([logs]);
    expect(await grown.alerts(request)).toHaveLength(2);
    await grown.load([more]);
    const rows = vi.spyOn(Database.prototype, 'rows');
    const alerts = await grown.alerts(request);
    const tables = rows.mock.calls.flatMap(([sql]) => sql.match(/\bevents_\d+\b/g) ?? []);
    expect(new Set(tables)).toEqual(new Set(['events_1']));

    const whole = await service();
    await whole.load([logs, more]);
    expect(alerts).toEqual(await whole.alerts(request));
    expect(alerts.map(({ resource, events }) => [resource, events]).sort()).toEqual([
      ['sg-1', 1],
      ['sg-2', 2],
      ['sg-3', 1],
    ]);
  });
});

describe('config queries', () => {
  const CONFIG = 'config from cloud.resource where ';
  const items = (...list: readonly JsonObject[]): JsonObject => ({ items: list });

  it('are answered from what the logs tell of resources, anew after each load: the examples of the specification', async () => {
    const [logs, more] = [await temporaryFolder(), await temporaryFolder()];
    const described = { serviceArn: 'arn:aws:ecs:us-east-2:111122223333:service/c/s', desiredCount: 1, runningCount: 0 };
    const opened = items({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: items({ cidrIp: '0.0.0.0/0' }) });
    const inGroups = (instanceId: string, groupId: string) => items({ instanceId, groupSet: items({ groupId }) });
    await logFile(logs, 'a.json', [
      event('1', { eventSource: 'ecs.amazonaws.com', eventName: 'CreateService', responseElements: { service: described } }),
      event('2', { eventName: 'CreateSecurityGroup', eventTime: '2024-05-01T10:00:00Z', responseElements: { groupId: 'sg-0a1b2c3d' } }),
      event('3', { eventName: 'CreateSecurityGroup', eventTime: '2024-05-01T10:00:00Z', responseElements: { groupId: 'sg-shut' } }),
      event('4', {
        eventName: 'AuthorizeSecurityGroupIngress',
        eventTime: '2024-05-01T10:01:00Z',
        requestParameters: { groupId: 'sg-0a1b2c3d', ipPermissions: opened },
      }),
      event('5', { eventName: 'RunInstances', responseElements: { instancesSet: inGroups('i-1', 'sg-0a1b2c3d') } }),
      event('6', { eventName: 'RunInstances', responseElements: { instancesSet: inGroups('i-2', 'sg-shut') } }),
    ]);
    await logFile(more, 'b.json', [
      event('7', { eventName: 'RunInstances', responseElements: { instancesSet: inGroups('i-3', 'sg-0a1b2c3d') } }),
    ]);
    const engine = await service();
    await engine.load([logs]);
    const found = async (query: string) => {
      const page = await engine.search({ query: CONFIG + query, window: {}, offset: 0, limit: 10 });
      return page.kind === 'resources' ? page.rows.map(({ resource }) => resource).sort() : page;
    };
    const isOpen = "api.name = 'aws-ec2-describe-security-groups' AND json.rule = ipPermissions[*].ipRanges[*] contains '0.0.0.0/0'";
    const join = `api.name = 'aws-ec2-describe-instances' as X; ${CONFIG}${isOpen} as Y; filter '$.X.securityGroups[*].groupId == $.Y.groupId'; show X;`;

    expect(await found("api.name = 'aws-ecs-service' AND json.rule = desiredCount greater than 0 and runningCount equals 0")).toEqual([
      described.serviceArn,
    ]);
    expect(await found(isOpen)).toEqual(['sg-0a1b2c3d']);
    const onPort = (port: number): string =>
      `api.name = 'aws-ec2-describe-security-groups' AND json.rule = ipPermissions[?any(ipRanges[*] contains 0.0.0.0/0 and toPort contains _Port.inRange(${port},${port}))] exists`;
    expect(await found(onPort(22))).toEqual(['sg-0a1b2c3d']);
    expect(await found(onPort(23))).toEqual([]);
    expect(await found(join)).toEqual(['i-1']);
    // A group that is opened to the world is an alert of ours, about that group.
    expect(await found("finding.name MATCHES 'world' OR finding.severity IN ('critical', 'high')")).toEqual(['sg-0a1b2c3d']);
    expect(await found("api.name = 'aws-ec2-describe-instances' group by cloud.region")).toMatchObject({
      kind: 'groups',
      of: 'resources',
      columns: ['cloud.region'],
      rows: [{ count: 2 }],
    });
    await engine.load([more]);
    expect(await found(join)).toEqual(['i-1', 'i-3']);
  });

  it('are explained by how many resources each of their conditions lets through', async () => {
    const logs = await temporaryFolder();
    const group = (id: string, groupId: string, awsRegion: string) =>
      event(id, { eventName: 'CreateSecurityGroup', awsRegion, responseElements: { groupId } });
    const opened = items({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: items({ cidrIp: '0.0.0.0/0' }) });
    await logFile(logs, 'a.json', [
      group('1', 'sg-0000000a', 'us-east-2'),
      group('2', 'sg-0000000b', 'us-east-2'),
      group('3', 'sg-0000000c', 'eu-west-1'),
      event('4', {
        eventName: 'AuthorizeSecurityGroupIngress',
        eventTime: '2024-05-01T11:00:00Z',
        requestParameters: { groupId: 'sg-0000000b', ipPermissions: opened },
      }),
    ]);
    const engine = await service();
    await engine.load([logs]);
    const query = `${CONFIG}api.name = 'aws-ec2-describe-security-groups' AND cloud.region = 'AWS Ohio' AND (resource.status = 'deleted' OR finding.name MATCHES 'world')`;
    expect(await engine.explain({ query, window: {} })).toEqual({
      total: 3,
      steps: [
        { alone: 3, together: 3 },
        { alone: 2, together: 2 },
        { alone: 1, together: 1 },
        { alone: 0, together: 0 },
        { alone: 1, together: 1 },
      ],
    });
  });

  it('with faults are refused with what is wrong', async () => {
    const request = { query: `${CONFIG}api.name = 'aws-ecs-service' as X; show Y`, window: {}, offset: 0, limit: 10 };
    await expect((await service()).search(request)).rejects.toMatchObject({ reason: 'query', message: 'No clause is called Y.' });
  });
});

describe('a search for what only the engine knows', () => {
  it('finds the events behind an alert, ages against its clock, and the accounts of its events', async () => {
    const logs = await temporaryFolder();
    const change = (id: string, groupId: string) => event(id, { eventName: 'DeleteSecurityGroup', requestParameters: { groupId } });
    await logFile(logs, 'a.json', [change('1', 'sg-1'), change('2', 'sg-2'), change('3', 'sg-2'), event('4', {})]);
    const made = new EngineService({
      storeDir: join(await temporaryFolder(), 'store'),
      policiesDir: 'src/policies/packs',
      now: () => Date.parse('2024-05-01T10:00:00Z') + 3.5 * DAY,
    });
    open.push(made);
    await made.load([logs]);
    const found = async (condition: string): Promise<readonly string[]> => {
      const query = `event from cloud.audit_logs where ${condition}`;
      const page = await made.search({ query, window: {}, offset: 0, limit: 10 });
      return page.kind === 'events' ? page.rows.map(({ eventId }) => eventId).sort() : [];
    };
    const alert = (await made.alerts({ window: {} })).find(({ resource }) => resource === 'sg-2');
    expect(await found(`alert.id = '${alert?.id ?? ''}'`)).toEqual(['2', '3']);
    expect(await found("alert.id = 'nobody'")).toEqual([]);
    expect(await found('has.anomaly')).toEqual([]); // no policy is of that type
    expect(await found('json.rule = _DateTime.ageInDays($.eventTime) equals 3')).toEqual(['1', '2', '3', '4']);
    expect(await found('json.rule = _DateTime.ageInDays($.eventTime) equals 4')).toEqual([]);
    expect(await found('json.rule = _AWSCloudAccount.isRedLockMonitored($.recipientAccountId) is true')).toEqual(['1', '2', '3', '4']);
    expect(await found('json.rule = _AWSCloudAccount.isRedLockMonitored($.eventName) is false')).toEqual(['1', '2', '3', '4']);
  });
});
