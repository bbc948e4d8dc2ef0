import type {
  Cluster,
  DescribeClustersRequest,
  DescribeClustersResponse,
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  DescribeTasksRequest,
  DescribeTasksResponse,
  Failure,
  ListClustersRequest,
  ListClustersResponse,
  ListContainerInstancesRequest,
  ListContainerInstancesResponse,
  ListServicesRequest,
  ListServicesResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
  ListTasksRequest,
  ListTasksResponse,
} from '@aws-sdk/client-ecs';
import type { Call, Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { Inventory } from '../world/inventory';
import { page } from './page';

const INVALID = 'InvalidParameterException';
/** A page of a list; of services it is 10 where nobody asks for more. */
const MOST = 100;
const SERVICES_A_PAGE = 10;

export const ecs: Handlers = {
  ListClusters: (input: ListClustersRequest, call): ListClustersResponse => {
    const { items, next } = listed(here(call).clusters, 'clusterArn', input);
    return { clusterArns: items, ...token(next) };
  },
  DescribeClusters: ({ clusters = ['default'], include = [] }: DescribeClustersRequest, call): DescribeClustersResponse => {
    const { found, failures } = described(here(call).clusters, clusters, ({ clusterArn, clusterName }) => [clusterArn, clusterName], MOST);
    const shown = found.map(({ settings, configuration, tags, statistics, attachments, ...cluster }): Cluster => ({
      ...cluster,
      settings: include.includes('SETTINGS') ? settings : [],
      tags: include.includes('TAGS') ? tags : [],
      statistics: include.includes('STATISTICS') ? statistics : [],
      ...(include.includes('CONFIGURATIONS') && configuration !== undefined ? { configuration } : {}),
      ...(include.includes('ATTACHMENTS') && attachments !== undefined ? { attachments } : {}),
    }));
    return { clusters: shown, failures };
  },
  ListServices: (input: ListServicesRequest, call): ListServicesResponse => {
    const { clusterArn } = clusterOf(input.cluster, call);
    const services = here(call).services.filter((service) => service.clusterArn === clusterArn);
    const { items, next } = listed(services, 'serviceArn', { maxResults: SERVICES_A_PAGE, ...input });
    return { serviceArns: items, ...token(next) };
  },
  DescribeServices: ({ cluster, services = [], include = [] }: DescribeServicesRequest, call): DescribeServicesResponse => {
    const { clusterArn } = clusterOf(cluster, call);
    const all = here(call).services.filter((service) => service.clusterArn === clusterArn);
    const { found, failures } = described(all, services, ({ serviceArn, serviceName }) => [serviceArn, serviceName], 10);
    return { services: found.map(({ tags, ...service }) => ({ ...service, ...(include.includes('TAGS') ? { tags } : {}) })), failures };
  },
  ListTasks: (input: ListTasksRequest, call): ListTasksResponse => {
    const { clusterArn } = clusterOf(input.cluster, call);
    const tasks = here(call).tasks.filter(
      (task) =>
        task.clusterArn === clusterArn &&
        task.desiredStatus === (input.desiredStatus ?? 'RUNNING') &&
        (input.serviceName === undefined || task.group === `service:${input.serviceName.split('/').at(-1) ?? ''}`) &&
        (input.family === undefined || task.taskDefinitionArn?.includes(`/${input.family}:`) === true),
    );
    const { items, next } = listed(tasks, 'taskArn', input);
    return { taskArns: items, ...token(next) };
  },
  DescribeTasks: ({ cluster, tasks = [], include = [] }: DescribeTasksRequest, call): DescribeTasksResponse => {
    const { clusterArn } = clusterOf(cluster, call);
    const all = here(call).tasks.filter((task) => task.clusterArn === clusterArn);
    const { found, failures } = described(all, tasks, ({ taskArn }) => [taskArn, taskArn?.split('/').at(-1)], MOST);
    return { tasks: found.map(({ tags, ...task }) => ({ ...task, ...(include.includes('TAGS') ? { tags } : {}) })), failures };
  },
  ListTaskDefinitions: (input: ListTaskDefinitionsRequest, call): ListTaskDefinitionsResponse => {
    const wanted = here(call).taskDefinitions.filter(
      ({ family, status }) => (input.familyPrefix ?? family) === family && status === (input.status ?? 'ACTIVE'),
    );
    const { items, next } = listed(wanted, 'taskDefinitionArn', input);
    return { taskDefinitionArns: items, ...token(next) };
  },
  DescribeTaskDefinition: ({ taskDefinition: name }: DescribeTaskDefinitionRequest, call): DescribeTaskDefinitionResponse => {
    const found = here(call).taskDefinitions.findLast(
      ({ taskDefinitionArn, family = '', revision = 0 }) =>
        name === taskDefinitionArn || name === family || name === `${family}:${revision}`,
    );
    if (found === undefined) throw new Refusal('ClientException', 'Unable to describe task definition.');
    return { taskDefinition: found, tags: [] };
  },
  ListContainerInstances: (input: ListContainerInstancesRequest, call): ListContainerInstancesResponse => {
    const { clusterName = '' } = clusterOf(input.cluster, call);
    const { items, next } = listed(containersOf(clusterName, call), 'containerInstanceArn', input);
    return { containerInstanceArns: items, ...token(next) };
  },
  DescribeContainerInstances: (
    { cluster, containerInstances = [] }: DescribeContainerInstancesRequest,
    call,
  ): DescribeContainerInstancesResponse => {
    const { clusterName = '' } = clusterOf(cluster, call);
    const names = ({ containerInstanceArn: arn }: { readonly containerInstanceArn?: string | undefined }) => [arn, arn?.split('/').at(-1)];
    const { found, failures } = described(containersOf(clusterName, call), containerInstances, names, MOST);
    return { containerInstances: found, failures };
  },
};

const here = ({ account, region }: Call): Inventory => account.inventory(region);

const token = (nextToken: string | undefined): { readonly nextToken?: string } => (nextToken === undefined ? {} : { nextToken });

function containersOf(clusterName: string, call: Call): Inventory['containerInstances'] {
  return here(call).containerInstances.filter((instance) => instance.containerInstanceArn?.includes(`/${clusterName}/`));
}

/** Page of the ARNs of a list. */
function listed<K extends string>(
  all: readonly Partial<Record<K, string | undefined>>[],
  key: K,
  { maxResults = MOST, nextToken }: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): { readonly items: string[]; readonly next: string | undefined } {
  if (maxResults < 1 || maxResults > MOST) throw new Refusal(INVALID, `maxResults must be between 1 and ${MOST}.`);
  const { items, next } = page(all, nextToken, maxResults, INVALID);
  return { items: items.map((item) => item[key] ?? ''), next };
}

/** Those that are named, by ARN or short; a name that nothing has is a failure, and not an error. */
function described<T>(
  all: readonly T[],
  names: readonly string[],
  namesOf: (item: T) => readonly (string | undefined)[],
  most: number,
): { readonly found: T[]; readonly failures: Failure[] } {
  if (names.length === 0 || names.length > most)
    throw new Refusal(INVALID, `Between 1 and ${most} may be named, and ${names.length} were.`);
  const found: T[] = [];
  const failures: Failure[] = [];
  for (const name of names) {
    const item = all.find((candidate) => namesOf(candidate).includes(name));
    if (item === undefined) failures.push({ arn: name, reason: 'MISSING' });
    else found.push(item);
  }
  return { found, failures };
}

function clusterOf(name = 'default', call: Call): Cluster {
  const found = here(call).clusters.find(({ clusterArn, clusterName }) => name === clusterArn || name === clusterName);
  if (found === undefined) throw new Refusal('ClusterNotFoundException', 'Cluster not found.');
  return found;
}
