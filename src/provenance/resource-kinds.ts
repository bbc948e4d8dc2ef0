import type { ApiName } from '../domain/inventory';

/** A place in what a call asked for or answered: keys, `*` for every element. */
export type Place = readonly string[];

/** How the calls of the logs make, change and end resources of one kind. One more kind, or call, is one more row. */
export interface ResourceKind {
  readonly api: ApiName;
  /** The key of the record that names the resource: its ARN or id. */
  readonly id: string;
  /** The key that has its name, where calls go by names. */
  readonly name?: string;
  /** Names of keys in the record, where they are not those that {@link sdkForm} gives. */
  readonly names?: Readonly<Record<string, string>>;
  /** Calls that make one, and where their answers describe it. */
  readonly made: Readonly<Record<string, Place>>;
  /** Keys of the request that describe it and that the answer leaves out. */
  readonly asked?: Readonly<Record<string, string>>;
  /** Calls whose answers describe it as it is afterwards, as a whole or (`part`) what has changed of it. */
  readonly described?: Readonly<Record<string, Place>>;
  readonly part?: Readonly<Record<string, Place>>;
  /** Calls that end one, and where their requests say which, by its id, its ARN or its name. */
  readonly ended: Readonly<Record<string, Place>>;
}

const INSTANCES: Place = ['instancesSet', 'items', '*'];

export const RESOURCE_KINDS: readonly ResourceKind[] = [
  {
    api: 'aws-ecs-cluster',
    id: 'clusterArn',
    name: 'clusterName',
    made: { CreateCluster: ['cluster'] },
    described: { UpdateCluster: ['cluster'], UpdateClusterSettings: ['cluster'], PutClusterCapacityProviders: ['cluster'] },
    ended: { DeleteCluster: ['cluster'] },
  },
  {
    api: 'aws-ecs-service',
    id: 'serviceArn',
    name: 'serviceName',
    made: { CreateService: ['service'] },
    described: { UpdateService: ['service'] },
    ended: { DeleteService: ['service'] },
  },
  {
    api: 'aws-ecs-describe-task-definition',
    id: 'taskDefinitionArn',
    made: { RegisterTaskDefinition: ['taskDefinition'] },
    described: { DeregisterTaskDefinition: ['taskDefinition'] },
    ended: {},
  },
  {
    api: 'aws-ecs-container-instance',
    id: 'containerInstanceArn',
    made: { RegisterContainerInstance: ['containerInstance'] },
    ended: { DeregisterContainerInstance: ['containerInstance'] },
  },
  { api: 'aws-ecs-task', id: 'taskArn', made: { RunTask: ['tasks', '*'], StartTask: ['tasks', '*'] }, ended: { StopTask: ['task'] } },
  {
    api: 'aws-ec2-describe-instances',
    id: 'instanceId',
    names: { groupSet: 'securityGroups' },
    made: { RunInstances: INSTANCES },
    part: { StartInstances: INSTANCES, StopInstances: INSTANCES },
    ended: { TerminateInstances: [...INSTANCES, 'instanceId'] },
  },
  {
    api: 'aws-ec2-describe-network-interfaces',
    id: 'networkInterfaceId',
    names: { tagSet: 'tagSet' },
    made: { CreateNetworkInterface: ['networkInterface'], RunInstances: [...INSTANCES, 'networkInterfaceSet', 'items', '*'] },
    ended: { DeleteNetworkInterface: ['networkInterfaceId'] },
  },
  {
    api: 'aws-ec2-describe-security-groups',
    id: 'groupId',
    name: 'groupName',
    made: { CreateSecurityGroup: [] },
    asked: { groupName: 'groupName', groupDescription: 'description', vpcId: 'vpcId' },
    ended: { DeleteSecurityGroup: ['groupId'] },
  },
  { api: 'aws-ec2-describe-vpcs', id: 'vpcId', made: { CreateVpc: ['vpc'] }, ended: { DeleteVpc: ['vpcId'] } },
  { api: 'aws-ec2-describe-subnets', id: 'subnetId', made: { CreateSubnet: ['subnet'] }, ended: { DeleteSubnet: ['subnetId'] } },
  {
    api: 'aws-ec2-describe-route-tables',
    id: 'routeTableId',
    made: { CreateRouteTable: ['routeTable'] },
    ended: { DeleteRouteTable: ['routeTableId'] },
  },
  {
    api: 'aws-ec2-describe-network-acls',
    id: 'networkAclId',
    made: { CreateNetworkAcl: ['networkAcl'] },
    ended: { DeleteNetworkAcl: ['networkAclId'] },
  },
  {
    api: 'aws-ec2-describe-internet-gateways',
    id: 'internetGatewayId',
    made: { CreateInternetGateway: ['internetGateway'] },
    ended: { DeleteInternetGateway: ['internetGatewayId'] },
  },
  { api: 'aws-ec2-describe-volumes', id: 'volumeId', made: { CreateVolume: [] }, ended: { DeleteVolume: ['volumeId'] } },
  { api: 'aws-ec2-describe-snapshots', id: 'snapshotId', made: { CreateSnapshot: [] }, ended: { DeleteSnapshot: ['snapshotId'] } },
  {
    api: 'aws-ec2-describe-images',
    id: 'imageId',
    made: { CreateImage: [], RegisterImage: [] },
    asked: { name: 'name', description: 'description' },
    ended: { DeregisterImage: ['imageId'] },
  },
  { api: 'aws-ec2-elastic-address', id: 'allocationId', made: { AllocateAddress: [] }, ended: { ReleaseAddress: ['allocationId'] } },
  {
    api: 'aws-vpc-nat-gateway',
    id: 'natGatewayId',
    made: { CreateNatGateway: ['CreateNatGatewayResponse', 'natGateway'] },
    ended: { DeleteNatGateway: ['DeleteNatGatewayRequest', 'NatGatewayId'] },
  },
  {
    api: 'aws-cloudtrail-describe-trails',
    id: 'trailARN',
    name: 'name',
    made: { CreateTrail: [] },
    described: { UpdateTrail: [] },
    ended: { DeleteTrail: ['name'] },
  },
  { api: 'aws-iam-list-roles', id: 'arn', name: 'roleName', made: { CreateRole: ['role'] }, ended: { DeleteRole: ['roleName'] } },
  { api: 'aws-iam-list-users', id: 'arn', name: 'userName', made: { CreateUser: ['user'] }, ended: { DeleteUser: ['userName'] } },
  {
    api: 'aws-rds-describe-db-instances',
    id: 'dbinstanceArn',
    name: 'dbinstanceIdentifier',
    made: { CreateDBInstance: [] },
    described: { ModifyDBInstance: [] },
    ended: { DeleteDBInstance: ['dBInstanceIdentifier'] },
  },
  {
    api: 'aws-lambda-list-functions',
    id: 'functionArn',
    name: 'functionName',
    made: { CreateFunction20150331: [] },
    described: { UpdateFunctionConfiguration20150331v2: [], UpdateFunctionCode20150331v2: [] },
    ended: { DeleteFunction20150331: ['functionName'] },
  },
];
