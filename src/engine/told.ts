import { LiveError } from '../aws/error';
import { StoreError } from '../store/error';
import { EngineError } from './api';

/** A signal that also fires when the time is up. */
export function within(milliseconds: number | undefined, signal: AbortSignal | undefined): AbortSignal | undefined {
  if (milliseconds === undefined) return signal;
  return AbortSignal.any([AbortSignal.timeout(milliseconds), ...(signal === undefined ? [] : [signal])]);
}

/** Runs `work`; what it throws is told as an error of the engine. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (EngineError.is(error)) throw error;
    if (LiveError.is(error)) throw new EngineError(error.reason === 'failed' ? 'store' : error.reason, error.message);
    if (StoreError.is(error, 'cancelled')) throw new EngineError('cancelled', 'cancelled');
    throw new EngineError('store', messageOf(error));
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
