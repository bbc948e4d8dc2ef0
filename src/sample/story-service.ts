import { serviceLinkedRole } from './callers';
import { standingId, uuid } from './ids';
import type { Random } from './random';
import { responseDate, type Action, type Place } from './record';
import { ACCOUNTS, STORY_ACCOUNT, STORY_REGION } from './world';

/** A service of ECS on Fargate: where it runs, and with what. */
export interface EcsService extends Place {
  readonly cluster: string;
  readonly name: string;
  readonly vpc: string;
  readonly subnets: readonly { readonly id: string; readonly zone: string }[];
  readonly group: string;
  /** Tasks it tries to keep running; each is retried for ever. */
  readonly slots: number;
  /** ECS tags what it makes for the service with the names of cluster and service. */
  readonly managedTags?: boolean;
}

/** The one the story is about. */
export const STORY_SERVICE: EcsService = {
  account: ACCOUNTS[STORY_ACCOUNT],
  region: STORY_REGION,
  cluster: 'load-test',
  name: 'load-test-worker',
  vpc: standingId('vpc', 'story/default'),
  subnets: ['a', 'b'].map((zone) => ({ id: standingId('subnet', `story/${zone}`), zone: `${STORY_REGION}${zone}` })),
  group: standingId('sg', 'story/default'),
  slots: 2,
};

export const LINKED_ROLE = 'AWSServiceRoleForECS';
export const LINKED_SESSION = 'ecs-eni-provisioning';

/** `arn:aws:ecs:REGION:ACCOUNT`: what the ARNs of ECS in a place begin with. */
export function ecsArn({ account, region }: Place): string {
  return `arn:aws:ecs:${region}:${account}`;
}

export function clusterAction({ cluster, name: service }: EcsService, name: 'DescribeClusters' | 'DescribeServices' | 'ListTasks'): Action {
  const request = {
    DescribeClusters: { clusters: [cluster], include: ['SETTINGS', 'TAGS'] },
    DescribeServices: { cluster, services: [service] },
    ListTasks: { cluster, serviceName: service },
  }[name];
  return { service: 'ecs', name, request };
}

export function createCluster({ cluster: clusterName, ...place }: EcsService): Action {
  return {
    service: 'ecs',
    name: 'CreateCluster',
    request: { clusterName },
    response: {
      cluster: {
        clusterArn: `${ecsArn(place)}:cluster/${clusterName}`,
        clusterName,
        status: 'ACTIVE',
        registeredContainerInstancesCount: 0,
        runningTasksCount: 0,
        pendingTasksCount: 0,
        activeServicesCount: 0,
        statistics: [],
        tags: [],
        settings: [{ name: 'containerInsights', value: 'disabled' }],
        capacityProviders: [],
        defaultCapacityProviderStrategy: [],
      },
    },
  };
}

export function registerTaskDefinition(service: EcsService, time: number, registeredBy: string): Action {
  const role = `arn:aws:iam::${service.account}:role/ecsTaskExecutionRole`;
  const container = {
    name: 'worker',
    image: `${service.account}.dkr.ecr.${service.region}.amazonaws.com/${service.cluster}:latest`,
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    portMappings: [],
  };
  const asked = {
    family: service.name,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
    executionRoleArn: role,
    containerDefinitions: [container],
  };
  return {
    service: 'ecs',
    name: 'RegisterTaskDefinition',
    request: asked,
    response: {
      taskDefinition: {
        taskDefinitionArn: `${ecsArn(service)}:task-definition/${service.name}:1`,
        ...asked,
        revision: 1,
        status: 'ACTIVE',
        volumes: [],
        placementConstraints: [],
        compatibilities: ['EC2', 'FARGATE'],
        registeredAt: responseDate(time),
        registeredBy,
      },
    },
  };
}

export function createService(made: EcsService, time: number, createdBy: string, random: Random): Action {
  const { cluster, name: serviceName, subnets, group, slots: desiredCount } = made;
  const ecs = ecsArn(made);
  const networkConfiguration = {
    awsvpcConfiguration: { subnets: subnets.map(({ id }) => id), securityGroups: [group], assignPublicIp: 'DISABLED' },
  };
  const taskDefinition = `${ecs}:task-definition/${serviceName}:1`;
  const deploymentConfiguration = {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
  };
  const at = responseDate(time);
  return {
    service: 'ecs',
    name: 'CreateService',
    request: {
      cluster,
      serviceName,
      taskDefinition: `${serviceName}:1`,
      desiredCount,
      launchType: 'FARGATE',
      networkConfiguration,
      clientToken: uuid(random),
    },
    response: {
      service: {
        serviceArn: `${ecs}:service/${cluster}/${serviceName}`,
        serviceName,
        clusterArn: `${ecs}:cluster/${cluster}`,
        loadBalancers: [],
        serviceRegistries: [],
        status: 'ACTIVE',
        desiredCount,
        runningCount: 0,
        pendingCount: 0,
        launchType: 'FARGATE',
        platformVersion: 'LATEST',
        platformFamily: 'Linux',
        taskDefinition,
        deploymentConfiguration,
        deployments: [
          {
            id: `ecs-svc/${random.text('0123456789', 19)}`,
            status: 'PRIMARY',
            taskDefinition,
            desiredCount,
            pendingCount: 0,
            runningCount: 0,
            failedTasks: 0,
            createdAt: at,
            updatedAt: at,
            launchType: 'FARGATE',
            platformVersion: '1.4.0',
            platformFamily: 'Linux',
            networkConfiguration,
            rolloutState: 'IN_PROGRESS',
            rolloutStateReason: 'ECS deployment in progress.',
          },
        ],
        roleArn: serviceLinkedRole(made.account, 'ecs', LINKED_ROLE).arn,
        events: [],
        createdAt: at,
        placementConstraints: [],
        placementStrategy: [],
        networkConfiguration,
        schedulingStrategy: 'REPLICA',
        deploymentController: { type: 'ECS' },
        createdBy,
        enableECSManagedTags: made.managedTags ?? false,
        propagateTags: 'NONE',
        enableExecuteCommand: false,
      },
    },
  };
}
