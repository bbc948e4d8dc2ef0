import type { Problem } from '../../domain/live';

/** Something that only a person can do before accounts answer: one for all accounts that wait for it. */
export interface Need {
  readonly kind: 'sign-in' | 'mfa';
  /** A profile that leads there. */
  readonly profile: string;
  /** Of a sign-in: the session's name; absent: an older profile, which is signed in to by its own name. */
  readonly session?: string;
  /** Those that wait, each once; none: it isn't known yet whose account it is. */
  readonly accounts: readonly string[];
}

/** A problem of an access. */
export interface AccessProblem {
  /** Of the connection, or asked to be connected. */
  readonly profile: string;
  readonly account?: string;
  readonly problem: Problem;
}

/** What is needed: one sign-in a session, one code a profile. */
export function needsOf(problems: readonly AccessProblem[]): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const { profile, account, problem } of problems) {
    const need = needOf(profile, problem);
    if (need === undefined) continue;
    const key = keyOf(need);
    const accounts = [...(needs.get(key)?.accounts ?? []), ...(account === undefined ? [] : [account])];
    needs.set(key, { ...(needs.get(key) ?? need), accounts: [...new Set(accounts)] });
  }
  return [...needs.values()];
}

/** Two needs of one key are met by the same act. */
export function keyOf({ kind, session, profile }: Need): string {
  return JSON.stringify(session === undefined ? [kind, 'profile', profile] : [kind, 'session', session]);
}

function needOf(profile: string, { reason, sso }: Problem): (Omit<Need, 'accounts'> & { accounts: readonly [] }) | undefined {
  if (reason === 'mfa') return { kind: 'mfa', profile, accounts: [] };
  if (reason !== 'sso-expired') return undefined;
  return { kind: 'sign-in', profile: sso?.profile ?? profile, ...(sso?.session !== undefined && { session: sso.session }), accounts: [] };
}

/**
 * What the AWS CLI is given to sign in. A name is a stranger's text: it is one argument with its option, so that it can't be an option itself.
 */
export function signInArguments({ session, profile }: Need): readonly string[] {
  return ['sso', 'login', session === undefined ? `--profile=${profile}` : `--sso-session=${session}`];
}

/** The command to be typed into any shell; `undefined`: some shell could take a part of the name for something else. */
export function signInCommand(need: Need): string | undefined {
  const words = signInArguments(need);
  return words.every((word) => /^[\w./@:=+-]+$/.test(word)) ? ['aws', ...words].join(' ') : undefined;
}
