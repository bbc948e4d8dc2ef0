import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { EventSelector, GetTrailStatusResponse, PublicKey, Tag, Trail } from '@aws-sdk/client-cloudtrail';
import { textAt } from '../../../src/domain/json';
import { digestsOf, sha256, type DigestSigner, type WrittenFile } from '../../../src/sample/digest';
import type { LogFile } from '../../../src/sample/delivery';
import { DEFAULT_SEED } from '../../../src/sample/generate';
import { ACCOUNTS, GLOBAL_REGION, MANAGEMENT, TRAIL, TRAIL_BUCKET } from '../../../src/sample/world';
import type { Objects } from './bucket';

export interface TrailWorld {
  readonly account: string;
  readonly trail: Trail;
  status: GetTrailStatusResponse;
  selectors: readonly EventSelector[];
  tags: readonly Tag[];
}

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The trail of the organisation: in every region and account, into one bucket. @param now epoch milliseconds */
export function organisationTrail(now: number): TrailWorld {
  return {
    account: MANAGEMENT,
    trail: {
      Name: TRAIL,
      TrailARN: `arn:aws:cloudtrail:${GLOBAL_REGION}:${MANAGEMENT}:trail/${TRAIL}`,
      S3BucketName: TRAIL_BUCKET,
      HomeRegion: GLOBAL_REGION,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: true,
      LogFileValidationEnabled: true,
      HasCustomEventSelectors: false,
      HasInsightSelectors: false,
      KmsKeyId: `arn:aws:kms:${GLOBAL_REGION}:${MANAGEMENT}:key/2b8c5f1e-7d43-4a96-b0e8-91f3c6a4d7e2`,
    },
    status: {
      IsLogging: true,
      LatestDeliveryTime: new Date(now - 5 * MINUTE),
      LatestDigestDeliveryTime: new Date(now - 40 * MINUTE),
      StartLoggingTime: new Date(now - 144.8 * 60 * MINUTE),
      StopLoggingTime: new Date(now - 145 * 60 * MINUTE),
    },
    selectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] }],
    tags: [{ Key: 'managed-by', Value: 'terraform' }],
  };
}

/** Accounts whose people may read the bucket of the trail. */
export const TRAIL_READERS: readonly string[] = Object.values(ACCOUNTS);

/** A key that digests are signed with, and how CloudTrail shows its public part. */
export class SigningKey implements DigestSigner {
  private readonly pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly der = this.pair.publicKey.export({ type: 'pkcs1', format: 'der' });
  readonly fingerprint = createHash('md5').update(this.der).digest('hex');

  constructor(private readonly from: number) {}

  sign(text: string): string {
    return createSign('RSA-SHA256').update(text).sign(this.pair.privateKey, 'hex');
  }

  public(): PublicKey {
    return {
      Value: new Uint8Array(this.der),
      Fingerprint: this.fingerprint,
      ValidityStartTime: new Date(this.from),
      ValidityEndTime: new Date(this.from + 30 * DAY),
    };
  }
}

/**
 * Puts what the trail has delivered into its bucket: the log files, and the signed digests of the latest three days. Digests are hourly: the last one is of the hour
 * before this one.
 */
export function deliver(objects: Objects, files: readonly LogFile[], now: number, signer: DigestSigner): void {
  const written = files.filter(({ delivered }) => delivered <= now).map(writtenOf);
  for (const { text, file } of written) {
    objects.put(file.path, { lastModified: new Date(file.delivered), body: () => gzipSync(text) });
  }
  const digests = digestsOf(
    written.map(({ file }) => file),
    now - 3 * DAY,
    DEFAULT_SEED,
    signer,
  );
  for (const { path, content, signature } of digests) {
    const end = Date.parse(textAt(content, 'digestEndTime') ?? '');
    if (end > now) continue;
    objects.put(path, {
      lastModified: new Date(end + 10 * MINUTE),
      body: () => gzipSync(JSON.stringify(content)),
      ...(signature === undefined ? {} : { metadata: { signature, 'signature-algorithm': 'SHA256withRSA' } }),
    });
  }
}

function writtenOf({ records, ...file }: LogFile): { readonly text: string; readonly file: WrittenFile } {
  const text = JSON.stringify({ Records: records });
  const times = records.map((record) => Date.parse(textAt(record, 'eventTime') ?? ''));
  return { text, file: { ...file, hash: sha256(text), oldest: Math.min(...times), newest: Math.max(...times) } };
}
