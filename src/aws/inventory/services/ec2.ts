import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  GetEbsEncryptionByDefaultCommand,
  type EC2Client,
  type Snapshot,
} from '@aws-sdk/client-ec2';
import { isObject, textAt, type JsonObject, type JsonValue } from '../../../domain/json';
import { CallFailed, gathered, type Asker, type Call } from '../asker';
import { at, type Collector, type Item } from '../collector';
import { recordOf, tagsIn } from '../record';

/** The most that a page of EC2 holds; of route tables it is a tenth. */
const PAGE = 1_000;
const PAGE_OF_TABLES = 100;

type Ec2Call = Extract<Call, `ec2:${string}`>;
interface Page {
  readonly NextToken?: string | undefined;
}
type Send<P extends Page> = (
  client: EC2Client,
  NextToken: string | undefined,
  options: { readonly abortSignal: AbortSignal },
) => Promise<P>;

/** A kind that one call lists. Its tag `Name` is what people call it. */
function listed<P extends Page>(
  row: Pick<Collector, 'api'> & Partial<Collector> & { readonly call: Ec2Call; readonly key: string },
  send: Send<P>,
  pick: (page: P) => readonly object[] | undefined,
): Collector {
  const { call, key, ...rest } = row;
  return {
    per: 'region',
    calls: [call],
    async *collect(ask) {
      for await (const page of ask.pages<'ec2', P>(call, send, ({ NextToken }) => NextToken))
        yield (pick(page) ?? []).map((answer) => ({ record: recordOf(answer) }));
    },
    id: at(key),
    name: (record) => tagsIn(record)['Name'],
    ...rest,
  };
}

const inVpc = { parent: at('vpcId') } as const;

export const EC2_COLLECTORS: readonly Collector[] = [
  listed(
    {
      api: 'aws-ec2-describe-instances',
      call: 'ec2:DescribeInstances',
      key: 'instanceId',
      since: 'launchTime',
      ended: stateIs('terminated', 'state', 'name'),
      ...inVpc,
    },
    (client, NextToken, options) => client.send(new DescribeInstancesCommand({ NextToken, MaxResults: PAGE }), options),
    ({ Reservations }) => Reservations?.flatMap(({ Instances }) => Instances ?? []),
  ),
  listed(
    { api: 'aws-ec2-describe-network-interfaces', call: 'ec2:DescribeNetworkInterfaces', key: 'networkInterfaceId', ...inVpc },
    (client, NextToken, options) => client.send(new DescribeNetworkInterfacesCommand({ NextToken, MaxResults: PAGE }), options),
    ({ NetworkInterfaces }) => NetworkInterfaces,
  ),
  groups(
    listed(
      { api: 'aws-ec2-describe-security-groups', call: 'ec2:DescribeSecurityGroups', key: 'groupId', name: at('groupName'), ...inVpc },
      (client, NextToken, options) => client.send(new DescribeSecurityGroupsCommand({ NextToken, MaxResults: PAGE }), options),
      ({ SecurityGroups }) => SecurityGroups,
    ),
  ),
  listed(
    { api: 'aws-ec2-describe-vpcs', call: 'ec2:DescribeVpcs', key: 'vpcId' },
    (client, NextToken, options) => client.send(new DescribeVpcsCommand({ NextToken, MaxResults: PAGE }), options),
    ({ Vpcs }) => Vpcs,
  ),
  listed(
    { api: 'aws-ec2-describe-subnets', call: 'ec2:DescribeSubnets', key: 'subnetId', ...inVpc },
    (client, NextToken, options) => client.send(new DescribeSubnetsCommand({ NextToken, MaxResults: PAGE }), options),
    ({ Subnets }) => Subnets,
  ),
  listed(
    { api: 'aws-ec2-describe-route-tables', call: 'ec2:DescribeRouteTables', key: 'routeTableId', ...inVpc },
    (client, NextToken, options) => client.send(new DescribeRouteTablesCommand({ NextToken, MaxResults: PAGE_OF_TABLES }), options),
    ({ RouteTables }) => RouteTables,
  ),
  listed(
    { api: 'aws-ec2-describe-network-acls', call: 'ec2:DescribeNetworkAcls', key: 'networkAclId', ...inVpc },
    (client, NextToken, options) => client.send(new DescribeNetworkAclsCommand({ NextToken, MaxResults: PAGE }), options),
    ({ NetworkAcls }) => NetworkAcls,
  ),
  listed(
    {
      api: 'aws-ec2-describe-internet-gateways',
      call: 'ec2:DescribeInternetGateways',
      key: 'internetGatewayId',
      parent: at('attachments', 0, 'vpcId'),
    },
    (client, NextToken, options) => client.send(new DescribeInternetGatewaysCommand({ NextToken, MaxResults: PAGE }), options),
    ({ InternetGateways }) => InternetGateways,
  ),
  listed(
    { api: 'aws-ec2-describe-flow-logs', call: 'ec2:DescribeFlowLogs', key: 'flowLogId', parent: at('resourceId'), since: 'creationTime' },
    (client, NextToken, options) => client.send(new DescribeFlowLogsCommand({ NextToken, MaxResults: PAGE }), options),
    ({ FlowLogs }) => FlowLogs,
  ),
  listed(
    {
      api: 'aws-ec2-describe-volumes',
      call: 'ec2:DescribeVolumes',
      key: 'volumeId',
      parent: at('attachments', 0, 'instanceId'),
      since: 'createTime',
    },
    (client, NextToken, options) => client.send(new DescribeVolumesCommand({ NextToken, MaxResults: PAGE }), options),
    ({ Volumes }) => Volumes,
  ),
  {
    api: 'aws-ec2-describe-snapshots',
    per: 'region',
    calls: ['ec2:DescribeSnapshots'],
    collect: snapshots,
    id: at('snapshotId'),
    name: (record) => tagsIn(record)['Name'],
    parent: at('volumeId'),
    since: 'startTime',
  },
  listed(
    { api: 'aws-ec2-describe-images', call: 'ec2:DescribeImages', key: 'imageId', name: at('name'), since: 'creationDate' },
    (client, NextToken, options) => client.send(new DescribeImagesCommand({ NextToken, Owners: ['self'], MaxResults: PAGE }), options),
    ({ Images }) => Images,
  ),
  {
    api: 'aws-ec2-ebs-encryption',
    per: 'region',
    calls: ['ec2:GetEbsEncryptionByDefault'],
    async *collect(ask) {
      const answer = await ask.call('ec2:GetEbsEncryptionByDefault', (client, options) =>
        client.send(new GetEbsEncryptionByDefaultCommand({}), options),
      );
      yield [{ record: recordOf(answer) }];
    },
    id: (_, { account, region }) => `${account}/${region}/ebs-encryption`,
    name: () => 'EBS encryption',
  },
  {
    // They come all at once: there are no pages of addresses.
    ...listed(
      {
        api: 'aws-ec2-elastic-address',
        call: 'ec2:DescribeAddresses',
        key: 'allocationId',
        parent: (record) => at('instanceId')(record) ?? at('networkInterfaceId')(record),
      },
      (client, _, options): Promise<Page & { readonly Addresses?: readonly object[] | undefined }> =>
        client.send(new DescribeAddressesCommand({}), options),
      ({ Addresses }) => Addresses,
    ),
    name: (record) => tagsIn(record)['Name'] ?? textAt(record, 'publicIp'),
  },
  listed(
    {
      api: 'aws-vpc-nat-gateway',
      call: 'ec2:DescribeNatGateways',
      key: 'natGatewayId',
      since: 'createTime',
      ended: stateIs('deleted', 'state'),
      ...inVpc,
    },
    (client, NextToken, options) => client.send(new DescribeNatGatewaysCommand({ NextToken, MaxResults: PAGE }), options),
    ({ NatGateways }) => NatGateways,
  ),
  listed(
    {
      api: 'aws-describe-vpc-endpoints',
      call: 'ec2:DescribeVpcEndpoints',
      key: 'vpcEndpointId',
      since: 'creationTimestamp',
      ended: stateIs('deleted', 'state'),
      ...inVpc,
    },
    (client, NextToken, options) => client.send(new DescribeVpcEndpointsCommand({ NextToken, MaxResults: PAGE }), options),
    ({ VpcEndpoints }) => VpcEndpoints,
  ),
];

function stateIs(state: string, ...keys: readonly string[]): (record: JsonObject) => boolean {
  return (record) => textAt(record, ...keys)?.toLowerCase() === state;
}

/** Networks stand in `ipRanges` as plain texts, and as the SDK has them in `ipv4Ranges`. */
function groups(collector: Collector): Collector {
  const permissions = (list: JsonValue | undefined): JsonValue =>
    (Array.isArray(list) ? (list as readonly JsonValue[]) : []).filter(isObject).map(({ ipRanges, ...permission }) => {
      const ranges = Array.isArray(ipRanges) ? (ipRanges as readonly JsonValue[]) : [];
      return { ...permission, ipRanges: ranges.flatMap((range) => textAt(range, 'cidrIp') ?? []), ipv4Ranges: ranges };
    });
  return {
    ...collector,
    async *collect(ask) {
      for await (const some of collector.collect(ask))
        yield some.map(({ record }) => ({
          record: {
            ...record,
            ipPermissions: permissions(record['ipPermissions']),
            ipPermissionsEgress: permissions(record['ipPermissionsEgress']),
          },
        }));
    },
  };
}

/** The account's own. Which of them everybody may use is one more call, and not one for each. */
async function* snapshots(ask: Asker): AsyncGenerator<readonly Item[]> {
  const own = await gathered(pagesOf(ask, {}));
  if (own.length === 0) return;
  let shared: ReadonlySet<string | undefined> | undefined;
  let problem: CallFailed | undefined;
  try {
    shared = new Set((await gathered(pagesOf(ask, { RestorableByUserIds: ['all'] }))).map(({ SnapshotId }) => SnapshotId));
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    problem = error;
  }
  yield own.map((snapshot) => ({
    record: {
      ...recordOf(snapshot),
      ...(shared?.has(snapshot.SnapshotId) === true && { createVolumePermissions: [{ group: 'all' }] }),
    },
    ...(problem !== undefined && { unknown: { createVolumePermissions: problem.problem } }),
  }));
}

async function* pagesOf(ask: Asker, which: { readonly RestorableByUserIds?: string[] }): AsyncGenerator<readonly Snapshot[]> {
  const pages = ask.pages(
    'ec2:DescribeSnapshots',
    (client, NextToken, options) =>
      client.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], NextToken, MaxResults: PAGE, ...which }), options),
    ({ NextToken }) => NextToken,
  );
  for await (const { Snapshots } of pages) yield Snapshots ?? [];
}
