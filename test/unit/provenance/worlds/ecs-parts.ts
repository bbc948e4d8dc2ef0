import { textAt, type JsonObject } from '../../../../src/domain/json';
import { MINUTE } from '../../../../src/domain/time';
import { standingId, uuid } from '../../../../src/sample/ids';
import { interfacePair } from '../../../../src/sample/interface-pair';
import { responseDate, type Action, type Caller } from '../../../../src/sample/record';
import {
  createCluster,
  createService,
  ecsArn,
  LINKED_ROLE,
  LINKED_SESSION,
  registerTaskDefinition,
  STORY_SERVICE,
  type EcsService,
} from '../../../../src/sample/story-service';
import { START, type WorldBuilder } from './world';

/** The story's service, its own name, and what else is different. */
export function serviceLike(name: string, more: Partial<EcsService> = {}): EcsService {
  return { ...STORY_SERVICE, name, ...more };
}

/** Two subnets of the story's network that are not the story's. */
export const OTHER_SUBNETS = ['a', 'b'].map((zone) => ({
  id: standingId('subnet', `other/${zone}`),
  zone: `${STORY_SERVICE.region}${zone}`,
}));
export const OTHER_GROUP = standingId('sg', 'other');

export interface Made {
  readonly cluster: string;
  readonly task: string;
  readonly service: string;
}

/** Cluster, task definition and service, a minute apart: the event ids. `minute`: when the service is made. */
export function makeService(w: WorldBuilder, service: EcsService, by: Caller, minute: number): Made {
  const session = textAt(by.identity, 'arn') ?? '';
  const role = textAt(by.identity, 'sessionContext', 'sessionIssuer', 'arn') ?? session;
  const at = START + minute * MINUTE;
  return {
    cluster: w.call(minute - 2, by, service, createCluster(service)),
    task: w.call(minute - 1, by, service, registerTaskDefinition(service, at - MINUTE, session)),
    service: w.call(minute, by, service, createService(service, at, role, w.random)),
  };
}

/** ECS by its own role. */
export function ecsSession(w: WorldBuilder, minute: number, service: EcsService = STORY_SERVICE, key?: string): Caller {
  return w.serviceSession(minute, service, 'ecs', LINKED_ROLE, LINKED_SESSION, key);
}

export interface Try {
  readonly created: string;
  readonly deleted: string;
  readonly eni: string;
}

/** ECS tries `count` times from `minute` on, every four minutes. */
export function tries(w: WorldBuilder, service: EcsService, ecs: Caller, minute: number, count = 6): readonly Try[] {
  return Array.from({ length: count }, (_, i) => {
    const created = START + (minute + 4 * i) * MINUTE;
    const [create, remove] = interfacePair(service, { created, deleted: created + 100_000, by: () => ecs }, w.random);
    return { created: w.add(create), deleted: w.add(remove), eni: textAt(remove.request, 'networkInterfaceId') ?? '' };
  });
}

/** The last of them. */
export function lastOf(all: readonly Try[]): Try {
  const last = all.at(-1);
  if (last === undefined) throw new Error('there is none');
  return last;
}

/** What a change of a service sends, and what comes back. */
export function updateService(service: EcsService, changed: JsonObject): Action {
  const arn = ecsArn(service);
  return {
    service: 'ecs',
    name: 'UpdateService',
    request: { cluster: service.cluster, service: service.name, ...changed },
    response: {
      service: {
        serviceArn: `${arn}:service/${service.cluster}/${service.name}`,
        serviceName: service.name,
        clusterArn: `${arn}:cluster/${service.cluster}`,
        status: 'ACTIVE',
        desiredCount: service.slots,
        runningCount: 0,
        pendingCount: 0,
        launchType: 'FARGATE',
        taskDefinition: `${arn}:task-definition/${service.name}:1`,
        networkConfiguration: networkOf(service),
        ...changed,
      },
    },
  };
}

export function networkOf({ subnets, group }: EcsService) {
  return { awsvpcConfiguration: { subnets: subnets.map(({ id }) => id), securityGroups: [group], assignPublicIp: 'DISABLED' } };
}

export function deleteService(service: EcsService): Action {
  const arn = ecsArn(service);
  return {
    service: 'ecs',
    name: 'DeleteService',
    request: { cluster: service.cluster, service: service.name, force: true },
    response: {
      service: {
        serviceArn: `${arn}:service/${service.cluster}/${service.name}`,
        serviceName: service.name,
        clusterArn: `${arn}:cluster/${service.cluster}`,
        status: 'DRAINING',
        desiredCount: 0,
        runningCount: 0,
        pendingCount: 0,
        taskDefinition: `${arn}:task-definition/${service.name}:1`,
        networkConfiguration: networkOf(service),
      },
    },
  };
}

/** One task by hand: the answer names the attachment that the interface's description names too. */
export function runTask(w: WorldBuilder, service: EcsService, attachment: string, minute: number): Action {
  const arn = ecsArn(service);
  const taskId = w.random.text('0123456789abcdef', 32);
  const [subnet] = service.subnets;
  return {
    service: 'ecs',
    name: 'RunTask',
    request: {
      cluster: service.cluster,
      taskDefinition: `${service.name}:1`,
      count: 1,
      launchType: 'FARGATE',
      networkConfiguration: networkOf(service),
      clientToken: uuid(w.random),
    },
    response: {
      tasks: [
        {
          taskArn: `${arn}:task/${service.cluster}/${taskId}`,
          clusterArn: `${arn}:cluster/${service.cluster}`,
          taskDefinitionArn: `${arn}:task-definition/${service.name}:1`,
          group: `family:${service.name}`,
          lastStatus: 'PROVISIONING',
          desiredStatus: 'RUNNING',
          launchType: 'FARGATE',
          createdAt: responseDate(START + minute * MINUTE),
          attachments: [
            {
              id: attachment,
              type: 'ElasticNetworkInterface',
              status: 'PRECREATED',
              details: [{ name: 'subnetId', value: subnet?.id ?? '' }],
            },
          ],
          containers: [],
          version: 1,
        },
      ],
      failures: [],
    },
  };
}
