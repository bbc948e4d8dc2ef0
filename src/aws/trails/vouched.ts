import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Bucket } from './bucket';
import type { Fault } from './chain';
import type { VouchedFile } from './digest';
import { isMissing, messageOf } from './errors';
import { s3Url } from './layout';

/** Whether a log file is what a digest says. `undefined`: it is. */
export async function faultOfFile(bucket: Bucket, { key, hash }: VouchedFile): Promise<Fault | undefined> {
  const file = s3Url(bucket.name, key);
  try {
    const found = await bucket.read(key, async (content) => {
      const sum = createHash('sha256');
      await pipeline(content, createGunzip(), sum);
      return sum.digest('hex');
    });
    return found === hash ? undefined : { file, fault: 'changed', reason: 'Its SHA-256 is not the one that its digest names.' };
  } catch (error) {
    if (isMissing(error)) return { file, fault: 'missing', reason: 'It was delivered, and it is gone.' };
    if (isDamage(error)) return { file, fault: 'changed', reason: 'It can not be decompressed as a whole; what was delivered could.' };
    return { file, fault: 'unreadable', reason: messageOf(error) };
  }
}

/** An error of the decompressor, and not of the connection. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true;
}
