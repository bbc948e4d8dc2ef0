import type { ProblemReason } from '../domain/live';

/** What a code means for a person. */
export interface Meaning {
  readonly reason: ProblemReason;
  /** Where the reason's own advice would mislead: what to do. */
  readonly advice?: string;
}

const of = (reason: ProblemReason, codes: string, advice?: string): readonly (readonly [string, Meaning])[] =>
  codes.split(/\s+/).map((code) => [code, { reason, ...(advice !== undefined && { advice }) }]);

/**
 * Error codes of AWS, over all protocols (the names of the SDK's errors), and of Node's sockets. The same code may mean two things: what
 * else there is to see decides then (`problem.ts`).
 */
export const ERROR_CODES: ReadonlyMap<string, Meaning> = new Map([
  ...of(
    'denied',
    `AccessDenied AccessDeniedException UnauthorizedOperation AuthorizationError NotAuthorized ForbiddenException Forbidden
     InsufficientPrivilegesException KMSAccessDeniedException AllAccessDisabled`,
  ),
  ...of('denied', 'AccountProblem PendingVerification Blocked NotSignedUp', 'AWS holds the account back: see its billing or its support.'),
  ...of(
    'expired',
    `ExpiredToken ExpiredTokenException TokenRefreshRequired InvalidToken InvalidAccessKeyId InvalidClientTokenId
     UnrecognizedClientException AuthFailure`,
  ),
  ...of(
    'expired',
    'InvalidIdentityToken InvalidIdentityTokenException IDPRejectedClaim IDPRejectedClaimException ExpiredIdentityToken',
    'The web identity token is not taken: renew it, and see the trust policy of the role.',
  ),
  ...of(
    'no-credentials',
    'CredentialsProviderError TokenProviderError ProviderError MissingAuthenticationToken MissingAuthenticationTokenException',
  ),
  ...of(
    'no-credentials',
    'SignatureDoesNotMatch InvalidSignatureException IncompleteSignature IncompleteSignatureException',
    'The secret key does not belong to the access key: enter both anew.',
  ),
  ...of('not-opted-in', 'OptInRequired RegionDisabled RegionDisabledException'),
  ...of('not-opted-in', 'SubscriptionRequiredException', 'The account does not use the service.'),
  ...of(
    'throttled',
    `Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException RequestLimitExceeded
     TooManyRequestsException SlowDown EC2ThrottledException BandwidthLimitExceeded LimitExceededException PriorRequestNotComplete
     ProvisionedThroughputExceededException TransactionInProgressException`,
  ),
  ...of('clock', 'RequestTimeTooSkewed RequestExpired RequestInTheFuture'),
  ...of('clock', 'CERT_NOT_YET_VALID', 'The certificate is not valid yet by the clock of this machine: set it.'),
  ...of('timeout', 'TimeoutError ETIMEDOUT ESOCKETTIMEDOUT RequestTimeout RequestTimeoutException'),
  ...of('network', 'ECONNREFUSED ECONNRESET ECONNABORTED ENOTFOUND EAI_AGAIN EPIPE EHOSTUNREACH ENETUNREACH ENETDOWN EADDRNOTAVAIL EPROTO'),
  ...of(
    'network',
    `UNABLE_TO_VERIFY_LEAF_SIGNATURE UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY SELF_SIGNED_CERT_IN_CHAIN
     DEPTH_ZERO_SELF_SIGNED_CERT CERT_HAS_EXPIRED CERT_UNTRUSTED ERR_TLS_CERT_ALTNAME_INVALID`,
    'The certificate is not trusted. Where a proxy looks into TLS, name its certificate in AWS_CA_BUNDLE and start the editor anew.',
  ),
  ...of('answer', 'SyntaxError Unknown UnknownError NoAnswer'),
  ...of(
    'other',
    'InternalError InternalFailure InternalServerError InternalServiceError ServiceException ServerException ServiceUnavailable ServiceUnavailableException Unavailable',
    'AWS had a failure of its own. Try again later.',
  ),
]);

/** What to do, by reason. */
export const ADVICE: Readonly<Record<ProblemReason, string>> = {
  denied: 'It is not allowed. Add it to the policy of who is connected: the README lists what is needed.',
  'sso-expired': 'The sign-in has expired. Sign in again.',
  expired: 'The keys or the token are no longer valid. Renew them and try again.',
  'no-credentials': 'There are no credentials. See the profile, or choose another.',
  mfa: 'A code of the MFA device is needed. Connect the account again and enter one.',
  'not-opted-in': 'The account has not opted in to the region. Enable it in the account, or leave it out.',
  throttled: 'AWS throttles it: something else may use up the quota. Try again later.',
  network: 'AWS was not reached. Check the network, the proxy and the endpoint.',
  timeout: 'There was no answer in time. Check the network, or try again later.',
  clock: 'The clock of this machine is off. Set it and try again.',
  answer: 'What came back is no answer of AWS. Check the proxy and the endpoint.',
  other: 'It failed.',
};
