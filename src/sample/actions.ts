import { hex, macAddress, resourceId, uuid } from './ids';
import type { Random } from './random';
import type { Action, Place } from './record';
import { networkOf, TRAIL_BUCKET } from './world';

/** What a call is in a place: the ids in it come from `random`. */
export type ActionMaker = (random: Random, place: Place) => Action;

/** Reads without parameters worth telling: service, name, request. People, tools and services make them all day. */
const PLAIN_READS: readonly (readonly [string, string, Action['request']?])[] = [
  ['ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }],
  ['ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, securityGroupIdSet: {}, filterSet: {} }],
  ['ec2', 'DescribeVolumes', { volumeSet: {}, filterSet: {} }],
  ['ec2', 'DescribeAvailabilityZones', { availabilityZoneSet: {}, availabilityZoneIdSet: {}, filterSet: {} }],
  ['ec2', 'DescribeAddresses', { publicIpsSet: {}, filterSet: {}, allocationIdsSet: {} }],
  ['ec2', 'DescribeImages', { executableBySet: {}, imagesSet: {}, ownersSet: { items: [{ owner: 'self' }] }, filterSet: {} }],
  ['ec2', 'DescribeRegions', { regionSet: {}, allRegions: true }],
  ['ecs', 'ListClusters', { maxResults: 100 }],
  ['ecs', 'ListTaskDefinitions', { maxResults: 100, sort: 'DESC' }],
  ['rds', 'DescribeDBInstances', { maxRecords: 100 }],
  ['rds', 'DescribeDBClusters', { includeShared: false }],
  ['lambda', 'ListFunctions20150331', { maxItems: 50 }],
  ['lambda', 'GetAccountSettings20160819'],
  ['cloudwatch', 'DescribeAlarms', { maxRecords: 100 }],
  ['cloudwatch', 'ListMetrics', { namespace: 'AWS/ECS' }],
  ['logs', 'DescribeLogGroups', { limit: 50 }],
  ['autoscaling', 'DescribeAutoScalingGroups', { maxRecords: 100 }],
  ['elasticloadbalancing', 'DescribeLoadBalancers', { pageSize: 100 }],
  ['elasticloadbalancing', 'DescribeTargetGroups', { pageSize: 100 }],
  ['kms', 'ListAliases', { limit: 100 }],
  ['secretsmanager', 'ListSecrets', { maxResults: 50 }],
  ['ssm', 'DescribeInstanceInformation', { maxResults: 50 }],
  ['cloudformation', 'ListStacks'],
  ['sns', 'ListTopics'],
  ['sqs', 'ListQueues'],
  ['dynamodb', 'ListTables', { limit: 100 }],
  ['sts', 'GetCallerIdentity'],
  ['tagging', 'GetResources', { resourcesPerPage: 50 }],
  ['cloudtrail', 'LookupEvents', { maxResults: 50 }],
];

export const READS: readonly ActionMaker[] = [
  ...PLAIN_READS.map(([service, name, request]): ActionMaker => {
    return () => ({ service, name, ...(request === undefined ? {} : { request }) });
  }),
  (_, place) => {
    const { vpc } = networkOf(place.account, place.region);
    return ec2('DescribeSubnets', { subnetSet: {}, filterSet: { items: [{ name: 'vpc-id', valueSet: { items: [{ value: vpc }] } }] } });
  },
  (_, place) => ec2('DescribeVpcs', { vpcSet: { items: [{ vpcId: networkOf(place.account, place.region).vpc }] }, filterSet: {} }),
  (_, place) =>
    ec2('DescribeRouteTables', {
      routeTableIdSet: { items: [{ routeTableId: networkOf(place.account, place.region).routeTable }] },
      filterSet: {},
    }),
  (_, place) => bucketRead('GetBucketTagging', 'tagging', 'assets', place),
  (_, place) => bucketRead('GetBucketVersioning', 'versioning', 'artifacts', place),
  () => ({ service: 'ecs', name: 'DescribeServices', request: { cluster: 'web', services: ['shop-api', 'checkout'] } }),
  (random) => ({ service: 'logs', name: 'GetQueryResults', request: { queryId: uuid(random) } }),
];

/** Changes that are nobody's worry: no policy asks about them. */
export const HARMLESS_WRITES: readonly ActionMaker[] = [
  (random) =>
    ec2(
      'CreateTags',
      {
        resourcesSet: { items: [{ resourceId: resourceId(random, 'i') }] },
        tagSet: { items: [{ key: 'team', value: random.pick(TEAMS) }] },
      },
      { _return: true },
    ),
  (random, place) => runInstance(random, place, { Name: `${random.pick(TEAMS)}-worker`, team: random.pick(TEAMS) }),
  (random) => instanceState(resourceId(random, 'i'), 'StopInstances', 'running', 'stopping'),
  (random) => instanceState(resourceId(random, 'i'), 'StartInstances', 'stopped', 'pending'),
  (random) => {
    const snapshotId = resourceId(random, 'snap');
    const volumeId = resourceId(random, 'vol');
    return ec2(
      'CreateSnapshot',
      { volumeId, description: 'before upgrade' },
      { snapshotId, volumeId, status: 'pending', progress: '', encrypted: true },
    );
  },
  (random) => ({
    service: 'ssm',
    name: 'PutParameter',
    request: { name: `/${random.pick(TEAMS)}/feature-flags`, type: 'String', value: 'HIDDEN_DUE_TO_SECURITY_REASONS', overwrite: true },
    response: { version: random.whole(2, 90), tier: 'Standard' },
  }),
  (random) => ({
    service: 'cloudwatch',
    name: 'PutMetricAlarm',
    request: {
      alarmName: `${random.pick(TEAMS)}-latency`,
      metricName: 'TargetResponseTime',
      namespace: 'AWS/ApplicationELB',
      threshold: 0.8,
      evaluationPeriods: 3,
      period: 60,
      statistic: 'Average',
      comparisonOperator: 'GreaterThanThreshold',
    },
  }),
  (random, place) => lambdaUpdate(random, place, `${random.pick(TEAMS)}-thumbnailer`),
  (random) => ({
    service: 'logs',
    name: 'PutRetentionPolicy',
    request: { logGroupName: `/app/${random.pick(TEAMS)}`, retentionInDays: 30 },
  }),
  (random) => ({
    service: 'logs',
    name: 'StartQuery',
    request: { logGroupName: `/app/${random.pick(TEAMS)}`, queryString: '***', limit: 1000 },
    response: { queryId: uuid(random) },
  }),
];

export const TEAMS = ['shop', 'checkout', 'search', 'payments', 'data'] as const;

export function ec2(name: string, request: Action['request'], response?: Action['response']): Action {
  return { service: 'ec2', name, ...(request === undefined ? {} : { request }), ...(response === undefined ? {} : { response }) };
}

export function runInstance(random: Random, place: Place, tags: Readonly<Record<string, string>>): Action {
  const { subnets, group, vpc } = networkOf(place.account, place.region);
  const [instanceId, imageId, subnetId] = [resourceId(random, 'i'), resourceId(random, 'ami'), random.pick(subnets)];
  const address = `10.0.${random.whole(1, 9)}.${random.whole(5, 250)}`;
  const items = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return ec2(
    'RunInstances',
    {
      instancesSet: { items: [{ imageId, minCount: 1, maxCount: 1 }] },
      instanceType: 't3.medium',
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      disableApiStop: false,
      clientToken: uuid(random),
      networkInterfaceSet: { items: [{ deviceIndex: 0, subnetId, groupSet: { items: [{ groupId: group }] } }] },
      tagSpecificationSet: { items: [{ resourceType: 'instance', tags: items }] },
    },
    {
      reservationId: `r-0${hex(random, 16)}`,
      ownerId: place.account,
      groupSet: {},
      instancesSet: {
        items: [
          {
            instanceId,
            imageId,
            instanceState: { code: 0, name: 'pending' },
            instanceType: 't3.medium',
            placement: { availabilityZone: `${place.region}a`, tenancy: 'default' },
            subnetId,
            vpcId: vpc,
            privateIpAddress: address,
            groupSet: { items: [{ groupId: group, groupName: 'app' }] },
            tagSet: { items },
            networkInterfaceSet: {
              items: [
                {
                  networkInterfaceId: resourceId(random, 'eni'),
                  subnetId,
                  vpcId: vpc,
                  ownerId: place.account,
                  status: 'in-use',
                  macAddress: macAddress(random),
                  privateIpAddress: address,
                },
              ],
            },
          },
        ],
      },
    },
  );
}

export function instanceState(instanceId: string, name: string, before: string, after: string): Action {
  const state = (text: string) => ({ code: STATE_CODES[text] ?? 0, name: text });
  const item = { instanceId, currentState: state(after), previousState: state(before) };
  return ec2(name, { instancesSet: { items: [{ instanceId }] } }, { instancesSet: { items: [item] } });
}

const STATE_CODES: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export function lambdaUpdate(random: Random, place: Place, name: string): Action {
  return {
    service: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    request: {
      functionName: name,
      s3Bucket: `nimbus-works-artifacts-${place.region}`,
      s3Key: `${name}/${hex(random, 12)}.zip`,
      publish: false,
      dryRun: false,
    },
    response: {
      functionName: name,
      functionArn: `arn:aws:lambda:${place.region}:${place.account}:function:${name}`,
      runtime: 'nodejs20.x',
      handler: 'index.handler',
      codeSize: random.whole(20_000, 900_000),
      timeout: 30,
      memorySize: 512,
      version: '$LATEST',
      state: 'Active',
      lastUpdateStatus: 'InProgress',
      revisionId: uuid(random),
    },
  };
}

/** The trail's own look at its bucket. */
export function trailBucketRead(): Action {
  return {
    service: 's3',
    name: 'GetBucketAcl',
    request: { bucketName: TRAIL_BUCKET, Host: `${TRAIL_BUCKET}.s3.amazonaws.com`, acl: '' },
    resources: [bucketResource(TRAIL_BUCKET)],
  };
}

export function bucketResource(bucket: string, account?: string) {
  return { ...(account === undefined ? {} : { accountId: account }), type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` };
}

function bucketRead(name: string, part: string, use: string, place: Place): Action {
  const bucket = `nimbus-works-${use}-${place.region}`;
  const host = `${bucket}.s3.${place.region}.amazonaws.com`;
  return {
    service: 's3',
    name,
    request: { bucketName: bucket, Host: host, [part]: '' },
    resources: [bucketResource(bucket, place.account)],
    host,
  };
}
