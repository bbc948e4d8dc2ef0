import { serviceLinkedRole } from './callers';
import { standingId, uuid } from './ids';
import type { Random } from './random';
import { responseDate, type Action } from './record';
import { ACCOUNTS, STORY_ACCOUNT, STORY_REGION } from './world';

/** Tasks the service tries to keep running; each is retried for ever. */
export const SLOTS = 2;

export const ACCOUNT = ACCOUNTS[STORY_ACCOUNT];
export const PLACE = { account: ACCOUNT, region: STORY_REGION };
const CLUSTER = 'load-test';
const SERVICE = 'load-test-worker';
export const ECS = `arn:aws:ecs:${STORY_REGION}:${ACCOUNT}`;
export const VPC = standingId('vpc', 'story/default');
export const SUBNETS = ['a', 'b'].map((zone) => ({ id: standingId('subnet', `story/${zone}`), zone: `${STORY_REGION}${zone}` }));
export const GROUP = standingId('sg', 'story/default');
export const LINKED_ROLE = 'AWSServiceRoleForECS';
export const LINKED_SESSION = 'ecs-eni-provisioning';

export function clusterAction(name: 'DescribeClusters' | 'DescribeServices' | 'ListTasks'): Action {
  const request = {
    DescribeClusters: { clusters: [CLUSTER], include: ['SETTINGS', 'TAGS'] },
    DescribeServices: { cluster: CLUSTER, services: [SERVICE] },
    ListTasks: { cluster: CLUSTER, serviceName: SERVICE },
  }[name];
  return { service: 'ecs', name, request };
}

export function createCluster(): Action {
  return {
    service: 'ecs',
    name: 'CreateCluster',
    request: { clusterName: CLUSTER },
    response: {
      cluster: {
        clusterArn: `${ECS}:cluster/${CLUSTER}`,
        clusterName: CLUSTER,
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

export function registerTaskDefinition(time: number, registeredBy: string): Action {
  const role = `arn:aws:iam::${ACCOUNT}:role/ecsTaskExecutionRole`;
  const container = {
    name: 'worker',
    image: `${ACCOUNT}.dkr.ecr.${STORY_REGION}.amazonaws.com/load-test:latest`,
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    portMappings: [],
  };
  const asked = {
    family: SERVICE,
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
        taskDefinitionArn: `${ECS}:task-definition/${SERVICE}:1`,
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

export function createService(time: number, createdBy: string, random: Random): Action {
  const networkConfiguration = {
    awsvpcConfiguration: { subnets: SUBNETS.map(({ id }) => id), securityGroups: [GROUP], assignPublicIp: 'DISABLED' },
  };
  const taskDefinition = `${ECS}:task-definition/${SERVICE}:1`;
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
      cluster: CLUSTER,
      serviceName: SERVICE,
      taskDefinition: `${SERVICE}:1`,
      desiredCount: SLOTS,
      launchType: 'FARGATE',
      networkConfiguration,
      clientToken: uuid(random),
    },
    response: {
      service: {
        serviceArn: `${ECS}:service/${CLUSTER}/${SERVICE}`,
        serviceName: SERVICE,
        clusterArn: `${ECS}:cluster/${CLUSTER}`,
        loadBalancers: [],
        serviceRegistries: [],
        status: 'ACTIVE',
        desiredCount: SLOTS,
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
            desiredCount: SLOTS,
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
        roleArn: serviceLinkedRole(ACCOUNT, 'ecs', LINKED_ROLE).arn,
        events: [],
        createdAt: at,
        placementConstraints: [],
        placementStrategy: [],
        networkConfiguration,
        schedulingStrategy: 'REPLICA',
        deploymentController: { type: 'ECS' },
        createdBy,
        enableECSManagedTags: false,
        propagateTags: 'NONE',
        enableExecuteCommand: false,
      },
    },
  };
}
