import type {
  GetBucketAclOutput,
  GetBucketEncryptionOutput,
  GetBucketLocationOutput,
  GetBucketPolicyOutput,
  GetBucketPolicyStatusOutput,
  GetBucketTaggingOutput,
  GetBucketVersioningOutput,
  GetObjectRequest,
  GetPublicAccessBlockOutput,
  HeadObjectOutput,
  ListBucketsOutput,
  ListBucketsRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
} from '@aws-sdk/client-s3';
import type { Call, Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import { etagOf, type BucketWorld, type StoredObject } from '../world/bucket';
import { page } from './page';

interface OfBucket {
  readonly Bucket?: string | undefined;
}

/** Where all buckets can be found. */
const FIRST_REGION = 'us-east-1';
const MOST_BUCKETS = 10_000;
const MOST_KEYS = 1000;

export const s3: Handlers = {
  ListBuckets: (input: ListBucketsRequest, { account, world }): ListBucketsOutput => {
    const own = [...world.buckets.values()]
      .filter((bucket) => bucket.account === account.id && bucket.name.startsWith(input.Prefix ?? ''))
      .filter(({ region }) => (input.BucketRegion ?? region) === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(own, input.ContinuationToken, input.MaxBuckets ?? MOST_BUCKETS, 'InvalidArgument');
    const regions = Object.values(input).some((value) => value !== undefined); // only who asks for something is told them
    return {
      Owner: ownerOf(account.id),
      Buckets: items.map(({ name, created, region }) => ({
        Name: name,
        CreationDate: created,
        ...(regions ? { BucketRegion: region } : {}),
      })),
      ...(next === undefined ? {} : { ContinuationToken: next }),
    };
  },
  HeadBucket: (input: OfBucket, call) => ({ BucketRegion: bucketOf(input, call).region }),
  GetBucketLocation: (input: OfBucket, call): GetBucketLocationOutput => {
    const { region } = bucketOf(input, call, true);
    return region === FIRST_REGION ? {} : { LocationConstraint: region as NonNullable<GetBucketLocationOutput['LocationConstraint']> };
  },
  GetBucketAcl: (input: OfBucket, call): GetBucketAclOutput => {
    const { account, grants } = bucketOf(input, call);
    return { Owner: ownerOf(account), Grants: [...grants] };
  },
  GetBucketPolicy: (input: OfBucket, call): GetBucketPolicyOutput => ({ Policy: policyOf(bucketOf(input, call)) }),
  GetBucketPolicyStatus: (input: OfBucket, call): GetBucketPolicyStatusOutput => ({
    PolicyStatus: { IsPublic: /"Principal":(?:"\*"|\{"AWS":"\*"\})/.test(policyOf(bucketOf(input, call))) },
  }),
  GetPublicAccessBlock: (input: OfBucket, call): GetPublicAccessBlockOutput => ({
    PublicAccessBlockConfiguration: present(
      bucketOf(input, call).publicAccessBlock,
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
    ),
  }),
  GetBucketEncryption: (input: OfBucket, call): GetBucketEncryptionOutput => ({
    ServerSideEncryptionConfiguration: bucketOf(input, call).encryption,
  }),
  GetBucketVersioning: (input: OfBucket, call): GetBucketVersioningOutput => {
    const { versioning } = bucketOf(input, call);
    return versioning === undefined ? {} : { Status: versioning };
  },
  GetBucketTagging: (input: OfBucket, call): GetBucketTaggingOutput => {
    const { tags } = bucketOf(input, call);
    return { TagSet: [...present(tags.length > 0 ? tags : undefined, 'NoSuchTagSet', 'The TagSet does not exist')] };
  },
  ListObjectsV2: listObjects,
  HeadObject: (input: GetObjectRequest, call): HeadObjectOutput => about(objectOf(input, call)),
  GetObject: (input: GetObjectRequest, call) => {
    const object = objectOf(input, call);
    return { ...about(object), Body: object.body() };
  },
};

function ownerOf(account: string): { readonly ID: string } {
  return { ID: `${account}${'0'.repeat(52)}` };
}

/** @param anywhere whether the first region answers for all of them */
function bucketOf({ Bucket: name = '' }: OfBucket, { account, region, world }: Call, anywhere = false): BucketWorld {
  const bucket = world.buckets.get(name);
  if (bucket === undefined) throw new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (bucket.account !== account.id && !bucket.readers.includes(account.id)) throw new Refusal('AccessDenied', 'Access Denied', 403);
  if (bucket.region !== region && !(anywhere && region === FIRST_REGION))
    throw new Refusal(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
      { 'x-amz-bucket-region': bucket.region },
    );
  return bucket;
}

function policyOf({ policy }: BucketWorld): string {
  return present(policy, 'NoSuchBucketPolicy', 'The bucket policy does not exist');
}

function present<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined) throw new Refusal(code, message, 404);
  return value;
}

function objectOf({ Key: key = '', ...input }: GetObjectRequest, call: Call): StoredObject {
  return present(bucketOf(input, call).objects.get(key), 'NoSuchKey', 'The specified key does not exist.');
}

function about({ body, lastModified, metadata }: StoredObject): HeadObjectOutput {
  const bytes = body();
  return {
    ContentLength: bytes.byteLength,
    ContentType: 'application/json',
    ETag: etagOf(bytes),
    LastModified: lastModified,
    ...(metadata === undefined ? {} : { Metadata: metadata }),
  };
}

function listObjects(input: ListObjectsV2Request, call: Call): ListObjectsV2Output {
  const { objects } = bucketOf(input, call);
  const { Prefix: prefix = '', Delimiter: delimiter, StartAfter, ContinuationToken } = input;
  const size = Math.min(input.MaxKeys ?? MOST_KEYS, MOST_KEYS);
  const after = ContinuationToken === undefined ? StartAfter : Buffer.from(ContinuationToken, 'base64url').toString();
  const contents: NonNullable<ListObjectsV2Output['Contents']> = [];
  const prefixes: string[] = [];
  let last = '';
  let more = false;
  const from = after ?? '';
  for (const key of objects.keys()) {
    if (!key.startsWith(prefix) || (from !== '' && Buffer.compare(Buffer.from(key), Buffer.from(from)) <= 0)) continue;
    const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    const folder = end < 0 ? undefined : key.slice(0, end + (delimiter?.length ?? 0));
    if (folder !== undefined && (folder === prefixes.at(-1) || from.startsWith(folder))) {
      last = key;
      continue;
    }
    if (contents.length + prefixes.length === size) {
      more = true;
      break;
    }
    last = key;
    if (folder !== undefined) prefixes.push(folder);
    else contents.push(listed(key, objects.get(key)));
  }
  return {
    Name: input.Bucket,
    Prefix: prefix,
    MaxKeys: size,
    KeyCount: contents.length + prefixes.length,
    IsTruncated: more,
    ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
    ...(StartAfter === undefined ? {} : { StartAfter }),
    ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
    ...(more ? { NextContinuationToken: Buffer.from(last).toString('base64url') } : {}),
    Contents: contents,
    CommonPrefixes: prefixes.map((Prefix) => ({ Prefix })),
  };
}

function listed(key: string, object: StoredObject | undefined): NonNullable<ListObjectsV2Output['Contents']>[number] {
  const bytes = object?.body() ?? new Uint8Array();
  return { Key: key, LastModified: object?.lastModified, ETag: etagOf(bytes), Size: bytes.byteLength, StorageClass: 'STANDARD' };
}
