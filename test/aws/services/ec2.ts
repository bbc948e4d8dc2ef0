import type { DescribeRegionsRequest, DescribeRegionsResult, DescribeSnapshotsRequest, Filter, Reservation } from '@aws-sdk/client-ec2';
import type { Call, Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { Inventory } from '../world/inventory';
import { page } from './page';

/** What the Describe calls take, under whatever name they have for their ids. */
interface Request {
  readonly Filters?: readonly Filter[];
  readonly Filter?: readonly Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** One call that lists a kind. */
interface Kind<T extends object> {
  readonly of: (inventory: Inventory, input: Request, call: Call) => readonly T[];
  /** Of the answer. */
  readonly key: string;
  /** Member of a resource that names it, and of the request that asks for some. */
  readonly id: keyof T & string;
  readonly ids: string;
  readonly notFound: string;
  /** Most that a page holds; absent: there are no pages. */
  readonly most?: number;
  readonly shown?: (items: readonly T[]) => readonly object[];
}

function describe<T extends object>({ of, key, id, ids, notFound, most, shown = (items) => items }: Kind<T>): Handlers[string] {
  return (input: Request, call: Call) => {
    const all = of(call.account.inventory(call.region), input, call);
    const named = (input as Readonly<Record<string, readonly string[] | undefined>>)[ids] ?? [];
    const missing = named.find((name) => !all.some((item) => item[id] === name));
    if (missing !== undefined) throw new Refusal(notFound, `The ID '${missing}' does not exist`);
    const filters = input.Filters ?? input.Filter ?? [];
    const wanted = all.filter(
      (item) => (named.length === 0 || named.includes(String(item[id]))) && filters.every((filter) => passes(item, filter)),
    );
    if (most === undefined) return { [key]: shown(wanted) };
    const { MaxResults: size = most, NextToken } = input;
    if (size < 1 || size > most) throw new Refusal('InvalidParameterValue', `Value ( ${size} ) for parameter maxResults is invalid.`);
    if (input.MaxResults !== undefined && named.length > 0)
      throw new Refusal('InvalidParameterCombination', `The parameter ${ids} cannot be used with the parameter maxResults`);
    const { items, next } = page(wanted, NextToken, size, 'InvalidNextToken');
    return { [key]: shown(items), ...(next === undefined ? {} : { NextToken: next }) };
  };
}

/** `vpc-id` looks at VpcId, `tag:Name` at a tag. A filter that the resource has no member for is refused: the double would have to guess. */
function passes(item: object, { Name = '', Values = [] }: Filter): boolean {
  const bag = item as Readonly<Record<string, unknown>>;
  if (Name.startsWith('tag:')) {
    const tags = (bag['Tags'] ?? []) as readonly { readonly Key?: string; readonly Value?: string }[];
    return tags.some(({ Key, Value }) => Key === Name.slice(4) && Values.includes(Value ?? ''));
  }
  const member = Name.split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  if (!(member in bag)) throw new Refusal('InvalidParameterValue', `The filter '${Name}' is invalid`);
  return Values.includes(String(bag[member]));
}

const PAGE = 1000;

export const ec2: Handlers = {
  DescribeRegions: ({ AllRegions, RegionNames }: DescribeRegionsRequest, { account }): DescribeRegionsResult => ({
    Regions: Object.entries(account.regions)
      .filter(([region, optIn]) => (AllRegions === true || optIn !== 'not-opted-in') && (RegionNames?.includes(region) ?? true))
      .map(([region, optIn]) => ({
        RegionName: region,
        Endpoint: `ec2.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
        OptInStatus: optIn,
      })),
  }),
  DescribeInstances: describe({
    of: ({ instances }) => instances,
    key: 'Reservations',
    id: 'InstanceId',
    ids: 'InstanceIds',
    notFound: 'InvalidInstanceID.NotFound',
    most: PAGE,
    shown: (instances): Reservation[] =>
      instances.map((instance) => ({
        ReservationId: instance.InstanceId?.replace('i-', 'r-'),
        OwnerId: instance.NetworkInterfaces?.[0]?.OwnerId,
        Groups: [],
        Instances: [instance],
      })),
  }),
  DescribeNetworkInterfaces: describe({
    of: ({ interfaces }) => interfaces,
    key: 'NetworkInterfaces',
    id: 'NetworkInterfaceId',
    ids: 'NetworkInterfaceIds',
    notFound: 'InvalidNetworkInterfaceID.NotFound',
    most: PAGE,
  }),
  DescribeSecurityGroups: describe({
    of: ({ securityGroups }) => securityGroups,
    key: 'SecurityGroups',
    id: 'GroupId',
    ids: 'GroupIds',
    notFound: 'InvalidGroup.NotFound',
    most: PAGE,
  }),
  DescribeVpcs: describe({
    of: ({ vpcs }) => vpcs,
    key: 'Vpcs',
    id: 'VpcId',
    ids: 'VpcIds',
    notFound: 'InvalidVpcID.NotFound',
    most: PAGE,
  }),
  DescribeSubnets: describe({
    of: ({ subnets }) => subnets,
    key: 'Subnets',
    id: 'SubnetId',
    ids: 'SubnetIds',
    notFound: 'InvalidSubnetID.NotFound',
    most: PAGE,
  }),
  DescribeRouteTables: describe({
    of: ({ routeTables }) => routeTables,
    key: 'RouteTables',
    id: 'RouteTableId',
    ids: 'RouteTableIds',
    notFound: 'InvalidRouteTableID.NotFound',
    most: 100,
  }),
  DescribeNetworkAcls: describe({
    of: ({ networkAcls }) => networkAcls,
    key: 'NetworkAcls',
    id: 'NetworkAclId',
    ids: 'NetworkAclIds',
    notFound: 'InvalidNetworkAclID.NotFound',
    most: PAGE,
  }),
  DescribeInternetGateways: describe({
    of: ({ internetGateways }) => internetGateways,
    key: 'InternetGateways',
    id: 'InternetGatewayId',
    ids: 'InternetGatewayIds',
    notFound: 'InvalidInternetGatewayID.NotFound',
    most: PAGE,
  }),
  DescribeFlowLogs: describe({
    of: ({ flowLogs }) => flowLogs,
    key: 'FlowLogs',
    id: 'FlowLogId',
    ids: 'FlowLogIds',
    notFound: 'InvalidFlowLogId.NotFound',
    most: PAGE,
  }),
  DescribeVolumes: describe({
    of: ({ volumes }) => volumes,
    key: 'Volumes',
    id: 'VolumeId',
    ids: 'VolumeIds',
    notFound: 'InvalidVolume.NotFound',
    most: PAGE,
  }),
  DescribeSnapshots: describe({
    // Without an owner, all that the account may use: those of others are not in this world.
    of: ({ snapshots, publicSnapshots }, input) =>
      snapshots.filter(
        ({ SnapshotId = '' }) =>
          (input as DescribeSnapshotsRequest).RestorableByUserIds === undefined || publicSnapshots.includes(SnapshotId),
      ),
    key: 'Snapshots',
    id: 'SnapshotId',
    ids: 'SnapshotIds',
    notFound: 'InvalidSnapshot.NotFound',
    most: PAGE,
  }),
  DescribeImages: describe({
    of: ({ images }) => images,
    key: 'Images',
    id: 'ImageId',
    ids: 'ImageIds',
    notFound: 'InvalidAMIID.NotFound',
    most: PAGE,
  }),
  DescribeAddresses: describe({
    of: ({ addresses }) => addresses,
    key: 'Addresses',
    id: 'AllocationId',
    ids: 'AllocationIds',
    notFound: 'InvalidAllocationID.NotFound',
  }),
  DescribeNatGateways: describe({
    of: ({ natGateways }) => natGateways,
    key: 'NatGateways',
    id: 'NatGatewayId',
    ids: 'NatGatewayIds',
    notFound: 'NatGatewayNotFound',
    most: PAGE,
  }),
  DescribeVpcEndpoints: describe({
    of: ({ vpcEndpoints }) => vpcEndpoints,
    key: 'VpcEndpoints',
    id: 'VpcEndpointId',
    ids: 'VpcEndpointIds',
    notFound: 'InvalidVpcEndpointId.NotFound',
    most: PAGE,
  }),
  GetEbsEncryptionByDefault: (_: object, { account, region }) => ({ EbsEncryptionByDefault: account.inventory(region).ebsEncryption }),
};
