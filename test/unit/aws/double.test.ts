import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { generate } from '../../../src/sample';
import { startDouble, type Double } from '../../aws/double';
import type { PROFILES } from '../../aws/environment';

const NOW = Date.UTC(2026, 4, 20, 9, 30);
let double: Double;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nephoscope-double-'));
  double = await startDouble({ now: () => NOW, lookupsPerSecond: Infinity });
  for (const [name, value] of Object.entries(await double.environment(dir))) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await double.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  double.faults.clear();
  double.requests.length = 0;
});

const once = { maxAttempts: 1 };
const as = (profile: keyof typeof PROFILES, region = 'us-east-1') => ({
  ...once,
  region,
  credentials: fromIni({ profile, mfaCodeProvider: () => Promise.resolve('123456') }),
});
const accountOf = async (profile: keyof typeof PROFILES) =>
  (await new STSClient(as(profile)).send(new GetCallerIdentityCommand({}))).Account;
const lookUp = (input: LookupEventsCommandInput, region = 'us-east-2') =>
  new CloudTrailClient(as('sandbox', region)).send(new LookupEventsCommand(input));

describe('who is asked', () => {
  it.each([
    ['production', '111122223333'],
    ['staging', '444455556666'],
    ['sandbox', '777788889999'],
    ['chained', '777788889999'],
    ['sandbox-sso', '777788889999'],
    ['sandbox-process', '777788889999'],
    ['sandbox-web', '777788889999'],
    ['sandbox-mfa', '777788889999'],
  ] as const)('follows from the keys of profile %s', async (profile, account) => {
    expect(await accountOf(profile)).toBe(account);
  });

  it('refuses an expired sign-in, and a role that nobody may take', async () => {
    await expect(accountOf('sandbox-sso-expired')).rejects.toThrow(/sso login/);
    await expect(accountOf('nobody')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('tells aliases and all regions, and answers nothing in one that is not opted in', async () => {
    expect((await new IAMClient(as('sandbox')).send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['nimbus-works-sandbox']);
    const regions = await new EC2Client(as('sandbox')).send(new DescribeRegionsCommand({ AllRegions: true }));
    expect(regions.Regions).toHaveLength(22);
    expect(regions.Regions).toContainEqual({
      RegionName: 'us-east-2',
      Endpoint: 'ec2.us-east-2.amazonaws.com',
      OptInStatus: 'opt-in-not-required',
    });
    expect((await new EC2Client(as('sandbox')).send(new DescribeRegionsCommand({}))).Regions).toHaveLength(18);
    await expect(new EC2Client(as('sandbox', 'me-south-1')).send(new DescribeRegionsCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
    });
    await expect(lookUp({}, 'me-south-1')).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('gives keys of another account, which expire', async () => {
    const { Credentials } = await new STSClient(as('production')).send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/NephoscopeReadOnly', RoleSessionName: 'test' }),
    );
    expect(Math.abs((Credentials?.Expiration?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
  });
});

describe('LookupEvents', () => {
  const expected = () => {
    const records = new Map<string, JsonObject>();
    for (const record of generate({ now: NOW }).flatMap((file) => file.records))
      if (record['recipientAccountId'] === '777788889999' && record['awsRegion'] === 'us-east-2')
        records.set(record['eventID'] as string, record);
    return records;
  };

  it('gives every record once, newest first, 50 a page', async () => {
    const records = expected();
    const seen: { id: string; time: number }[] = [];
    let token: string | undefined;
    do {
      const page = await lookUp({ ...(token === undefined ? {} : { NextToken: token }) });
      expect(page.Events?.length).toBeLessThanOrEqual(50);
      for (const event of page.Events ?? []) {
        expect(JSON.parse(event.CloudTrailEvent ?? '')).toEqual(records.get(event.EventId ?? ''));
        seen.push({ id: event.EventId ?? '', time: event.EventTime?.getTime() ?? 0 });
      }
      token = page.NextToken;
    } while (token !== undefined);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(records.size);
    expect(seen).toHaveLength(records.size);
    expect(seen.map(({ time }) => time)).toEqual(seen.map(({ time }) => time).sort((a, b) => b - a));
    expect(double.requests.filter(({ operation }) => operation === 'LookupEvents')).toHaveLength(Math.ceil(records.size / 50));
  });

  it('takes both ends of a range by the second, and one attribute', async () => {
    const [event] = (await lookUp({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateService' }] })).Events ?? [];
    expect(event).toMatchObject({ EventName: 'CreateService', EventSource: 'ecs.amazonaws.com', ReadOnly: 'false', Username: 'dana.lee' });
    const time = event?.EventTime ?? new Date(0);
    const within = await lookUp({ StartTime: new Date(time.getTime() + 400), EndTime: time });
    expect(within.Events?.map(({ EventId }) => EventId)).toContain(event?.EventId);
    const attribute = { AttributeKey: 'ReadOnly', AttributeValue: 'false' } as const;
    await expect(lookUp({ LookupAttributes: [attribute, attribute] })).rejects.toMatchObject({ name: 'InvalidLookupAttributesException' });
  });

  it('binds a token to its parameters, and refuses what is out of range', async () => {
    const { NextToken } = await lookUp({ MaxResults: 10 });
    await expect(lookUp({ NextToken, MaxResults: 11 })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
    await expect(lookUp({ NextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
    await expect(lookUp({ MaxResults: 51 })).rejects.toMatchObject({ name: 'InvalidMaxResultsException' });
    await expect(lookUp({ StartTime: new Date(NOW), EndTime: new Date(NOW - 1000) })).rejects.toMatchObject({
      name: 'InvalidTimeRangeException',
    });
    await expect(lookUp({ EndTime: new Date(NOW - 91 * 86_400_000) })).rejects.toMatchObject({ name: 'InvalidTimeRangeException' });
  });

  it('shows an event that arrives late, and one that arrives between two pages shifts nothing', async () => {
    const late = (id: string, ago: number): JsonObject => ({
      eventID: id,
      eventTime: new Date(NOW - ago).toISOString().replace('.000Z', 'Z'),
      eventName: 'RunInstances',
      awsRegion: 'sa-east-1',
      recipientAccountId: '777788889999',
    });
    const account = double.world.accounts.get('777788889999');
    account?.arrive(['a', 'b', 'c', 'd'].map((id, i) => late(id, i * 60_000)));
    const first = await lookUp({ MaxResults: 2 }, 'sa-east-1');
    account?.arrive([late('new', 0), late('old', 150_000)]);
    const second = await lookUp({ MaxResults: 2, NextToken: first.NextToken }, 'sa-east-1');
    expect(first.Events?.map(({ EventId }) => EventId)).toEqual(['a', 'b']);
    expect(second.Events?.map(({ EventId }) => EventId)).toEqual(['c', 'old']);
  });
});

describe('the quota', () => {
  it('is two look-ups a second for each account and region, and no more', async () => {
    const strict = await startDouble({ world: double.world, now: () => NOW });
    const keys = strict.sessions.user('777788889999', 'quota');
    const client = (region: string) => new CloudTrailClient({ ...once, region, endpoint: strict.url, credentials: keys });
    const ask = (region: string) => client(region).send(new LookupEventsCommand({ MaxResults: 1 })).then(() => 'ok', (error: unknown) => (error as Error).name); // prettier-ignore
    const burst = await Promise.all(Array.from({ length: 6 }, () => ask('us-east-2')));
    expect(burst.filter((name) => name === 'ok')).toHaveLength(2);
    expect(burst.filter((name) => name === 'ThrottlingException')).toHaveLength(4);
    expect(await ask('us-east-1')).toBe('ok');
    await new Promise((later) => setTimeout(later, 520));
    expect([await ask('us-east-2'), await ask('us-east-2')]).toEqual(['ok', 'ThrottlingException']);
    expect(strict.requests.filter(({ region, error }) => region === 'us-east-2' && error === undefined)).toHaveLength(3);
    await strict.close();
  });
});
