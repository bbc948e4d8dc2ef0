import type { Grant } from '@aws-sdk/client-s3';
import type { LogFile } from '../../../../src/sample/delivery';
import type { DigestSigner } from '../../../../src/sample/digest';
import { ACCOUNTS, GLOBAL_REGION, REGIONS, TRAIL_BUCKET, type AccountName } from '../../../../src/sample/world';
import { Objects, type BucketWorld } from '../bucket';
import { deliver, TRAIL_READERS } from '../trail';

const DAY = 86_400_000;
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';
const CLOSED = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

interface Row {
  readonly name: string;
  readonly account: AccountName;
  readonly region: string;
  /** The service that may read it, by its policy; `*`: everybody. */
  readonly reader?: string;
  readonly open?: boolean;
  readonly versioned?: boolean;
}

/** The buckets that records name, and one that is open to everybody. */
const ROWS: readonly Row[] = [
  { name: 'nimbus-works-receipts', account: 'production', region: 'us-east-1', reader: 'athena.amazonaws.com', versioned: true },
  { name: 'nimbus-works-flow-logs', account: 'production', region: 'us-east-1' },
  { name: 'nimbus-works-staging-uploads', account: 'staging', region: 'eu-west-1' },
  { name: 'nimbus-works-press-kit', account: 'staging', region: 'eu-central-1', reader: 'cloudfront.amazonaws.com' },
  { name: 'nimbus-works-workshop-files', account: 'sandbox', region: 'eu-central-1', reader: '*', open: true },
  ...REGIONS.flatMap((region): Row[] => [
    { name: `nimbus-works-assets-${region}`, account: 'production', region, versioned: true },
    { name: `nimbus-works-artifacts-${region}`, account: 'production', region, versioned: true },
  ]),
];

/** All buckets, by name. @param now epoch milliseconds */
export function bucketsOf(files: readonly LogFile[], now: number, signer: DigestSigner): Map<string, BucketWorld> {
  const trail: BucketWorld = {
    ...bucketOf(
      { name: TRAIL_BUCKET, account: 'production', region: GLOBAL_REGION, reader: 'cloudtrail.amazonaws.com', versioned: true },
      now,
    ),
    readers: TRAIL_READERS,
    objects: new Objects((objects) => deliver(objects, files, now, signer)),
  };
  return new Map([trail, ...ROWS.map((row) => bucketOf(row, now))].map((bucket) => [bucket.name, bucket]));
}

function bucketOf({ name, account, region, reader, open = false, versioned = false }: Row, now: number): BucketWorld {
  const id = ACCOUNTS[account];
  const owner: Grant = { Grantee: { Type: 'CanonicalUser', ID: `${id}${'0'.repeat(52)}` }, Permission: 'FULL_CONTROL' };
  const everybody: Grant = { Grantee: { Type: 'Group', URI: EVERYBODY }, Permission: 'READ' };
  return {
    name,
    account: id,
    region,
    created: new Date(now - 500 * DAY),
    grants: open ? [owner, everybody] : [owner],
    ...(reader === undefined ? {} : { policy: policyOf(name, reader) }),
    ...(open ? {} : { publicAccessBlock: CLOSED }),
    encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }] },
    ...(versioned ? { versioning: 'Enabled' } : {}),
    tags: open ? [] : [{ Key: 'managed-by', Value: 'terraform' }],
    readers: [],
    objects: new Objects(),
  };
}

function policyOf(bucket: string, reader: string): string {
  const statement = {
    Sid: 'Read',
    Effect: 'Allow',
    Principal: reader === '*' ? '*' : { Service: reader },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
