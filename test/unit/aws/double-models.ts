import * as ec2 from '@aws-sdk/client-ec2';
import * as ecs from '@aws-sdk/client-ecs';
import type { Inventory } from '../../aws/world/inventory';

/** Where and as whom a client asks. */
export interface ClientOptions {
  readonly maxAttempts: number;
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A kind of resource: what the SDK's client answers of it, and what is in the world. */
export interface Model {
  readonly name: string;
  readonly ask: (options: ClientOptions) => Promise<unknown>;
  readonly there: (inventory: Inventory) => unknown;
}

const ofEc2 = (name: string, ask: (client: ec2.EC2Client) => Promise<unknown>, there: (inventory: Inventory) => unknown): Model => ({
  name,
  ask: (options) => ask(new ec2.EC2Client(options)),
  there,
});

async function described<T>(
  options: ClientOptions,
  list: (client: ecs.ECSClient, cluster: string) => Promise<readonly string[] | undefined>,
  describe: (client: ecs.ECSClient, cluster: string, names: string[]) => Promise<readonly T[] | undefined>,
): Promise<readonly T[]> {
  const client = new ecs.ECSClient(options);
  const found: T[] = [];
  for (const cluster of (await client.send(new ecs.ListClustersCommand({}))).clusterArns ?? []) {
    const names = [...((await list(client, cluster)) ?? [])];
    if (names.length > 0) found.push(...((await describe(client, cluster, names)) ?? []));
  }
  return found;
}

export const MODELS: readonly Model[] = [
  {
    name: 'clusters',
    ask: (options) =>
      described(
        options,
        (_, cluster) => Promise.resolve([cluster]),
        async (client, _, clusters) =>
          (await client.send(new ecs.DescribeClustersCommand({ clusters, include: ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] }))).clusters,
      ),
    there: ({ clusters }) => clusters,
  },
  {
    name: 'services',
    ask: (options) =>
      described(
        options,
        async (client, cluster) => (await client.send(new ecs.ListServicesCommand({ cluster }))).serviceArns,
        async (client, cluster, services) =>
          (await client.send(new ecs.DescribeServicesCommand({ cluster, services, include: ['TAGS'] }))).services,
      ),
    there: ({ services }) => services,
  },
  {
    name: 'tasks',
    ask: (options) =>
      described(
        options,
        async (client, cluster) => (await client.send(new ecs.ListTasksCommand({ cluster, desiredStatus: 'STOPPED' }))).taskArns,
        async (client, cluster, tasks) => (await client.send(new ecs.DescribeTasksCommand({ cluster, tasks, include: ['TAGS'] }))).tasks,
      ),
    there: ({ tasks }) => tasks,
  },
  {
    name: 'task definitions',
    ask: async (options) => {
      const client = new ecs.ECSClient(options);
      const { taskDefinitionArns = [] } = await client.send(new ecs.ListTaskDefinitionsCommand({}));
      const asked = taskDefinitionArns.map(async (taskDefinition) =>
        client.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition })),
      );
      return (await Promise.all(asked)).map((answer) => answer.taskDefinition);
    },
    there: ({ taskDefinitions }) => taskDefinitions,
  },
  ofEc2(
    'instances',
    async (client) =>
      (await client.send(new ec2.DescribeInstancesCommand({}))).Reservations?.flatMap(({ Instances = [] }) => Instances) ?? [],
    ({ instances }) => instances,
  ),
  ofEc2(
    'interfaces',
    async (client) => (await client.send(new ec2.DescribeNetworkInterfacesCommand({}))).NetworkInterfaces,
    ({ interfaces }) => interfaces,
  ),
  ofEc2(
    'security groups',
    async (client) => (await client.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups,
    ({ securityGroups }) => securityGroups,
  ),
  ofEc2(
    'vpcs',
    async (client) => (await client.send(new ec2.DescribeVpcsCommand({}))).Vpcs,
    ({ vpcs }) => vpcs,
  ),
  ofEc2(
    'subnets',
    async (client) => (await client.send(new ec2.DescribeSubnetsCommand({}))).Subnets,
    ({ subnets }) => subnets,
  ),
  ofEc2(
    'route tables',
    async (client) => (await client.send(new ec2.DescribeRouteTablesCommand({}))).RouteTables,
    ({ routeTables }) => routeTables,
  ),
  ofEc2(
    'ACLs',
    async (client) => (await client.send(new ec2.DescribeNetworkAclsCommand({}))).NetworkAcls,
    ({ networkAcls }) => networkAcls,
  ),
  ofEc2(
    'internet gateways',
    async (client) => (await client.send(new ec2.DescribeInternetGatewaysCommand({}))).InternetGateways,
    ({ internetGateways }) => internetGateways,
  ),
  ofEc2(
    'flow logs',
    async (client) => (await client.send(new ec2.DescribeFlowLogsCommand({}))).FlowLogs,
    ({ flowLogs }) => flowLogs,
  ),
  ofEc2(
    'volumes',
    async (client) => (await client.send(new ec2.DescribeVolumesCommand({}))).Volumes,
    ({ volumes }) => volumes,
  ),
  ofEc2(
    'snapshots',
    async (client) => (await client.send(new ec2.DescribeSnapshotsCommand({ OwnerIds: ['self'] }))).Snapshots,
    ({ snapshots }) => snapshots,
  ),
  ofEc2(
    'images',
    async (client) => (await client.send(new ec2.DescribeImagesCommand({ Owners: ['self'] }))).Images,
    ({ images }) => images,
  ),
  ofEc2(
    'addresses',
    async (client) => (await client.send(new ec2.DescribeAddressesCommand({}))).Addresses,
    ({ addresses }) => addresses,
  ),
  ofEc2(
    'NAT gateways',
    async (client) => (await client.send(new ec2.DescribeNatGatewaysCommand({}))).NatGateways,
    ({ natGateways }) => natGateways,
  ),
  ofEc2(
    'endpoints',
    async (client) => (await client.send(new ec2.DescribeVpcEndpointsCommand({}))).VpcEndpoints,
    ({ vpcEndpoints }) => vpcEndpoints,
  ),
  ofEc2(
    'encryption',
    async (client) => (await client.send(new ec2.GetEbsEncryptionByDefaultCommand({}))).EbsEncryptionByDefault,
    ({ ebsEncryption }) => ebsEncryption,
  ),
];

/** A value without the members that are not there, as it comes over the wire. Lists that are empty come as such, or not at all. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => member !== undefined && key !== '$metadata' && !(Array.isArray(member) && member.length === 0))
      .map(([key, member]) => [key, plain(member)]),
  );
}
