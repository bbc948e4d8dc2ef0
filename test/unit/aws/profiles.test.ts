import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listProfiles, regionOf } from '../../../src/aws/profiles';

let dir: string;
const file = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nephoscope-profiles-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', dir);
  vi.stubEnv('AWS_CONFIG_FILE', file('config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file('credentials'));
});
afterEach(() => vi.unstubAllEnvs());

const CONFIG = `
[default]
region = eu-central-1
[profile reader]
region = us-east-2
role_arn = arn:aws:iam::111122223333:role/team/Reader
source_profile = default
[profile signed-in]
sso_session = nimbus
sso_account_id = 444455556666
sso_role_name = ViewOnlyAccess
[profile older-sign-in]
sso_start_url = https://nimbus.awsapps.com/start
sso_region = cn-north-1
sso_account_id = 444455556666
sso_role_name = ViewOnlyAccess
[profile program]
credential_process = /usr/bin/keys --secret hush
[profile web]
role_arn = arn:aws-us-gov:iam::777788889999:role/Web
web_identity_token_file = /token
[profile instance]
role_arn = arn:aws:iam::777788889999:role/Instance
credential_source = Ec2InstanceMetadata
[profile chained]
role_arn = arn:aws-cn:iam::777788889999:role/Chained
source_profile = older-sign-in
[profile settings]
output = json
[sso-session nimbus]
sso_start_url = https://nimbus.awsapps.com/start
sso_region = eu-west-1
[services local]
ec2 =
  endpoint_url = http://localhost:4566
`;
const CREDENTIALS =
  '[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = hush\n[keys]\naws_access_key_id=A\naws_secret_access_key=hush\n';

describe('profiles', () => {
  it('are those of both files, by name, with what their sections say and nothing secret', async () => {
    await Promise.all([writeFile(file('config'), CONFIG), writeFile(file('credentials'), CREDENTIALS)]);
    const list = await listProfiles();
    expect(list).toEqual({
      problems: [],
      profiles: [
        { name: 'chained', kind: 'role', account: '777788889999', role: 'Chained' },
        { name: 'default', kind: 'keys', region: 'eu-central-1' },
        { name: 'instance', kind: 'role', account: '777788889999', role: 'Instance' },
        { name: 'keys', kind: 'keys' },
        { name: 'older-sign-in', kind: 'sso', account: '444455556666', role: 'ViewOnlyAccess' },
        { name: 'program', kind: 'process' },
        { name: 'reader', kind: 'role', region: 'us-east-2', account: '111122223333', role: 'Reader' },
        { name: 'settings', kind: 'other' },
        { name: 'signed-in', kind: 'sso', account: '444455556666', role: 'ViewOnlyAccess', ssoSession: 'nimbus' },
        { name: 'web', kind: 'web-identity', account: '777788889999', role: 'Web' },
      ],
    });
    expect(JSON.stringify(list)).not.toContain('hush');
  });

  it.each([
    [
      { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'S', AWS_REGION: 'eu-west-1' },
      { name: '', kind: 'environment', region: 'eu-west-1' },
    ],
    [
      { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn' },
      { name: '', kind: 'environment' },
    ],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/keys' }, { name: '', kind: 'environment' }],
    [{ AWS_ACCESS_KEY_ID: 'A' }, undefined],
    [{}, undefined],
  ])('begin with the environment, where it gives credentials: %o', async (variables, first) => {
    await Promise.all([writeFile(file('config'), ''), writeFile(file('credentials'), '')]);
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    expect((await listProfiles()).profiles).toEqual(first === undefined ? [] : [first]);
  });

  it('are read anew each time', async () => {
    await writeFile(file('credentials'), CREDENTIALS);
    await writeFile(file('config'), '[profile one]\nregion = us-east-1\n');
    expect((await listProfiles()).profiles.map(({ name }) => name)).toContain('one');
    await writeFile(file('config'), '[profile two]\nregion = us-east-1\n');
    expect((await listProfiles()).profiles.map(({ name }) => name)).toEqual(['default', 'keys', 'two']);
  });
});

describe('a broken file', () => {
  it.each([
    ['\ufeff'.concat('[profile x]\nregion = us-east-1\n'), undefined],
    [Buffer.from('[profile x]\r\nregion = us-east-1\r\n', 'utf16le'), 'no UTF-8 text'],
    ['[__proto__]\nx = 1\n[profile x]\n', '__proto__'],
    ['[profile x]\nregion us-east-1 hush\naws_secret_access_key = hush # why\n[profile y\n; fine\n', 'passed over: 2, 4'],
  ])('%o is named, and what is good in the others stays', async (text, problem) => {
    await Promise.all([writeFile(file('config'), text), writeFile(file('credentials'), CREDENTIALS)]);
    const { profiles, problems } = await listProfiles();
    expect(profiles.map(({ name }) => name)).toEqual(expect.arrayContaining(['default', 'keys']));
    if (problem === undefined) expect(problems).toEqual([]);
    else expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems.join('')).not.toContain('hush');
  });

  it('that is not there is none, unless the environment names it', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', undefined);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file('gone'));
    expect(await listProfiles()).toEqual({ profiles: [], problems: [`${file('gone')} could not be read: ENOENT.`] });
  });

  it('that nobody may read is named', async (context) => {
    if (process.getuid?.() === 0) context.skip('root reads every file');
    await writeFile(file('credentials'), CREDENTIALS);
    await chmod(file('credentials'), 0);
    expect((await listProfiles()).problems).toEqual([`${file('credentials')} could not be read: EACCES.`]);
    await chmod(file('credentials'), 0o600);
  });
});

describe('where an access is at home', () => {
  it.each([
    ['reader', undefined, 'us-east-2'],
    ['default', undefined, 'eu-central-1'],
    ['signed-in', undefined, 'us-east-1'],
    ['older-sign-in', undefined, 'cn-north-1'],
    ['web', undefined, 'us-gov-west-1'],
    ['chained', undefined, 'cn-north-1'],
    ['keys', undefined, 'us-east-1'],
    ['keys', 'arn:aws-us-gov:iam::1:role/x', 'us-gov-west-1'],
    ['', undefined, 'us-east-1'],
  ])('%s %s: %s', async (profile, role, region) => {
    await Promise.all([writeFile(file('config'), CONFIG), writeFile(file('credentials'), CREDENTIALS)]);
    expect(await regionOf({ profile, ...(role !== undefined && { role }) })).toBe(region);
  });

  it('of the environment is its region', async () => {
    vi.stubEnv('AWS_REGION', 'us-gov-east-1');
    expect(await regionOf({ profile: '' })).toBe('us-gov-east-1');
  });
});
