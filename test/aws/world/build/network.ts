import type { IpPermission, NetworkAcl, RouteTable, SecurityGroup, Subnet } from '@aws-sdk/client-ec2';
import { standingId } from '../../../../src/sample/ids';
import type { Network } from '../../../../src/sample/world';
import type { Inventory } from '../inventory';

export interface Place {
  readonly account: string;
  readonly region: string;
}

export const tags = (given: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(given).map(([Key, Value]) => ({ Key, Value }));

/** So it comes for a gateway, whatever the SDK's list of states says. */
const AVAILABLE = 'available' as string as 'attached';

type NetworkInventory = Pick<Inventory, 'vpcs' | 'subnets' | 'routeTables' | 'networkAcls' | 'internetGateways' | 'securityGroups'>;

/** A virtual network with two subnets, a way out, and its standard group. @param cidr of the network, such as `10.0` for 10.0.0.0/16 */
export function networkInventory(place: Place, network: Network, cidr: string, isDefault: boolean): NetworkInventory {
  const { account, region } = place;
  const { vpc, subnets, group, routeTable, acl, gateway } = network;
  const named = (name: string) => (isDefault ? [] : tags({ Name: name, 'managed-by': 'terraform' }));
  const groupName = isDefault ? 'default' : 'app';
  return {
    vpcs: [
      {
        VpcId: vpc,
        OwnerId: account,
        State: 'available',
        CidrBlock: `${cidr}.0.0/16`,
        CidrBlockAssociationSet: [
          { AssociationId: standingId('vpc-cidr-assoc', vpc), CidrBlock: `${cidr}.0.0/16`, CidrBlockState: { State: 'associated' } },
        ],
        DhcpOptionsId: standingId('dopt', `${account}/${region}`),
        InstanceTenancy: 'default',
        IsDefault: isDefault,
        Tags: named('app'),
      },
    ],
    subnets: subnets.map((id, index): Subnet => {
      const zone = index === 0 ? 'a' : 'b';
      return {
        SubnetId: id,
        SubnetArn: `arn:aws:ec2:${region}:${account}:subnet/${id}`,
        VpcId: vpc,
        OwnerId: account,
        State: 'available',
        AvailabilityZone: `${region}${zone}`,
        AvailabilityZoneId: `${region.replaceAll(/[a-z]*-|\D/g, '')}az${index + 1}`,
        CidrBlock: `${cidr}.${index * 16}.0/20`,
        AvailableIpAddressCount: 4090,
        DefaultForAz: isDefault,
        MapPublicIpOnLaunch: isDefault,
        AssignIpv6AddressOnCreation: false,
        Tags: named(`app-${zone}`),
      };
    }),
    routeTables: [routeTableOf(place, vpc, routeTable, `${cidr}.0.0/16`, gateway, named('public'))],
    networkAcls: [aclOf(place, vpc, acl, subnets, named('app'))],
    internetGateways: [
      { InternetGatewayId: gateway, OwnerId: account, Attachments: [{ State: AVAILABLE, VpcId: vpc }], Tags: named('app') },
    ],
    securityGroups: [
      isDefault
        ? groupOf(place, vpc, group, groupName, 'default VPC security group', [
            { IpProtocol: '-1', IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [{ GroupId: group, UserId: account }] },
          ])
        : groupOf(place, vpc, group, groupName, 'what the applications listen on', [inbound(443, [`${cidr}.0.0/16`])]),
    ],
  };
}

export function routeTableOf(
  { account }: Place,
  vpc: string,
  id: string,
  cidr: string,
  gateway: string,
  named: { Key: string; Value: string }[],
): RouteTable {
  return {
    RouteTableId: id,
    VpcId: vpc,
    OwnerId: account,
    Associations: [
      {
        Main: true,
        RouteTableAssociationId: standingId('rtbassoc', id),
        RouteTableId: id,
        AssociationState: { State: 'associated' },
      },
    ],
    PropagatingVgws: [],
    Routes: [
      { DestinationCidrBlock: cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      { DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway, Origin: 'CreateRoute', State: 'active' },
    ],
    Tags: named,
  };
}

function aclOf(
  { account }: Place,
  vpc: string,
  id: string,
  subnets: readonly string[],
  named: { Key: string; Value: string }[],
): NetworkAcl {
  const entries = [false, true].flatMap((egress) => [
    { CidrBlock: '0.0.0.0/0', Egress: egress, Protocol: '-1', RuleAction: 'allow' as const, RuleNumber: 100 },
    { CidrBlock: '0.0.0.0/0', Egress: egress, Protocol: '-1', RuleAction: 'deny' as const, RuleNumber: 32_767 },
  ]);
  return {
    NetworkAclId: id,
    VpcId: vpc,
    OwnerId: account,
    IsDefault: true,
    Associations: subnets.map((subnet) => ({
      NetworkAclAssociationId: standingId('aclassoc', subnet),
      NetworkAclId: id,
      SubnetId: subnet,
    })),
    Entries: entries,
    Tags: named,
  };
}

/** A rule of TCP for one port. */
export function inbound(port: number, cidrs: readonly string[], v6: readonly string[] = []): IpPermission {
  return {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: [],
    UserIdGroupPairs: [],
  };
}

export function groupOf(
  { account, region }: Place,
  vpc: string,
  id: string,
  name: string,
  description: string,
  rules: IpPermission[],
): SecurityGroup {
  return {
    GroupId: id,
    GroupName: name,
    Description: description,
    VpcId: vpc,
    OwnerId: account,
    SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${id}`,
    IpPermissions: rules,
    IpPermissionsEgress: [
      { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
    ],
    Tags: [],
  };
}
