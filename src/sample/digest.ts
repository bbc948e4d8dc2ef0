import { createHash } from 'node:crypto';
import type { JsonObject } from '../domain/json';
import { HOUR } from '../domain/time';
import { accountFolder, type LogFile } from './delivery';
import { hex } from './ids';
import { Random } from './random';
import { isoSecond } from './record';
import { TRAIL, TRAIL_BUCKET } from './world';

/** A log file as written: what a digest vouches for. Times in epoch milliseconds. */
export interface WrittenFile extends Omit<LogFile, 'records'> {
  readonly bytes: Uint8Array;
  readonly oldest: number;
  readonly newest: number;
}

export interface DigestFile {
  readonly path: string;
  readonly content: JsonObject;
}

/**
 * The hourly digests of the files delivered since `from`, one chain for each account and region, as log file validation leaves
 * them: each names its files with their SHA-256. The chains are as young as `from`, and carry no signature that could be checked.
 */
export function digestsOf(files: readonly WrittenFile[], from: number, seed: number): DigestFile[] {
  const random = new Random(seed, 'digests');
  const chains = new Map<string, WrittenFile[]>();
  for (const file of files.filter(({ delivered }) => delivered >= from)) {
    const key = `${file.account}/${file.region}`;
    chains.set(key, [...(chains.get(key) ?? []), file]);
  }
  return [...chains.values()].flatMap((chain) => digestChain(chain, hex(random, 32)));
}

function digestChain(files: readonly WrittenFile[], fingerprint: string): DigestFile[] {
  const hours = new Map<number, WrittenFile[]>();
  for (const file of files) {
    const end = Math.floor(file.delivered / HOUR) * HOUR + HOUR;
    hours.set(end, [...(hours.get(end) ?? []), file]);
  }
  const digests: DigestFile[] = [];
  for (const [end, covered] of [...hours].sort(([a], [b]) => a - b)) {
    digests.push(digest(end, covered, digests.at(-1), fingerprint));
  }
  return digests;
}

function digest(end: number, files: readonly WrittenFile[], previous: DigestFile | undefined, fingerprint: string): DigestFile {
  const { account, region } = files[0] ?? { account: '', region: '' };
  const at = new Date(end).toISOString();
  const stamp = `${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const folder = `${accountFolder(account)}/CloudTrail-Digest/${region}/${at.slice(0, 10).replaceAll('-', '/')}`;
  const path = `${folder}/${account}_CloudTrail-Digest_${region}_${TRAIL}_us-east-1_${stamp}.json.gz`;
  const content = {
    awsAccountId: account,
    digestStartTime: isoSecond(end - HOUR),
    digestEndTime: isoSecond(end),
    digestS3Bucket: TRAIL_BUCKET,
    digestS3Object: path,
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: isoSecond(Math.max(...files.map(({ newest }) => newest))),
    oldestEventTime: isoSecond(Math.min(...files.map(({ oldest }) => oldest))),
    previousDigestS3Bucket: previous === undefined ? null : TRAIL_BUCKET,
    previousDigestS3Object: previous?.path ?? null,
    previousDigestHashValue: previous === undefined ? null : sha256(JSON.stringify(previous.content)),
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: null,
    logFiles: files.map((file) => ({
      s3Bucket: TRAIL_BUCKET,
      s3Object: file.path,
      hashValue: sha256(file.bytes),
      hashAlgorithm: 'SHA-256',
      newestEventTime: isoSecond(file.newest),
      oldestEventTime: isoSecond(file.oldest),
    })),
  };
  return { path, content };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
