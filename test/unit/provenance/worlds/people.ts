import { isObject } from '../../../../src/domain/json';
import { HOUR, MINUTE } from '../../../../src/domain/time';
import { ec2 } from '../../../../src/sample/actions';
import { atSignIn, byRole, byUser, ownRole, type Session } from '../../../../src/sample/callers';
import { principalId, resourceId, sessionKey, userKey } from '../../../../src/sample/ids';
import { isoSecond, responseDate, type Action, type Caller } from '../../../../src/sample/record';
import { chainedRole, issued, pipelineSignIn, roleResource } from '../../../../src/sample/sessions';
import { ACCOUNTS, AGENTS, GLOBAL_REGION, PEOPLE } from '../../../../src/sample/world';
import { START, WorldBuilder, type Truth, type World } from './world';

const SANDBOX = { account: ACCOUNTS.sandbox, region: 'us-east-2' };
const STAGING = { account: ACCOUNTS.staging, region: 'us-east-2' };
const HOME = '192.0.2.33';

/** Something that somebody does, and that needs nothing made before. */
function volume(w: WorldBuilder): { readonly made: Action; readonly removed: Action; readonly id: string } {
  const id = resourceId(w.random, 'vol');
  const request = { size: '8', zone: 'us-east-2a', volumeType: 'gp3' };
  return {
    id,
    made: ec2('CreateVolume', request, { volumeId: id, ...request, status: 'creating', encrypted: false, tagSet: {} }),
    removed: ec2('DeleteVolume', { volumeId: id }, { _return: true }),
  };
}

/** A session of a person's sign-in: the ways to it that its records tell, each an event that may be the last hop. */
function byPerson(says: string, subject: string, who: string, path: readonly string[], more: Partial<Truth> = {}): Truth {
  return { subject, says, ends: ['human'], who: [who], path: [subject, ...path], causes: [subject, ...path], ...more };
}

function session(account: string, role: string, name: string, minute: number, key: string): Session {
  return { account, role: ownRole(account, role), name, key, since: START + minute * MINUTE };
}

export const PEOPLE_WORLDS: readonly (() => World)[] = [
  function identityCenter() {
    const w = new WorldBuilder('Identity Center: the key that is used is another than the one that was issued');
    const dana = w.person(0, 'dana.lee', 'sandbox');
    const again = w.person(180, 'dana.lee', 'sandbox');
    const { made } = volume(w);
    const subject = w.call(3, dana.caller, SANDBOX, made);
    return w.world(byPerson('by session name and time', subject, 'dana.lee', [], { causes: [subject, ...dana.ids], never: again.ids }));
  },

  function identityCenterOfOld() {
    const w = new WorldBuilder('Identity Center, records that do not tell on whose behalf');
    const dana = w.person(0, 'dana.lee', 'sandbox');
    const again = w.person(60, 'dana.lee', 'sandbox');
    const without = (caller: Caller): Caller => {
      const identity = Object.fromEntries(Object.entries(caller.identity).filter(([key]) => key !== 'onBehalfOf'));
      return { ...caller, identity };
    };
    const subject = w.call(3, without(dana.caller), SANDBOX, volume(w).made);
    const [, saml = ''] = dana.ids;
    return w.world(
      byPerson('by session name and time alone', subject, 'dana.lee', [saml], {
        causes: [subject, ...dana.ids],
        never: again.ids,
      }),
    );
  },

  function longLivedKey() {
    const w = new WorldBuilder('an IAM user, whose key an administrator made');
    const lena = w.person(-60, 'lena.fischer', 'sandbox');
    const userName = 'kim.park';
    const key = userKey(`${SANDBOX.account}/${userName}`);
    const user = { userName, userId: principalId('AIDA', `${SANDBOX.account}/${userName}`), path: '/' };
    const arn = `arn:aws:iam::${SANDBOX.account}:user/${userName}`;
    const iam = { account: SANDBOX.account, region: GLOBAL_REGION };
    w.call(-50, lena.caller, iam, { service: 'iam', name: 'CreateUser', request: { userName }, response: { user: { ...user, arn } } });
    w.call(-49, lena.caller, iam, {
      service: 'iam',
      name: 'CreateAccessKey',
      request: { userName },
      response: { accessKey: { userName, accessKeyId: key, status: 'Active', createDate: responseDate(START - 49 * MINUTE) } },
    });
    const kim = byUser(SANDBOX.account, userName, HOME, AGENTS.cli);
    const { made, removed, id } = volume(w);
    const created = w.call(0, kim, SANDBOX, made);
    const subject = w.call(5, kim, SANDBOX, removed);
    return w.world(
      byPerson('whoever holds the key, not whoever made it', created, userName, []),
      byPerson('what is removed by the same hand', subject, userName, [], { causes: [subject, created] }),
      byPerson('the volume', id, userName, [], { path: [created], causes: [created] }),
    );
  },

  function removedByAnother() {
    const w = new WorldBuilder('made by one, removed by another');
    const [kim, alex] = ['kim.park', 'alex.moore'].map((name) => byUser(SANDBOX.account, name, HOME, AGENTS.boto));
    if (kim === undefined || alex === undefined) throw new Error('there are two');
    const { made, removed, id } = volume(w);
    const created = w.call(0, kim, SANDBOX, made);
    const subject = w.call(90, alex, SANDBOX, removed);
    return w.world(
      byPerson('who removed it is who caused its end', subject, 'alex.moore', [], { causes: [subject, created] }),
      byPerson('the volume is of who made it', id, 'kim.park', [], { path: [created], causes: [created] }),
    );
  },

  function chainAcrossAccounts() {
    const w = new WorldBuilder('a role taken from another account');
    const dana = w.person(0, 'dana.lee', 'staging');
    const chained = chainedRole(w.random, dana.caller, STAGING.account, SANDBOX.account, 'deployer', STAGING.region, START + 2 * MINUTE);
    const taken = chained.calls.map((call) => w.add(call));
    const subject = w.call(4, chained.caller, SANDBOX, volume(w).made);
    return w.world(byPerson('over both accounts to the person', subject, 'dana.lee', [], { causes: [subject, ...taken, ...dana.ids] }));
  },

  function chainOfThree() {
    const w = new WorldBuilder('a role taken by a role that was taken by a role');
    const dana = w.person(0, 'dana.lee', 'staging');
    const first = chainedRole(w.random, dana.caller, STAGING.account, STAGING.account, 'broker', STAGING.region, START + 2 * MINUTE);
    const second = chainedRole(w.random, first.caller, STAGING.account, STAGING.account, 'deployer', STAGING.region, START + 3 * MINUTE);
    const [one = ''] = first.calls.map((call) => w.add(call));
    const [two = ''] = second.calls.map((call) => w.add(call));
    const subject = w.call(4, second.caller, STAGING, volume(w).made);
    return w.world(byPerson('hop by hop', subject, 'dana.lee', [two, one], { causes: [subject, one, two, ...dana.ids] }));
  },

  function otherAccountUnknown() {
    const w = new WorldBuilder('a role taken from an account whose log is not here');
    const outside = { type: 'AWSAccount', principalId: 'AIDAQRSTUVWXYZEXAMPLE', accountId: '999900001111' };
    const role = ownRole(SANDBOX.account, 'partner');
    const key = sessionKey(w.random);
    const taken = w.add({
      time: START,
      ...SANDBOX,
      caller: { identity: outside, ip: '198.51.100.77', agent: AGENTS.boto },
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      request: { roleArn: role.arn, roleSessionName: 'sync', durationSeconds: 3600, externalId: 'nimbus' },
      response: issued(w.random, SANDBOX.account, role, 'sync', START + HOUR, key),
      resources: [roleResource(SANDBOX.account, role)],
    });
    const caller = byRole(session(SANDBOX.account, 'partner', 'sync', 0, key), '198.51.100.77', AGENTS.boto);
    const subject = w.call(2, caller, SANDBOX, volume(w).made);
    return w.world({
      subject,
      says: 'known is the account, and nobody in it',
      ends: ['unknown', 'before-log'],
      who: [],
      path: [subject, taken],
      causes: [subject, taken],
    });
  },

  function samlOfTheCompany() {
    const w = new WorldBuilder("the company's own identity provider (SAML)");
    const role = ownRole(SANDBOX.account, 'Engineers');
    const name = 'priya.nair@nimbus-works.example';
    const key = sessionKey(w.random);
    const provider = `arn:aws:iam::${SANDBOX.account}:saml-provider/Okta`;
    const taken = w.add({
      time: START,
      account: SANDBOX.account,
      region: GLOBAL_REGION,
      caller: {
        identity: { type: 'SAMLUser', principalId: `bmltYnVz=:${name}`, userName: name, identityProvider: 'bmltYnVz=' },
        ip: HOME,
        agent: AGENTS.boto,
      },
      service: 'sts',
      name: 'AssumeRoleWithSAML',
      readOnly: true,
      request: { sAMLAssertionID: '_5e1d', roleSessionName: name, roleArn: role.arn, principalArn: provider, durationSeconds: 3600 },
      response: {
        ...issued(w.random, SANDBOX.account, role, name, START + HOUR, key),
        subject: name,
        subjectType: 'persistent',
        issuer: 'http://www.okta.com/exk1',
        audience: 'https://signin.aws.amazon.com/saml',
        nameQualifier: 'bmltYnVz=',
      },
      resources: [roleResource(SANDBOX.account, role), { accountId: SANDBOX.account, type: 'AWS::IAM::SAMLProvider', ARN: provider }],
    });
    const caller = byRole({ ...session(SANDBOX.account, 'Engineers', name, 0, key) }, HOME, AGENTS.cli);
    const subject = w.call(2, caller, SANDBOX, volume(w).made);
    return w.world(byPerson('by the key', subject, name, [taken]));
  },

  function webIdentity() {
    const w = new WorldBuilder('a person whom another company vouches for (OIDC)');
    const role = ownRole(SANDBOX.account, 'Testers');
    const key = sessionKey(w.random);
    const [name, provider, app] = ['110248495921238986420', 'accounts.google.com', '407408718192.apps.googleusercontent.com'];
    const identity = { type: 'WebIdentityUser', principalId: `${provider}:${app}:${name}`, userName: name, identityProvider: provider };
    const taken = w.add({
      time: START,
      account: SANDBOX.account,
      region: GLOBAL_REGION,
      caller: { identity, ip: HOME, agent: AGENTS.boto },
      service: 'sts',
      name: 'AssumeRoleWithWebIdentity',
      readOnly: true,
      request: { roleArn: role.arn, roleSessionName: 'web', durationSeconds: 3600 },
      response: {
        ...issued(w.random, SANDBOX.account, role, 'web', START + HOUR, key),
        subjectFromWebIdentityToken: name,
        provider,
        audience: app,
      },
      resources: [roleResource(SANDBOX.account, role)],
    });
    const subject = w.call(2, byRole(session(SANDBOX.account, 'Testers', 'web', 0, key), HOME, AGENTS.boto), SANDBOX, volume(w).made);
    return w.world(byPerson('by the key', subject, name, [taken]));
  },

  function sourceIdentity() {
    const w = new WorldBuilder('a role taken from an account whose log is not here, by somebody whose source identity is');
    const role = session(SANDBOX.account, 'partner', 'sync', 0, sessionKey(w.random));
    const { identity, ...rest } = byRole(role, '198.51.100.77', AGENTS.boto);
    const context = identity['sessionContext'];
    const said = { ...identity, sessionContext: { ...(isObject(context) ? context : {}), sourceIdentity: 'tom.walker' } };
    const subject = w.call(2, { identity: said, ...rest }, SANDBOX, volume(w).made);
    return w.world(byPerson('it survives all roles on the way', subject, 'tom.walker', []));
  },

  function underAnothersName() {
    const w = new WorldBuilder('somebody who takes roles under the name of another');
    const noah = w.person(-9, 'noah.berg', 'sandbox');
    const take = (minute: number, roleName: string, name: string, source?: string): readonly [string, Caller] => {
      const key = sessionKey(w.random);
      const role = ownRole(SANDBOX.account, roleName);
      const id = w.call(minute, noah.caller, SANDBOX, {
        service: 'sts',
        name: 'AssumeRole',
        readOnly: true,
        request: { roleArn: role.arn, roleSessionName: name, ...(source !== undefined && { sourceIdentity: source }) },
        response: {
          ...issued(w.random, SANDBOX.account, role, name, START + HOUR, key),
          ...(source !== undefined && { sourceIdentity: source }),
        },
        resources: [roleResource(SANDBOX.account, role)],
      });
      const { identity, ...rest } = byRole(session(SANDBOX.account, roleName, name, minute, key), HOME, AGENTS.cli);
      const context = identity['sessionContext'];
      const said =
        source === undefined
          ? identity
          : { ...identity, sessionContext: { ...(isObject(context) ? context : {}), sourceIdentity: source } };
      return [id, { identity: said, ...rest }];
    };
    const cases = [
      ['the name of a session is no name', take(0, 'deployer', 'dana.lee')],
      ['nor is it where the role is called like those of Identity Center', take(5, 'AWSReservedSSO_Admin_0123456789abcdef', 'dana.lee')],
      ['nor a source identity that the taker has chosen', take(10, 'deployer', 'work', 'dana.lee')],
    ] as const;
    return w.world(
      ...cases.map(([says, [taken, caller]], n) => {
        const subject = w.call(5 * n + 1, caller, SANDBOX, volume(w).made);
        return byPerson(says, subject, noah.name, [taken], { causes: [subject, taken, ...noah.ids] });
      }),
    );
  },

  function pipeline() {
    const w = new WorldBuilder('a build pipeline (OIDC)');
    const { calls, caller } = pipelineSignIn(w.random, SANDBOX.account, SANDBOX.region, 'search-indexer', START);
    const [other] = pipelineSignIn(w.random, SANDBOX.account, SANDBOX.region, 'website', START).calls;
    const [taken = ''] = calls.map((call) => w.add(call));
    const wrong = other === undefined ? '' : w.add(other);
    const subject = w.call(1, caller, SANDBOX, volume(w).made);
    return w.world(
      byPerson('its repository and branch', subject, 'repo:nimbus-works/search-indexer:ref:refs/heads/main', [taken], {
        ends: ['human', 'service'],
        never: [wrong],
      }),
    );
  },

  function terraformInPipeline() {
    const w = new WorldBuilder('Terraform in a pipeline, which takes a role in another account');
    const { calls, caller } = pipelineSignIn(w.random, ACCOUNTS.production, GLOBAL_REGION, 'infrastructure', START);
    const [signedIn = ''] = calls.map((call) => w.add(call));
    const chained = chainedRole(w.random, caller, ACCOUNTS.production, SANDBOX.account, 'terraform-runner', GLOBAL_REGION, START + 4000);
    const taken = chained.calls.map((call) => w.add(call));
    const subject = w.call(1, chained.caller, SANDBOX, volume(w).made);
    return w.world(
      byPerson('over two accounts to the repository', subject, 'repo:nimbus-works/infrastructure:ref:refs/heads/main', [signedIn], {
        ends: ['human', 'service'],
        causes: [subject, ...taken, signedIn],
      }),
    );
  },

  function console() {
    const w = new WorldBuilder('an IAM user at the console');
    const name = 'kim.park';
    const { browser } = PEOPLE['dana.lee'];
    const login = (minute: number) =>
      w.call(
        minute,
        atSignIn(SANDBOX.account, name, HOME, browser),
        { ...SANDBOX, region: GLOBAL_REGION },
        {
          service: 'signin',
          name: 'ConsoleLogin',
          type: 'AwsConsoleSignIn',
          readOnly: false,
          response: { ConsoleLogin: 'Success' },
          additional: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'Yes' },
        },
      );
    const [earlier, own, later] = [login(-200), login(0), login(200)];
    const identity = {
      ...atSignIn(SANDBOX.account, name, HOME, browser).identity,
      accessKeyId: sessionKey(w.random),
      sessionContext: { attributes: { creationDate: isoSecond(START + 2000), mfaAuthenticated: 'true' } },
    };
    const subject = w.call(3, { identity, ip: HOME, agent: browser, console: true }, SANDBOX, volume(w).made);
    return w.world(byPerson('the sign-in of that session', subject, name, [], { causes: [subject, own], never: [earlier, later] }));
  },

  function sessionBeforeLog() {
    const w = new WorldBuilder('a session that began before the log');
    const role = session(SANDBOX.account, 'Engineers', 'work', -40, sessionKey(w.random));
    const subject = w.call(2, byRole(role, HOME, AGENTS.cli), SANDBOX, volume(w).made);
    return w.world({
      subject,
      says: 'nobody is named after the name of a session',
      ends: ['unknown', 'before-log'],
      who: [],
      path: [subject],
      causes: [subject],
    });
  },
];
