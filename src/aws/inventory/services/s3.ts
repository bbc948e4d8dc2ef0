import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type Bucket,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isObject, textAt, type JsonObject, type JsonValue } from '../../../domain/json';
import type { Problem } from '../../../domain/live';
import { CallFailed, settled, type Asker, type Call } from '../asker';
import { at, type Collector, type Item } from '../collector';
import { recordOf } from '../record';

const PAGE = 1_000;

interface Named {
  readonly Bucket: string;
}
type Options = Parameters<Parameters<Asker['call']>[1]>[1];

/** One part of a bucket, which is asked for by a call of its own. */
interface Part {
  readonly call: Extract<Call, `s3:${string}`>;
  /** Where the record has it. */
  readonly key: string;
  readonly send: (client: S3Client, bucket: Named, options: Options) => Promise<object>;
  readonly pick: (answer: JsonObject) => JsonValue | undefined;
  /** The error that says that the bucket has none. */
  readonly none?: RegExp;
}

const PARTS: readonly Part[] = [
  {
    call: 's3:GetBucketAcl',
    key: 'acl',
    send: (client, bucket, options) => client.send(new GetBucketAclCommand(bucket), options),
    pick: ({ owner, grants }) => ({ ...(owner !== undefined && { owner }), grants: grants ?? [] }),
  },
  {
    call: 's3:GetBucketPolicy',
    key: 'policy',
    send: (client, bucket, options) => client.send(new GetBucketPolicyCommand(bucket), options),
    pick: ({ policy }) => policy,
    none: /^NoSuchBucketPolicy/,
  },
  {
    call: 's3:GetPublicAccessBlock',
    key: 'publicAccessBlockConfiguration',
    send: (client, bucket, options) => client.send(new GetPublicAccessBlockCommand(bucket), options),
    pick: ({ publicAccessBlockConfiguration }) => publicAccessBlockConfiguration,
    none: /^NoSuchPublicAccessBlockConfiguration/,
  },
  {
    call: 's3:GetBucketEncryption',
    key: 'sseAlgorithm',
    send: (client, bucket, options) => client.send(new GetBucketEncryptionCommand(bucket), options),
    pick: ({ serverSideEncryptionConfiguration }) =>
      textAt(serverSideEncryptionConfiguration, 'rules', 0, 'applyServerSideEncryptionByDefault', 'ssealgorithm'),
    none: /^ServerSideEncryptionConfigurationNotFound/,
  },
  {
    call: 's3:GetBucketVersioning',
    key: 'versioningConfiguration',
    send: (client, bucket, options) => client.send(new GetBucketVersioningCommand(bucket), options),
    pick: (answer) => answer,
  },
  {
    call: 's3:GetBucketTagging',
    key: 'tags',
    send: (client, bucket, options) => client.send(new GetBucketTaggingCommand(bucket), options),
    pick: ({ tagSet }) => tagSet ?? [],
    none: /^NoSuchTagSet/,
  },
];

/** Only of a bucket that has a policy. */
const POLICY_STATUS: Part = {
  call: 's3:GetBucketPolicyStatus',
  key: 'policyStatus',
  send: (client, bucket, options) => client.send(new GetBucketPolicyStatusCommand(bucket), options),
  pick: ({ policyStatus }) => policyStatus,
  none: /^NoSuchBucketPolicy/,
};

async function* buckets(ask: Asker): AsyncGenerator<readonly Item[]> {
  const pages = ask.pages(
    's3:ListBuckets',
    (client, ContinuationToken, options) => client.send(new ListBucketsCommand({ ContinuationToken, MaxBuckets: PAGE }), options),
    ({ ContinuationToken }) => ContinuationToken,
  );
  for await (const { Buckets } of pages) for await (const item of settled(Buckets ?? [], (bucket) => whole(ask, bucket))) yield [item];
}

/** A bucket with its parts. One that can't be had is unknown; the others stand. */
async function whole(ask: Asker, { Name = '', CreationDate, BucketRegion }: Bucket): Promise<Item> {
  const region = BucketRegion ?? ask.home;
  const unknown: Record<string, Problem> = {};
  const of = async (part: Part): Promise<JsonObject> => {
    try {
      const answer = await ask.call<'s3', object>(part.call, (client, options) => part.send(client, { Bucket: Name }, options), region);
      const value = part.pick(recordOf(answer));
      return value === undefined ? {} : { [part.key]: value };
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (part.none?.test(error.code) !== true) unknown[part.key] = error.problem;
      return {};
    }
  };
  const parts = Object.assign({}, ...(await Promise.all(PARTS.map(of)))) as JsonObject;
  const status = isObject(parts['policy']) ? await of(POLICY_STATUS) : {};
  const record = { ...recordOf({ Name, CreationDate, BucketRegion }), ...parts, ...status };
  return { record, region, ...(Object.keys(unknown).length > 0 && { unknown }) };
}

export const S3_COLLECTORS: readonly Collector[] = [
  {
    api: 'aws-s3api-get-bucket-acl',
    per: 'account',
    calls: ['s3:ListBuckets', ...PARTS.map(({ call }) => call), POLICY_STATUS.call],
    collect: buckets,
    id: (record) => {
      const name = textAt(record, 'name');
      return name === undefined ? undefined : `arn:aws:s3:::${name}`;
    },
    name: at('name'),
    since: 'creationDate',
  },
];
