/**
 * A bucket of tokens for each key, as AWS keeps its quotas: so many at once, and so many more each second. Times are this machine's, whatever
 * the double's clock says.
 */
export class Quota {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** Whether one more request is within the quota. One that is not takes nothing. @param now milliseconds */
  takes(key: string, now: number): boolean {
    if (this.perSecond === Infinity) return true;
    const { tokens, at } = this.buckets.get(key) ?? { tokens: this.burst, at: now };
    const held = Math.min(this.burst, tokens + ((now - at) / 1000) * this.perSecond);
    this.buckets.set(key, { tokens: held >= 1 ? held - 1 : held, at: now });
    return held >= 1;
  }
}
