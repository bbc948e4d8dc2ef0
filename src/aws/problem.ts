import type { Problem, ProblemReason } from '../domain/live';

/** Error codes of AWS and of Node, by what they mean for a person. */
const REASONS: Readonly<Record<string, ProblemReason>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  CredentialsProviderError: 'no-credentials',
  OptInRequired: 'not-opted-in',
  AuthFailure: 'not-opted-in',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestTimeTooSkewed: 'clock',
  TimeoutError: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'network',
  ECONNRESET: 'network',
  ENOTFOUND: 'network',
  EPIPE: 'network',
};

/**
 * What an error of a call means.
 * @param operation such as `ecs:ListClusters`
 * @param at epoch milliseconds
 */
export function problemOf(error: unknown, operation: string, at: number): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const codes = [error instanceof Error ? error.name : '', (error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  return { reason: codes.map((code) => REASONS[code]).find((reason) => reason !== undefined) ?? 'other', operation, message, at };
}
