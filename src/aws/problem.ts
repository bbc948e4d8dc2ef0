import type { Problem, ProblemReason } from '../domain/live';
import { isAlwaysOpen } from './regions';
import { CredentialsFailure } from './credentials';
import { ADVICE, ERROR_CODES, type Meaning } from './error-codes';
import { cut, plain } from './plain';

/** Of a message, in UTF-16 units. */
const LONGEST = 300;

/** As much of an error as is looked at; it may be anything. */
interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
    readonly clockSkewCorrected?: boolean;
  };
}

/** Regions where calls failed: an error doesn't say it itself. */
const places = new WeakMap<object, string>();

/** Notes in which region a call failed, for the `Problem` that is made of it. Clients do it. */
export function failedIn(error: unknown, region: string): void {
  if (typeof error === 'object' && error !== null) places.set(error, region);
}

/** Whether it was our side that ended the call: that is no problem, and nothing is said of it. */
export function isCancel(error: unknown): boolean {
  return (error as Thrown | undefined)?.name === 'AbortError';
}

/** Whether AWS refused the credentials themselves: others may be let in. */
export function isRefusal(error: unknown): boolean {
  return !(error instanceof CredentialsFailure) && meaningOf(error).reason === 'expired';
}

/**
 * What an error of a call means. Of a cancel (`isCancel`) nothing is to be told.
 * @param operation such as `ecs:ListClusters`
 * @param at epoch milliseconds
 */
export function problemOf(error: unknown, operation: string, at: number): Problem {
  if (error instanceof CredentialsFailure) return { ...error.problem, at };
  const { reason, advice } = meaningOf(error);
  const region = regionOf(error);
  const tries = (error as Thrown | undefined)?.$metadata?.attempts ?? 1;
  const what = `${operation || 'A call'}${region === undefined ? '' : ` in ${region}`} failed${tries > 1 ? ` ${tries} times` : ''}.`;
  return problemSaying(reason, `${what} ${advice ?? ADVICE[reason]}`, at, messageOf(error), operation);
}

/**
 * A problem in our own words.
 * @param said what the service or the SDK said; nothing secret of it is kept
 */
export function problemSaying(reason: ProblemReason, words: string, at: number, said = '', operation?: string): Problem {
  const heard = plain(said);
  const message = cut(/^(?:UnknownError|Unknown)?$/.test(heard) ? words : `${words} It says: ${heard}`, LONGEST);
  return { reason, ...(operation !== undefined && { operation }), message, at };
}

function meaningOf(error: unknown): Meaning {
  const codes = codesOf(error);
  const known = codes.map((code) => [code, ERROR_CODES.get(code)] as const).find(([, meaning]) => meaning !== undefined);
  const words = messageOf(error);
  const { httpStatusCode: status = 0, requestId, clockSkewCorrected = false } = (error as Thrown | undefined)?.$metadata ?? {};
  if (status === 407) return { reason: 'network', advice: 'The proxy wants a name and a password: put them into its address.' };
  if (known === undefined) {
    if (codes.some((code) => code.startsWith('HPE_')) || words.includes('Deserialization error')) return { reason: 'answer' };
    if (status === 429) return { reason: 'throttled' };
    return status >= 400 && requestId === undefined ? { reason: 'answer' } : { reason: 'other' };
  }
  const [code, meaning = { reason: 'other' }] = known;
  if (meaning.reason === 'no-credentials' && /signature (?:has )?expired|not yet current/i.test(words)) return { reason: 'clock' };
  if (code === 'RequestExpired' && !clockSkewCorrected) return { reason: 'expired' }; // EC2 says it of a token too
  if (meaning.reason === 'denied' && /service control policy/i.test(words))
    return { reason: 'denied', advice: 'A policy of the organization (SCP) denies it: leave it out, or ask who keeps the policy.' };
  if (OUTSIDE.has(code)) {
    const region = regionOf(error);
    if (region !== undefined && !isAlwaysOpen(region)) return { reason: 'not-opted-in' };
  }
  return meaning;
}

/** What a region answers too whose account has not opted in to it: it doesn't know its keys. */
const OUTSIDE: ReadonlySet<string> = new Set(['AuthFailure', 'InvalidClientTokenId', 'UnrecognizedClientException']);

/** An error's codes and those of what brought it about, the one that says most first. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { code, name, cause, errors } = error as Thrown;
  const own = [code, name].filter((text) => typeof text === 'string');
  return [...own, ...codesOf(errors?.[0], depth + 1), ...codesOf(cause, depth + 1)].map((text) => text.replace(/^(?:Client|Server)\./, ''));
}

function regionOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? places.get(error) : undefined;
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, errors } = error as Thrown;
  return typeof message === 'string' && message !== '' ? message : errors?.[0] === undefined ? '' : messageOf(errors[0]);
}
