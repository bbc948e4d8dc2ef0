import { setTimeout as sleep } from 'node:timers/promises';

/** Requests that LookupEvents takes of one account in one region, in any second (service quotas of CloudTrail). */
const PER_SECOND = 2;
const SECOND = 1000;
/** A timer may be early by a fraction of a millisecond. */
const MARGIN = 2;
/** Time between two requests after the first refusal, in milliseconds; each further one doubles it. */
const SLOW = 1000;
const SLOWEST = 16_000;
/** What is left of it after a request that went well. */
const RECOVERY = 0.9;

/**
 * When the next request may be sent. A request counts from when its answer begins: the service has got it before that, however long it
 * was on its way, so that no second by the service's own clock ever has more than two. Where the service says that it is too many all the
 * same, for others share the quota, requests go out further apart, and slowly closer again.
 */
export class Pace {
  /** When the last ones were over, in milliseconds of a clock that nobody sets. */
  private readonly ends: number[];
  private apart = 0;

  /** Nobody knows what was sent within the second before. */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.ends = Array.from({ length: PER_SECOND }, () => this.clock());
  }

  /** Waits until one more may be sent. For one request at a time. @throws the signal's reason */
  async turn(signal: AbortSignal): Promise<void> {
    for (let wait = this.wait(); wait > 0; wait = this.wait()) await sleep(wait, undefined, { signal });
  }

  /** The service has got the request, or never will. */
  done(): void {
    this.ends.shift();
    this.ends.push(this.clock());
  }

  /** What the service said to the pace. */
  told(throttled: boolean): void {
    if (throttled) this.apart = Math.min(Math.max(2 * this.apart, SLOW), SLOWEST);
    else this.apart = this.apart * RECOVERY < SECOND / PER_SECOND ? 0 : this.apart * RECOVERY;
  }

  private wait(): number {
    const [first = 0] = this.ends;
    const last = this.ends.at(-1) ?? 0;
    return Math.ceil(Math.max(first + SECOND + MARGIN, last + this.apart) - this.clock());
  }
}
