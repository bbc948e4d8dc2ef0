/** Whether S3 says that there is no such object. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a signal has fired by now: it may have, since it was looked at last. */
export function isCancelled(signal: AbortSignal): boolean {
  return signal.aborted;
}
