import { ownRole } from '../../../../src/sample/callers';
import { hex, principalId, sessionKey, uuid } from '../../../../src/sample/ids';
import type { Caller } from '../../../../src/sample/record';
import { issued, roleResource } from '../../../../src/sample/sessions';
import { createFunction, launchTemplate, ofGroup, runInstances, scalingGroup, terminate } from './compute-parts';
import { calls, GROUP, PLACE, serviceInterface, SUBNET_A, SUBNET_B, truthOf, VPC, workload } from './parts';
import { START, WorldBuilder, type Truth, type World } from './world';

const AUTO_SCALING = 'AWSServiceRoleForAutoScaling';

function scaled(withKey: boolean): World {
  const w = new WorldBuilder(`Auto Scaling${withKey ? ', whose session shows an access key' : ''}`);
  const lena = w.person(-30, 'lena.fischer', 'staging');
  const noah = w.person(-9, 'noah.berg', 'staging');
  const template = launchTemplate(w, 'web');
  w.call(-20, lena.caller, PLACE, template.action);
  const [group, other] = ['web', 'web-blue'].map((name, i) => w.call(i, noah.caller, PLACE, scalingGroup(name, template.id)));
  const scaler = w.serviceSession(2, PLACE, 'autoscaling', AUTO_SCALING, 'AutoScaling', withKey ? sessionKey(w.random) : undefined);
  const { instanceId, action } = runInstances(w, { template: template.id, tags: ofGroup('web') });
  const ran = w.call(2.1, scaler, PLACE, action);
  const ended = w.call(30, scaler, PLACE, terminate(instanceId));
  const truth = { created: ran, deleted: ended, eni: instanceId };
  return w.world(truthOf('the group of the tag', truth, group ?? '', noah, { never: [other ?? ''] }), {
    ...truthOf('the instance', truth, group ?? '', noah),
    subject: instanceId,
    path: [ran, group ?? ''],
  });
}

export const COMPUTE_WORLDS: readonly (() => World)[] = [
  () => scaled(false),
  () => scaled(true),

  function scaledByAnother() {
    const w = new WorldBuilder('a scaling group made by one, made larger by another');
    const lena = w.person(-30, 'lena.fischer', 'staging');
    const noah = w.person(-9, 'noah.berg', 'staging');
    const template = launchTemplate(w, 'web');
    w.call(-20, lena.caller, PLACE, template.action);
    const group = w.call(0, lena.caller, PLACE, scalingGroup('web', template.id));
    const larger = w.call(
      40,
      noah.caller,
      PLACE,
      calls('autoscaling', 'SetDesiredCapacity', { autoScalingGroupName: 'web', desiredCapacity: 6, honorCooldown: false }),
    );
    const scaler = w.serviceSession(40.1, PLACE, 'autoscaling', AUTO_SCALING, 'AutoScaling');
    const { instanceId, action } = runInstances(w, { template: template.id, tags: ofGroup('web') });
    const ran = w.call(40.2, scaler, PLACE, action);
    const ended = w.call(90, scaler, PLACE, terminate(instanceId));
    return w.world(
      truthOf('whoever is named, both calls are told', { created: ran, deleted: ended, eni: instanceId }, group, lena, {
        who: [lena.name, noah.name],
        path: [ended, ran],
        causes: [ran, group, larger, ...lena.ids, ...noah.ids],
        undecided: [larger],
      }),
    );
  },

  function instanceRole() {
    const w = new WorldBuilder("an instance's own role, by the name of its session and by inScopeOf");
    const tom = w.person(-9, 'tom.walker', 'staging');
    const { instanceId, action } = runInstances(w, { profile: 'worker-instance', tags: [{ key: 'Name', value: 'worker' }] });
    const ran = w.call(0, tom.caller, PLACE, action);
    const key = sessionKey(w.random);
    const ip = '203.0.113.140';
    const agent = 'aws-sdk-go/1.55.5 (go1.23.4; linux; amd64) amazon-ssm-agent/';
    const caller = (more: Caller['identity']): Caller => ({ identity: workload('worker-instance', instanceId, 1, key, more), ip, agent });
    const delivered = { ec2RoleDelivery: '2.0' };
    const arn = `arn:aws:ec2:${PLACE.region}:${PLACE.account}:instance/${instanceId}`;
    const scope = { ...delivered, inScopeOf: { issuerType: 'AWS::EC2::Instance', credentialsIssuedTo: arn } };
    const put = calls(
      'ssm',
      'PutParameter',
      { name: '/worker/state', type: 'String', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      { version: 1, tier: 'Standard' },
    );
    const [old, fresh] = [caller(delivered), caller(scope)].map((by, i) => w.call(20 + i, by, PLACE, put));
    const truth = (says: string, subject = ''): Truth => ({
      subject,
      says,
      ends: ['human'],
      who: [tom.name],
      path: [subject, ran],
      causes: [subject, ran, ...tom.ids],
    });
    return w.world(truth('by the name', old), truth('by inScopeOf', fresh));
  },

  function masquerade() {
    const w = new WorldBuilder('a person who takes a role under the name of somebody else’s instance, and of a function');
    const tom = w.person(-9, 'tom.walker', 'staging');
    const dana = w.person(-9, 'dana.lee', 'staging');
    const { instanceId, action } = runInstances(w, { profile: 'worker-instance', tags: [{ key: 'Name', value: 'worker' }] });
    const ran = w.call(0, tom.caller, PLACE, action);
    const report = w.call(1, tom.caller, PLACE, createFunction(w, 'report'));
    const taken = (role: string, name: string, minute: number): readonly [string, Caller] => {
      const key = sessionKey(w.random);
      const target = ownRole(PLACE.account, role);
      const id = w.call(minute, dana.caller, PLACE, {
        service: 'sts',
        name: 'AssumeRole',
        readOnly: true,
        request: { roleArn: target.arn, roleSessionName: name },
        response: issued(w.random, PLACE.account, target, name, START + 3600_000, key),
        resources: [roleResource(PLACE.account, target)],
      });
      return [id, { identity: workload(role, name, minute, key), ip: dana.caller.ip, agent: dana.caller.agent }];
    };
    const put = calls('ssm', 'PutParameter', { name: '/worker/state', type: 'String', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' });
    const [byInstance, asInstance] = taken('worker-instance', instanceId, 10);
    const [byFunction, asFunction] = taken('reports', 'report', 20);
    const truth = (says: string, subject: string, by: string): Truth => ({
      subject,
      says,
      ends: ['human'],
      who: [dana.name],
      path: [subject, by],
      causes: [subject, by, ...dana.ids],
      never: [ran, report],
    });
    return w.world(
      truth('whoever took the role, not whoever runs the instance', w.call(11, asInstance, PLACE, put), byInstance),
      truth('nor whoever made the function', w.call(21, asFunction, PLACE, put), byFunction),
    );
  },

  function functionRole() {
    const w = new WorldBuilder("a function's own role");
    const tom = w.person(-9, 'tom.walker', 'staging');
    const priya = w.person(-9, 'priya.nair', 'staging');
    const made = ['report', 'report-daily'].map((name, i) => w.call(i, (i === 0 ? tom : priya).caller, PLACE, createFunction(w, name)));
    const [report = '', daily = ''] = made;
    const key = sessionKey(w.random);
    const lambda = (name: string, more: Caller['identity'] = {}): Caller => ({
      identity: workload('reports', name, 3, key, more),
      ip: '203.0.113.101',
      agent: 'Boto3/1.35.0 md/Botocore#1.35.0 exec-env/AWS_Lambda_python3.12',
    });
    const arn = `arn:aws:lambda:${PLACE.region}:${PLACE.account}:function:report-daily`;
    const log = calls('logs', 'CreateLogStream', {
      logGroupName: '/aws/lambda/shared',
      logStreamName: `2025/06/10/[$LATEST]${hex(w.random, 32)}`,
    });
    const byName = w.call(30, lambda('report'), PLACE, log);
    const byScope = w.call(
      31,
      lambda('report-daily', { inScopeOf: { issuerType: 'AWS::Lambda::Function', credentialsIssuedTo: arn } }),
      PLACE,
      log,
    );
    return w.world(
      {
        subject: byName,
        says: 'by the name',
        ends: ['human'],
        who: [tom.name],
        path: [byName, report],
        causes: [byName, report, ...tom.ids],
        never: [daily],
      },
      {
        subject: byScope,
        says: 'by inScopeOf',
        ends: ['human'],
        who: [priya.name],
        path: [byScope, daily],
        causes: [byScope, daily, ...priya.ids],
        never: [report],
      },
    );
  },

  function functionInterface() {
    const w = new WorldBuilder('the interface of a function, beside a function whose name begins alike');
    const tom = w.person(-9, 'tom.walker', 'staging');
    const priya = w.person(-9, 'priya.nair', 'staging');
    const report = w.call(0, tom.caller, PLACE, createFunction(w, 'report'));
    const daily = w.call(1, priya.caller, PLACE, createFunction(w, 'report-daily'));
    // Lambda makes it by the function's own role, in a session of its own.
    const by: Caller = {
      identity: workload('reports', `awslambda_417_${hex(w.random, 17)}`, 2, sessionKey(w.random), { invokedBy: 'lambda.amazonaws.com' }),
      ip: 'lambda.amazonaws.com',
      agent: 'lambda.amazonaws.com',
    };
    const requesterId = `${principalId('AROA', `${PLACE.account}/reports`)}:awslambda`;
    const interfaceOf = (name: string, minute: number) =>
      serviceInterface(w, by, minute, { description: `AWS Lambda VPC ENI-${name}-${uuid(w.random)}`, requesterId });
    return w.world(
      truthOf('the shorter name', interfaceOf('report', 3), report, tom, { never: [daily] }),
      truthOf('the longer one', interfaceOf('report-daily', 4), daily, priya, { never: [report] }),
    );
  },

  function cluster() {
    const w = new WorldBuilder('EKS: the interface of a cluster, and that of a node six hops from the person');
    const mika = w.person(-9, 'mika.tanaka', 'staging');
    const priya = w.person(5, 'priya.nair', 'staging');
    const arn = `arn:aws:eks:${PLACE.region}:${PLACE.account}:cluster/shop`;
    const network = { subnetIds: [SUBNET_A, SUBNET_B], securityGroupIds: [GROUP] };
    const role = `arn:aws:iam::${PLACE.account}:role/eks-cluster`;
    const made = w.call(
      0,
      mika.caller,
      PLACE,
      calls(
        'eks',
        'CreateCluster',
        { name: 'shop', roleArn: role, resourcesVpcConfig: network },
        {
          cluster: {
            name: 'shop',
            arn,
            version: '1.33',
            roleArn: role,
            status: 'CREATING',
            resourcesVpcConfig: { ...network, vpcId: VPC },
          },
        },
      ),
    );
    const eks = w.serviceSession(1, PLACE, 'eks', 'AWSServiceRoleForAmazonEKS', 'AmazonEKS');
    const own = serviceInterface(w, eks, 2, {
      description: 'Amazon EKS shop',
      requesterId: `${principalId('AROA', `${PLACE.account}/AWSServiceRoleForAmazonEKS`)}:AmazonEKS`,
    });
    const nodes = { clusterName: 'shop', nodegroupName: 'workers' };
    const nodegroupArn = `arn:aws:eks:${PLACE.region}:${PLACE.account}:nodegroup/shop/workers/${uuid(w.random)}`;
    const nodegroup = w.call(
      10,
      priya.caller,
      PLACE,
      calls(
        'eks',
        'CreateNodegroup',
        {
          ...nodes,
          subnets: [SUBNET_A, SUBNET_B],
          nodeRole: `arn:aws:iam::${PLACE.account}:role/eks-node`,
          scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 1 },
        },
        { nodegroup: { ...nodes, nodegroupArn, status: 'CREATING', subnets: [SUBNET_A, SUBNET_B] } },
      ),
    );
    const group = `eks-workers-${uuid(w.random)}`;
    const tags = [
      { key: 'eks:cluster-name', value: 'shop' },
      { key: 'eks:nodegroup-name', value: 'workers' },
    ];
    const nodeRole = w.serviceSession(10.1, PLACE, 'eks-nodegroup', 'AWSServiceRoleForAmazonEKSNodegroup', 'EKS');
    const template = launchTemplate(w, group);
    w.call(10.2, nodeRole, PLACE, template.action);
    const asg = w.call(10.3, nodeRole, PLACE, {
      service: 'autoscaling',
      name: 'CreateAutoScalingGroup',
      request: {
        autoScalingGroupName: group,
        minSize: 1,
        maxSize: 3,
        desiredCapacity: 1,
        mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId: template.id, version: '1' } } },
        vPCZoneIdentifier: `${SUBNET_A},${SUBNET_B}`,
        tags: tags.map((tag) => ({ ...tag, propagateAtLaunch: true, resourceId: group, resourceType: 'auto-scaling-group' })),
      },
    });
    const scaler = w.serviceSession(10.4, PLACE, 'autoscaling', AUTO_SCALING, 'AutoScaling');
    const { instanceId, action } = runInstances(w, { template: template.id, profile: 'eks-node', tags: [...ofGroup(group), ...tags] });
    const ran = w.call(10.5, scaler, PLACE, action);
    const cni: Caller = {
      identity: workload('eks-node', instanceId, 11, sessionKey(w.random), { ec2RoleDelivery: '2.0' }),
      ip: '203.0.113.150',
      agent: 'amazon-vpc-cni-k8s aws-sdk-go/1.55.5 (go1.23.4; linux; amd64)',
    };
    const node = serviceInterface(w, cni, 12, {
      description: `aws-K8S-${instanceId}`,
      requesterId: `${principalId('AROA', `${PLACE.account}/eks-node`)}:${instanceId}`,
      tags: [
        { key: 'cluster.k8s.amazonaws.com/name', value: 'shop' },
        { key: 'node.k8s.amazonaws.com/instance_id', value: instanceId },
      ],
    });
    return w.world(
      truthOf('of the cluster', own, made, mika, { never: [nodegroup] }),
      truthOf("the node's: over instance, scaling group and node group", node, nodegroup, priya, {
        path: [node.deleted, ran, asg, nodegroup],
        causes: [node.created, ran, asg, nodegroup, ...priya.ids],
      }),
    );
  },
];
