import {
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Cluster,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import { batches, CallFailed, gathered, settled, type Asker } from '../asker';
import { at, type Collector, type Item } from '../collector';
import { recordOf } from '../record';

/** The most that one call takes, or answers with. */
const MOST = { list: 100, clusters: 100, services: 10, tasks: 100, containerInstances: 100 } as const;

const items = (answers: readonly object[] | undefined): readonly Item[] => (answers ?? []).map((answer) => ({ record: recordOf(answer) }));
const texts = (values: readonly (string | undefined)[]): readonly string[] => values.filter((value) => value !== undefined);

function clusters(ask: Asker): Promise<readonly Cluster[]> {
  return ask.once('ecs clusters', async () => {
    const pages = ask.pages(
      'ecs:ListClusters',
      (client, nextToken, options) => client.send(new ListClustersCommand({ nextToken, maxResults: MOST.list }), options),
      ({ nextToken }) => nextToken,
    );
    const arns: string[] = [];
    for await (const { clusterArns } of pages) arns.push(...(clusterArns ?? []));
    const described = settled(batches(arns, MOST.clusters), async (some) => {
      const include = ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] as const;
      const command = new DescribeClustersCommand({ clusters: [...some], include: [...include] });
      return (await ask.call('ecs:DescribeClusters', (client, options) => client.send(command, options))).clusters ?? [];
    });
    return gathered(described);
  });
}

async function* services(ask: Asker): AsyncGenerator<readonly Service[]> {
  for await (const found of settled(await clusters(ask), (cluster) =>
    ask.once(`ecs services ${cluster.clusterArn}`, () => servicesOf(ask, cluster)),
  ))
    yield found;
}

async function servicesOf(ask: Asker, { clusterArn: cluster }: Cluster): Promise<readonly Service[]> {
  const pages = ask.pages(
    'ecs:ListServices',
    (client, nextToken, options) => client.send(new ListServicesCommand({ cluster, nextToken, maxResults: MOST.list }), options),
    ({ nextToken }) => nextToken,
  );
  const arns: string[] = [];
  for await (const { serviceArns } of pages) arns.push(...(serviceArns ?? []));
  const described = settled(batches(arns, MOST.services), async (some) => {
    const command = new DescribeServicesCommand({ cluster, services: [...some], include: ['TAGS'] });
    return (await ask.call('ecs:DescribeServices', (client, options) => client.send(command, options))).services ?? [];
  });
  return gathered(described);
}

async function* tasks(ask: Asker): AsyncGenerator<readonly Task[]> {
  for await (const found of settled(await clusters(ask), (cluster) =>
    ask.once(`ecs tasks ${cluster.clusterArn}`, () => tasksOf(ask, cluster)),
  ))
    yield found;
}

/** Those that stopped stay for about an hour, with the reason why. */
async function tasksOf(ask: Asker, { clusterArn: cluster }: Cluster): Promise<readonly Task[]> {
  const arns: string[] = [];
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    const pages = ask.pages(
      'ecs:ListTasks',
      (client, nextToken, options) =>
        client.send(new ListTasksCommand({ cluster, desiredStatus, nextToken, maxResults: MOST.list }), options),
      ({ nextToken }) => nextToken,
    );
    for await (const { taskArns } of pages) arns.push(...(taskArns ?? []));
  }
  const described = settled(batches([...new Set(arns)], MOST.tasks), async (some) => {
    const command = new DescribeTasksCommand({ cluster, tasks: [...some], include: ['TAGS'] });
    return (await ask.call('ecs:DescribeTasks', (client, options) => client.send(command, options))).tasks ?? [];
  });
  return gathered(described);
}

async function containerInstancesOf(ask: Asker, { clusterArn: cluster }: Cluster): Promise<readonly Item[]> {
  const pages = ask.pages(
    'ecs:ListContainerInstances',
    (client, nextToken, options) => client.send(new ListContainerInstancesCommand({ cluster, nextToken, maxResults: MOST.list }), options),
    ({ nextToken }) => nextToken,
  );
  const arns: string[] = [];
  for await (const { containerInstanceArns } of pages) arns.push(...(containerInstanceArns ?? []));
  const described = settled(batches(arns, MOST.containerInstances), async (some) => {
    const command = new DescribeContainerInstancesCommand({ cluster, containerInstances: [...some], include: ['TAGS'] });
    const { containerInstances = [] } = await ask.call('ecs:DescribeContainerInstances', (client, options) =>
      client.send(command, options),
    );
    return containerInstances.map((instance) => ({ record: { clusterArn: cluster, ...recordOf(instance) } }));
  });
  return gathered(described);
}

/** Revisions that services and tasks use. One never changes, so that it is asked for once and never again. */
async function* taskDefinitions(ask: Asker): AsyncGenerator<readonly Item[]> {
  const { connection, region, store } = ask.part;
  const used = new Set<string>();
  const failures: CallFailed[] = [];
  for (const users of [services(ask), tasks(ask)]) {
    try {
      for await (const some of users) for (const arn of some.flatMap(definitionsOf)) used.add(arn);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      failures.push(error);
    }
  }
  const place = { account: connection.account, region, api: 'aws-ecs-describe-task-definition' };
  for (const { resource } of await store.snapshots.heads(place)) used.delete(resource);
  yield* settled([...used], async (taskDefinition) => {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
    const { taskDefinition: found, tags } = await ask.call('ecs:DescribeTaskDefinition', (client, options) =>
      client.send(command, options),
    );
    return items(found === undefined ? [] : [{ ...found, tags: tags ?? [] }]);
  });
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}

function definitionsOf(user: Service | Task): readonly string[] {
  const deployments = 'deployments' in user ? (user.deployments ?? []) : [];
  const own = 'taskDefinition' in user ? user.taskDefinition : (user as Task).taskDefinitionArn;
  return texts([own, ...deployments.map(({ taskDefinition }) => taskDefinition)]);
}

/** A service of one cluster is asked for by the next collector too: what it costs is paid once. */
const LISTS = ['ecs:ListClusters', 'ecs:DescribeClusters'] as const;

export const ECS_COLLECTORS: readonly Collector[] = [
  {
    api: 'aws-ecs-cluster',
    per: 'region',
    calls: LISTS,
    async *collect(ask) {
      yield items(await clusters(ask));
    },
    id: at('clusterArn'),
    name: at('clusterName'),
  },
  {
    api: 'aws-ecs-service',
    per: 'region',
    calls: [...LISTS, 'ecs:ListServices', 'ecs:DescribeServices'],
    async *collect(ask) {
      for await (const some of services(ask)) yield items(some);
    },
    id: at('serviceArn'),
    name: at('serviceName'),
    parent: at('clusterArn'),
    since: 'createdAt',
  },
  {
    api: 'aws-ecs-task',
    per: 'region',
    calls: [...LISTS, 'ecs:ListTasks', 'ecs:DescribeTasks'],
    async *collect(ask) {
      for await (const some of tasks(ask)) yield items(some);
    },
    id: at('taskArn'),
    name: (record) => at('taskArn')(record)?.replace(/^.*\//, ''),
    parent: serviceOfTask,
    since: 'createdAt',
  },
  {
    api: 'aws-ecs-container-instance',
    per: 'region',
    calls: [...LISTS, 'ecs:ListContainerInstances', 'ecs:DescribeContainerInstances'],
    async *collect(ask) {
      // A cluster counts those that are registered with it: where there are none, as with Fargate, nothing is listed.
      const some = (await clusters(ask)).filter(({ registeredContainerInstancesCount }) => registeredContainerInstancesCount !== 0);
      yield* settled(some, (cluster) => containerInstancesOf(ask, cluster));
    },
    id: at('containerInstanceArn'),
    name: at('ec2InstanceId'),
    parent: at('clusterArn'),
    since: 'registeredAt',
  },
  {
    api: 'aws-ecs-describe-task-definition',
    per: 'region',
    calls: [...LISTS, 'ecs:ListServices', 'ecs:DescribeServices', 'ecs:ListTasks', 'ecs:DescribeTasks', 'ecs:DescribeTaskDefinition'],
    some: true,
    collect: taskDefinitions,
    id: at('taskDefinitionArn'),
    name: (record) => at('taskDefinitionArn')(record)?.replace(/^.*\//, ''),
    since: 'registeredAt',
  },
];

/** Tasks name the service that started them by its name alone, `service:web`, which is unique within the cluster. */
function serviceOfTask(record: Item['record']): string | undefined {
  const cluster = at('clusterArn')(record);
  const service = /^service:(.+)$/.exec(at('group')(record) ?? '')?.[1];
  const parts = /^(arn:[^:]+:ecs:[^:]+:\d+:)cluster\/(.+)$/.exec(cluster ?? '');
  return service === undefined || parts === null ? cluster : `${parts[1]}service/${parts[2]}/${service}`;
}
