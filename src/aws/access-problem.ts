import type { Access, Problem } from '../domain/live';
import { MfaWanted } from './access';
import { problemOf, problemSaying } from './problem';
import { chainOf, isSso, readSections, type Section } from './profiles';

type Sections = Readonly<Record<string, Section>>;

/** What the SDK says, in several places, where nobody is signed in or was for too long. */
const SIGNED_OUT = /aws sso login|SSO Token|UnauthorizedException|InvalidGrantException|Session token not found or invalid/;
const SIGNED_OUT_LOGIN = /aws login|reauthenticate/i;

/**
 * Why there are no credentials, for a person: the SDK throws the same error for all of it, told apart by its text and by the profile.
 * @param at epoch milliseconds
 */
export async function accessProblem(error: unknown, access: Access, at: number): Promise<Problem> {
  const sections = await readSections();
  const { profile } = access;
  if (profile !== '' && sections[profile] === undefined)
    return problemSaying(
      'no-credentials',
      `There is no profile ${profile} in the shared files of AWS. Choose another, or put it back.`,
      at,
    );
  const chain = profile === '' ? [] : chainOf(profile, sections);
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof MfaWanted || text.includes('MultiFactorAuthentication failed')) {
    const first = error instanceof MfaWanted ? 'wants a code of its MFA device' : 'did not take the code: wait for the next one';
    return problemSaying('mfa', `The role of profile ${profile} ${first}. Connect the account again and enter one.`, at);
  }
  for (const name of chain) {
    const section = sections[name] ?? {};
    const told = ofSection(name, section, sections, text, at);
    if (told !== undefined) return told;
  }
  return called(
    error,
    access,
    chain.map((name) => sections[name] ?? {}),
    at,
  );
}

/** What one profile of the chain has to do with it. */
function ofSection(name: string, section: Section, sections: Sections, text: string, at: number): Problem | undefined {
  const session = section['sso_session'];
  if (session !== undefined && sections[`sso-session.${session}`] === undefined)
    return problemSaying(
      'no-credentials',
      `Profile ${name} names the SSO session ${session}, which is not in the config file. Add it there.`,
      at,
    );
  if (isSso(section) && SIGNED_OUT.test(text)) {
    const [what, sso] =
      session === undefined ? [`profile ${name}`, { profile: name }] : [`SSO session ${session}`, { session, profile: name }];
    return { ...problemSaying('sso-expired', `The sign-in of ${what} has expired, or there was none. Sign in again.`, at), sso };
  }
  if (section['login_session'] !== undefined && SIGNED_OUT_LOGIN.test(text))
    return problemSaying('expired', `The sign-in of profile ${name} has expired. Run aws login --profile ${name}.`, at);
  if (section['credential_process'] !== undefined && /^Command failed|credential_process|No credentials came/.test(text))
    // The command and what it writes may hold a secret: neither is repeated.
    return problemSaying(
      'no-credentials',
      `The program that profile ${name} names as credential_process gave no credentials. Run it in a terminal to see why.`,
      at,
    );
  if (section['source_profile'] !== undefined && sections[section['source_profile']] === undefined)
    return problemSaying(
      'no-credentials',
      `Profile ${name} builds on ${section['source_profile']}, which is not in the shared files. Add it there.`,
      at,
    );
  return undefined;
}

/** A call that was made on the way failed, or none could be made. */
function called(error: unknown, access: Access, sections: readonly Section[], at: number): Problem {
  const who = access.profile === '' ? 'The environment' : `Profile ${access.profile}`;
  const told = unwrapped(error);
  const made =
    ('code' in told || '$metadata' in told || /Exception$|^TimeoutError$/.test(told.name)) && !/metadata service/i.test(told.message);
  if (!made) return problemSaying('no-credentials', `${who} gives no credentials. See its settings, or choose another.`, at, told.message);
  const roles = access.role !== undefined || sections.some((section) => section['role_arn'] !== undefined);
  const problem = problemOf(told, sections.some(isSso) && !roles ? 'sso:GetRoleCredentials' : 'sts:AssumeRole', at);
  if (problem.reason !== 'denied') return problem;
  const role = access.role ?? sections[0]?.['role_arn'] ?? sections[0]?.['sso_role_name'] ?? '';
  return problemSaying(
    'denied',
    `The role ${role} is not given to ${who.toLowerCase()}. See its trust policy, and the policy of who assumes it.`,
    at,
    told.message,
    problem.operation,
  );
}

/** Of an error that the SDK has put into another as text, what can be had back. */
function unwrapped(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const [, name, text] = /^(\w*(?:Error|Exception)): (.*)$/s.exec(error.message) ?? [];
  if (error.name !== 'CredentialsProviderError' || name === undefined || text === undefined) return error;
  const code = /\bE(?:CONN[A-Z]+|NOTFOUND|TIMEDOUT|AI_AGAIN|PIPE|HOSTUNREACH|NETUNREACH)\b/.exec(text)?.[0];
  return Object.assign(new Error(text), { name, ...(code !== undefined && { code }) });
}
