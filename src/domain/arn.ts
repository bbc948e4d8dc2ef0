import type { Partition } from './partition';
import { isReference, resourceType } from './resource';

/** What stands before the id in the ARN of a resource that goes by its id; `owned`: whether the ARN names the account (Service Authorization Reference, Amazon EC2). */
const BY_ID: Readonly<Record<string, readonly [kind: string, owned: boolean]>> = {
  'AWS::EC2::Instance': ['instance', true],
  'AWS::EC2::NetworkInterface': ['network-interface', true],
  'AWS::EC2::SecurityGroup': ['security-group', true],
  'AWS::EC2::SecurityGroupRule': ['security-group-rule', true],
  'AWS::EC2::Subnet': ['subnet', true],
  'AWS::EC2::VPC': ['vpc', true],
  'AWS::EC2::Volume': ['volume', true],
  'AWS::EC2::Snapshot': ['snapshot', false],
  'AWS::EC2::Image': ['image', false],
  'AWS::EC2::InternetGateway': ['internet-gateway', true],
  'AWS::EC2::RouteTable': ['route-table', true],
  'AWS::EC2::NatGateway': ['natgateway', true],
  'AWS::EC2::EIP': ['elastic-ip', true],
  'AWS::EC2::NetworkAcl': ['network-acl', true],
  'AWS::EC2::VPCEndpoint': ['vpc-endpoint', true],
  'AWS::EC2::FlowLog': ['vpc-flow-log', true],
  'AWS::EC2::LaunchTemplate': ['launch-template', true],
  'AWS::EC2::VPCPeeringConnection': ['vpc-peering-connection', true],
  'AWS::EC2::TransitGateway': ['transit-gateway', true],
};

/** The ARN of a resource: the one it goes by, or that of its id; `undefined`: none can be made of it. */
export function arnOf(
  resource: string,
  { partition, region, account }: { readonly partition: Partition; readonly region: string; readonly account: string },
): string | undefined {
  if (resource.startsWith('arn:')) return isReference(resource) ? resource : undefined;
  const type = resourceType(resource);
  const entry = Object.hasOwn(BY_ID, type) ? BY_ID[type] : undefined;
  if (entry === undefined || region === '' || !/^\d{12}$/.test(account)) return undefined;
  const [kind, owned] = entry;
  return `arn:${partition}:ec2:${region}:${owned ? account : ''}:${kind}/${resource}`;
}
