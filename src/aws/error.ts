export type LiveErrorReason = 'cancelled' | 'input' | 'failed';

/** A whole question that failed; what goes wrong with a part is a `Problem` in the answer. The message says what to do. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
  constructor(
    readonly reason: LiveErrorReason,
    message: string,
  ) {
    super(message);
  }
  /** By its name: the engine's bundle has a class of its own. */
  static is(error: unknown, reason?: LiveErrorReason): error is Error & { readonly reason: LiveErrorReason } {
    return error instanceof Error && error.name === 'LiveError' && (reason === undefined || ('reason' in error && error.reason === reason));
  }
}
