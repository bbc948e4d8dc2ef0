import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/domain/json';
import { ACCOUNT, call, issued, minutes, path, session, tracing, user } from './records';

const KEY = 'ASIAIOSFODNN7EXAMPLE';
const OTHER_KEY = 'ASIAIOSFODNN7OTHERXX';
const STEP: JsonObject = { requestParameters: { name: 'main' } };

function assume(minute: number, role: string, name: string, key: string, more: JsonObject = {}): JsonObject {
  return call(minute, 'sts', 'AssumeRole', {
    readOnly: true,
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: name },
    responseElements: issued(role, name, key),
    ...more,
  });
}

function saml(minute: number, userName: string, role: string, key: string): JsonObject {
  return {
    ...assume(minute, role, userName, key, {
      userIdentity: { type: 'SAMLUser', principalId: `x=:${userName}`, userName, identityProvider: 'x=' },
    }),
    eventName: 'AssumeRoleWithSAML',
    eventID: 'AssumeRoleWithSAML',
  };
}

describe('sessions', () => {
  it('K4 and K7: a key leads to its issue, and on through the roles before it', async () => {
    const tracer = await tracing(
      assume(0, 'first', 'one', KEY, { ...user('alice'), eventID: 'first' }),
      assume(1, 'second', 'two', OTHER_KEY, { ...session('first', 'one', { key: KEY }), eventID: 'second' }),
      call(2, 'cloudtrail', 'StopLogging', { ...session('second', 'two', { since: 1, key: OTHER_KEY }), ...STEP }),
    );
    const chain = await tracer.trace('StopLogging');
    expect(path(chain)).toBe('asked StopLogging < K4 AssumeRole < K7 AssumeRole < human alice exact');
    expect(chain?.hops.map(({ principal }) => principal)).toEqual(['second/two', 'first/one', 'alice']);
    expect(chain?.root).toMatchObject({ eventId: 'first', principal: `arn:aws:iam::${ACCOUNT}:user/alice` });
  });

  it('a sign-in that failed names nobody: anybody can type a name', async () => {
    const failed = { ...user('alice'), responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' };
    const tracer = await tracing(call(3, 'signin', 'ConsoleLogin', failed));
    expect((await tracer.trace('ConsoleLogin'))?.root).toMatchObject({ kind: 'unknown' });
    expect((await tracer.trace('ConsoleLogin'))?.root).not.toHaveProperty('name');
  });

  it('K5: another key than the one that was issued, by the session and the second it began', async () => {
    const role = 'AWSReservedSSO_PowerUserAccess_0123456789abcdef';
    const tracer = await tracing(
      saml(5, 'dana.lee', role, KEY),
      call(6, 'cloudtrail', 'StopLogging', { ...session(role, 'dana.lee', { since: 5, key: OTHER_KEY }), ...STEP }),
      call(7, 'cloudtrail', 'DeleteTrail', { ...session(role, 'dana.lee', { since: 3, key: OTHER_KEY }), ...STEP }),
    );
    const chain = await tracer.trace('StopLogging');
    // The name stands in the record itself (K9): how the session began is known less surely, and is needed for nothing.
    expect(path(chain)).toBe('asked StopLogging < K5 strong AssumeRoleWithSAML < human dana.lee exact');
    expect(path(await tracer.trace('DeleteTrail'))).toBe('asked DeleteTrail < human dana.lee exact');
  });

  it('K5: of a role of one’s own the session’s beginning decides; where two took it at once, nobody knows', async () => {
    const tracer = await tracing(
      assume(0, 'admin', 'cli', 'ASIAAAAAAAAAAAAAAAAA', { ...user('alice'), eventID: 'a' }),
      assume(2, 'admin', 'cli', 'ASIABBBBBBBBBBBBBBBB', { ...user('bob'), eventID: 'b' }),
      assume(4, 'admin', 'cli', 'ASIACCCCCCCCCCCCCCCC', { ...user('alice'), eventID: 'c' }),
      assume(4, 'admin', 'cli', 'ASIADDDDDDDDDDDDDDDD', { ...user('bob'), eventID: 'd' }),
      call(9, 'cloudtrail', 'StopLogging', { ...session('admin', 'cli', { since: 2 }), ...STEP }),
      call(9, 'cloudtrail', 'DeleteTrail', { ...session('admin', 'cli', { since: 4 }), ...STEP }),
      call(9, 'cloudtrail', 'UpdateTrail', { ...session('admin', 'cli', { since: 1 }), ...STEP }),
      call(9, 'cloudtrail', 'PutEventSelectors', { ...session('admin', 'cli', { since: -60 }), ...STEP }),
    );
    expect(path(await tracer.trace('StopLogging'))).toBe('asked StopLogging < K5 strong AssumeRole < human bob strong');
    const unclear = await tracer.trace('DeleteTrail');
    expect(path(unclear)).toBe('asked DeleteTrail < unknown - exact');
    expect(unclear?.alternatives.map(({ eventId, principal, hop }) => [eventId, principal, hop])).toEqual([
      ['c', 'alice', 1],
      ['d', 'bob', 1],
    ]);
    expect(path(await tracer.trace('UpdateTrail'))).toBe('asked UpdateTrail < unknown - exact'); // nobody took it then
    expect(path(await tracer.trace('PutEventSelectors'))).toBe('asked PutEventSelectors < before-log - exact');
  });

  it('K6: a session of the console leads to its sign-in', async () => {
    const console = { ...user('alice', { accessKeyId: KEY, sessionContext: { attributes: { creationDate: minutes(3) } } }) };
    const tracer = await tracing(
      call(3, 'signin', 'ConsoleLogin', { ...user('alice'), awsRegion: 'us-east-1', responseElements: { ConsoleLogin: 'Success' } }),
      call(3, 'signin', 'ConsoleLogin', {
        ...user('alice'),
        eventID: 'no',
        responseElements: { ConsoleLogin: 'Failure' },
        errorMessage: 'Failed',
      }),
      call(4, 'cloudtrail', 'StopLogging', { ...console, ...STEP, sessionCredentialFromConsole: 'true' }),
    );
    const chain = await tracer.trace('StopLogging');
    expect(path(chain)).toBe('asked StopLogging < K6 strong ConsoleLogin < human alice exact');
    expect(chain?.hops[0]?.tool).toBe('console');
  });

  it('K8: an instance’s role leads to whoever launched it, a function’s to whoever made it', async () => {
    const instance = 'i-0aaaaaaaaaaaaaaaa';
    const fn = `arn:aws:lambda:us-east-2:${ACCOUNT}:function:cleaner`;
    const tracer = await tracing(
      call(0, 'ec2', 'RunInstances', { ...user('alice'), responseElements: { instancesSet: { items: [{ instanceId: instance }] } } }),
      call(0, 'lambda', 'CreateFunction20150331v2', { ...user('bob'), responseElements: { functionArn: fn, functionName: 'cleaner' } }),
      call(9, 'cloudtrail', 'StopLogging', { ...session('web', instance), ...STEP }), // older records have the session's name alone
      call(9, 'cloudtrail', 'DeleteTrail', {
        userIdentity: {
          ...(session('cleaner-role', 'cleaner')['userIdentity'] as JsonObject),
          inScopeOf: { issuerType: 'AWS::Lambda::Function', credentialsIssuedTo: fn },
        },
      }),
      call(9, 'cloudtrail', 'UpdateTrail', { ...session('web', 'i-0bbbbbbbbbbbbbbbb'), ...STEP }),
    );
    expect(path(await tracer.trace('StopLogging'))).toBe('asked StopLogging < K8 RunInstances < human alice exact');
    expect(path(await tracer.trace('DeleteTrail'))).toBe('asked DeleteTrail < K8 CreateFunction20150331v2 < human bob exact');
    expect(path(await tracer.trace('UpdateTrail'))).toBe('asked UpdateTrail < before-log i-0bbbbbbbbbbbbbbbb exact');
  });

  it('K8: a role that a service took for a function is the function’s', async () => {
    const tracer = await tracing(
      call(0, 'lambda', 'CreateFunction20150331v2', { ...user('bob'), requestParameters: { functionName: 'cleaner' } }),
      assume(1, 'cleaner-role', 'cleaner', KEY, { userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } }),
      call(2, 'cloudtrail', 'StopLogging', { ...session('cleaner-role', 'cleaner', { since: 1, key: KEY }), ...STEP }),
    );
    expect(path(await tracer.trace('StopLogging'))).toBe(
      'asked StopLogging < K4 AssumeRole < K8 CreateFunction20150331v2 < human bob exact',
    );
  });

  it('K10: people and programs of other identity providers', async () => {
    const sub = 'repo:nimbus-works/shop:ref:refs/heads/main';
    const web = (userName: string, identityProvider: string) => ({ userIdentity: { type: 'WebIdentityUser', userName, identityProvider } });
    const ci = {
      ...assume(0, 'deploy', 'ci', KEY, web(sub, 'token.actions.githubusercontent.com')),
      eventName: 'AssumeRoleWithWebIdentity',
    };
    const tracer = await tracing(
      { ...ci, eventID: 'ci' },
      { ...assume(0, 'app', 'web', OTHER_KEY, web('108204', 'accounts.google.com')), eventID: 'person' },
      call(1, 'ecs', 'UpdateService', { ...session('deploy', 'ci', { key: KEY }), ...STEP }),
      call(1, 'dynamodb', 'DeleteTable', { ...session('app', 'web', { key: OTHER_KEY }), ...STEP }),
    );
    expect(path(await tracer.trace('UpdateService'))).toBe(`asked UpdateService < K4 AssumeRoleWithWebIdentity < service ${sub} exact`);
    expect(path(await tracer.trace('DeleteTable'))).toBe('asked DeleteTable < K4 AssumeRole < human 108204 exact');
  });

  it('K13: a role taken from another account is the caller’s there; without that record it is unknown', async () => {
    const there = { recipientAccountId: '444455556666', sharedEventID: 'shared-1' };
    const outside = { userIdentity: { type: 'AWSAccount', principalId: 'AIDAIOSFODNN7EXAMPLE', accountId: '444455556666' } };
    const tracer = await tracing(
      assume(0, 'admin', 'one', KEY, { ...outside, sharedEventID: 'shared-1', eventID: 'here' }),
      assume(0, 'admin', 'one', KEY, { ...user('carol'), ...there, responseElements: null, eventID: 'there' }),
      assume(1, 'admin', 'two', OTHER_KEY, { ...outside, sharedEventID: 'shared-2', eventID: 'alone' }),
      call(2, 'cloudtrail', 'StopLogging', { ...session('admin', 'one', { key: KEY }), ...STEP }),
      call(2, 'cloudtrail', 'DeleteTrail', { ...session('admin', 'two', { since: 1, key: OTHER_KEY }), ...STEP }),
    );
    const chain = await tracer.trace('StopLogging');
    expect(path(chain)).toBe('asked StopLogging < K4 AssumeRole < K13 AssumeRole < human carol exact');
    expect(chain?.hops.map(({ account }) => account)).toEqual([ACCOUNT, ACCOUNT, '444455556666']);
    expect(path(await tracer.trace('DeleteTrail'))).toBe('asked DeleteTrail < K4 AssumeRole < unknown - exact');
  });

  it('names a person of Identity Center in what the service tells', async () => {
    const identity = { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf: { userId: '906713a0-f0c2', identityStoreArn: 'arn' } };
    const tracer = await tracing(call(0, 'sso', 'Federate', { eventType: 'AwsServiceEvent', userIdentity: identity }));
    expect(path(await tracer.trace('Federate'))).toBe('asked Federate < human 906713a0-f0c2 exact');
  });

  it('names whom a source identity names, through any role', async () => {
    const identity = session('admin', 'opaque', { key: KEY })['userIdentity'] as JsonObject;
    const context = identity['sessionContext'] as JsonObject;
    const tracer = await tracing(
      call(1, 'cloudtrail', 'StopLogging', {
        userIdentity: { ...identity, sessionContext: { ...context, sourceIdentity: 'dana.lee' } },
        ...STEP,
      }),
    );
    expect(path(await tracer.trace('StopLogging'))).toBe('asked StopLogging < human dana.lee exact');
  });
});
