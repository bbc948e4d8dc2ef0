import { partitionOf } from '../../src/domain/partition';
import type { AccountWorld, World } from './world/world';
import type { Sessions } from './sessions';

/** Who asks, as the access key of a request tells. */
export interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** Epoch milliseconds; absent: keys of a user, which last. */
  readonly expires?: number;
  readonly token?: string;
}

/** An ARN as it is called in the partition of a region. */
export function inPartition(arn: string, region: string): string {
  return arn.replace(/^arn:aws:/, `arn:${partitionOf(region)}:`);
}

/** What a handler knows beside its input. */
export interface Call {
  readonly region: string;
  readonly account: AccountWorld;
  readonly caller: Identity;
  readonly world: World;
  readonly sessions: Sessions;
  /** The double's clock, epoch milliseconds. */
  readonly now: number;
}

/**
 * Answers of a service, by operation: the output in the SDK's own shape, which a protocol writes. A handler refuses by throwing a `Refusal`.
 * One more operation is one more entry.
 */
export type Handlers = Readonly<Record<string, (input: never, call: Call) => object | Promise<object>>>;
