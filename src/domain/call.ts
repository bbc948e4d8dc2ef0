/** What whoever asks something that takes long may give along. */
export interface CallOptions<P = never> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: P) => void;
}
