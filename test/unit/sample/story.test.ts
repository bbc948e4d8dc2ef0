import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import { at, isObject, textAt, type JsonObject } from '../../../src/domain/json';
import { generate, makeSample } from '../../../src/sample';
import { inFolder, logsBelow } from './written';

const HOUR = 3600_000;
const DAY = 24 * HOUR;

function deletions(records: readonly JsonObject[], after: number, until: number): Set<string> {
  const inWindow = (record: JsonObject) => {
    const time = Date.parse(textAt(record, 'eventTime') ?? '');
    return time > after && time <= until;
  };
  return new Set(
    records
      .filter((r) => textAt(r, 'eventName') === 'DeleteNetworkInterface' && inWindow(r))
      .map((r) => textAt(r, 'requestParameters', 'networkInterfaceId') ?? ''),
  );
}

describe('the story in the sample', () => {
  it('deletes 172 network interfaces in the past 24 hours, counted in the files', async () => {
    await inFolder(async (folder) => {
      const now = Date.parse('2025-06-14T22:10:33Z');
      await makeSample(folder, { now });
      const records = logsBelow(folder).flatMap((log) => log.records);
      expect(deletions(records, now - DAY, now).size).toBe(172);
    });
  });

  it.each([
    ['2025-06-14T00:00:00Z', 1],
    ['2025-02-28T03:00:00.500Z', 2],
    ['2024-12-31T23:59:59.999Z', 3],
    ['2026-01-01T14:37:00Z', -5],
    ['2025-09-09T17:59:59Z', 123_456_789],
  ])('has 172 in each of the three full days before %s (seed %i), and a tall bar in the last one', (moment, seed) => {
    const now = Date.parse(moment);
    const records = generate({ now, seed }).flatMap((file) => file.records);
    for (const day of [1, 2, 3]) expect(deletions(records, now - day * DAY, now - (day - 1) * DAY).size).toBe(172);

    // Bars of three hours as UTC has them: one stands out, it is whole, it begins at least six hours ago.
    const bars = new Map<number, number>();
    for (let bar = Math.floor((now - DAY) / (3 * HOUR)) * 3 * HOUR; bar <= now; bar += 3 * HOUR) {
      bars.set(bar, deletions(records, Math.max(bar - 1, now - DAY), Math.min(bar + 3 * HOUR - 1, now)).size);
    }
    const [tallest, second] = [...bars].sort(([, a], [, b]) => b - a);
    expect(tallest?.[1]).toBe(60);
    expect(second?.[1]).toBeLessThan(30);
    expect(tallest?.[0]).toBeLessThanOrEqual(now - 6 * HOUR);
    expect(tallest?.[0]).toBeGreaterThan(now - 9 * HOUR);
  });

  const now = Date.parse('2025-06-14T22:10:33Z');
  const everything = generate({ now }).flatMap((file) => file.records);
  const ohio = everything.filter((record) => textAt(record, 'awsRegion') === 'us-east-2');
  const named = (name: string) => ohio.filter((record) => textAt(record, 'eventName') === name);

  it('begins with one person, three days ago, through a role of Identity Center', () => {
    for (const name of ['CreateCluster', 'RegisterTaskDefinition', 'CreateService']) {
      const [record, ...others] = [...new Map(named(name).map((r) => [textAt(r, 'eventID'), r])).values()];
      expect(others).toEqual([]);
      const event = describeEvent(record ?? {});
      expect(event).toMatchObject({ user: 'dana.lee', crud: 'create', account: '777788889999', serviceDriven: false, ip: '198.51.100.27' });
      expect(event.role).toMatch(/^AWSReservedSSO_PowerUserAccess_[0-9a-f]{16}$/);
      expect(event.time).toBeLessThan(now - 3 * DAY);
      expect(event.time).toBeGreaterThan(now - 5 * DAY);
    }
    const [service] = named('CreateService');
    expect(at(service, 'requestParameters')).toMatchObject({
      cluster: 'load-test',
      serviceName: 'load-test-worker',
      desiredCount: 2,
      launchType: 'FARGATE',
    });
    expect(textAt(service, 'responseElements', 'service', 'serviceArn')).toBe(
      'arn:aws:ecs:us-east-2:777788889999:service/load-test/load-test-worker',
    );
  });

  it('can be followed: deleted interface → made interface → subnet and group of the service → session → sign-in', () => {
    const [service] = named('CreateService');
    const network = at(service, 'requestParameters', 'networkConfiguration', 'awsvpcConfiguration');
    const born = new Map(
      named('CreateNetworkInterface').map((r) => [textAt(r, 'responseElements', 'networkInterface', 'networkInterfaceId'), r]),
    );
    for (const gone of named('DeleteNetworkInterface')) {
      const made = born.get(textAt(gone, 'requestParameters', 'networkInterfaceId'));
      expect(made).toBeDefined();
      const seconds = (Date.parse(textAt(gone, 'eventTime') ?? '') - Date.parse(textAt(made, 'eventTime') ?? '')) / 1000;
      expect(seconds).toBeGreaterThan(30);
      expect(seconds).toBeLessThanOrEqual(151);
      expect(textAt(made, 'requestParameters', 'description')).toMatch(/^arn:aws:ecs:us-east-2:777788889999:attachment\/[0-9a-f-]{36}$/);
      expect(at(network, 'subnets')).toContain(textAt(made, 'requestParameters', 'subnetId'));
      expect(at(network, 'securityGroups')).toContain(textAt(made, 'requestParameters', 'groupSet', 'items', 0, 'groupId'));
    }
    const session = textAt(service, 'userIdentity', 'principalId');
    const created = Date.parse(textAt(service, 'userIdentity', 'sessionContext', 'attributes', 'creationDate') ?? '');
    const signIn = everything.filter(
      (r) =>
        textAt(r, 'eventName') === 'AssumeRoleWithSAML' &&
        textAt(r, 'responseElements', 'assumedRoleUser', 'assumedRoleId') === session &&
        Math.abs(Date.parse(textAt(r, 'eventTime') ?? '') - created) <= 2000,
    );
    expect(new Set(signIn.map((r) => textAt(r, 'userIdentity', 'userName')))).toEqual(new Set(['dana.lee']));
  });

  it('acts as ECS does: by its service-linked role, without a key, and names the service in all three places', () => {
    for (const record of [...named('CreateNetworkInterface'), ...named('DeleteNetworkInterface')]) {
      expect(textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn')).toBe(
        'arn:aws:iam::777788889999:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
      );
      expect(at(record, 'userIdentity', 'accessKeyId')).toBeUndefined();
      const places = [textAt(record, 'userIdentity', 'invokedBy'), textAt(record, 'sourceIPAddress'), textAt(record, 'userAgent')];
      expect(places).toEqual(['ecs.amazonaws.com', 'ecs.amazonaws.com', 'ecs.amazonaws.com']);
      expect(describeEvent(record).serviceDriven).toBe(true);
    }
  });

  const REAL = '../shared/data/exemplars/ec2_CreateNetworkInterface_by_AWSServiceRoleForRDS.json';
  const missing = !existsSync(REAL);
  if (missing) console.log(`skipped: the real record ${REAL} is not here`);
  it.skipIf(missing)('has every field of the real record of such a call, in its order', () => {
    const real = JSON.parse(readFileSync(REAL, 'utf8')) as JsonObject;
    const [ours] = named('CreateNetworkInterface');
    const keys = (record: JsonObject | undefined, ...path: string[]) => {
      const value = at(record, ...path);
      return isObject(value) ? Object.keys(value) : [];
    };
    expect(keys(ours)).toEqual(keys(real));
    // What RDS alone asks for (no way out by an internet gateway), and what records have dropped since version 1.08.
    const gone = ['denyAllIgwTraffic', 'webIdFederationData'];
    for (const path of [
      ['userIdentity'],
      ['userIdentity', 'sessionContext'],
      ['requestParameters'],
      ['responseElements'],
      ['responseElements', 'networkInterface'],
    ]) {
      expect(keys(ours, ...path)).toEqual(expect.arrayContaining(keys(real, ...path).filter((key) => !gone.includes(key))));
    }
  });
});
