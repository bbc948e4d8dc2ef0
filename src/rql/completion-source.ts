import type { TimeRange } from '../domain/time';
import type { JsonPath, Predicate, TextField } from './predicate';

/** What a query already says beside what is being typed. */
export interface Narrowing {
  /** Of its directive; absent: it has none. */
  readonly timeRange?: TimeRange;
  /** What the events have to be besides; absent: anything. */
  readonly where?: Predicate;
}

/** A value, and how many events have it. */
export interface OfferedValue {
  readonly value: string;
  readonly count: number;
  /** There may be more of them. */
  readonly atLeast?: true;
}

/** Where completion learns what the records hold: the store. */
export interface CompletionSource {
  /** Distinct values that begin with a text, in any case, most frequent first. */
  values(of: TextField | JsonPath, prefix: string, narrowing: Narrowing, signal?: AbortSignal): Promise<readonly OfferedValue[]>;
  /** Paths that records have, those of the most frequent operations first; keys that need quotes are in double ones. */
  paths(narrowing: Narrowing, signal?: AbortSignal): Promise<readonly { readonly path: string; readonly count: number }[]>;
}

/** Knows nothing: what is offered then is what is known without a store. */
export const NO_SOURCE: CompletionSource = { values: () => Promise.resolve([]), paths: () => Promise.resolve([]) };

/** A source that is asked each question once; what fails, or where there is no store yet, is answered with `undefined`. */
export interface AskedSource {
  values(of: TextField | JsonPath, prefix: string, narrowing: Narrowing): Promise<readonly OfferedValue[] | undefined>;
  paths(narrowing: Narrowing): Promise<readonly string[] | undefined>;
}

export function askedOnce(source: CompletionSource, signal: AbortSignal | undefined): AskedSource {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(question: readonly unknown[], ask: () => Promise<T>): Promise<T | undefined> => {
    const key = JSON.stringify(question);
    const known = answers.get(key) as Promise<T | undefined> | undefined;
    if (known !== undefined) return known;
    const answer = Promise.resolve()
      .then(ask)
      .catch(() => undefined);
    answers.set(key, answer);
    return answer;
  };
  return {
    values: (of, prefix, narrowing) => once([of, prefix, narrowing], () => source.values(of, prefix, narrowing, signal)),
    paths: (narrowing) => once([narrowing], async () => (await source.paths(narrowing, signal)).map(({ path }) => path)),
  };
}
