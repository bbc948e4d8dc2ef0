import type { Interval } from '../../domain/live';
import { HOUR } from '../../domain/time';
import type { ValidateReport } from '../live-api';
import type { Bucket } from './bucket';
import { DigestError, readDigest, type Digest, type PreviousDigest } from './digest';
import { isCancelled, isMissing, messageOf } from './errors';
import { s3Url } from './layout';
import type { PublicKeys } from './public-keys';

export type Fault = ValidateReport['faults'][number];

/** A digest as its bucket lists it. */
export interface ListedDigest {
  readonly key: string;
  /** End of the hour that it is about, by its name; epoch milliseconds. */
  readonly end: number;
}

export interface ChainOptions {
  /** Epoch milliseconds: what ended by then is not looked at. */
  readonly from: number;
  readonly bucket: Bucket;
  readonly keys: PublicKeys;
  readonly signal: AbortSignal;
  /** The bucket of that name. */
  readonly other: (name: string) => Bucket;
  /** Waited for, so that nobody runs too far ahead. */
  readonly verified: (digest: Digest) => Promise<void>;
  readonly fault: (fault: Fault) => void;
}

const STAMP = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:_backfill)?\.json\.gz$/;

/** The end of the hour that a digest is about, by its name; epoch milliseconds. `undefined`: it is no name of a digest. */
export function digestEnd(key: string): number | undefined {
  const [, year, month, day, hours, minutes, seconds] = STAMP.exec(key) ?? [];
  const time = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Walks a chain of digests backwards: each says which one was before it, with its hash and signature. Where the chain ends, or a link of it
 * proves nothing, it goes on from what the bucket lists. Resolves to the spans of time that some digest is about, good or not.
 * @param listed in any order
 */
export async function walkChain(listed: readonly ListedDigest[], options: ChainOptions): Promise<readonly Interval[]> {
  const { from, signal, verified, fault } = options;
  const left = listed.toSorted((a, b) => a.end - b.end);
  const spans: Interval[] = [];
  let bucket = options.bucket;
  let named: PreviousDigest | undefined;
  for (let here = left.pop(); here !== undefined && here.end > from && !signal.aborted;) {
    const { key, end } = here;
    const file = s3Url(bucket.name, key);
    let next: PreviousDigest | undefined;
    try {
      const digest = await readDigest(bucket, key, options.keys);
      if (named !== undefined && (named.hash !== digest.hash || named.signature !== digest.signature))
        throw new DigestError('changed', 'It is another one than the digest after it names.');
      spans.push({ from: digest.from, to: digest.to });
      await verified(digest);
      next = digest.previous;
    } catch (error) {
      if (isCancelled(signal)) break;
      spans.push({ from: end - HOUR, to: end }); // said of the digest, so not of its hour again
      fault({ file, ...faultOf(error) });
    }
    const before = next === undefined ? undefined : digestEnd(next.key);
    if (next !== undefined && (before === undefined || before >= end)) {
      fault({ file, fault: 'changed', reason: `It says that ${s3Url(next.bucket, next.key)}, which is no older digest, was before it.` });
      next = undefined;
    }
    if (next === undefined || before === undefined) {
      here = left.pop();
      bucket = options.bucket;
      named = undefined;
      continue;
    }
    for (let other = left.at(-1); other !== undefined && other.end >= before; other = left.at(-1)) {
      left.pop();
      if (other.key !== next.key)
        fault({
          file: s3Url(options.bucket.name, other.key),
          fault: 'unsigned',
          reason: 'No digest after it leads to it: CloudTrail did not write it there.',
        });
    }
    here = { key: next.key, end: before };
    bucket = next.bucket === bucket.name ? bucket : options.other(next.bucket);
    named = next;
  }
  return spans;
}

function faultOf(error: unknown): Pick<Fault, 'fault' | 'reason'> {
  if (error instanceof DigestError) return { fault: error.fault, reason: error.message };
  if (isMissing(error))
    return { fault: 'missing', reason: 'There was a digest, and it is gone: what was delivered in its hour can not be validated.' };
  return { fault: 'unreadable', reason: messageOf(error) };
}
