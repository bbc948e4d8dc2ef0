import { isReference, resourceType } from './resource';

/** An ARN, resource id, access key or account number within a text: `text.slice(start, end)` is the token. */
export interface FoundId {
  readonly kind: 'arn' | 'id' | 'key' | 'account';
  readonly token: string;
  readonly start: number;
  readonly end: number;
  /** Nothing else is written so, or the words beside it say what it is; else only somebody who knows the accounts can tell. */
  readonly sure: boolean;
}

/** No longer ARN is found; what is found at a place lies within so many characters of it. */
const LONGEST_ARN = 1024;
/** How far before a number the word stands that tells what it is. */
const WORD_REACH = 40;

// No quantifier below meets another one that could take the same characters: each looks at a character a bounded number of times.
const ARN = /(?<![A-Za-z0-9])arn:aws[a-z-]{0,16}:[a-z0-9-]{1,63}:[a-z0-9-]{0,32}:(?:\d{12}|aws)?:[A-Za-z0-9_+=.@:/#-]{1,1024}/g;
const ID = /(?<![A-Za-z0-9])(?:[a-z]{1,8}|eni-attach)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![A-Za-z0-9])/g;
const KEY = /(?<![A-Za-z0-9_+])A(?:ROA|IDA|KIA|SIA|GPA|NPA|IPA|SCA)[A-Z0-9]{12,28}(?![A-Za-z0-9_+])/g;
const NUMBER = /(?<![A-Za-z0-9_]|\d\.)\d{12}(?![A-Za-z0-9_]|\.\d)/g;

/** Words before a number that make it an account's, in lower case. */
const ACCOUNT_WORDS: readonly string[] = ['account', 'owner_id', 'ownerid', 'アカウント'];
/** Host names that begin with an account. */
const ACCOUNT_HOSTS: readonly string[] = ['.dkr.ecr.'];
/** An ARN that goes on with one of these is a pattern. */
const PATTERN_SIGNS: readonly string[] = ['*', '?', '$', '{', '<'];

/** All of a text, in the order of their beginnings; what lies within an ARN (its account, the id at its end) follows the ARN. */
export function idsIn(text: string): readonly FoundId[] {
  const found = [...arns(text), ...ids(text), ...keys(text), ...accounts(text)];
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

/**
 * What stands at a place of a text, or ends there; the innermost: within an ARN its account, or the id at its end, where the place is on
 * it. Looks at a bounded stretch around the place, however long the text.
 */
export function idAt(text: string, offset: number): FoundId | undefined {
  const from = Math.max(0, offset - LONGEST_ARN - WORD_REACH);
  const to = Math.min(text.length, offset + LONGEST_ARN);
  return idsIn(text.slice(from, to))
    .map((id) => ({ ...id, start: id.start + from, end: id.end + from }))
    .filter(({ start, end }) => start <= offset && offset <= end)
    .filter(({ start, end }) => (start > from || from === 0) && (end < to || to === text.length)) // else it may go on beyond
    .reduce<FoundId | undefined>(
      (inner, id) => (inner === undefined || id.end - id.start < inner.end - inner.start ? id : inner),
      undefined,
    );
}

function arns(text: string): readonly FoundId[] {
  return matches(ARN, text).flatMap(({ token, start }) => {
    const next = text[start + token.length] ?? '';
    if (/[A-Za-z0-9_+=.@:/#-]/.test(next)) return []; // it is longer than any
    const named = PATTERN_SIGNS.includes(next) ? aboveWildcard(token) : trimmed(token);
    return named !== undefined && isReference(named) ? [{ kind: 'arn', token: named, start, end: start + named.length, sure: true }] : [];
  });
}

/** A full stop, colon or slash at the end belongs to the sentence. */
function trimmed(arn: string): string {
  let end = arn.length;
  while (end > 0 && '.:/'.includes(arn.charAt(end - 1))) end -= 1;
  return arn.slice(0, end);
}

/** `arn:aws:s3:::logs/2026/*` → the bucket; `…:log-group:/aws/x:*` → the log group. What a wildcard cuts otherwise is a path or half a name. */
function aboveWildcard(arn: string): string | undefined {
  const bucket = /^arn:[a-z-]+:s3:::[^/]+(?=\/)/.exec(arn)?.[0];
  if (bucket !== undefined || !arn.endsWith(':')) return bucket;
  const whole = trimmed(arn);
  return resourceType(whole) === '' ? undefined : whole;
}

/** Short ids look like dates: one within a longer name is none. */
function ids(text: string): readonly FoundId[] {
  return matches(ID, text).flatMap(({ token, start }) => {
    const end = start + token.length;
    const isShort = /-[0-9a-f]{8}$/.test(token);
    if (isShort && (isJoining(text[start - 1]) || isJoining(text[end]))) return [];
    return isReference(token) ? [{ kind: 'id', token, start, end, sure: true }] : [];
  });
}

function isJoining(sign: string | undefined): boolean {
  return sign === '-' || sign === '_';
}

/** Keys have 20 characters, ids of principals 21; of another length they have digits, which words in capital letters have not. */
function keys(text: string): readonly FoundId[] {
  return matches(KEY, text).flatMap(({ token, start }) => {
    const isUsual = token.length === 20 || token.length === 21;
    return isUsual || /\d/.test(token) ? [{ kind: 'key', token, start, end: start + token.length, sure: true }] : [];
  });
}

function accounts(text: string): readonly FoundId[] {
  return matches(NUMBER, text).map(({ token, start }) => {
    const end = start + token.length;
    const before = text.slice(Math.max(0, start - WORD_REACH), start).toLowerCase();
    const inArn = /(?:^|[^a-z0-9])arn:aws[a-z-]{0,16}:[a-z0-9-]{1,63}:[a-z0-9-]{0,32}:$/.test(text.slice(Math.max(0, start - 128), start));
    const isNamed = ACCOUNT_WORDS.some((word) => before.includes(word)) || ACCOUNT_HOSTS.some((host) => text.startsWith(host, end));
    return { kind: 'account', token, start, end, sure: isNamed || inArn };
  });
}

function matches(pattern: RegExp, text: string): readonly { readonly token: string; readonly start: number }[] {
  return Array.from(text.matchAll(pattern), ({ 0: token, index }) => ({ token, start: index }));
}
