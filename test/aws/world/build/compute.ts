import type { Instance, NetworkInterface, Volume } from '@aws-sdk/client-ec2';
import { standingId } from '../../../../src/sample/ids';
import type { Network } from '../../../../src/sample/world';
import type { Inventory } from '../inventory';
import { tags, type Place } from './network';

const DAY = 86_400_000;

type ComputeInventory = Pick<
  Inventory,
  'instances' | 'interfaces' | 'volumes' | 'snapshots' | 'images' | 'addresses' | 'natGateways' | 'vpcEndpoints' | 'flowLogs'
>;

/** Names of the machines that a place has. */
const MACHINES = ['shop-worker', 'search-worker', 'bastion'] as const;

/** The machines of a place, with what hangs on them, and how its network reaches out. @param now epoch milliseconds */
export function computeInventory(place: Place, network: Network, cidr: string, now: number): ComputeInventory {
  const { account, region } = place;
  const key = (name: string) => `${account}/${region}/${name}`;
  const machines = MACHINES.map((name, index) => machine(place, network, name, `${cidr}.${index < 2 ? 1 : 17}.${10 + index}`, now));
  const nat = standingId('nat', key('nat'));
  const natInterface = interfaceOf(place, network, 'nat', `${cidr}.0.20`, {
    Description: `Interface for NAT Gateway ${nat}`,
    InterfaceType: 'natGateway',
    RequesterManaged: true,
    RequesterId: 'amazon-aws',
  });
  const image = standingId('ami', key('base'));
  return {
    instances: machines.map(({ instance }) => instance),
    interfaces: [...machines.map(({ face }) => face), natInterface],
    volumes: machines.map(({ volume }) => volume),
    snapshots: [
      {
        SnapshotId: standingId('snap', key('nightly')),
        VolumeId: machines[0]?.volume.VolumeId,
        OwnerId: account,
        Description: 'nightly',
        Encrypted: true,
        Progress: '100%',
        State: 'completed',
        StartTime: new Date(now - DAY),
        VolumeSize: 30,
        StorageTier: 'standard',
        Tags: tags({ Name: 'nightly' }),
      },
    ],
    images: [
      {
        ImageId: image,
        Name: 'nimbus-base-2025-05',
        Description: 'our base image',
        OwnerId: account,
        ImageLocation: `${account}/nimbus-base-2025-05`,
        CreationDate: new Date(now - 40 * DAY).toISOString(),
        State: 'available',
        Public: false,
        Architecture: 'x86_64',
        ImageType: 'machine',
        RootDeviceType: 'ebs',
        RootDeviceName: '/dev/xvda',
        VirtualizationType: 'hvm',
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { SnapshotId: standingId('snap', key('base')), VolumeSize: 30, Encrypted: true } },
        ],
        Tags: [],
      },
    ],
    addresses: [
      {
        AllocationId: standingId('eipalloc', key('nat')),
        AssociationId: standingId('eipassoc', key('nat')),
        PublicIp: '203.0.113.201',
        PrivateIpAddress: natInterface.PrivateIpAddress,
        NetworkInterfaceId: natInterface.NetworkInterfaceId,
        NetworkInterfaceOwnerId: account,
        Domain: 'vpc',
        NetworkBorderGroup: region,
        Tags: tags({ Name: 'nat' }),
      },
      // Nobody uses this one.
      {
        AllocationId: standingId('eipalloc', key('spare')),
        PublicIp: '203.0.113.202',
        Domain: 'vpc',
        NetworkBorderGroup: region,
        Tags: [],
      },
    ],
    natGateways: [
      {
        NatGatewayId: nat,
        VpcId: network.vpc,
        SubnetId: network.subnets[0],
        State: 'available',
        ConnectivityType: 'public',
        CreateTime: new Date(now - 300 * DAY),
        NatGatewayAddresses: [
          {
            AllocationId: standingId('eipalloc', key('nat')),
            NetworkInterfaceId: natInterface.NetworkInterfaceId,
            PrivateIp: natInterface.PrivateIpAddress,
            PublicIp: '203.0.113.201',
            IsPrimary: true,
            Status: 'succeeded',
          },
        ],
        Tags: tags({ Name: 'app' }),
      },
    ],
    vpcEndpoints: [
      {
        VpcEndpointId: standingId('vpce', key('s3')),
        VpcEndpointType: 'Gateway',
        VpcId: network.vpc,
        ServiceName: `com.amazonaws.${region}.s3`,
        State: 'available' as string as 'Available', // so it comes, whatever the SDK's list says
        RouteTableIds: [network.routeTable],
        SubnetIds: [],
        Groups: [],
        NetworkInterfaceIds: [],
        OwnerId: account,
        PrivateDnsEnabled: false,
        RequesterManaged: false,
        CreationTimestamp: new Date(now - 300 * DAY),
        PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
        Tags: [],
      },
    ],
    flowLogs: [
      {
        FlowLogId: standingId('fl', key('vpc')),
        ResourceId: network.vpc,
        FlowLogStatus: 'ACTIVE',
        TrafficType: 'ALL',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::nimbus-works-flow-logs',
        DeliverLogsStatus: 'SUCCESS',
        MaxAggregationInterval: 600,
        CreationTime: new Date(now - 300 * DAY),
        Tags: [],
      },
    ],
  };
}

interface Machine {
  readonly instance: Instance;
  readonly face: NetworkInterface;
  readonly volume: Volume;
}

function machine(place: Place, network: Network, name: string, address: string, now: number): Machine {
  const { account, region } = place;
  const key = `${account}/${region}/${name}`;
  const [instanceId, volumeId] = [standingId('i', key), standingId('vol', key)];
  const attached = new Date(now - 30 * DAY);
  const face = interfaceOf(place, network, name, address, {
    Attachment: {
      AttachmentId: standingId('eni-attach', key),
      AttachTime: attached,
      DeleteOnTermination: true,
      DeviceIndex: 0,
      InstanceId: instanceId,
      InstanceOwnerId: account,
      Status: 'attached',
    },
  });
  const volume: Volume = {
    VolumeId: volumeId,
    AvailabilityZone: `${region}a`,
    CreateTime: attached,
    Encrypted: name !== 'bastion',
    Iops: 3000,
    Size: 30,
    SnapshotId: '',
    State: 'in-use',
    VolumeType: 'gp3',
    MultiAttachEnabled: false,
    Attachments: [
      {
        VolumeId: volumeId,
        InstanceId: instanceId,
        Device: '/dev/xvda',
        State: 'attached',
        AttachTime: attached,
        DeleteOnTermination: true,
      },
    ],
    Tags: tags({ Name: name }),
  };
  const instance: Instance = {
    InstanceId: instanceId,
    ImageId: standingId('ami', `${account}/${region}/base`),
    InstanceType: 't3.medium',
    State: { Code: 16, Name: 'running' },
    LaunchTime: attached,
    Placement: { AvailabilityZone: `${region}a`, Tenancy: 'default', GroupName: '' },
    PrivateIpAddress: address,
    PrivateDnsName: face.PrivateDnsName,
    PublicDnsName: '',
    SubnetId: network.subnets[0],
    VpcId: network.vpc,
    Architecture: 'x86_64',
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    EbsOptimized: true,
    SourceDestCheck: true,
    Monitoring: { State: 'disabled' },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: name === 'bastion' ? 'optional' : 'required',
      HttpPutResponseHopLimit: 1,
      HttpEndpoint: 'enabled',
    },
    SecurityGroups: face.Groups,
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeId: volumeId, Status: 'attached', AttachTime: attached, DeleteOnTermination: true } },
    ],
    NetworkInterfaces: [
      {
        NetworkInterfaceId: face.NetworkInterfaceId,
        SubnetId: face.SubnetId,
        VpcId: face.VpcId,
        OwnerId: account,
        Status: 'in-use',
        MacAddress: face.MacAddress,
        PrivateIpAddress: address,
        PrivateDnsName: face.PrivateDnsName,
        Groups: face.Groups,
        SourceDestCheck: true,
        InterfaceType: 'interface',
      },
    ],
    Tags: tags({ Name: name, team: name.split('-')[0] ?? '' }),
  };
  return { instance, face, volume };
}

function interfaceOf(
  { account, region }: Place,
  { vpc, subnets, group }: Network,
  name: string,
  address: string,
  more: Partial<NetworkInterface>,
): NetworkInterface {
  const dns = `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`;
  return {
    NetworkInterfaceId: standingId('eni', `${account}/${region}/${name}`),
    SubnetId: subnets[0],
    VpcId: vpc,
    OwnerId: account,
    AvailabilityZone: `${region}a`,
    Description: '',
    Status: 'in-use',
    MacAddress: '0a:00:00:00:00:01',
    InterfaceType: 'interface',
    RequesterManaged: false,
    SourceDestCheck: true,
    PrivateIpAddress: address,
    PrivateDnsName: dns,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address, PrivateDnsName: dns }],
    Groups: [{ GroupId: group, GroupName: 'app' }],
    Ipv6Addresses: [],
    TagSet: tags({ Name: name }),
    ...more,
  };
}
