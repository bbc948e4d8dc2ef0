export type StoreErrorReason = 'cancelled' | 'broken' | 'newer' | 'no-space' | 'read-only' | 'failed';

/** Something the store could not do: the message says what, to which file, and what to do next. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly reason: StoreErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  static is(error: unknown, reason?: StoreErrorReason): error is StoreError {
    return error instanceof StoreError && (reason === undefined || error.reason === reason);
  }

  static cancelled(): StoreError {
    return new StoreError('cancelled', 'cancelled');
  }

  /** Puts a failed write into words a person can act on. `retry`: what to do once it can be written. */
  static fromWrite(error: unknown, what: string, retry = 'load again'): StoreError {
    if (error instanceof StoreError) return error;
    const message = error instanceof Error ? error.message : String(error);
    if (isFull(error))
      return new StoreError(
        'no-space',
        `The disk is full: could not write ${what}. Free some space and ${retry}; what was loaded before is kept.`,
      );
    const { code } = (error ?? {}) as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || /read-only file system|permission denied/i.test(message))
      return new StoreError('read-only', `No permission to write ${what}. Make the folder writable and ${retry}.`);
    return new StoreError('failed', `Could not write ${what}: ${message}`, { cause: error });
  }
}

/** @throws StoreError `cancelled` once the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw StoreError.cancelled();
}

/** Whether a disk has no space left, as the file system says it, or DuckDB of what doesn't fit into its memory. */
export function isFull(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ENOSPC' || /no space left|disk.*full|max_temp_directory_size/i.test(String(error));
}

/** Whether DuckDB says of a file that it is no whole database of ours, and not only that it can't be opened now. */
export function isDamage(message: string): boolean {
  return /not a valid DuckDB database|could not read enough bytes|corrupt|catalog error/i.test(message);
}
