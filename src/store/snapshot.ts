import type { JsonObject } from '../domain/json';
import type { Problem } from '../domain/live';

/** A resource as one look found it. */
export interface Seen {
  /** ARN, or the id where there is none. */
  readonly resource: string;
  /** What a person calls it. */
  readonly name: string;
  /** Resource that it stands under. */
  readonly parent?: string;
  /** Where it lies, where that is not where it was asked for: a bucket's region. */
  readonly region?: string;
  /** When it came into being, epoch milliseconds. */
  readonly since?: number;
  /** Still listed and no longer there: an instance that was terminated. */
  readonly ended?: true;
  readonly tags: Readonly<Record<string, string>>;
  /** In the SDK's form, with camelCase keys. */
  readonly record: JsonObject;
  /** Members of the record that could not be had, and why. What was known of them before stays. */
  readonly unknown?: Readonly<Record<string, string>>;
}

/** Where resources of one kind were looked for. */
export interface LookedAt {
  /** Twelve digits. */
  readonly account: string;
  /** Empty: the account as a whole. */
  readonly region: string;
  /** Such as `aws-ecs-service`. */
  readonly api: string;
}

/** What one look at the resources of a kind in a place came to. */
export interface Look extends LookedAt {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly seen: readonly Seen[];
  /** `all`: what is not among them is gone; `some`: nothing went wrong, and of others nothing is said; `part`: the look failed on the way. */
  readonly found: 'all' | 'some' | 'part';
  /** Why it is a part, or what of it is unknown. */
  readonly problem?: Problem;
}

/** A resource as it was from one look to another. */
export interface Snapshot extends Seen, LookedAt {
  /** Where it lies. */
  readonly region: string;
  /** First seen thus, epoch milliseconds. */
  readonly at: number;
  /** Seen thus last, or seen to be gone. */
  readonly until: number;
  /** A look no longer found it; the record is the last one known. */
  readonly gone: boolean;
}
