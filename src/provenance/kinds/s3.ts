import { clear, end, retag, set, untag, type Effect, type ResourceKind } from '../effects';

/** Parts of a bucket that calls put as a whole and take away: the key of the record, and of the request. */
const PARTS: readonly (readonly [part: string, key: string, request: string])[] = [
  ['Policy', 'policy', 'bucketPolicy'],
  ['PublicAccessBlock', 'publicAccessBlockConfiguration', 'PublicAccessBlockConfiguration'],
  ['Encryption', 'serverSideEncryptionConfiguration', 'ServerSideEncryptionConfiguration'],
  ['Versioning', 'versioningConfiguration', 'VersioningConfiguration'],
  ['Logging', 'bucketLoggingStatus', 'BucketLoggingStatus'],
  ['Lifecycle', 'lifecycleConfiguration', 'LifecycleConfiguration'],
  ['LifecycleConfiguration', 'lifecycleConfiguration', 'LifecycleConfiguration'],
  ['Cors', 'corsConfiguration', 'CORSConfiguration'],
  ['Website', 'websiteConfiguration', 'WebsiteConfiguration'],
  ['OwnershipControls', 'ownershipControls', 'OwnershipControls'],
  ['Replication', 'replicationConfiguration', 'ReplicationConfiguration'],
  ['Notification', 'notificationConfiguration', 'NotificationConfiguration'],
  ['ObjectLockConfiguration', 'objectLockConfiguration', 'ObjectLockConfiguration'],
];

function putAndDelete([part, key, request]: (typeof PARTS)[number]): readonly (readonly [string, readonly Effect[]])[] {
  return [
    [`PutBucket${part}`, [set({ [key]: `request.${request}` })]],
    [`DeleteBucket${part}`, [clear(key)]],
  ];
}

export const S3_KINDS: readonly ResourceKind[] = [
  {
    type: 'AWS::S3::Bucket',
    source: 's3',
    id: 'name',
    name: 'name',
    arn: 'arn:aws:s3:::',
    of: ['request.bucketName'],
    calls: {
      CreateBucket: [
        {
          does: 'make-asked',
          values: {
            name: 'request.bucketName',
            acl: 'request.x-amz-acl',
            objectOwnership: 'request.x-amz-object-ownership',
            createBucketConfiguration: 'request.CreateBucketConfiguration',
          },
        },
      ],
      PutBucketAcl: [set({ acl: 'request.x-amz-acl', accessControlPolicy: 'request.AccessControlPolicy' })],
      ...Object.fromEntries(PARTS.flatMap(putAndDelete)),
      PutBucketTagging: [retag('request.Tagging')],
      DeleteBucketTagging: [untag()],
      DeleteBucket: [end()],
    },
  },
];
