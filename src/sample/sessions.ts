import { HOUR } from '../domain/time';
import { atPortal, bySso, byRole, ownRole, type Session } from './callers';
import { opaque, sessionKey, uuid } from './ids';
import type { Random } from './random';
import { responseDate, type Call, type Caller } from './record';
import { ACCOUNTS, AGENTS, GLOBAL_REGION, MANAGEMENT, reservedRole, SSO_REGION, type AccountName, type Person } from './world';

/** The records a sign-in leaves, and the caller it makes. */
export interface SignIn {
  readonly calls: readonly Call[];
  readonly caller: Caller;
}

/**
 * A person takes a role by Identity Center: the portal's record in the management account, the AssumeRoleWithSAML in the account
 * itself and, for the console, the ConsoleLogin. The key that STS issues is not the key the calls use: so it is in real logs.
 */
export function ssoSignIn(random: Random, person: Person, accountName: AccountName, time: number, console: boolean): SignIn {
  const account = ACCOUNTS[accountName];
  const permissionSet = person.access[accountName];
  if (permissionSet === undefined) throw new Error(`${person.name} has no access to ${accountName}`);
  const role = reservedRole(account, permissionSet);
  const since = time + 1000;
  const caller = bySso(person, account, permissionSet, { key: sessionKey(random), since, console });
  const portal: Call = {
    time,
    account: MANAGEMENT,
    region: SSO_REGION,
    caller: atPortal(person, opaque(random, 86), caller.agent),
    service: 'sso',
    name: console ? 'Federate' : 'GetRoleCredentials',
    readOnly: !console,
    type: 'AwsServiceEvent',
    details: { role_name: permissionSet, account_id: account },
  };
  const calls = [portal, withSaml(random, person, account, role, since)];
  return { calls: console ? [...calls, consoleLogin(person, account, permissionSet, since)] : calls, caller };
}

function withSaml(random: Random, person: Person, account: string, role: Session['role'], time: number): Call {
  const provider = `arn:aws:iam::${account}:saml-provider/AWSSSO_${role.name.slice(-14)}_DO_NOT_DELETE`;
  const qualifier = `${role.id.slice(4)}nimbusworks=`;
  return {
    time,
    account,
    region: SSO_REGION,
    caller: {
      identity: { type: 'SAMLUser', principalId: `${qualifier}:${person.name}`, userName: person.name, identityProvider: qualifier },
      ip: '198.51.100.200',
      agent: AGENTS.sso,
    },
    service: 'sts',
    name: 'AssumeRoleWithSAML',
    readOnly: true,
    request: {
      sAMLAssertionID: `_${uuid(random)}`,
      roleSessionName: person.name,
      roleArn: role.arn,
      principalArn: provider,
      durationSeconds: 43200,
    },
    response: {
      ...issued(random, account, role, person.name, time + 12 * HOUR),
      subject: person.name,
      subjectType: 'persistent',
      issuer: `https://portal.sso.${SSO_REGION}.amazonaws.com/saml/assertion/bmltYnVzLXdvcmtz`,
      audience: 'https://signin.aws.amazon.com/saml',
      nameQualifier: qualifier,
    },
    resources: [roleResource(account, role), { accountId: account, type: 'AWS::IAM::SAMLProvider', ARN: provider }],
  };
}

/** A federated sign-in never says that a second factor was used: that happened at the identity provider. */
function consoleLogin(person: Person, account: string, permissionSet: string, time: number): Call {
  return {
    time: time + 1000,
    account,
    region: GLOBAL_REGION,
    caller: bySso(person, account, permissionSet, { since: time, console: true }),
    service: 'signin',
    name: 'ConsoleLogin',
    type: 'AwsConsoleSignIn',
    readOnly: false,
    response: { ConsoleLogin: 'Success' },
    additional: { MobileVersion: 'No', MFAUsed: 'No' },
    host: `${GLOBAL_REGION}.signin.aws.amazon.com`,
  };
}

/** A pipeline proves itself by its provider's token (`repo:company/name:ref:refs/heads/main`) and gets a role. */
export function pipelineSignIn(random: Random, account: string, region: string, repository: string, time: number): SignIn {
  const role = ownRole(account, 'github-deploy');
  const name = `GitHubActions-${random.whole(15_000_000_000, 15_999_999_999)}`;
  const subject = `repo:nimbus-works/${repository}:ref:refs/heads/main`;
  const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  const ip = `203.0.113.${random.whole(128, 250)}`;
  const key = sessionKey(random);
  const federation = { federatedProvider: provider, attributes: { sub: subject, aud: 'sts.amazonaws.com' } };
  const call: Call = {
    time,
    account,
    region,
    caller: {
      identity: {
        type: 'WebIdentityUser',
        principalId: `${provider}:sts.amazonaws.com:${subject}`,
        userName: subject,
        identityProvider: provider,
      },
      ip,
      agent: AGENTS.actions,
    },
    service: 'sts',
    name: 'AssumeRoleWithWebIdentity',
    readOnly: true,
    request: { roleArn: role.arn, roleSessionName: name, durationSeconds: 3600 },
    response: {
      ...issued(random, account, role, name, time + HOUR, key),
      subjectFromWebIdentityToken: subject,
      provider,
      audience: 'sts.amazonaws.com',
    },
    resources: [roleResource(account, role)],
  };
  return { calls: [call], caller: byRole({ account, role, name, key, since: time, federation }, ip, AGENTS.boto) };
}

/** One role takes another; in another account the call leaves a record in both, tied by `sharedEventID`. */
export function chainedRole(
  random: Random,
  from: Caller,
  fromAccount: string,
  account: string,
  roleName: string,
  region: string,
  time: number,
): SignIn {
  const role = ownRole(account, roleName);
  const name = `terraform-${String(Math.floor(time / 1000))}`;
  const key = sessionKey(random);
  const call: Call = {
    time,
    account: fromAccount,
    region,
    caller: { ...from, agent: AGENTS.terraform },
    service: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    request: { roleArn: role.arn, roleSessionName: name, durationSeconds: 3600 },
    response: issued(random, account, role, name, time + HOUR, key),
    resources: [roleResource(account, role)],
  };
  const shared = uuid(random);
  const calls =
    fromAccount === account
      ? [call]
      : [
          { ...call, shared },
          { ...call, shared, account },
        ];
  return { calls, caller: byRole({ account, role, name, key, since: time }, from.ip, AGENTS.terraform) };
}

/** The answer of STS: a key with its (meaningless) token, and the session it opens. */
export function issued(random: Random, account: string, role: Session['role'], session: string, expires: number, key = sessionKey(random)) {
  return {
    credentials: { accessKeyId: key, sessionToken: `IQoJb3JpZ2luX2VjE${opaque(random, 330)}`, expiration: responseDate(expires) },
    assumedRoleUser: { assumedRoleId: `${role.id}:${session}`, arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${session}` },
  };
}

export function roleResource(account: string, role: Session['role']) {
  return { accountId: account, type: 'AWS::IAM::Role', ARN: role.arn };
}
