import { union, within, without, type Intervals } from '../../domain/interval';
import type { Interval, Trail } from '../../domain/live';
import { DAY, formatInstant, HOUR, MINUTE } from '../../domain/time';
import type { ValidateProgress, ValidateReport } from '../live-api';
import type { Bucket } from './bucket';
import type { Caller } from './caller';
import { digestEnd, walkChain, type Fault, type ListedDigest } from './chain';
import type { VouchedFile } from './digest';
import { messageOf } from './errors';
import { dayPrefix, deliveredAt, midnight, placePrefix, s3Url, type Place } from './layout';
import { PublicKeys } from './public-keys';
import type { Readers } from './readers';
import { placesOf, trailsOf } from './trail';
import { faultOfFile } from './vouched';

/** A digest comes once an hour; so late one may still be on its way. */
const DIGEST_LAG = 2 * HOUR;
/** So near to the edge of what digests are about, a file may be named by the one on the other side. */
const EDGE = 15 * MINUTE;
const FILES_AT_ONCE = 8;

export interface ValidationOptions {
  /** Half open, epoch milliseconds. */
  readonly window: Interval;
  readonly now: number;
  readonly readers: Readers;
  readonly onProgress: (progress: ValidateProgress) => void;
}

/**
 * Whether the log files of an account's trails are those that CloudTrail delivered. What can't be found out is a fault: nothing is valid
 * because nobody could look.
 */
export class Validation {
  private digests = 0;
  private files = 0;
  private valid = 0;
  private readonly faults: Fault[] = [];
  /** Files that are looked at just now. */
  private readonly looking = new Set<Promise<void>>();
  /** Whether any trail was found. */
  trails = 0;

  constructor(
    private readonly caller: Caller,
    private readonly options: ValidationOptions,
  ) {}

  report(): ValidateReport {
    const { digests, valid } = this;
    const faults = this.faults.toSorted((a, b) => (a.file < b.file ? -1 : 1));
    return { digests, valid, faults, cancelled: this.caller.signal.aborted };
  }

  async region(region: string): Promise<void> {
    const { caller } = this;
    try {
      const trails = await trailsOf(caller, region);
      this.trails += trails.length;
      // Trails that share a folder are looked at together: a file of it may be named by the digests of either.
      for (const trail of trails) {
        const together = trails.filter(({ bucket, prefix }) => bucket === trail.bucket && prefix === trail.prefix);
        if (together[0] === trail) await this.folder(together, region);
      }
    } catch (error) {
      this.unreadable(`${caller.connection.account} ${region}`, error);
    }
  }

  private async folder(trails: readonly Trail[], region: string): Promise<void> {
    const [first] = trails;
    if (first === undefined) return;
    const { caller } = this;
    try {
      const found = await this.options.readers.read(caller, first.bucket, first.home, async (bucket) => {
        const places = await placesOf(first, bucket, caller.connection.account, region);
        return Promise.all(places.map(async (place) => ({ bucket, place, listed: await this.listDigests(bucket, place) })));
      });
      for (const { bucket, place, listed } of found) await this.place(trails, bucket, place, listed);
    } catch (error) {
      this.unreadable(s3Url(first.bucket, first.prefix ?? ''), error);
    }
  }

  private async place(trails: readonly Trail[], bucket: Bucket, place: Place, listed: readonly ListedDigest[]): Promise<void> {
    const { window, now } = this.options;
    const keys = new PublicKeys(this.caller, place.region);
    await keys.fetch(window.from, Math.min(window.to + DIGEST_LAG, now));
    const named = new Set<string>();
    let vouched: Intervals = [];
    let spoken: Intervals = [];
    for (const trail of trails) {
      const isOf = ({ key }: ListedDigest): boolean =>
        key.slice(key.lastIndexOf('/') + 1).startsWith(`${place.account}_CloudTrail-Digest_${place.region}_${trail.name}_${trail.home}_`);
      const [late = [], hourly = []] = [true, false].map((backfill) =>
        listed.filter((digest) => isOf(digest) && digest.key.endsWith('_backfill.json.gz') === backfill),
      );
      for (const digests of [hourly, late]) {
        const spans = await walkChain(digests, {
          from: window.from,
          bucket,
          keys,
          signal: this.caller.signal,
          other: (name) => bucket.other(name),
          fault: (fault) => this.faults.push(fault),
          verified: async (digest) => {
            this.digests += 1;
            if (digests === hourly) vouched = union(vouched, [digest]);
            for (const file of digest.files) {
              named.add(s3Url(file.bucket, file.key));
              await this.begin(file.bucket === bucket.name ? bucket : bucket.other(file.bucket), file);
            }
            this.tell();
          },
        });
        if (digests === hourly) spoken = union(spoken, spans);
      }
    }
    await Promise.all(this.looking);
    if (this.caller.signal.aborted) return;
    this.gaps(s3Url(bucket.name, placePrefix(place, 'CloudTrail-Digest')), trails, spoken);
    await this.strangers(bucket, place, vouched, named);
  }

  /** What is not spoken of by any digest, which are due. */
  private gaps(file: string, trails: readonly Trail[], spoken: Intervals): void {
    const { window, now } = this.options;
    const off = trails.every(({ validated }) => !validated) ? ' Log file validation is off.' : '';
    for (const { from, to } of without([{ from: window.from, to: Math.min(window.to, now - DIGEST_LAG) }], spoken)) {
      const reason = `No digest is about ${formatInstant(from)} to ${formatInstant(to)}: what was delivered then can not be validated.${off}`;
      this.faults.push({ file, fault: 'gap', reason });
    }
  }

  /** Files that lie where a digest would name them, and none does: CloudTrail did not deliver them. */
  private async strangers(bucket: Bucket, place: Place, vouched: Intervals, named: ReadonlySet<string>): Promise<void> {
    const certain = vouched.map(({ from, to }) => ({ from: from + EDGE, to: to - EDGE }));
    const prefix = placePrefix(place, 'CloudTrail');
    for (const { from, to } of within(certain, this.options.window)) {
      for await (const key of keysBetween(bucket, prefix, from, to)) {
        const time = deliveredAt(key);
        if (time === undefined || time < from || time >= to || named.has(s3Url(bucket.name, key))) continue;
        this.faults.push({
          file: s3Url(bucket.name, key),
          fault: 'unsigned',
          reason: 'No digest names it: CloudTrail did not deliver it there.',
        });
      }
    }
  }

  private async listDigests(bucket: Bucket, place: Place): Promise<readonly ListedDigest[]> {
    const prefix = placePrefix(place, 'CloudTrail-Digest');
    const { from, to } = this.options.window;
    const listed: ListedDigest[] = [];
    for await (const key of keysBetween(bucket, prefix, from, to + HOUR)) {
      const end = digestEnd(key);
      if (end !== undefined && end > from && end < to + HOUR) listed.push({ key, end });
    }
    return listed;
  }

  /** Begins to look at a file, as soon as not too many others are looked at. */
  private async begin(bucket: Bucket, file: VouchedFile): Promise<void> {
    while (this.looking.size >= FILES_AT_ONCE) await Promise.race(this.looking);
    if (this.caller.signal.aborted) return;
    const look = this.check(bucket, file).finally(() => this.looking.delete(look));
    this.looking.add(look);
  }

  private async check(bucket: Bucket, file: VouchedFile): Promise<void> {
    const fault = await faultOfFile(bucket, file);
    if (this.caller.signal.aborted) return;
    if (fault === undefined) this.valid += 1;
    else this.faults.push(fault);
    this.files += 1;
    this.tell();
  }

  private unreadable(file: string, error: unknown): void {
    if (!this.caller.signal.aborted) this.faults.push({ file, fault: 'unreadable', reason: messageOf(error) });
  }

  private tell(): void {
    const { digests, files } = this;
    this.options.onProgress({ digests, files });
  }
}

/** Keys in the folders of the days of a span. */
async function* keysBetween(bucket: Bucket, prefix: string, from: number, to: number): AsyncGenerator<string> {
  const end = dayPrefix(prefix, midnight(to) + DAY);
  for await (const { objects } of bucket.list(prefix, { after: dayPrefix(prefix, midnight(from)) })) {
    for (const { key } of objects) {
      if (key >= end) return;
      yield key;
    }
  }
}
