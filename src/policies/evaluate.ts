import type { Alert } from '../domain/alert';
import type { Policy } from '../domain/policy';
import type { TimeWindow } from '../domain/time';
import type { Reader } from '../store/reader';
import { AlertBook } from './alert-book';
import { compilePolicy, type CompiledPolicy } from './compile';
import { EvidenceCache } from './evidence-cache';

export interface BookOptions {
  /** Codes or display names; none: every region counts as unused. */
  readonly regionsInUse: readonly string[];
  /** What was found before, and where what is found now is kept; without it, all segments are evaluated. */
  readonly cache?: EvidenceCache;
  readonly signal?: AbortSignal;
}

export interface EvaluateOptions extends BookOptions {
  readonly window: TimeWindow;
}

/**
 * The evidence for all policies over the whole store. Good for every time range until the store, the policies or the regions in use
 * change: keep it, and ask it for alerts. A policy whose query doesn't compile is left out; `loadPolicies` has said so.
 * @throws what the reader throws
 */
export async function makeAlertBook(reader: Reader, policies: readonly Policy[], options: BookOptions): Promise<AlertBook> {
  const compiled = policies.flatMap((policy): readonly CompiledPolicy[] => {
    const result = compilePolicy(policy);
    return result.kind === 'compiled' ? [result.compiled] : [];
  });
  const { cache = new EvidenceCache(), regionsInUse, signal } = options;
  const evidence = await cache.evidence(reader, compiled, regionsInUse, signal);
  return AlertBook.make(
    compiled.map(({ policy }) => policy),
    evidence,
  );
}

/** The alerts of one time range, worst first, then newest: for a caller that asks once. */
export async function evaluate(reader: Reader, policies: readonly Policy[], options: EvaluateOptions): Promise<readonly Alert[]> {
  const book = await makeAlertBook(reader, policies, options);
  return book.alerts(options.window);
}
