import { createHash, createPublicKey, createVerify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  ListTagsCommand,
} from '@aws-sdk/client-cloudtrail';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textAt, type JsonObject } from '../../../src/domain/json';
import { generate } from '../../../src/sample';
import { startDouble, type Double } from '../../aws/double';

const NOW = Date.UTC(2026, 4, 20, 9, 30);
const [PRODUCTION, SANDBOX] = ['111122223333', '777788889999'];
const BUCKET = 'nimbus-works-cloudtrail';
const ARN = `arn:aws:cloudtrail:us-east-1:${PRODUCTION}:trail/nimbus-works-organisation`;
let double: Double;
beforeAll(async () => {
  double = await startDouble({ now: () => NOW });
});
afterAll(() => double.close());

const options = (account: string, region: string) => ({
  maxAttempts: 1,
  region,
  endpoint: double.url,
  forcePathStyle: true,
  credentials: double.sessions.user(account, 'trails'),
});
const trails = (account: string, region: string) => new CloudTrailClient(options(account, region));
const storage = (account: string, region = 'us-east-1') => new s3.S3Client(options(account, region));

async function keysOf(Prefix: string, MaxKeys?: number): Promise<string[]> {
  const keys: string[] = [];
  const input = { Bucket: BUCKET, Prefix, ...(MaxKeys === undefined ? {} : { MaxKeys }) };
  for await (const { Contents = [] } of s3.paginateListObjectsV2({ client: storage(SANDBOX) }, input))
    keys.push(...Contents.map(({ Key = '' }) => Key));
  return keys;
}

async function read(Key: string): Promise<{ readonly text: string; readonly metadata: Readonly<Record<string, string>> }> {
  const { Body, Metadata = {} } = await storage(SANDBOX).send(new s3.GetObjectCommand({ Bucket: BUCKET, Key }));
  return { text: gunzipSync((await Body?.transformToByteArray()) ?? '').toString(), metadata: Metadata };
}

describe('the trail', () => {
  it('is seen in every region and account of its organisation, and is at home in one', async () => {
    for (const [account, region] of [
      [PRODUCTION, 'us-east-1'],
      [SANDBOX, 'us-east-2'],
    ] as const) {
      const { trailList } = await trails(account, region).send(new DescribeTrailsCommand({}));
      expect(trailList).toEqual([expect.objectContaining({ TrailARN: ARN, S3BucketName: BUCKET, IsOrganizationTrail: true })]);
    }
    const shadows = await trails(SANDBOX, 'us-east-2').send(new DescribeTrailsCommand({ includeShadowTrails: false }));
    expect(shadows.trailList).toEqual([]);
    expect(await trails(SANDBOX, 'us-east-2').send(new GetTrailStatusCommand({ Name: ARN }))).toMatchObject({
      IsLogging: true,
      LatestDeliveryTime: new Date(NOW - 300_000),
    });
    await expect(trails(SANDBOX, 'us-east-2').send(new GetTrailStatusCommand({ Name: 'nimbus-works-organisation' }))).rejects.toMatchObject(
      { name: 'TrailNotFoundException' },
    );
    const { EventSelectors } = await trails(PRODUCTION, 'us-east-1').send(new GetEventSelectorsCommand({ TrailName: ARN }));
    expect(EventSelectors).toMatchObject([{ ReadWriteType: 'All', IncludeManagementEvents: true }]);
    const { ResourceTagList } = await trails(PRODUCTION, 'us-east-1').send(new ListTagsCommand({ ResourceIdList: [ARN] }));
    expect(ResourceTagList).toEqual([{ ResourceId: ARN, TagsList: [{ Key: 'managed-by', Value: 'terraform' }] }]);
  });

  it('has delivered every record, into files in the layout of AWS', async () => {
    const expected = generate({ now: NOW }).filter(({ account, region, delivered }) => account === SANDBOX && region === 'us-east-2' && delivered <= NOW); // prettier-ignore
    const keys = await keysOf(`AWSLogs/o-7kq2m9x4ta/${SANDBOX}/CloudTrail/us-east-2/`, 7);
    expect(keys).toEqual(expected.map(({ path }) => path).sort());
    for (const file of expected.slice(0, 5)) expect(JSON.parse((await read(file.path)).text)).toEqual({ Records: file.records });
  });

  it('vouches for its files by digests whose signatures are good, one chain', async () => {
    const { PublicKeyList = [] } = await trails(SANDBOX, 'us-east-2').send(new ListPublicKeysCommand({}));
    const [key] = PublicKeyList;
    const digests = await keysOf(`AWSLogs/o-7kq2m9x4ta/${SANDBOX}/CloudTrail-Digest/us-east-2/`);
    expect(digests.length).toBeGreaterThan(60);
    let before = 'null';
    for (const path of digests) {
      const { text, metadata } = await read(path);
      const digest = JSON.parse(text) as JsonObject;
      expect(digest['digestPublicKeyFingerprint']).toBe(key?.Fingerprint);
      const hash = createHash('sha256').update(text).digest('hex');
      const signed = [textAt(digest, 'digestEndTime'), `${BUCKET}/${path}`, hash, before].join('\n');
      before = metadata['signature'] ?? '';
      const publicKey = createPublicKey({ key: Buffer.from(key?.Value ?? []), format: 'der', type: 'pkcs1' });
      expect(createVerify('RSA-SHA256').update(signed).verify(publicKey, before, 'hex')).toBe(true);
      for (const file of (digest['logFiles'] as readonly JsonObject[]).slice(0, 1)) {
        const content = (await read(textAt(file, 's3Object') ?? '')).text;
        expect(createHash('sha256').update(content).digest('hex')).toBe(file['hashValue']);
      }
    }
  });
});

describe('buckets', () => {
  const of = (Bucket: string) => ({ Bucket });

  it('are listed for their owner, with regions only for who asks for something', async () => {
    const { Buckets = [] } = await storage(PRODUCTION).send(new s3.ListBucketsCommand({}));
    expect(Buckets).toHaveLength(9);
    expect(Buckets[0]).toEqual({ Name: 'nimbus-works-artifacts-eu-central-1', CreationDate: new Date(NOW - 500 * 86_400_000) });
    const names: (string | undefined)[] = [];
    for await (const page of s3.paginateListBuckets({ client: storage(PRODUCTION), pageSize: 4 }, {}))
      names.push(...(page.Buckets ?? []).map(({ Name, BucketRegion }) => `${BucketRegion ?? ''} ${Name ?? ''}`));
    expect(names).toHaveLength(9);
    expect(names[0]).toBe('eu-central-1 nimbus-works-artifacts-eu-central-1');
  });

  it('say who may do what with them', async () => {
    const client = storage(SANDBOX, 'eu-central-1');
    const bucket = of('nimbus-works-workshop-files');
    const { Grants } = await client.send(new s3.GetBucketAclCommand(bucket));
    expect(Grants).toEqual([
      { Grantee: { Type: 'CanonicalUser', ID: expect.stringMatching(/^777788889999/) as string }, Permission: 'FULL_CONTROL' },
      { Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' },
    ]);
    expect(JSON.parse((await client.send(new s3.GetBucketPolicyCommand(bucket))).Policy ?? '')).toMatchObject({ Version: '2012-10-17' });
    expect((await client.send(new s3.GetBucketPolicyStatusCommand(bucket))).PolicyStatus).toEqual({ IsPublic: true });
    await expect(client.send(new s3.GetPublicAccessBlockCommand(bucket))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
    await expect(client.send(new s3.GetBucketTaggingCommand(bucket))).rejects.toMatchObject({ name: 'NoSuchTagSet' });
    expect((await client.send(new s3.GetBucketVersioningCommand(bucket))).Status).toBeUndefined();
    expect((await client.send(new s3.GetBucketEncryptionCommand(bucket))).ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ]);
    expect((await storage(SANDBOX).send(new s3.GetBucketLocationCommand(bucket))).LocationConstraint).toBe('eu-central-1');
    expect((await storage(SANDBOX).send(new s3.GetBucketLocationCommand(of(BUCKET)))).LocationConstraint).toBeUndefined();
    const own = of('nimbus-works-receipts');
    expect((await storage(PRODUCTION).send(new s3.GetPublicAccessBlockCommand(own))).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect((await storage(PRODUCTION).send(new s3.GetBucketTaggingCommand(own))).TagSet).toEqual([
      { Key: 'managed-by', Value: 'terraform' },
    ]);
  });

  it('are closed to others, and answer in their own region', async () => {
    await expect(storage(SANDBOX).send(new s3.GetBucketAclCommand(of('nimbus-works-receipts')))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(storage(PRODUCTION).send(new s3.GetBucketAclCommand(of('nimbus-works-assets-eu-west-1')))).rejects.toMatchObject({
      name: 'PermanentRedirect',
    });
    await expect(storage(SANDBOX).send(new s3.GetObjectCommand({ Bucket: BUCKET, Key: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(storage(SANDBOX).send(new s3.HeadObjectCommand({ Bucket: BUCKET, Key: 'none' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('have folders, where a delimiter is given', async () => {
    const { CommonPrefixes, NextContinuationToken } = await storage(SANDBOX).send(
      new s3.ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'AWSLogs/o-7kq2m9x4ta/', Delimiter: '/', MaxKeys: 2 }),
    );
    expect(CommonPrefixes).toEqual([PRODUCTION, '444455556666'].map((id) => ({ Prefix: `AWSLogs/o-7kq2m9x4ta/${id}/` })));
    const rest = await storage(SANDBOX).send(
      new s3.ListObjectsV2Command({
        Bucket: BUCKET,
        Prefix: 'AWSLogs/o-7kq2m9x4ta/',
        Delimiter: '/',
        ContinuationToken: NextContinuationToken,
      }),
    );
    expect(rest.CommonPrefixes).toEqual([{ Prefix: `AWSLogs/o-7kq2m9x4ta/${SANDBOX}/` }]);
    expect(rest.NextContinuationToken).toBeUndefined();
  });
});
