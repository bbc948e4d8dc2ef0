import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Accounts } from '../../../src/aws/accounts';
import { LiveError } from '../../../src/aws/error';
import { ACCOUNTS } from '../../../src/sample/world';
import { clearStore } from '../../../src/store/keeping';
import { writeSsoToken } from '../../aws/environment';
import { READ_ROLE } from '../../aws/world/sample-world';
import { accountsOnDouble, type Bench } from './support';

const HOUR = 3_600_000;
const { production, staging, sandbox } = ACCOUNTS;
let bench: Bench;

beforeAll(async () => {
  bench = await accountsOnDouble();
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.double.faults.clear();
  bench.double.requests.length = 0;
  const accounts = bench.window();
  for (const { account } of await accounts.connections()) await accounts.disconnect(account);
});

const whose = async (accounts: Accounts, account: string): Promise<string | undefined> => {
  const { clients } = await accounts.open(account);
  return (await (await clients.of('sts', 'us-east-1')).send(new GetCallerIdentityCommand({}))).Account;
};
const calls = (operation: string): number => bench.double.requests.filter((request) => request.operation === operation).length;

describe('a profile of each kind', () => {
  it.each([
    ['production', production, /:user\/nephoscope$/],
    ['staging', staging, /assumed-role\/NephoscopeReadOnly\//],
    ['sandbox', sandbox, /assumed-role\/NephoscopeReadOnly\//],
    ['chained', sandbox, /assumed-role\/NephoscopeReadOnly\//],
    ['sandbox-sso', sandbox, /assumed-role\/AWSReservedSSO_ViewOnlyAccess_/],
    ['sandbox-process', sandbox, /assumed-role\/NephoscopeReadOnly\/process/],
    ['sandbox-web', sandbox, /assumed-role\/NephoscopeReadOnly\/web/],
  ])('%s leads to its account', async (profile, account, principal) => {
    const accounts = bench.window();
    const { connected, failed } = await accounts.connect([{ profile }]);
    expect(failed).toEqual([]);
    expect(connected).toMatchObject([
      {
        account,
        partition: 'aws',
        access: { profile },
        principal: expect.stringMatching(principal) as string,
      },
    ]);
    expect(connected[0]?.alias).toBe(`nimbus-works-${account === production ? 'production' : account === staging ? 'staging' : 'sandbox'}`);
    // A window that opens later knows nothing but the file.
    expect(await whose(bench.window(), account)).toBe(account);
  });

  it('the environment, with an empty name', async () => {
    const keys = bench.double.sessions.user(sandbox, 'by-environment');
    vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
    const { connected } = await bench.window().connect([{ profile: '' }]);
    expect(connected).toMatchObject([
      { account: sandbox, access: { profile: '' }, principal: expect.stringContaining('by-environment') as string },
    ]);
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    const { failed } = await bench.window().connect([{ profile: '' }]);
    expect(failed).toMatchObject([{ profile: '', problem: { reason: 'no-credentials' } }]);
  });

  it('has all regions, of which those are chosen that are open', async () => {
    const { connected } = await bench.window().connect([{ profile: 'sandbox' }]);
    const regions = connected[0]?.regions ?? [];
    expect(regions).toHaveLength(22);
    expect(regions.filter(({ chosen }) => chosen)).toHaveLength(18);
    expect(regions).toContainEqual({ region: 'eu-south-1', optIn: 'opted-in', chosen: true });
    expect(regions).toContainEqual({ region: 'me-south-1', optIn: 'not-opted-in', chosen: false });
  });
});

describe('a role in every account of a list', () => {
  it('is assumed under our name, and those that lack it are told one by one', async () => {
    const { connected, failed } = await bench
      .window()
      .connect([{ profile: 'production', role: READ_ROLE, accounts: [staging, sandbox, '000000000001'] }]);
    expect(connected.map(({ account }) => account).sort()).toEqual([staging, sandbox].sort());
    expect(connected[0]).toMatchObject({
      access: { profile: 'production', role: `arn:aws:iam::${connected[0]?.account ?? ''}:role/${READ_ROLE}` },
      principal: expect.stringMatching(/NephoscopeReadOnly\/nephoscope$/) as string,
    });
    expect(failed).toMatchObject([
      { profile: 'production', account: '000000000001', problem: { reason: 'denied', operation: 'sts:AssumeRole' } },
    ]);
    expect(await whose(bench.window(), sandbox)).toBe(sandbox);
  });

  it('is told once, where the profile itself has no credentials', async () => {
    const { failed } = await bench.window().connect([{ profile: 'sandbox-sso-expired', role: READ_ROLE, accounts: [staging, sandbox] }]);
    expect(failed).toMatchObject([{ profile: 'sandbox-sso-expired', problem: { reason: 'sso-expired' } }]);
  });

  it.each([
    [{ profile: 'production', role: READ_ROLE }, 'give both'],
    [{ profile: 'production', accounts: [staging] }, 'give both'],
    [{ profile: 'production', role: READ_ROLE, accounts: ['123'] }, 'twelve digits'],
    [{ profile: 'production', role: 'arn:aws:iam::1:role/x', accounts: [staging] }, 'without the ARN'],
  ])('%o is refused before anything is called', async (request, message) => {
    await expect(bench.window().connect([request])).rejects.toThrow(message);
    expect(bench.double.requests).toEqual([]);
  });
});

describe('another partition', () => {
  it.each([
    ['aws-cn', 'cn-northwest-1', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-east-1', 'us-gov-west-1'],
  ] as const)('%s is asked in its own regions, and its roles are named after it', async (partition, region, home) => {
    const config = join(bench.home, partition);
    await writeFile(config, `[profile production]\nregion = ${region}\n`);
    vi.stubEnv('AWS_CONFIG_FILE', config);
    const { connected, failed } = await bench
      .window()
      .connect([{ profile: 'production' }, { profile: 'production', role: READ_ROLE, accounts: [sandbox] }]);
    expect(failed).toEqual([]);
    expect(connected.map(({ account, partition }) => [account, partition])).toEqual([
      [production, partition],
      [sandbox, partition],
    ]);
    expect(connected[1]?.access.role).toBe(`arn:${partition}:iam::${sandbox}:role/${READ_ROLE}`);
    const places = (service: string): readonly string[] => [
      ...new Set(bench.double.requests.flatMap((request) => (request.service === service ? [request.region] : []))),
    ];
    expect([places('sts'), places('ec2'), places('iam')]).toEqual([[region], [region], [home]]);
    vi.stubEnv('AWS_CONFIG_FILE', join(bench.home, '.aws', 'config'));
  });
});

describe('what goes wrong', () => {
  it('a sign-in that has expired is told with what to sign in to, and one made elsewhere is noticed', async () => {
    const accounts = bench.window();
    const expected = { reason: 'sso-expired', sso: { session: 'nimbus-old', profile: 'sandbox-sso-expired' } };
    expect((await accounts.connect([{ profile: 'sandbox-sso-expired' }])).failed).toMatchObject([{ problem: expected }]);
    await writeSsoToken(bench.home, 'nimbus-old', Date.now() + 8 * HOUR);
    expect((await accounts.connect([{ profile: 'sandbox-sso-expired' }])).connected).toMatchObject([{ account: sandbox }]);
    // It expires while the account is connected: another window says so, and this one goes on once somebody has signed in.
    await writeSsoToken(bench.home, 'nimbus-old', Date.now() - HOUR);
    const other = bench.window();
    await expect(whose(other, sandbox)).rejects.toThrow('Sign in');
    await expect.poll(() => accounts.connections()).toMatchObject([{ account: sandbox, problem: expected }]);
    await writeSsoToken(bench.home, 'nimbus-old', Date.now() + 8 * HOUR);
    expect(await whose(other, sandbox)).toBe(sandbox);
    await expect.poll(async () => (await accounts.connections())[0]?.problem).toBeUndefined();
    await writeSsoToken(bench.home, 'nimbus-old', Date.now() - HOUR);
  });

  it('a role that wants the code of a device has one for once', async () => {
    const accounts = bench.window();
    expect((await accounts.connect([{ profile: 'sandbox-mfa' }])).failed).toMatchObject([{ problem: { reason: 'mfa' } }]);
    expect((await accounts.connect([{ profile: 'sandbox-mfa', mfaCode: '000000' }])).failed).toMatchObject([
      { problem: { reason: 'mfa' } },
    ]);
    expect((await accounts.connect([{ profile: 'sandbox-mfa', mfaCode: '123456' }])).connected).toMatchObject([{ account: sandbox }]);
    bench.double.requests.length = 0;
    expect(await whose(accounts, sandbox)).toBe(sandbox);
    expect(calls('AssumeRole')).toBe(0);
    await expect(whose(bench.window(), sandbox)).rejects.toMatchObject({ problem: { reason: 'mfa' } });
    expect(await readFile(join(bench.storeDir, 'live', 'connections.json'), 'utf8')).not.toContain('123456');
  });

  it.each([
    ['nobody', { reason: 'denied', operation: 'sts:AssumeRole' }],
    ['no-such-profile', { reason: 'no-credentials', message: expect.stringContaining('no-such-profile') as string }],
  ])('profile %s', async (profile, problem) => {
    expect((await bench.window().connect([{ profile }])).failed).toMatchObject([{ profile, problem }]);
  });

  it.each<[string, object]>([
    ['older', { reason: 'sso-expired', sso: { profile: 'older' } }],
    ['over-sign-in', { reason: 'sso-expired', sso: { session: 'gone', profile: 'signed-out' } }],
    ['lost-session', { reason: 'no-credentials', message: expect.stringContaining('the SSO session lost') as string }],
    ['lost-source', { reason: 'no-credentials', message: expect.stringContaining('builds on nowhere') as string }],
    ['no-access', { reason: 'denied', operation: 'sso:GetRoleCredentials' }],
    ['program', { reason: 'no-credentials', message: expect.stringContaining('in a terminal') as string }],
    ['circle', { reason: 'no-credentials' }],
    ['empty', { reason: 'no-credentials' }],
    ['instance', { reason: 'no-credentials' }],
  ])('profile %s, as it is set up, tells %o', async (profile, problem) => {
    const config = join(bench.home, 'odd');
    const role = `role_arn = arn:aws:iam::${sandbox}:role/${READ_ROLE}`;
    const sso = `sso_account_id = ${sandbox}\nsso_role_name = ViewOnlyAccess`;
    const session = 'sso_region = eu-west-1\nsso_start_url = https://nimbus.awsapps.com/start';
    await writeFile(
      config,
      `[profile older]\n${sso}\n${session}
[profile signed-out]\n${sso}\nsso_session = gone\n[sso-session gone]\n${session}
[profile over-sign-in]\n${role}\nsource_profile = signed-out
[profile lost-session]\n${sso}\nsso_session = lost
[profile lost-source]\n${role}\nsource_profile = nowhere
[profile no-access]\nsso_session = nimbus\nsso_account_id = 000000000001\nsso_role_name = ViewOnlyAccess\n[sso-session nimbus]\n${session}
[profile program]\ncredential_process = sh -c 'echo hush >&2; exit 3' --secret hush
[profile circle]\n${role}\nsource_profile = circle
[profile empty]\nregion = us-east-1
[profile instance]\n${role}\ncredential_source = Ec2InstanceMetadata\n`,
    );
    vi.stubEnv('AWS_CONFIG_FILE', config);
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://127.0.0.1:9');
    const { failed } = await bench.window().connect([{ profile }]);
    vi.stubEnv('AWS_CONFIG_FILE', join(bench.home, '.aws', 'config'));
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', undefined);
    expect(failed).toMatchObject([{ profile, problem }]);
    expect(JSON.stringify(failed)).not.toContain('hush');
  });

  it('an account without a name, or whose name nobody may know, is connected all the same', async () => {
    bench.double.faults.add({ operation: 'ListAccountAliases', fault: { kind: 'deny' } });
    const { connected } = await bench.window().connect([{ profile: 'sandbox' }]);
    expect(connected).toHaveLength(1);
    expect(connected[0]).not.toHaveProperty('alias');
  });

  it('regions that can only be asked in the home of the partition are asked there', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', join(bench.home, 'other-config'));
    await writeFile(join(bench.home, 'other-config'), '[profile production]\nregion = eu-west-1\n');
    bench.double.faults.add({ operation: 'DescribeRegions', region: 'eu-west-1', fault: { kind: 'deny' } });
    expect((await bench.window().connect([{ profile: 'production' }])).connected).toMatchObject([{ account: production }]);
    bench.double.faults.add({ operation: 'DescribeRegions', fault: { kind: 'deny' } });
    expect((await bench.window().connect([{ profile: 'production' }])).failed).toMatchObject([
      { problem: { reason: 'denied', operation: 'ec2:DescribeRegions', message: expect.stringContaining('eu-west-1') as string } },
    ]);
    vi.stubEnv('AWS_CONFIG_FILE', join(bench.home, '.aws', 'config'));
  });

  it('one account that hangs holds up no other, and a cancel keeps those that were reached', async () => {
    bench.double.faults.add({ operation: 'GetCallerIdentity', account: staging, fault: { kind: 'never-answer' } });
    const cancel = new AbortController();
    const accounts = bench.window({});
    const connecting = accounts.connect([{ profile: 'staging' }, { profile: 'sandbox' }], { signal: cancel.signal });
    await expect.poll(() => calls('DescribeRegions')).toBe(1);
    await new Promise((done) => setTimeout(done, 100));
    cancel.abort();
    const { connected, failed } = await connecting;
    expect([connected.map(({ account }) => account), failed]).toEqual([[sandbox], []]);
  });
});

describe('credentials', () => {
  it('are fetched once for all clients of an account, and are nowhere in the store', async () => {
    const accounts = bench.window();
    await accounts.connect([{ profile: 'sandbox' }]);
    const { clients } = await accounts.open(sandbox);
    await Promise.all(
      ['us-east-1', 'us-east-2', 'eu-west-1'].map(async (region) => (await clients.of('ec2', region)).send(new DescribeRegionsCommand({}))),
    );
    expect(calls('AssumeRole')).toBe(1);
    const text = await readFile(join(bench.storeDir, 'live', 'connections.json'), 'utf8');
    expect(text).toContain(sandbox);
    expect(text).not.toMatch(/AKIA|ASIA|secret|token/i);
  });

  it('that AWS takes back in the middle are fetched anew, and nobody notices', async () => {
    const accounts = bench.window();
    await accounts.connect([{ profile: 'sandbox' }]);
    const { clients } = await accounts.open(sandbox);
    const ec2 = await clients.of('ec2', 'us-east-2');
    bench.double.requests.length = 0;
    bench.double.faults.add({ service: 'ec2', times: 1, fault: { kind: 'expired-token' } });
    await ec2.send(new DescribeRegionsCommand({}));
    expect([calls('AssumeRole'), calls('DescribeRegions')]).toEqual([1, 2]);
    expect((await accounts.connections())[0]?.problem).toBeUndefined();
  });

  it('that a file has others for by now are read from there', async () => {
    const accounts = bench.window();
    const file = join(bench.home, 'rotated');
    const write = async (keys: { accessKeyId: string; secretAccessKey: string }): Promise<void> =>
      writeFile(file, `[production]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    await write(bench.double.sessions.user(production, 'before'));
    await accounts.connect([{ profile: 'production' }]);
    const { clients } = await accounts.open(production);
    const sts = await clients.of('sts', 'us-east-1');
    await write(bench.double.sessions.user(production, 'after'));
    bench.double.faults.add({
      times: 1,
      fault: {
        kind: 'refuse',
        code: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid.',
        status: 403,
      },
    });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toContain('user/after');
    // Those of another account don't pass for this one's.
    await write(bench.double.sessions.user(staging, 'elsewhere'));
    await expect(whose(bench.window(), production)).rejects.toThrow(`leads to account ${staging} now`);
    // And where there are no others, that is what the account's connection says.
    await write(bench.double.sessions.user(production, 'last'));
    bench.double.faults.add({
      fault: {
        kind: 'refuse',
        code: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid.',
        status: 403,
      },
    });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow();
    await expect.poll(async () => (await accounts.connections())[0]?.problem?.reason).toBe('expired');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(bench.home, '.aws', 'credentials'));
  });
});

describe('the list of connections', () => {
  it('is the same in every window, with the newer of two ways to one account', async () => {
    const [one, other] = [bench.window(), bench.window()];
    await Promise.all([
      one.connect([{ profile: 'production' }]),
      other.connect([{ profile: 'sandbox' }]),
      one.connect([{ profile: 'staging' }]),
    ]);
    await other.connect([{ profile: 'sandbox-process' }]);
    expect((await one.connections()).map(({ account }) => account).sort()).toEqual([production, staging, sandbox].sort());
    expect((await one.connections()).find(({ account }) => account === sandbox)?.access).toEqual({ profile: 'sandbox-process' });
    await one.disconnect(staging);
    expect((await other.connections()).map(({ account }) => account).sort()).toEqual([production, sandbox].sort());
    await expect(other.open(staging)).rejects.toThrow('is not connected');
  });

  it('keeps the regions that were chosen when an account is connected again', async () => {
    const accounts = bench.window();
    await accounts.connect([{ profile: 'sandbox' }]);
    const chosen = async (): Promise<readonly string[]> =>
      (await accounts.connections())[0]?.regions.flatMap(({ region, chosen }) => (chosen ? [region] : [])) ?? [];
    await accounts.chooseRegions(sandbox, ['us-east-2', 'eu-south-1']);
    expect(await chosen()).toEqual(['eu-south-1', 'us-east-2']);
    await accounts.connect([{ profile: 'sandbox-process' }]);
    expect(await chosen()).toEqual(['eu-south-1', 'us-east-2']);
    await accounts.chooseRegions(sandbox);
    expect(await chosen()).toHaveLength(18);
    const world = bench.double.world.accounts.get(sandbox);
    if (world === undefined) throw new Error('no sandbox');
    world.regions['me-south-1'] = 'opted-in';
    await accounts.connect([{ profile: 'sandbox' }]);
    expect(await chosen()).toHaveLength(19);
    world.regions['me-south-1'] = 'not-opted-in';
  });

  it.each([
    [['us-east-9'], 'has no region us-east-9'],
    [['us-east-1', 'me-south-1'], 'has not opted in to me-south-1'],
    [[], 'at least one'],
  ])('refuses to choose %o', async (regions, message) => {
    const accounts = bench.window();
    await accounts.connect([{ profile: 'sandbox' }]);
    const refusal = accounts.chooseRegions(sandbox, regions);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toSatisfy((error) => LiveError.is(error, 'input'));
  });

  it('takes in regions that were opted in to since, once a day, without anybody waiting', async () => {
    let now = Date.now();
    const accounts = bench.window(undefined, () => now);
    await accounts.connect([{ profile: 'sandbox' }]);
    const world = bench.double.world.accounts.get(sandbox);
    if (world === undefined) throw new Error('no sandbox');
    world.regions['me-south-1'] = 'opted-in';
    bench.double.requests.length = 0;
    await accounts.open(sandbox);
    now += 25 * HOUR;
    await Promise.all([accounts.open(sandbox), accounts.open(sandbox)]);
    await expect
      .poll(async () => (await accounts.connections())[0]?.regions.find(({ region }) => region === 'me-south-1'))
      .toEqual({ region: 'me-south-1', optIn: 'opted-in', chosen: true });
    await accounts.open(sandbox);
    expect(calls('DescribeRegions')).toBe(1);
    world.regions['me-south-1'] = 'not-opted-in';
  });

  it('outlives a Clear of the store', async () => {
    const accounts = bench.window();
    await accounts.connect([{ profile: 'sandbox' }]);
    await clearStore(bench.storeDir);
    expect(await accounts.connections()).toHaveLength(1);
  });

  it('says so where its file is damaged', async () => {
    const accounts = bench.window();
    await accounts.connect([{ profile: 'sandbox' }]);
    const path = join(bench.storeDir, 'live', 'connections.json');
    const before = await readFile(path);
    await writeFile(path, before.subarray(0, 40));
    await expect(accounts.connections()).rejects.toThrow(path);
    await writeFile(path, before);
    expect(await accounts.connections()).toHaveLength(1);
  });
});
