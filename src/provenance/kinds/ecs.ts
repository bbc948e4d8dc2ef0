import { describe, end, make, tag, untag, type ResourceKind } from '../effects';

const TAGS = {
  TagResource: [tag('request.tags', 'request.resourceArn')],
  UntagResource: [untag('request.tagKeys', 'request.resourceArn')],
};

export const ECS_KINDS: readonly ResourceKind[] = [
  {
    type: 'AWS::ECS::Cluster',
    api: 'aws-ecs-cluster',
    source: 'ecs',
    id: 'clusterArn',
    name: 'clusterName',
    of: ['request.cluster'],
    calls: {
      CreateCluster: [make('cluster')],
      UpdateCluster: [describe('cluster')],
      UpdateClusterSettings: [describe('cluster')],
      PutClusterCapacityProviders: [describe('cluster')],
      DeleteCluster: [end()],
      ...TAGS,
    },
  },
  {
    type: 'AWS::ECS::Service',
    api: 'aws-ecs-service',
    source: 'ecs',
    id: 'serviceArn',
    name: 'serviceName',
    of: ['request.service'],
    calls: { CreateService: [make('service')], UpdateService: [describe('service')], DeleteService: [end()], ...TAGS },
  },
  {
    type: 'AWS::ECS::TaskDefinition',
    api: 'aws-ecs-describe-task-definition',
    source: 'ecs',
    id: 'taskDefinitionArn',
    of: ['request.taskDefinition'],
    calls: {
      RegisterTaskDefinition: [make('taskDefinition')],
      DeregisterTaskDefinition: [describe('taskDefinition')],
      DeleteTaskDefinitions: [end('request.taskDefinitions.*')],
      ...TAGS,
    },
  },
  {
    type: 'AWS::ECS::ContainerInstance',
    api: 'aws-ecs-container-instance',
    source: 'ecs',
    id: 'containerInstanceArn',
    of: ['request.containerInstance'],
    calls: {
      RegisterContainerInstance: [make('containerInstance')],
      UpdateContainerInstancesState: [describe('containerInstances.*')],
      DeregisterContainerInstance: [end()],
      ...TAGS,
    },
  },
  {
    type: 'AWS::ECS::Task',
    api: 'aws-ecs-task',
    source: 'ecs',
    id: 'taskArn',
    of: ['request.task'],
    calls: { RunTask: [make('tasks.*')], StartTask: [make('tasks.*')], StopTask: [end()], ...TAGS },
  },
];
