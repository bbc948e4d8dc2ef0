import type { AwsCredentialIdentity } from '@smithy/types';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Credentials, CredentialsFailure } from '../../../src/aws/credentials';
import { problemSaying } from '../../../src/aws/problem';
import type { Problem } from '../../../src/domain/live';

const MINUTE = 60_000;
let fetches: number;
let answer: () => Promise<AwsCredentialIdentity>;
let outcomes: (Problem['reason'] | undefined)[];
let credentials: Credentials;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 4, 20) });
  fetches = 0;
  outcomes = [];
  answer = () => Promise.resolve(keys());
  credentials = new Credentials({
    fetch: () => {
      fetches++;
      return answer();
    },
    explain: (error) => Promise.resolve(problemSaying('no-credentials', String(error), Date.now())),
    onOutcome: (problem) => outcomes.push(problem?.reason),
  });
});
afterEach(() => vi.useRealTimers());

/** Other ones each time. @param minutes until they expire; absent: never */
function keys(minutes?: number): AwsCredentialIdentity {
  return {
    accessKeyId: `key ${fetches}`,
    secretAccessKey: 's',
    ...(minutes !== undefined && { expiration: new Date(Date.now() + minutes * MINUTE) }),
  };
}
const now = async (): Promise<string> => (await credentials.get()).accessKeyId;

describe('credentials', () => {
  it('are fetched once, also for many at once, and kept where they never expire', async () => {
    expect(await Promise.all([now(), now(), now()])).toEqual(['key 1', 'key 1', 'key 1']);
    vi.advanceTimersByTime(600 * MINUTE);
    expect(await now()).toBe('key 1');
  });

  it('are fetched anew five minutes before they expire, and used to the end where that fails', async () => {
    answer = () => Promise.resolve(keys(60));
    expect(await now()).toBe('key 1');
    vi.advanceTimersByTime(54 * MINUTE);
    expect(await now()).toBe('key 1');
    answer = () => Promise.reject(new Error('no'));
    vi.advanceTimersByTime(2 * MINUTE);
    expect(await now()).toBe('key 1');
    expect(outcomes).toEqual([undefined, 'no-credentials']);
    vi.advanceTimersByTime(4 * MINUTE);
    await expect(now()).rejects.toBeInstanceOf(CredentialsFailure);
    answer = () => Promise.resolve(keys(60));
    expect(await now()).toBe('key 4');
    expect(outcomes.at(-1)).toBeUndefined();
  });

  it('that seem expired already, by a clock that is off, are not asked for at every call', async () => {
    answer = () => Promise.resolve(keys(-30));
    expect([await now(), await now(), await now()]).toEqual(['key 1', 'key 1', 'key 1']);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(await now()).toBe('key 2');
  });

  it('are fetched anew once, however many were refused with the same', async () => {
    const refused = await credentials.get();
    expect(await Promise.all([credentials.renew(refused), credentials.renew(refused)])).toEqual([true, true]);
    expect(await credentials.renew(refused)).toBe(true); // a call that began before: there are others by now
    expect(fetches).toBe(2);
    answer = () => Promise.resolve({ ...keys(), accessKeyId: 'key 2' });
    expect(await credentials.renew(credentials.current)).toBe(false);
  });

  it('that do not come are given up after a minute', async () => {
    answer = () => new Promise(() => undefined);
    const waiting = expect(now()).rejects.toThrow('No credentials came');
    await vi.advanceTimersByTimeAsync(MINUTE);
    await waiting;
  });
});
