import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { at, isObject, textAt, type JsonObject } from '../../domain/json';
import type { Bucket } from './bucket';
import type { PublicKeys } from './public-keys';

/** A log file as a digest names it. */
export interface VouchedFile {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of its text before it is compressed, hexadecimal. */
  readonly hash: string;
}

/** What a digest says of the one before it. */
export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  readonly hash: string;
  readonly signature: string;
}

/** A digest whose signature is CloudTrail's. */
export interface Digest {
  /** Epoch milliseconds: of the deliveries of this span all files are named. */
  readonly from: number;
  readonly to: number;
  readonly files: readonly VouchedFile[];
  /** Absent: it is the first since digests were switched on. */
  readonly previous?: PreviousDigest;
  readonly hash: string;
  readonly signature: string;
}

export type DigestFault = 'changed' | 'unsigned' | 'unreadable';

/** Why a digest proves nothing. */
export class DigestError extends Error {
  override readonly name = 'DigestError';
  constructor(
    readonly fault: DigestFault,
    message: string,
  ) {
    super(message);
  }
}

/** Of a digest as it is unpacked; the largest of real ones are some megabytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a digest and checks its place and signature, as AWS documents it ("Custom implementations of CloudTrail log file integrity validation").
 * @throws DigestError where it proves nothing, or the error of GetObject
 */
export async function readDigest(bucket: Bucket, key: string, keys: PublicKeys): Promise<Digest> {
  const { bytes, metadata } = await bucket.read(key, async (content, metadata) => {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), metadata };
  });
  const { text, content } = unpacked(bytes);
  if (textAt(content, 'digestS3Bucket') !== bucket.name || textAt(content, 'digestS3Object') !== key)
    throw new DigestError('changed', 'It was moved: it says that it lies elsewhere.');
  const digest = parsed(content, createHash('sha256').update(text).digest('hex'), metadata['signature']);
  const fingerprint = textAt(content, 'digestPublicKeyFingerprint') ?? '';
  const generated = Date.parse(metadata['backfill-generation-timestamp'] ?? ''); // of one that was written later
  if (!keys.has(fingerprint) && !Number.isNaN(generated)) await keys.fetch(generated, generated);
  if (!keys.has(fingerprint)) throw new DigestError('unsigned', `CloudTrail knows no key with the fingerprint ${fingerprint}.`);
  if (!keys.verify(fingerprint, signedText(content, digest), digest.signature))
    throw new DigestError('changed', 'Its signature is not that of its content.');
  return digest;
}

/** What CloudTrail has signed. */
function signedText(content: JsonObject, { hash }: Digest): string {
  const place = `${textAt(content, 'digestS3Bucket') ?? ''}/${textAt(content, 'digestS3Object') ?? ''}`;
  return [textAt(content, 'digestEndTime') ?? '', place, hash, textAt(content, 'previousDigestSignature') ?? 'null'].join('\n');
}

function unpacked(bytes: Buffer): { readonly text: Buffer; readonly content: JsonObject } {
  try {
    const text = gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
    const content: unknown = JSON.parse(text.toString('utf8'));
    if (isObject(content)) return { text, content };
  } catch {
    // said below
  }
  throw new DigestError('changed', 'It is no digest: CloudTrail writes JSON, compressed.');
}

function parsed(content: JsonObject, hash: string, signature: string | undefined): Digest {
  const from = Date.parse(textAt(content, 'digestStartTime') ?? '');
  const to = Date.parse(textAt(content, 'digestEndTime') ?? '');
  const named = at(content, 'logFiles');
  if (Number.isNaN(from) || Number.isNaN(to) || !Array.isArray(named))
    throw new DigestError('changed', 'It is no digest: parts of it are missing.');
  if (signature === undefined || textAt(content, 'digestSignatureAlgorithm') !== 'SHA256withRSA')
    throw new DigestError('unsigned', 'It has no signature (SHA256withRSA, in the metadata of the object).');
  const files = (named as readonly JsonObject[]).map((file) => ({
    bucket: textAt(file, 's3Bucket') ?? '',
    key: textAt(file, 's3Object') ?? '',
    hash: textAt(file, 'hashValue') ?? '',
  }));
  const [bucket, key] = [textAt(content, 'previousDigestS3Bucket'), textAt(content, 'previousDigestS3Object')];
  const previous = {
    hash: textAt(content, 'previousDigestHashValue') ?? '',
    signature: textAt(content, 'previousDigestSignature') ?? '',
  };
  return { from, to, files, hash, signature, ...(bucket !== undefined && key !== undefined && { previous: { bucket, key, ...previous } }) };
}
