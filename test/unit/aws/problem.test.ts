import { describe, expect, it } from 'vitest';
import { ADVICE, ERROR_CODES } from '../../../src/aws/error-codes';
import { failedIn, isCancel, isRefusal, problemOf } from '../../../src/aws/problem';
import { PROBLEM_REASONS, type ProblemReason } from '../../../src/domain/live';

/** An error as the SDK throws it. */
function thrown(name: string, message = '', more: object = {}): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400, requestId: 'r' } }, more);
}
const reasonOf = (error: unknown): ProblemReason => problemOf(error, 'ecs:ListClusters', 0).reason;

describe('what an error means', () => {
  // By the protocols: awsJson (…Exception), query and restXml (bare), EC2 (its own).
  it.each<[string, string, ProblemReason]>([
    ['AccessDeniedException', 'User: x is not authorized to perform: ecs:ListClusters', 'denied'],
    ['AccessDenied', 'Access Denied', 'denied'],
    ['UnauthorizedOperation', 'You are not authorized to perform this operation.', 'denied'],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'expired'],
    ['ExpiredToken', 'The security token included in the request is expired', 'expired'],
    ['RequestExpired', 'Request has expired.', 'expired'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'expired'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'expired'],
    ['InvalidIdentityToken', 'Couldn’t retrieve verification key', 'expired'],
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.', 'no-credentials'],
    ['SignatureDoesNotMatch', 'Signature expired: 20260520T093000Z is now earlier than 20260520T101500Z', 'clock'],
    ['InvalidSignatureException', 'Signature not yet current: 20260520T113000Z is still later than 20260520T095000Z', 'clock'],
    ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 'clock'],
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'no-credentials'],
    ['OptInRequired', 'You are not subscribed to this service.', 'not-opted-in'],
    ['RegionDisabledException', 'STS is not activated in this region', 'not-opted-in'],
    ['ThrottlingException', 'Rate exceeded', 'throttled'],
    ['RequestLimitExceeded', 'Request limit exceeded.', 'throttled'],
    ['SlowDown', 'Please reduce your request rate.', 'throttled'],
    ['TimeoutError', 'a request has exceeded the configured 20000 ms requestTimeout.', 'timeout'],
    ['ServiceUnavailable', 'Service is unable to handle request.', 'other'],
    ['ClusterNotFoundException', 'Cluster not found.', 'other'],
  ])('%s: %s', (name, message, reason) => {
    expect(reasonOf(thrown(name, message))).toBe(reason);
  });

  it.each<[unknown, ProblemReason]>([
    [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }), 'network'],
    [Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' }), 'network'],
    [Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND' }), 'network'],
    [Object.assign(new AggregateError([Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' })])), 'timeout'],
    [new Error('fetch failed', { cause: Object.assign(new Error('x'), { code: 'EAI_AGAIN' }) }), 'network'],
    [Object.assign(new Error('self-signed certificate in certificate chain'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'network'],
    [Object.assign(new Error('Parse Error: Expected HTTP/'), { code: 'HPE_INVALID_CONSTANT' }), 'answer'],
    [Object.assign(new SyntaxError('Unexpected token < in JSON'), { $metadata: { httpStatusCode: 200 } }), 'answer'],
    [new TypeError('x is not iterable\n  Deserialization error: to see the raw response, inspect …'), 'answer'],
    [thrown('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 502 } }), 'answer'],
    [thrown('NotSeenBefore', '', { $metadata: { httpStatusCode: 429, requestId: 'r' } }), 'throttled'],
    [thrown('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 407 } }), 'network'],
    [thrown('RequestExpired', '', { $metadata: { httpStatusCode: 400, requestId: 'r', clockSkewCorrected: true } }), 'clock'],
    ['text', 'other'],
    [undefined, 'other'],
    [null, 'other'],
  ])('%o', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });

  it('depends on the region, where a region that is not opted in says the same as to keys that nobody has', () => {
    for (const name of ['AuthFailure', 'InvalidClientTokenId', 'UnrecognizedClientException']) {
      const at = (region: string): Error => {
        const error = thrown(name);
        failedIn(error, region);
        return error;
      };
      expect([reasonOf(at('us-east-1')), reasonOf(at('me-central-1')), reasonOf(at('cn-north-1'))]).toEqual([
        'expired',
        'not-opted-in',
        'expired',
      ]);
      expect([isRefusal(at('us-east-1')), isRefusal(at('me-central-1'))]).toEqual([true, false]);
    }
  });

  it('is nothing, where we ended the call ourselves', () => {
    expect(isCancel(Object.assign(new Error('Request aborted'), { name: 'AbortError' }))).toBe(true);
    expect(isCancel(thrown('TimeoutError'))).toBe(false);
  });

  it('has advice for every reason, and a reason for every code', () => {
    expect(Object.keys(ADVICE).sort()).toEqual([...PROBLEM_REASONS].sort());
    for (const { reason } of ERROR_CODES.values()) expect(PROBLEM_REASONS).toContain(reason);
  });
});

describe('the message', () => {
  const message = (error: unknown): string => problemOf(error, 'ecs:ListClusters', 0).message;

  it('says what, where, how often, what to do, and what AWS says of it', () => {
    const error = thrown('AccessDeniedException', 'User: arn:aws:iam::111122223333:user/x is not authorized', {
      $metadata: { attempts: 3, requestId: 'r' },
    });
    failedIn(error, 'us-east-2');
    expect(message(error)).toBe(
      `ecs:ListClusters in us-east-2 failed 3 times. ${ADVICE.denied} It says: User: arn:aws:iam::111122223333:user/x is not authorized`,
    );
  });

  it('tells a policy of the organization from a missing right', () => {
    expect(message(thrown('AccessDeniedException', 'not authorized … with an explicit deny in a service control policy'))).toContain('SCP');
  });

  it('is short, on one line, and holds nothing secret', () => {
    const token = 'IQoJb3JpZ2luX2VjE'.padEnd(600, 'AbC9/+');
    const secrets = [
      `You are not authorized. Encoded authorization failure message: ${'x-Y_9'.repeat(800)}`,
      `Bad header x-amz-security-token:${token}`,
      "The request signature does not match.\n\nThe Canonical String for this request should have been\n'POST\nx-amz-security-token:abc'",
      'key AKIAIOSFODNN7EXAMPLE is unknown',
      'connect failed http://anna:geheim@proxy:3128/',
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      `<b>markup</b>\u202e\u0007 and ${'long '.repeat(2_000)}`,
    ];
    for (const secret of secrets) {
      const text = message(thrown('AccessDenied', secret));
      expect(text.length).toBeLessThanOrEqual(300);
      expect(text).not.toMatch(/\p{C}|IQoJ|x-Y_9|Canonical|IOSFODNN7|geheim|wJalr/u);
    }
    // Names that people know stay whole.
    const arn = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/lena.fischer@example.com';
    expect(message(thrown('AccessDenied', `User: ${arn} may not`))).toContain(arn);
  });
});
