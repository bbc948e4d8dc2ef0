import type { Service, ServiceEvent, Task } from '@aws-sdk/client-ecs';
import { at, textAt, type JsonObject, type JsonValue } from '../../../../src/domain/json';
import { STORY_SERVICE } from '../../../../src/sample/story-service';
import { standingId } from '../../../../src/sample/ids';
import type { Inventory } from '../inventory';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Why no task of the story's service starts: its image is in no registry, and its network reaches none. */
export const STOP_REASON =
  `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ` +
  `${STORY_SERVICE.account}.dkr.ecr.${STORY_SERVICE.region}.amazonaws.com/${STORY_SERVICE.cluster}:latest: ` +
  `dial tcp 192.0.2.200:443: i/o timeout`;

type EcsInventory = Pick<Inventory, 'clusters' | 'services' | 'tasks' | 'taskDefinitions'>;

/**
 * The cluster that nobody knows, out of the records that tell how it came about: what CreateCluster, RegisterTaskDefinition and CreateService
 * answered, with the tasks and events of the latest hour as the records of the network interfaces tell of them.
 */
export function storyEcs(records: readonly JsonObject[], now: number): EcsInventory {
  const answered = (name: string): JsonValue | undefined =>
    at(
      records.find((record) => record['eventName'] === name),
      'responseElements',
    );
  const cluster = withDates(at(answered('CreateCluster'), 'cluster')) as EcsInventory['clusters'][number];
  const definition = withDates(at(answered('RegisterTaskDefinition'), 'taskDefinition')) as EcsInventory['taskDefinitions'][number];
  const service = withDates(at(answered('CreateService'), 'service')) as Service;
  const tasks = tasksOf(records, service, now);
  const failed = records.filter(({ eventName }) => eventName === 'DeleteNetworkInterface').length;
  return {
    clusters: [{ ...cluster, activeServicesCount: 1, runningTasksCount: 0, pendingTasksCount: 0 }],
    taskDefinitions: [definition],
    services: [
      {
        ...service,
        deployments: service.deployments?.map((deployment) => ({
          ...deployment,
          failedTasks: failed,
          updatedAt: tasks[0]?.createdAt ?? deployment.updatedAt,
        })),
        events: eventsOf(tasks, service),
        tags: [],
      },
    ],
    tasks,
  };
}

/** Tasks of the latest hour, which is how long ECS keeps one that stopped; the newest first. */
function tasksOf(records: readonly JsonObject[], service: Service, now: number): Task[] {
  const ended = new Map(
    records
      .filter(({ eventName }) => eventName === 'DeleteNetworkInterface')
      .map((record) => [textAt(record, 'requestParameters', 'networkInterfaceId'), Date.parse(textAt(record, 'eventTime') ?? '')]),
  );
  const made = records.filter(({ eventName }) => eventName === 'CreateNetworkInterface');
  return made
    .flatMap((record): Task[] => {
      const created = Date.parse(textAt(record, 'eventTime') ?? '');
      const id = textAt(record, 'responseElements', 'networkInterface', 'networkInterfaceId') ?? '';
      const stopped = ended.get(id);
      if (stopped === undefined || stopped < now - HOUR) return [];
      return [taskOf(record, service, created, stopped)];
    })
    .sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
}

function taskOf(record: JsonObject, service: Service, created: number, stopped: number): Task {
  const made = at(record, 'responseElements', 'networkInterface');
  const name = (key: string): string => textAt(made, key) ?? '';
  const attachment = name('description').split('/').at(-1) ?? '';
  const [cluster = '', region = ''] = [service.clusterArn, service.clusterArn?.split(':')[3]];
  const id = standingId('task', name('networkInterfaceId')).slice(5).padEnd(32, '0');
  const arn = cluster.replace(':cluster/', ':task/') + `/${id}`;
  return {
    taskArn: arn,
    clusterArn: cluster,
    taskDefinitionArn: service.taskDefinition,
    group: `service:${service.serviceName ?? ''}`,
    startedBy: service.deployments?.[0]?.id,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    availabilityZone: name('availabilityZone') || `${region}a`,
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    connectivity: 'DISCONNECTED',
    cpu: '512',
    memory: '1024',
    createdAt: new Date(created),
    stoppingAt: new Date(stopped - 10_000),
    stoppedAt: new Date(stopped),
    stopCode: 'TaskFailedToStart',
    stoppedReason: STOP_REASON,
    attachments: [
      {
        id: attachment,
        type: 'ElasticNetworkInterface',
        status: 'DELETED',
        details: [
          { name: 'subnetId', value: name('subnetId') },
          { name: 'networkInterfaceId', value: name('networkInterfaceId') },
          { name: 'macAddress', value: name('macAddress') },
          { name: 'privateIPv4Address', value: name('privateIpAddress') },
        ],
      },
    ],
    containers: [
      {
        containerArn: `${arn.replace(':task/', ':container/')}/${attachment}`,
        taskArn: arn,
        name: 'worker',
        lastStatus: 'STOPPED',
        reason: STOP_REASON,
        networkInterfaces: [],
      },
    ],
    tags: [],
    version: 3,
  };
}

/** What ECS has to say of each try, newest first. */
function eventsOf(tasks: readonly Task[], { serviceName = '' }: Service): ServiceEvent[] {
  return tasks.flatMap(({ taskArn = '', createdAt, stoppedAt }): ServiceEvent[] => {
    const task = taskArn.split('/').at(-1) ?? '';
    return [
      {
        id: standingId('event', `${task}/end`).slice(6),
        createdAt: stoppedAt,
        message: `(service ${serviceName}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
      },
      {
        id: standingId('event', `${task}/start`).slice(6),
        createdAt,
        message: `(service ${serviceName}) has started 1 tasks: (task ${task}).`,
      },
    ];
  });
}

/** Records write a time of ECS as a date for people; the API has a time. */
function withDates(value: JsonValue | undefined): unknown {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key.endsWith('At') && typeof member === 'string' ? new Date(`${member} UTC`) : withDates(member),
    ]),
  );
}
