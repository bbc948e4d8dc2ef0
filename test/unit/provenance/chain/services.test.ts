import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/domain/json';
import { ACCOUNT, call, linked, path, REGION, session, tracing, user } from './records';

const SUBNET = 'subnet-0aaaaaaaaaaaaaaaa';

function eni(minute: number, id: string, by: JsonObject, description: string, subnetId = SUBNET): JsonObject {
  return call(minute, 'ec2', 'CreateNetworkInterface', {
    ...by,
    eventID: id,
    requestParameters: { subnetId, description },
    responseElements: { networkInterface: { networkInterfaceId: `eni-${String(minute * 10).padStart(8, '0')}`, subnetId, description } },
  });
}

function tagSet(tags: Readonly<Record<string, string>>): JsonObject {
  return { items: Object.entries(tags).map(([key, value]) => ({ key, value })) };
}

const STACK = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/shop/11111111-2222-3333-4444-555555555555`;

describe('what services write into descriptions', () => {
  it('leads to load balancers, file systems, gateways, endpoints, functions and clusters', async () => {
    const elb = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/web/0123456789abcdef`;
    const uuid = '11111111-2222-3333-4444-555555555555';
    const tracer = await tracing(
      call(0, 'elasticloadbalancing', 'CreateLoadBalancer', {
        ...user('a'),
        requestParameters: { name: 'web' },
        responseElements: { loadBalancers: [{ loadBalancerArn: elb }] },
      }),
      call(0, 'elasticloadbalancing', 'CreateLoadBalancer', {
        ...user('classic'),
        eventID: 'classic',
        requestParameters: { loadBalancerName: 'old-web' },
      }),
      call(0, 'elasticfilesystem', 'CreateMountTarget', {
        ...user('b'),
        requestParameters: { fileSystemId: 'fs-01234567', subnetId: SUBNET },
      }),
      call(1, 'elasticfilesystem', 'CreateMountTarget', {
        ...user('not b'),
        eventID: 'x',
        requestParameters: { fileSystemId: 'fs-01234567', subnetId: 'subnet-0bbbbbbbbbbbbbbbb' },
      }),
      call(0, 'ec2', 'CreateNatGateway', {
        ...user('c'),
        responseElements: { CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-0aaaaaaaaaaaaaaaa' } } },
      }),
      call(0, 'ec2', 'CreateVpcEndpoint', {
        ...user('d'),
        responseElements: { CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: 'vpce-0aaaaaaaaaaaaaaaa' } } },
      }),
      call(0, 'lambda', 'CreateFunction20150331v2', { ...user('not e'), requestParameters: { functionName: 'resize' } }),
      call(1, 'lambda', 'UpdateFunctionConfiguration20150331v2', {
        ...user('e'),
        requestParameters: { functionName: 'resize', vpcConfig: { subnetIds: [SUBNET] } },
      }),
      call(0, 'eks', 'CreateCluster', {
        ...user('f'),
        requestParameters: { name: 'prod' },
        responseElements: { cluster: { name: 'prod' } },
      }),
      call(0, 'elasticache', 'CreateReplicationGroup', { ...user('g'), requestParameters: { replicationGroupId: 'sessions' } }),
      eni(5, 'elb', linked('elasticloadbalancing', 'AWSServiceRoleForElasticLoadBalancing'), 'ELB app/web/0123456789abcdef'),
      eni(5.1, 'classic elb', linked('elasticloadbalancing', 'AWSServiceRoleForElasticLoadBalancing'), 'ELB old-web'),
      eni(
        5.2,
        'efs',
        linked('elasticfilesystem', 'AWSServiceRoleForAmazonElasticFileSystem'),
        'EFS mount target for fs-01234567 (fsmt-01234567)',
      ),
      eni(
        5.3,
        'nat',
        { userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } },
        'Interface for NAT Gateway nat-0aaaaaaaaaaaaaaaa',
      ),
      eni(
        5.4,
        'vpce',
        { userIdentity: { type: 'AWSService', invokedBy: 'vpce.amazonaws.com' } },
        'VPC Endpoint Interface vpce-0aaaaaaaaaaaaaaaa',
      ),
      eni(5.5, 'lambda', linked('lambda', 'AWSServiceRoleForLambda'), `AWS Lambda VPC ENI-resize-${uuid}`),
      eni(5.6, 'eks', linked('eks', 'AWSServiceRoleForAmazonEKS'), 'Amazon EKS prod'),
      eni(5.7, 'elasticache', linked('elasticache', 'AWSServiceRoleForElastiCache'), 'ElastiCache sessions-001'),
      eni(5.8, 'older lambda', linked('lambda', 'AWSServiceRoleForLambda'), `AWS Lambda VPC ENI-older-${uuid}`),
    );
    const paths: Record<string, string> = {};
    for (const id of ['elb', 'classic elb', 'efs', 'nat', 'vpce', 'lambda', 'eks', 'elasticache', 'older lambda'])
      paths[id] = path(await tracer.trace(id)).replace('asked CreateNetworkInterface < ', '');
    expect(paths).toEqual({
      elb: 'K1 CreateLoadBalancer < human a exact',
      'classic elb': 'K2 CreateLoadBalancer < human classic exact',
      efs: 'K1 CreateMountTarget < human b exact',
      nat: 'K1 CreateNatGateway < human c exact',
      vpce: 'K1 CreateVpcEndpoint < human d exact',
      lambda: 'K2 UpdateFunctionConfiguration20150331v2 < human e exact',
      eks: 'K2 CreateCluster < human f exact',
      elasticache: 'K2 CreateReplicationGroup < human g exact',
      'older lambda': 'before-log older exact',
    });
  });
});

describe('Auto Scaling', () => {
  const SLR = linked('autoscaling', 'AWSServiceRoleForAutoScaling', 'AutoScaling');
  const run = (minute: number, id: string, instanceId: string, tags: Record<string, string>): JsonObject =>
    call(minute, 'ec2', 'RunInstances', {
      ...SLR,
      eventID: id,
      requestParameters: { tagSpecificationSet: { items: [{ resourceType: 'instance', tags: tagSet(tags)['items'] ?? null }] } },
      responseElements: { instancesSet: { items: [{ instanceId, tagSet: tagSet(tags) }] } },
    });
  const group = (minute: number, operation: string, by: string, more: JsonObject): JsonObject =>
    call(minute, 'autoscaling', operation, {
      ...user(by),
      eventID: `${by} ${operation}`,
      requestParameters: { autoScalingGroupName: 'web', ...more },
    });

  it('launches and ends instances for a group, and the last change of its size counts', async () => {
    const [first, second] = ['i-0aaaaaaaaaaaaaaaa', 'i-0bbbbbbbbbbbbbbbb'];
    const tracer = await tracing(
      group(0, 'CreateAutoScalingGroup', 'alice', { desiredCapacity: 1 }),
      run(1, 'run 1', first, { 'aws:autoscaling:groupName': 'web', 'aws:ec2launchtemplate:id': 'lt-0aaaaaaaaaaaaaaaa' }),
      group(2, 'SetDesiredCapacity', 'bob', { desiredCapacity: 2 }),
      run(3, 'run 2', second, { 'aws:autoscaling:groupName': 'web' }),
      call(4, 'ec2', 'TerminateInstances', { ...SLR, requestParameters: { instancesSet: { items: [{ instanceId: first }] } } }),
      run(5, 'by template', 'i-0cccccccccccccccc', { 'aws:ec2launchtemplate:id': 'lt-0aaaaaaaaaaaaaaaa' }),
      call(0, 'ec2', 'CreateLaunchTemplate', {
        ...user('carol'),
        responseElements: { launchTemplate: { launchTemplateId: 'lt-0aaaaaaaaaaaaaaaa' } },
      }),
    );
    expect(path(await tracer.trace('run 1'))).toBe('asked RunInstances < K15 CreateAutoScalingGroup < human alice exact');
    expect(path(await tracer.trace('run 2'))).toBe('asked RunInstances < K15 SetDesiredCapacity < human bob exact');
    expect(path(await tracer.trace('TerminateInstances'))).toBe(
      'asked TerminateInstances < K1 RunInstances < K15 CreateAutoScalingGroup < human alice exact',
    );
    expect(path(await tracer.trace('by template'))).toBe('asked RunInstances < K15 CreateLaunchTemplate < human carol exact');
  });

  it('for a group that EKS made for its nodes: on to the node group, and to its maker', async () => {
    const tracer = await tracing(
      call(0, 'eks', 'CreateNodegroup', { ...user('alice'), requestParameters: { name: 'prod', nodegroupName: 'spot' } }),
      call(1, 'autoscaling', 'CreateAutoScalingGroup', {
        ...linked('eks-nodegroup', 'AWSServiceRoleForAmazonEKSNodegroup'),
        requestParameters: {
          autoScalingGroupName: 'eks-spot-1',
          tags: [
            { key: 'eks:nodegroup-name', value: 'spot' },
            { key: 'eks:cluster-name', value: 'prod' },
          ],
        },
      }),
      run(2, 'run', 'i-0aaaaaaaaaaaaaaaa', { 'aws:autoscaling:groupName': 'eks-spot-1', 'eks:cluster-name': 'prod' }),
    );
    expect(path(await tracer.trace('run'))).toBe(
      'asked RunInstances < K15 CreateAutoScalingGroup < K15 CreateNodegroup < human alice exact',
    );
  });
});

describe('CloudFormation', () => {
  const create = (minute: number, by: JsonObject, id: string, stackId: string, more: JsonObject = {}): JsonObject =>
    call(minute, 'cloudformation', 'CreateStack', {
      ...by,
      eventID: id,
      requestParameters: { stackName: /stack\/([^/]+)/.exec(stackId)?.[1] ?? '', ...more },
      responseElements: { stackId },
    });
  const formed = (by: JsonObject): JsonObject => ({
    userIdentity: { ...(by['userIdentity'] as JsonObject), invokedBy: 'cloudformation.amazonaws.com' },
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
  });
  const role = `arn:aws:iam::${ACCOUNT}:role/cfn`;
  const other = STACK.replace('/shop/', '/blog/');

  it('without a role: the caller stays in the record, and the tag names the stack', async () => {
    const tracer = await tracing(
      create(0, user('alice'), 'create', STACK),
      call(1, 'sqs', 'CreateQueue', {
        ...formed(user('alice')),
        requestParameters: { queueName: 'q', tags: { 'aws:cloudformation:stack-id': STACK } },
      }),
      call(1, 'sns', 'CreateTopic', { ...formed(user('alice')), requestParameters: { name: 't' } }),
      call(1, 'sns', 'CreateTopic', { ...formed(user('bob')), eventID: 'no stack', requestParameters: { name: 'u' } }),
    );
    expect(path(await tracer.trace('CreateQueue'))).toBe('asked CreateQueue < K12 CreateStack < human alice exact');
    expect(path(await tracer.trace('CreateTopic'))).toBe('asked CreateTopic < K12 CreateStack < human alice exact');
    expect(path(await tracer.trace('no stack'))).toBe('asked CreateTopic < human bob exact');
  });

  it('with a role: by the tag; without a tag by the role, where one stack alone has it', async () => {
    const by = formed(session('cfn', 'AWSCloudFormation'));
    const tracer = await tracing(
      create(0, user('alice'), 'shop', STACK, { roleARN: role }),
      call(1, 'sns', 'CreateTopic', { ...by, eventID: 'alone', requestParameters: { name: 't' } }),
      create(2, user('bob'), 'blog', other, { roleARN: role }),
      call(3, 'sqs', 'CreateQueue', { ...by, eventID: 'tagged', requestParameters: { tags: { 'aws:cloudformation:stack-id': other } } }),
      call(3, 'sns', 'CreateTopic', { ...by, eventID: 'untagged', requestParameters: { name: 'u' } }),
    );
    expect(path(await tracer.trace('alone'))).toBe('asked CreateTopic < K12 strong CreateStack < human alice strong');
    expect(path(await tracer.trace('tagged'))).toBe('asked CreateQueue < K12 CreateStack < human bob exact');
    const unclear = await tracer.trace('untagged');
    expect(path(unclear)).toBe('asked CreateTopic < unknown - exact');
    expect(unclear?.alternatives.map(({ eventId }) => eventId).sort()).toEqual(['blog', 'shop']);
  });

  it('a later update of the stack counts for what it made', async () => {
    const by = formed(session('cfn', 'AWSCloudFormation'));
    const tags = { 'aws:cloudformation:stack-id': STACK };
    const tracer = await tracing(
      create(0, user('alice'), 'create', STACK, { roleARN: role }),
      call(1, 'sqs', 'CreateQueue', { ...by, eventID: 'first', requestParameters: { tags } }),
      call(2, 'cloudformation', 'ExecuteChangeSet', { ...user('bob'), requestParameters: { stackName: STACK, changeSetName: 'c' } }),
      call(3, 'sqs', 'CreateQueue', { ...by, eventID: 'second', requestParameters: { tags } }),
    );
    expect(path(await tracer.trace('first'))).toBe('asked CreateQueue < K12 CreateStack < human alice exact');
    expect(path(await tracer.trace('second'))).toBe('asked CreateQueue < K12 ExecuteChangeSet < human bob exact');
  });
});

describe('K3: what services tell of their own accord', () => {
  it('names its thing in other places', async () => {
    const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
    const tell = (minute: number, eventName: string): JsonObject =>
      call(minute, 'kms', eventName, {
        eventType: 'AwsServiceEvent',
        userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
        resources: [{ ARN: key, accountId: ACCOUNT, type: 'AWS::KMS::Key' }],
      });
    const tracer = await tracing(
      call(0, 'kms', 'CreateKey', { ...user('alice'), responseElements: { keyMetadata: { arn: key } } }),
      tell(1, 'RotateKey'),
      call(2, 'kms', 'ScheduleKeyDeletion', { ...user('bob'), requestParameters: { keyId: key } }),
      tell(3, 'DeleteKey'),
    );
    expect(path(await tracer.trace('RotateKey'))).toBe('asked RotateKey < K3 CreateKey < human alice exact');
    expect(path(await tracer.trace('DeleteKey'))).toBe('asked DeleteKey < K3 ScheduleKeyDeletion < human bob exact');
  });
});

describe('K11: the scored edge', () => {
  const SLR = linked('rds', 'AWSServiceRoleForRDS', 'SLRManagement');
  const db = (minute: number, name: string, by: string, more: JsonObject = {}): JsonObject =>
    call(minute, 'rds', 'CreateDBInstance', {
      ...user(by),
      eventID: name,
      requestParameters: { dBInstanceIdentifier: name },
      responseElements: { dBInstanceIdentifier: name, dBSubnetGroup: { subnets: [{ subnetIdentifier: SUBNET }] } },
      ...more,
    });

  it('takes no part that makes nothing by itself, and no call of another service, account or region', async () => {
    const tracer = await tracing(
      call(0, 'rds', 'CreateDBSubnetGroup', { ...user('alice'), requestParameters: { dBSubnetGroupName: 'g', subnetIds: [SUBNET] } }),
      call(1, 'ecs', 'CreateService', { ...user('bob'), requestParameters: { serviceName: 's', subnets: [SUBNET] } }),
      db(2, 'there', 'carol', { awsRegion: 'eu-west-1' }),
      db(2, 'theirs', 'carol', { recipientAccountId: '444455556666' }),
      eni(5, 'eni', SLR, 'RDSNetworkInterface'),
    );
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < before-log rds.amazonaws.com exact');
  });

  it('lets tags decide between things that share a network, and lists the runner-up', async () => {
    const tagged = (name: string, by: string, minute: number): JsonObject =>
      db(minute, name, by, { requestParameters: { dBInstanceIdentifier: name, tags: [{ key: 'app', value: name }] } });
    const made = eni(5, 'eni', SLR, 'RDSNetworkInterface');
    const tracer = await tracing(tagged('orders', 'alice', 0), tagged('carts', 'bob', 1), {
      ...made,
      requestParameters: {
        ...(made['requestParameters'] as JsonObject),
        tagSpecificationSet: { items: [{ tags: [{ key: 'app', value: 'orders' }] }] },
      },
    });
    const chain = await tracer.trace('eni');
    expect(path(chain)).toBe('asked CreateNetworkInterface < K11 scored CreateDBInstance < human alice scored');
    expect(chain?.hops[1]?.shared).toEqual([SUBNET, 'app=orders']);
    expect(chain?.alternatives).toMatchObject([{ eventId: 'carts', hop: 1, principal: 'bob', shared: [SUBNET] }]);
  });

  it('of a service that much is asked of, reads only what shares a network with the record, and what became of that', async () => {
    const others = Array.from({ length: 310 }, (_, n) =>
      db(n / 310, `other-${n}`, 'erin', {
        responseElements: { dBSubnetGroup: { subnets: [{ subnetIdentifier: 'subnet-0bbbbbbbbbbbbbbbb' }] } },
      }),
    );
    const end = call(4, 'rds', 'DeleteDBInstance', { ...user('bob'), requestParameters: { dBInstanceIdentifier: 'carts' } });
    const tracer = await tracing(
      ...others,
      db(0, 'carts', 'alice'),
      db(2, 'orders', 'dana'),
      end,
      eni(3, 'both', SLR, 'x'),
      eni(5, 'eni', SLR, 'x'),
    );
    expect(path(await tracer.trace('both'))).toBe('asked CreateNetworkInterface < unknown - exact');
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < K11 scored CreateDBInstance < human dana scored');
  });

  it('drops what everybody’s records carry', async () => {
    const chatter = Array.from({ length: 60 }, (_, n) =>
      call(n / 60, 'ec2', 'ModifySubnetAttribute', {
        ...user('alice'),
        eventID: `tag ${n}`,
        requestParameters: { subnetId: SUBNET },
      }),
    );
    const tracer = await tracing(...chatter, db(2, 'orders', 'alice'), eni(5, 'eni', SLR, 'RDSNetworkInterface'));
    expect(path(await tracer.trace('eni'))).toBe('asked CreateNetworkInterface < before-log rds.amazonaws.com exact');
  });
});
