import type {
  Address,
  FlowLog,
  Image,
  Instance,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  Snapshot,
  Subnet,
  Volume,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { ConfigurationRecorder, ConfigurationRecorderStatus } from '@aws-sdk/client-config-service';
import type { Cluster, ContainerInstance, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { KeyMetadata, Tag } from '@aws-sdk/client-kms';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { DBInstance } from '@aws-sdk/client-rds';

export interface KeyWorld {
  readonly metadata: KeyMetadata;
  readonly rotates: boolean;
  readonly aliases: readonly string[];
  readonly tags: readonly Tag[];
}

export interface RecorderWorld {
  readonly recorder: ConfigurationRecorder;
  readonly status: ConfigurationRecorderStatus;
}

/** What lives in one region of an account, in the SDK's own shapes. Lists may be replaced: the next answer shows it. */
export interface Inventory {
  clusters: readonly Cluster[];
  services: readonly Service[];
  tasks: readonly Task[];
  taskDefinitions: readonly TaskDefinition[];
  containerInstances: readonly ContainerInstance[];
  instances: readonly Instance[];
  interfaces: readonly NetworkInterface[];
  securityGroups: readonly SecurityGroup[];
  vpcs: readonly Vpc[];
  subnets: readonly Subnet[];
  routeTables: readonly RouteTable[];
  networkAcls: readonly NetworkAcl[];
  internetGateways: readonly InternetGateway[];
  flowLogs: readonly FlowLog[];
  volumes: readonly Volume[];
  snapshots: readonly Snapshot[];
  images: readonly Image[];
  addresses: readonly Address[];
  natGateways: readonly NatGateway[];
  vpcEndpoints: readonly VpcEndpoint[];
  /** Snapshots that everybody may use. */
  publicSnapshots: readonly string[];
  ebsEncryption: boolean;
  keys: readonly KeyWorld[];
  recorders: readonly RecorderWorld[];
  databases: readonly DBInstance[];
  functions: readonly FunctionConfiguration[];
}

export function emptyInventory(): Inventory {
  return {
    clusters: [],
    services: [],
    tasks: [],
    taskDefinitions: [],
    containerInstances: [],
    instances: [],
    interfaces: [],
    securityGroups: [],
    vpcs: [],
    subnets: [],
    routeTables: [],
    networkAcls: [],
    internetGateways: [],
    flowLogs: [],
    volumes: [],
    snapshots: [],
    images: [],
    addresses: [],
    natGateways: [],
    vpcEndpoints: [],
    publicSnapshots: [],
    ebsEncryption: false,
    keys: [],
    recorders: [],
    databases: [],
    functions: [],
  };
}
