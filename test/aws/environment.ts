import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNTS } from '../../src/sample/world';
import { SSO_REFRESH_TOKEN, SSO_TOKEN } from './services/sso';
import type { Keys, Sessions } from './sessions';
import { MFA_ROLE, READ_ROLE } from './world/sample-world';

export interface EnvironmentOptions {
  /** Account whose long-lived keys the profile `production` has; absent: that of the sample. */
  readonly account?: string;
  /** Account that the other profiles lead to; absent: the sandbox, where the story is. */
  readonly other?: string;
}

interface Place {
  readonly url: string;
  readonly sessions: Sessions;
}

const HOUR = 3_600_000;

/** Names of the profiles, and what each is for. */
export const PROFILES = {
  /** Long-lived keys in the credentials file. */
  production: 'keys of a user in the first account',
  staging: 'a role in the staging account, with the keys of production as its source',
  sandbox: 'a role in the other account, with the keys of production as its source',
  chained: 'a role in the other account, taken with the role of staging',
  'sandbox-sso': 'an SSO session whose token is valid',
  'sandbox-sso-expired': 'an SSO session whose token is expired and refreshes no more',
  'sandbox-process': 'keys that a program prints',
  'sandbox-web': 'a role taken with a web identity token',
  'sandbox-mfa': 'a role that wants the code of a device',
  nobody: 'a role that nobody lets us take',
} as const;

export async function writeEnvironment(
  dir: string,
  { url, sessions }: Place,
  options: EnvironmentOptions = {},
): Promise<Record<string, string>> {
  const { account = ACCOUNTS.production, other = ACCOUNTS.sandbox } = options;
  const now = Date.now();
  const cache = join(dir, '.aws', 'sso', 'cache');
  await mkdir(cache, { recursive: true });
  const keys = sessions.user(account, 'nephoscope');
  const processKeys = sessions.role(other, READ_ROLE, 'process', now + HOUR);
  const file = (name: string): string => join(dir, '.aws', name);
  const role = (id: string, name: string, ...rest: readonly string[]): string[] => [`role_arn = arn:aws:iam::${id}:role/${name}`, ...rest];
  const fromKeys = 'source_profile = production';
  const sso = (session: string): string[] => [`sso_session = ${session}`, `sso_account_id = ${other}`, 'sso_role_name = ViewOnlyAccess'];
  const sections: Readonly<Record<string, readonly string[]>> = {
    'profile production': [],
    'profile staging': role(ACCOUNTS.staging, READ_ROLE, fromKeys),
    'profile sandbox': role(other, READ_ROLE, fromKeys),
    'profile chained': role(other, READ_ROLE, 'source_profile = staging'),
    'profile sandbox-sso': sso('nimbus'),
    'profile sandbox-sso-expired': sso('nimbus-old'),
    'profile sandbox-process': [`credential_process = "${process.execPath}" "${file('process.js')}"`],
    'profile sandbox-web': role(other, READ_ROLE, `web_identity_token_file = ${file('token')}`, 'role_session_name = web'),
    'profile sandbox-mfa': role(other, MFA_ROLE, fromKeys, `mfa_serial = arn:aws:iam::${account}:mfa/phone`),
    'profile nobody': role(other, 'Nobody', fromKeys),
    'sso-session nimbus': SSO_SESSION,
    'sso-session nimbus-old': SSO_SESSION,
  };
  const region = ['region = us-east-1'];
  const config = Object.entries(sections).map(([name, lines]) => section(name, name.startsWith('profile') ? [...lines, ...region] : lines));
  await Promise.all([
    writeFile(file('config'), config.join('\n')),
    writeFile(
      file('credentials'),
      section('production', [`aws_access_key_id = ${keys.accessKeyId}`, `aws_secret_access_key = ${keys.secretAccessKey}`]),
    ),
    writeFile(file('process.js'), `process.stdout.write(${JSON.stringify(JSON.stringify(processJson(processKeys)))});\n`),
    writeFile(file('token'), 'web-identity-token'),
    writeSsoToken(dir, 'nimbus', now + 8 * HOUR),
    writeSsoToken(dir, 'nimbus-old', now - HOUR),
  ]);
  return {
    AWS_ENDPOINT_URL: url,
    AWS_CONFIG_FILE: file('config'),
    AWS_SHARED_CREDENTIALS_FILE: file('credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    // What the person's own environment says of AWS is not for the double.
    ...Object.fromEntries(
      ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_DEFAULT_REGION'].map((name) => [
        name,
        '',
      ]),
    ),
    // The cache of SSO tokens lies in the home folder, wherever the files are.
    HOME: dir,
    USERPROFILE: dir,
  };
}

const SSO_SESSION = [
  'sso_start_url = https://nimbus.awsapps.com/start',
  'sso_region = eu-west-1',
  'sso_registration_scopes = sso:account:access',
];

/** Puts a token of an SSO session into the cache, as `aws sso login` does. @param expires epoch milliseconds */
export async function writeSsoToken(dir: string, session: string, expires: number): Promise<void> {
  const name = `${createHash('sha1').update(session).digest('hex')}.json`;
  const lasting = expires > Date.now();
  const token = {
    accessToken: lasting ? SSO_TOKEN : 'sso-token-of-yesterday',
    expiresAt: new Date(expires).toISOString(),
    region: 'eu-west-1',
    startUrl: 'https://nimbus.awsapps.com/start',
    clientId: 'client',
    clientSecret: 'secret',
    registrationExpiresAt: new Date(Date.now() + 90 * 24 * HOUR).toISOString(),
    refreshToken: lasting ? SSO_REFRESH_TOKEN : 'sso-refresh-token-of-yesterday',
  };
  await writeFile(join(dir, '.aws', 'sso', 'cache', name), JSON.stringify(token));
}

function processJson({ accessKeyId, secretAccessKey, sessionToken, expires }: Keys): object {
  return {
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    ...(expires === undefined ? {} : { Expiration: new Date(expires).toISOString() }),
  };
}

function section(name: string, lines: readonly string[]): string {
  return [`[${name}]`, ...lines, ''].join('\n');
}
