import { createHash } from 'node:crypto';
import { textAt, type JsonObject } from '../domain/json';
import { HOUR } from '../domain/time';
import { accountFolder, type LogFile } from './delivery';
import { hex } from './ids';
import { Random } from './random';
import { isoSecond } from './record';
import { TRAIL, TRAIL_BUCKET } from './world';

/** A log file as written: what a digest vouches for. Times in epoch milliseconds. */
export interface WrittenFile extends Omit<LogFile, 'records'> {
  /** SHA-256 of its text before it is compressed, hexadecimal: so CloudTrail takes it. */
  readonly hash: string;
  readonly oldest: number;
  readonly newest: number;
}

export interface DigestFile {
  readonly path: string;
  readonly content: JsonObject;
  /** What CloudTrail keeps in the object's metadata, hexadecimal; absent: nobody signed it. */
  readonly signature?: string;
}

/** Signs digests as CloudTrail does: SHA256withRSA, hexadecimal. */
export interface DigestSigner {
  /** Of the public key, as ListPublicKeys names it. */
  readonly fingerprint: string;
  sign(text: string): string;
}

/**
 * The hourly digests of the files delivered since `from`, one chain for each account and region, as log file validation leaves
 * them: each names its files with their SHA-256, and the one before. The chains are as young as `from`. Only a signer makes them such that
 * they can be verified; without one they have a fingerprint of no key.
 */
export function digestsOf(files: readonly WrittenFile[], from: number, seed: number, signer?: DigestSigner): DigestFile[] {
  const random = new Random(seed, 'digests');
  const chains = new Map<string, WrittenFile[]>();
  const recent = files.filter(({ delivered }) => delivered >= from);
  for (const file of recent) {
    const key = `${file.account}/${file.region}`;
    chains.set(key, [...(chains.get(key) ?? []), file]);
  }
  const ends = recent.map(({ delivered }) => hourOf(delivered) + HOUR);
  const span = { first: Math.min(...ends), last: Math.max(...ends) };
  return [...chains.values()].flatMap((chain) => {
    const fingerprint = hex(random, 32);
    return digestChain(chain, span, signer?.fingerprint ?? fingerprint, signer);
  });
}

/** One an hour without a break, those of quiet hours too. */
function digestChain(
  files: readonly WrittenFile[],
  { first, last }: { readonly first: number; readonly last: number },
  fingerprint: string,
  signer: DigestSigner | undefined,
): DigestFile[] {
  const hours = new Map<number, WrittenFile[]>();
  for (const file of files) {
    const end = hourOf(file.delivered) + HOUR;
    hours.set(end, [...(hours.get(end) ?? []), file]);
  }
  const digests: DigestFile[] = [];
  const { account, region } = files[0] ?? { account: '', region: '' };
  for (let end = first; end <= last; end += HOUR) {
    const made = digest({ account, region, end }, hours.get(end) ?? [], digests.at(-1), fingerprint);
    digests.push(signer === undefined ? made : { ...made, signature: signer.sign(signedText(made.content)) });
  }
  return digests;
}

function hourOf(time: number): number {
  return Math.floor(time / HOUR) * HOUR;
}

/** What a signature is of: the end of the hour, the digest's place, the SHA-256 of its text and the signature of the one before. */
function signedText(content: JsonObject): string {
  const place = `${textAt(content, 'digestS3Bucket') ?? ''}/${textAt(content, 'digestS3Object') ?? ''}`;
  const previous = textAt(content, 'previousDigestSignature') ?? 'null';
  return [textAt(content, 'digestEndTime'), place, sha256(JSON.stringify(content)), previous].join('\n');
}

function digest(
  { account, region, end }: { readonly account: string; readonly region: string; readonly end: number },
  files: readonly WrittenFile[],
  previous: DigestFile | undefined,
  fingerprint: string,
): DigestFile {
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
    newestEventTime: files.length === 0 ? null : isoSecond(Math.max(...files.map(({ newest }) => newest))),
    oldestEventTime: files.length === 0 ? null : isoSecond(Math.min(...files.map(({ oldest }) => oldest))),
    previousDigestS3Bucket: previous === undefined ? null : TRAIL_BUCKET,
    previousDigestS3Object: previous?.path ?? null,
    previousDigestHashValue: previous === undefined ? null : sha256(JSON.stringify(previous.content)),
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: TRAIL_BUCKET,
      s3Object: file.path,
      hashValue: file.hash,
      hashAlgorithm: 'SHA-256',
      newestEventTime: isoSecond(file.newest),
      oldestEventTime: isoSecond(file.oldest),
    })),
  };
  return { path, content };
}

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
