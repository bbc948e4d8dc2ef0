import {
  add,
  ask,
  describe,
  each,
  end,
  make,
  makeBeside,
  part,
  remove,
  requested,
  rules,
  set,
  tag,
  untag,
  type Effect,
  type ResourceKind,
} from '../effects';

const INSTANCES = 'instancesSet.items.*';
const ATTACHMENT = ['instanceId'] as const;
const TAGS: Readonly<Record<string, readonly Effect[]>> = {
  CreateTags: [tag('request.tagSet', 'request.resourcesSet.items.*.resourceId')],
  DeleteTags: [untag('request.tagSet', 'request.resourcesSet.items.*.resourceId')],
};

type Row = Omit<ResourceKind, 'source' | 'of'> & Partial<Pick<ResourceKind, 'of'>>;

/** Ids of EC2 stand in requests under the keys that the answers have. */
function ec2(row: Row): ResourceKind {
  return { source: 'ec2', of: [`request.${row.id}`], ...row, calls: { ...TAGS, ...row.calls } };
}

/** Who may use an image, or make volumes of a snapshot. */
function sharing(list: string, key: string): readonly Effect[] {
  const by = ['userId', 'group', 'organizationArn', 'organizationalUnitArn'];
  return [add(list, `request.${key}.add.items.*`, by), remove(list, `request.${key}.remove.items.*`, by)];
}

const DESTINATION = ['destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'] as const;
const ROUTE = requested(
  ...DESTINATION,
  'gatewayId',
  'natGatewayId',
  'instanceId',
  'networkInterfaceId',
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'egressOnlyInternetGatewayId',
);
const ACL_ENTRY = requested(
  'ruleNumber',
  'egress',
  'protocol',
  'aclProtocol',
  'ruleAction',
  'cidrBlock',
  'ipv6CidrBlock',
  'portRange',
  'icmpTypeCode',
);
const ACL_PLACE = ['ruleNumber', 'egress'] as const;

export const EC2_KINDS: readonly ResourceKind[] = [
  ec2({
    type: 'AWS::EC2::Instance',
    api: 'aws-ec2-describe-instances',
    id: 'instanceId',
    names: { groupSet: 'securityGroups' },
    calls: {
      RunInstances: [make(INSTANCES)],
      StartInstances: [part(INSTANCES)],
      StopInstances: [part(INSTANCES)],
      MonitorInstances: [part(INSTANCES)],
      UnmonitorInstances: [part(INSTANCES)],
      ModifyInstanceAttribute: [ask()],
      ModifyInstanceMetadataOptions: [
        set(
          { metadataOptions: 'response.ModifyInstanceMetadataOptionsResponse.instanceMetadataOptions' },
          'request.ModifyInstanceMetadataOptionsRequest.InstanceId',
        ),
      ],
      AssociateIamInstanceProfile: [
        set(
          { iamInstanceProfile: 'response.AssociateIamInstanceProfileResponse.iamInstanceProfileAssociation.iamInstanceProfile' },
          'request.AssociateIamInstanceProfileRequest.InstanceId',
        ),
      ],
      AttachVolume: [
        add('blockDeviceMappings', { deviceName: 'request.device', ebs: each({ volumeId: 'request.volumeId' }) }, ['deviceName']),
      ],
      DetachVolume: [remove('blockDeviceMappings', { deviceName: 'response.device' }, ['deviceName'], 'response.instanceId')],
      TerminateInstances: [part(INSTANCES), end('request.instancesSet.items.*.instanceId')],
      TerminateInstanceInAutoScalingGroup: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::NetworkInterface',
    api: 'aws-ec2-describe-network-interfaces',
    id: 'networkInterfaceId',
    names: { tagSet: 'tagSet' },
    tags: 'tagSet',
    handles: { at: 'attachment.attachmentId', prefix: 'eni-attach' },
    of: ['request.networkInterfaceId', 'request.attachmentId'],
    calls: {
      CreateNetworkInterface: [make('networkInterface')],
      RunInstances: [makeBeside(`${INSTANCES}.networkInterfaceSet.items.*`)],
      ModifyNetworkInterfaceAttribute: [ask()],
      AttachNetworkInterface: [
        set({
          attachment: each({
            attachmentId: 'response.attachmentId',
            instanceId: 'request.instanceId',
            deviceIndex: 'request.deviceIndex',
          }),
        }),
      ],
      DetachNetworkInterface: [{ does: 'clear', keys: ['attachment'] }],
      DeleteNetworkInterface: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::SecurityGroup',
    api: 'aws-ec2-describe-security-groups',
    id: 'groupId',
    name: 'groupName',
    of: ['request.groupId', 'request.groupName'],
    asked: { groupName: 'groupName', groupDescription: 'description', vpcId: 'vpcId' },
    calls: {
      CreateSecurityGroup: [make()],
      AuthorizeSecurityGroupIngress: [rules()],
      AuthorizeSecurityGroupEgress: [rules()],
      RevokeSecurityGroupIngress: [rules()],
      RevokeSecurityGroupEgress: [rules()],
      ModifySecurityGroupRules: [rules('request.ModifySecurityGroupRulesRequest.GroupId')],
      DeleteSecurityGroup: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::VPC',
    api: 'aws-ec2-describe-vpcs',
    id: 'vpcId',
    calls: { CreateVpc: [make('vpc')], CreateDefaultVpc: [make('vpc')], ModifyVpcAttribute: [ask()], DeleteVpc: [end()] },
  }),
  ec2({
    type: 'AWS::EC2::Subnet',
    api: 'aws-ec2-describe-subnets',
    id: 'subnetId',
    calls: { CreateSubnet: [make('subnet')], CreateDefaultSubnet: [make('subnet')], ModifySubnetAttribute: [ask()], DeleteSubnet: [end()] },
  }),
  ec2({
    type: 'AWS::EC2::RouteTable',
    api: 'aws-ec2-describe-route-tables',
    id: 'routeTableId',
    handles: { prefix: 'rtbassoc' },
    calls: {
      CreateRouteTable: [make('routeTable')],
      CreateRoute: [add('routes', ROUTE, DESTINATION)],
      ReplaceRoute: [add('routes', ROUTE, DESTINATION)],
      DeleteRoute: [remove('routes', ROUTE, DESTINATION)],
      AssociateRouteTable: [
        add(
          'associations',
          { routeTableAssociationId: 'response.associationId', subnetId: 'request.subnetId', gatewayId: 'request.gatewayId' },
          ['routeTableAssociationId'],
        ),
      ],
      DisassociateRouteTable: [remove('associations', { routeTableAssociationId: 'request.associationId' }, ['routeTableAssociationId'])],
      DeleteRouteTable: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::NetworkAcl',
    api: 'aws-ec2-describe-network-acls',
    id: 'networkAclId',
    calls: {
      CreateNetworkAcl: [make('networkAcl')],
      CreateNetworkAclEntry: [add('entries', ACL_ENTRY, ACL_PLACE)],
      ReplaceNetworkAclEntry: [add('entries', ACL_ENTRY, ACL_PLACE)],
      DeleteNetworkAclEntry: [remove('entries', ACL_ENTRY, ACL_PLACE)],
      DeleteNetworkAcl: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::InternetGateway',
    api: 'aws-ec2-describe-internet-gateways',
    id: 'internetGatewayId',
    calls: {
      CreateInternetGateway: [make('internetGateway')],
      AttachInternetGateway: [add('attachments', requested('vpcId'), ['vpcId'])],
      DetachInternetGateway: [remove('attachments', requested('vpcId'), ['vpcId'])],
      DeleteInternetGateway: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::Volume',
    api: 'aws-ec2-describe-volumes',
    id: 'volumeId',
    calls: {
      CreateVolume: [make()],
      ModifyVolume: [ask('ModifyVolumeRequest', 'request.ModifyVolumeRequest.VolumeId')],
      AttachVolume: [add('attachments', requested('instanceId', 'device'), ATTACHMENT)],
      DetachVolume: [remove('attachments', { instanceId: 'response.instanceId' }, ATTACHMENT)],
      DeleteVolume: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::Snapshot',
    api: 'aws-ec2-describe-snapshots',
    id: 'snapshotId',
    calls: {
      CreateSnapshot: [make()],
      CopySnapshot: [make()],
      ModifySnapshotAttribute: sharing('createVolumePermissions', 'createVolumePermission'),
      DeleteSnapshot: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::Image',
    api: 'aws-ec2-describe-images',
    id: 'imageId',
    asked: { name: 'name', description: 'description' },
    calls: {
      CreateImage: [make()],
      RegisterImage: [make()],
      CopyImage: [make()],
      ModifyImageAttribute: sharing('launchPermissions', 'launchPermission'),
      DeregisterImage: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::EIP',
    api: 'aws-ec2-elastic-address',
    id: 'allocationId',
    handles: { at: 'associationId', prefix: 'eipassoc' },
    of: ['request.allocationId', 'request.associationId'],
    calls: {
      AllocateAddress: [make()],
      AssociateAddress: [
        set(
          { associationId: 'response.associationId', ...requested('instanceId', 'networkInterfaceId', 'privateIpAddress') },
          'request.allocationId',
        ),
      ],
      DisassociateAddress: [{ does: 'clear', keys: ['associationId', 'instanceId', 'networkInterfaceId', 'privateIpAddress'] }],
      ReleaseAddress: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::NatGateway',
    api: 'aws-vpc-nat-gateway',
    id: 'natGatewayId',
    calls: {
      CreateNatGateway: [make('CreateNatGatewayResponse.natGateway')],
      DeleteNatGateway: [end('request.DeleteNatGatewayRequest.NatGatewayId')],
    },
  }),
  ec2({
    type: 'AWS::EC2::VPCEndpoint',
    id: 'vpcEndpointId',
    calls: {
      CreateVpcEndpoint: [make('CreateVpcEndpointResponse.vpcEndpoint')],
      ModifyVpcEndpoint: [ask('ModifyVpcEndpointRequest', 'request.ModifyVpcEndpointRequest.VpcEndpointId')],
      DeleteVpcEndpoints: [
        end('request.DeleteVpcEndpointsRequest.VpcEndpointId', 'request.DeleteVpcEndpointsRequest.VpcEndpointId.content'),
      ],
    },
  }),
  ec2({
    type: 'AWS::EC2::FlowLog',
    id: 'flowLogId',
    of: ['request.DeleteFlowLogsRequest.FlowLogId.content'],
    calls: {
      CreateFlowLogs: [
        {
          does: 'make-asked',
          values: {
            flowLogId: 'response.CreateFlowLogsResponse.flowLogIdSet.item',
            resourceId: 'request.CreateFlowLogsRequest.ResourceId.content',
            trafficType: 'request.CreateFlowLogsRequest.TrafficType',
            logDestination: 'request.CreateFlowLogsRequest.LogDestination',
            logDestinationType: 'request.CreateFlowLogsRequest.LogDestinationType',
            logGroupName: 'request.CreateFlowLogsRequest.LogGroupName',
            deliverLogsPermissionArn: 'request.CreateFlowLogsRequest.DeliverLogsPermissionArn',
            maxAggregationInterval: 'request.CreateFlowLogsRequest.MaxAggregationInterval',
          },
        },
      ],
      DeleteFlowLogs: [end()],
    },
  }),
  ec2({
    type: 'AWS::EC2::LaunchTemplate',
    id: 'launchTemplateId',
    calls: {
      CreateLaunchTemplate: [make('CreateLaunchTemplateResponse.launchTemplate')],
      ModifyLaunchTemplate: [describe('ModifyLaunchTemplateResponse.launchTemplate')],
      DeleteLaunchTemplate: [end('request.DeleteLaunchTemplateRequest.LaunchTemplateId')],
    },
  }),
];
