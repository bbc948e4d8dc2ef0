import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../src/domain/live';
import { keyOf, needsOf, signInArguments, signInCommand } from '../../../../src/editor/live/needs';

const expired = (profile: string, session?: string): Problem => ({
  reason: 'sso-expired',
  message: 'expired',
  at: 1,
  sso: { profile, ...(session !== undefined && { session }) },
});

describe('what only a person can do', () => {
  it('is asked once for all accounts of a session', () => {
    const needs = needsOf([
      { profile: 'prod', account: '111111111111', problem: expired('prod', 'corp') },
      { profile: 'dev', account: '222222222222', problem: expired('dev', 'corp') },
      { profile: 'dev', account: '222222222222', problem: expired('dev', 'corp') },
      { profile: 'old', account: '333333333333', problem: expired('old') },
      { profile: 'keys', account: '444444444444', problem: { reason: 'denied', message: 'no', at: 1 } },
    ]);
    expect(needs).toEqual([
      { kind: 'sign-in', profile: 'prod', session: 'corp', accounts: ['111111111111', '222222222222'] },
      { kind: 'sign-in', profile: 'old', accounts: ['333333333333'] },
    ]);
  });

  it('is a code where a role wants one, also of an account that is not known yet', () => {
    expect(needsOf([{ profile: 'mfa', problem: { reason: 'mfa', message: 'code', at: 1 } }])).toEqual([
      { kind: 'mfa', profile: 'mfa', accounts: [] },
    ]);
  });

  it('is the same where the same act meets it', () => {
    const need = { kind: 'sign-in', session: 'corp', accounts: [] } as const;
    expect(keyOf({ ...need, profile: 'a' })).toBe(keyOf({ ...need, profile: 'b' }));
    expect(keyOf({ kind: 'sign-in', profile: 'corp', accounts: [] })).not.toBe(keyOf({ ...need, profile: 'corp' }));
  });
});

describe('a sign-in by the AWS CLI', () => {
  it('gives a name as one argument with its option, whatever it is made of', () => {
    const hostile = '--endpoint-url=http://evil; rm -rf "$HOME"';
    expect(signInArguments({ kind: 'sign-in', profile: 'p', session: hostile, accounts: [] })).toEqual([
      'sso',
      'login',
      `--sso-session=${hostile}`,
    ]);
  });

  it('is a command to copy only where no shell could read it otherwise', () => {
    expect(signInCommand({ kind: 'sign-in', profile: 'p', session: 'corp', accounts: [] })).toBe('aws sso login --sso-session=corp');
    expect(signInCommand({ kind: 'sign-in', profile: 'team/prod', accounts: [] })).toBe('aws sso login --profile=team/prod');
    for (const profile of ['a b', 'a;b', '$(x)', '`x`', 'a\nb', '%PATH%', "it's"])
      expect(signInCommand({ kind: 'sign-in', profile, accounts: [] })).toBeUndefined();
  });
});
