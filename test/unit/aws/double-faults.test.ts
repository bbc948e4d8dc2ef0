import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDouble, type Double } from '../../aws/double';
import type { Fault } from '../../aws/faults';

let double: Double;
beforeAll(async () => {
  double = await startDouble({ lookupsPerSecond: Infinity });
});
afterAll(() => double.close());
beforeEach(() => {
  double.faults.clear();
  double.requests.length = 0;
});

const options = (maxAttempts: number) => ({
  maxAttempts,
  region: 'us-east-2',
  endpoint: double.url,
  credentials: double.sessions.user('777788889999', 'faults'),
});
const CALLS = {
  cloudtrail: (attempts: number) => new CloudTrailClient(options(attempts)).send(new LookupEventsCommand({ MaxResults: 5 })),
  ec2: (attempts: number) => new EC2Client(options(attempts)).send(new DescribeRegionsCommand({})),
  iam: (attempts: number) => new IAMClient(options(attempts)).send(new ListAccountAliasesCommand({})),
  lambda: (attempts: number) => new LambdaClient(options(attempts)).send(new ListFunctionsCommand({})),
  s3: (attempts: number) => new S3Client(options(attempts)).send(new ListBucketsCommand({})),
} as const;
type Called = keyof typeof CALLS;

const failure = async (service: Called, fault: Fault) => {
  double.faults.add({ fault });
  return CALLS[service](1).then(
    () => 'none',
    (error: unknown) => (error as Error).name,
  );
};

describe('a fault', () => {
  it.each<readonly [Fault['kind'] & ('throttle' | 'deny' | 'expired-token' | 'not-opted-in'), Called, string]>([
    ['throttle', 'cloudtrail', 'ThrottlingException'],
    ['throttle', 'ec2', 'RequestLimitExceeded'],
    ['throttle', 'iam', 'Throttling'],
    ['throttle', 'lambda', 'TooManyRequestsException'],
    ['throttle', 's3', 'SlowDown'],
    ['deny', 'cloudtrail', 'AccessDeniedException'],
    ['deny', 'lambda', 'AccessDeniedException'],
    ['deny', 's3', 'AccessDenied'],
    ['deny', 'ec2', 'UnauthorizedOperation'],
    ['deny', 'iam', 'AccessDenied'],
    ['expired-token', 'cloudtrail', 'ExpiredTokenException'],
    ['expired-token', 'ec2', 'RequestExpired'],
    ['expired-token', 'iam', 'ExpiredToken'],
    ['expired-token', 'lambda', 'ExpiredTokenException'],
    ['expired-token', 's3', 'ExpiredToken'],
    ['not-opted-in', 'cloudtrail', 'UnrecognizedClientException'],
    ['not-opted-in', 'ec2', 'AuthFailure'],
    ['not-opted-in', 'iam', 'InvalidClientTokenId'],
  ])('%s of %s is an error of that service: %s', async (kind, service, name) => {
    expect(await failure(service, { kind })).toBe(name);
  });

  it.each(['cloudtrail', 'ec2', 'iam', 'lambda', 's3'] as const)('breaks the answers of %s on the way', async (service) => {
    for (const fault of [
      { kind: 'drop', when: 'before' },
      { kind: 'drop', when: 'body' },
      { kind: 'garbage', body: 'cut' },
      { kind: 'server-error', status: 503 },
    ] as const) {
      expect(await failure(service, fault)).not.toBe('none');
      double.faults.clear();
    }
  });

  it('strikes where its rule says, as often as it says, and the client gets through afterwards', async () => {
    double.faults.add({ service: 'ec2', region: 'us-east-2', after: 1, times: 2, fault: { kind: 'throttle' } });
    await CALLS.ec2(1);
    await CALLS.cloudtrail(1);
    await CALLS.ec2(3);
    expect(double.requests.map(({ service, error }) => `${service} ${error ?? 'ok'}`)).toEqual([
      'ec2 ok',
      'cloudtrail ok',
      'ec2 RequestLimitExceeded',
      'ec2 RequestLimitExceeded',
      'ec2 ok',
    ]);
  });

  it('of the clock is healed by a client that follows the Date of the answer', async () => {
    double.faults.add({ fault: { kind: 'clock', ms: 3_600_000 } });
    await CALLS.cloudtrail(2);
    expect(double.requests.map(({ error }) => error)).toEqual(['InvalidSignatureException', 'clock']);
  });

  it('delays, or never answers', async () => {
    double.faults.add({ times: 1, fault: { kind: 'delay', ms: 120 } });
    const started = performance.now();
    await CALLS.iam(1);
    expect(performance.now() - started).toBeGreaterThan(110);
    double.faults.add({ fault: { kind: 'never-answer' } });
    const patience = AbortSignal.timeout(150);
    const asked = new IAMClient(options(1)).send(new ListAccountAliasesCommand({}), { abortSignal: patience });
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('a page of a guest network is no answer of a service, though a client of XML takes it for an empty one', async () => {
  expect(await failure('cloudtrail', { kind: 'garbage', body: 'html' })).toBe('SyntaxError');
  expect((await CALLS.ec2(1)).Regions).toBeUndefined();
});
