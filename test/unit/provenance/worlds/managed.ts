import { ec2 } from '../../../../src/sample/actions';
import { byService, byUser, ownRole, sessionIdentity } from '../../../../src/sample/callers';
import { hex, resourceId, sessionKey, standingId, uuid } from '../../../../src/sample/ids';
import type { Action, Caller } from '../../../../src/sample/record';
import { AGENTS } from '../../../../src/sample/world';
import { MINUTE } from '../../../../src/domain/time';
import { calls, GROUP, PLACE, serviceInterface, SUBNET_A, SUBNET_B, truthOf, VPC } from './parts';
import { START, WorldBuilder, type SignedIn, type Truth, type World } from './world';

const ARN = (service: string) => `arn:aws:${service}:${PLACE.region}:${PLACE.account}`;
const OTHER_GROUP = standingId('sg', 'worlds/other');

function subnetGroup(name: string): Action {
  const described = { dBSubnetGroupName: name, dBSubnetGroupDescription: name };
  return calls(
    'rds',
    'CreateDBSubnetGroup',
    { ...described, subnetIds: [SUBNET_A, SUBNET_B] },
    {
      ...described,
      vpcId: VPC,
      subnetGroupStatus: 'Complete',
      subnets: [SUBNET_A, SUBNET_B].map((subnetIdentifier) => ({ subnetIdentifier, subnetStatus: 'Active' })),
      dBSubnetGroupArn: `${ARN('rds')}:subgrp:${name}`,
    },
  );
}

function database(name: string, subnets: string, group: string): Action {
  const asked = { dBInstanceIdentifier: name, dBInstanceClass: 'db.t3.micro', engine: 'mysql', allocatedStorage: 10 };
  return calls(
    'rds',
    'CreateDBInstance',
    { ...asked, dBSubnetGroupName: subnets, vpcSecurityGroupIds: [group] },
    {
      ...asked,
      dBInstanceArn: `${ARN('rds')}:db:${name}`,
      dBInstanceStatus: 'creating',
      dBSubnetGroup: {
        dBSubnetGroupName: subnets,
        vpcId: VPC,
        subnetGroupStatus: 'Complete',
        subnets: [SUBNET_A, SUBNET_B].map((subnetIdentifier) => ({ subnetIdentifier, subnetStatus: 'Active' })),
      },
      vpcSecurityGroups: [{ vpcSecurityGroupId: group, status: 'active' }],
    },
  );
}

function loadBalancer(w: WorldBuilder, name: string): { readonly path: string; readonly action: Action } {
  const path = `app/${name}/${hex(w.random, 16)}`;
  const asked = { name, subnets: [SUBNET_A, SUBNET_B], securityGroups: [GROUP], type: 'application' };
  const made = {
    loadBalancerArn: `${ARN('elasticloadbalancing')}:loadbalancer/${path}`,
    loadBalancerName: name,
    vpcId: VPC,
    securityGroups: [GROUP],
    state: { code: 'provisioning' },
    type: 'application',
  };
  return { path, action: calls('elasticloadbalancing', 'CreateLoadBalancer', asked, { loadBalancers: [made] }) };
}

function stack(w: WorldBuilder, name: string, role?: string): { readonly id: string; readonly action: Action } {
  const id = `${ARN('cloudformation')}:stack/${name}/${uuid(w.random)}`;
  const request = { stackName: name, capabilities: ['CAPABILITY_IAM'], ...(role !== undefined && { roleARN: role }) };
  return { id, action: calls('cloudformation', 'CreateStack', request, { stackId: id }) };
}

/** A security group as a stack makes it: with its tags, and named after the stack. */
function stackGroup(w: WorldBuilder, stackName: string, id: string): Action {
  const tags = [
    { key: 'aws:cloudformation:stack-name', value: stackName },
    { key: 'aws:cloudformation:logical-id', value: 'Group' },
    { key: 'aws:cloudformation:stack-id', value: id },
  ];
  return ec2(
    'CreateSecurityGroup',
    {
      groupName: `${stackName}-Group-${w.random.text('ABCDEFGHIJKLMNOP', 12)}`,
      groupDescription: 'of a stack',
      vpcId: VPC,
      tagSpecificationSet: { items: [{ resourceType: 'security-group', tags }] },
    },
    { _return: true, groupId: resourceId(w.random, 'sg'), tagSet: { items: tags } },
  );
}

const BY_FORMATION = { ip: 'cloudformation.amazonaws.com', agent: 'cloudformation.amazonaws.com' };

/** CloudFormation by a role of the company's own. */
function byStackRole(w: WorldBuilder, minute: number): Caller {
  const role = ownRole(PLACE.account, 'cfn-exec');
  const session = { account: PLACE.account, role, name: 'AWSCloudFormation', key: sessionKey(w.random), since: START + minute * MINUTE };
  return { identity: sessionIdentity(session, { invokedBy: 'cloudformation.amazonaws.com' }), ...BY_FORMATION };
}

export const MANAGED_WORLDS: readonly (() => World)[] = [
  function databases() {
    const w = new WorldBuilder('RDS: two databases in one subnet group, with security groups of their own');
    const lena = w.person(-9, 'lena.fischer', 'staging');
    const noah = w.person(-9, 'noah.berg', 'staging');
    const group = w.call(-5, lena.caller, PLACE, subnetGroup('databases'));
    const lenas = w.call(0, lena.caller, PLACE, database('orders', 'databases', GROUP));
    const noahs = w.call(1, noah.caller, PLACE, database('reports', 'databases', OTHER_GROUP));
    const rds = w.serviceSession(1.5, PLACE, 'rds', 'AWSServiceRoleForRDS', 'SLRManagement');
    const described = { description: 'RDSNetworkInterface', requesterId: 'amazon-rds' };
    const [first, second] = [GROUP, OTHER_GROUP].map((sg, i) =>
      serviceInterface(w, rds, 2 + i, { ...described, group: sg, subnet: SUBNET_B }),
    );
    if (first === undefined || second === undefined) throw new Error('there are two');
    const scored = { strongest: 'scored' } as const;
    return w.world(
      truthOf("the first's, by its group", first, lenas, lena, { ...scored, causes: [first.created, lenas, group, ...lena.ids] }),
      truthOf("the second's", second, noahs, noah, { ...scored, causes: [second.created, noahs, group, ...noah.ids] }),
    );
  },

  function natGateway() {
    const w = new WorldBuilder('a NAT gateway, its address and its interface');
    const tom = w.person(-9, 'tom.walker', 'staging');
    const sofia = w.person(100, 'sofia.rossi', 'staging');
    const [nat, allocation] = [resourceId(w.random, 'nat'), resourceId(w.random, 'eipalloc')];
    const allocated = w.call(
      -1,
      tom.caller,
      PLACE,
      ec2('AllocateAddress', { domain: 'vpc' }, { publicIp: '203.0.113.77', domain: 'vpc', allocationId: allocation }),
    );
    // Request and answer as a real record of 2023 has them, one deeper.
    const made = w.call(
      0,
      tom.caller,
      PLACE,
      ec2(
        'CreateNatGateway',
        {
          CreateNatGatewayRequest: {
            ConnectivityType: 'public',
            AllocationId: allocation,
            SubnetId: SUBNET_A,
            ClientToken: uuid(w.random),
          },
        },
        {
          CreateNatGatewayResponse: {
            natGateway: {
              natGatewayId: nat,
              subnetId: SUBNET_A,
              vpcId: VPC,
              state: 'pending',
              natGatewayAddressSet: { item: { allocationId: allocation, isPrimary: true, status: 'associating' } },
            },
          },
        },
      ),
    );
    const own = serviceInterface(w, byService('ec2'), 1, { description: `Interface for NAT Gateway ${nat}`, requesterId: 'amazon-aws' });
    const removed = w.call(
      110,
      sofia.caller,
      PLACE,
      ec2('DeleteNatGateway', { DeleteNatGatewayRequest: { NatGatewayId: nat } }, { DeleteNatGatewayResponse: { natGatewayId: nat } }),
    );
    const ofTom = { ends: ['human'], who: [tom.name] } as const;
    return w.world(
      truthOf('the interface names the gateway', own, made, tom, { causes: [own.created, made, allocated, ...tom.ids] }),
      { ...ofTom, subject: nat, says: 'the gateway', path: [made], causes: [made, ...tom.ids] },
      { ...ofTom, subject: allocation, says: 'its address', path: [allocated], causes: [allocated, ...tom.ids] },
      {
        subject: removed,
        says: 'who removed it',
        ends: ['human'],
        who: [sofia.name],
        path: [removed],
        causes: [removed, made, ...sofia.ids],
      },
    );
  },

  function loadBalancers() {
    const w = new WorldBuilder('two load balancers in the same subnets');
    const dana = w.person(-9, 'dana.lee', 'staging');
    const noah = w.person(-9, 'noah.berg', 'staging');
    const [first, second] = [loadBalancer(w, 'shop'), loadBalancer(w, 'shop-internal')];
    const danas = w.call(0, dana.caller, PLACE, first.action);
    const noahs = w.call(1, noah.caller, PLACE, second.action);
    const role = 'AWSServiceRoleForElasticLoadBalancing';
    const elb = w.serviceSession(2, PLACE, 'elasticloadbalancing', role, 'ElasticLoadBalancing', sessionKey(w.random));
    const requesterId = 'amazon-elb';
    const own = serviceInterface(w, elb, 3, { description: `ELB ${first.path}`, requesterId });
    const other = serviceInterface(w, elb, 4, { description: `ELB ${second.path}`, requesterId });
    return w.world(
      truthOf('by name and number: the first', own, danas, dana, { never: [noahs] }),
      truthOf('by name and number: the second', other, noahs, noah, { never: [danas] }),
    );
  },

  function fileSystem() {
    const w = new WorldBuilder('EFS: a file system made by one, its mount target by another');
    const lena = w.person(-9, 'lena.fischer', 'staging');
    const noah = w.person(-9, 'noah.berg', 'staging');
    const fileSystemId = resourceId(w.random, 'fs');
    const targets = [resourceId(w.random, 'fsmt'), resourceId(w.random, 'fsmt')];
    const created = w.call(
      -5,
      lena.caller,
      PLACE,
      calls(
        'elasticfilesystem',
        'CreateFileSystem',
        { creationToken: uuid(w.random), encrypted: true },
        {
          fileSystemId,
          fileSystemArn: `${ARN('elasticfilesystem')}:file-system/${fileSystemId}`,
          ownerId: PLACE.account,
          lifeCycleState: 'creating',
        },
      ),
    );
    const efs = w.serviceSession(-1, PLACE, 'elasticfilesystem', 'AWSServiceRoleForAmazonElasticFileSystem', uuid(w.random));
    const [own, other] = targets.map((target, i) =>
      serviceInterface(w, efs, 0.02 + 5 * i, {
        description: `EFS mount target for ${fileSystemId} (${target})`,
        requesterId: '218007301255',
      }),
    );
    const [mounted = '', again = ''] = [own, other].map((eni, i) =>
      w.call(
        5 * i,
        noah.caller,
        PLACE,
        calls(
          'elasticfilesystem',
          'CreateMountTarget',
          { fileSystemId, subnetId: SUBNET_A, securityGroups: [GROUP] },
          {
            mountTargetId: targets[i] ?? '',
            fileSystemId,
            subnetId: SUBNET_A,
            vpcId: VPC,
            networkInterfaceId: eni?.eni ?? '',
            ownerId: PLACE.account,
            lifeCycleState: 'creating',
          },
        ),
      ),
    );
    if (own === undefined || other === undefined) throw new Error('there are two');
    return w.world(
      truthOf('whoever made the mount target, not the file system', own, mounted, noah, {
        causes: [own.created, mounted, created, ...noah.ids],
        never: [again],
      }),
    );
  },

  function stackWithoutRole() {
    const w = new WorldBuilder('CloudFormation without a role');
    const dana = w.person(-9, 'dana.lee', 'staging');
    const { id, action } = stack(w, 'network');
    const made = w.call(0, dana.caller, PLACE, action);
    const caller: Caller = { identity: { ...dana.caller.identity, invokedBy: 'cloudformation.amazonaws.com' }, ...BY_FORMATION };
    const subject = w.call(0.1, caller, PLACE, stackGroup(w, 'network', id));
    return w.world({
      subject,
      says: 'the caller stays in it',
      ends: ['human'],
      who: [dana.name],
      path: [subject],
      causes: [subject, made, ...dana.ids],
    });
  },

  function stackWithRole() {
    const w = new WorldBuilder('CloudFormation with a role, for two people at a time');
    const role = `arn:aws:iam::${PLACE.account}:role/cfn-exec`;
    const dana = w.person(-9, 'dana.lee', 'staging');
    const noah = w.person(-9, 'noah.berg', 'staging');
    const [first, second] = [stack(w, 'network', role), stack(w, 'network-blue', role)];
    const danas = w.call(0, dana.caller, PLACE, first.action);
    const noahs = w.call(0.1, noah.caller, PLACE, second.action);
    const formation = byStackRole(w, 0.2);
    const own = w.call(0.3, formation, PLACE, stackGroup(w, 'network', first.id));
    const other = w.call(0.4, formation, PLACE, stackGroup(w, 'network-blue', second.id));
    const untagged = w.call(
      0.5,
      formation,
      PLACE,
      calls('sns', 'Subscribe', { topicArn: `${ARN('sns')}:alarms`, protocol: 'sqs' }, { subscriptionArn: 'pending confirmation' }),
    );
    const truth = (says: string, subject: string, by: typeof dana, made: string, never: string): Truth => ({
      subject,
      says,
      ends: ['human'],
      who: [by.name],
      path: [subject, made],
      causes: [subject, made, ...by.ids],
      never: [never],
    });
    return w.world(
      truth('the stack of the tag: the first', own, dana, danas, noahs),
      truth('the stack of the tag: the second', other, noah, noahs, danas),
      {
        subject: untagged,
        says: 'without a tag it can be either',
        ends: ['human', 'service', 'unknown', 'before-log'],
        who: [dana.name, noah.name],
        path: [untagged],
        causes: [untagged],
        strongest: 'scored',
      },
    );
  },

  function stackChangedByAnother() {
    const w = new WorldBuilder('a stack made by one and changed by two others, by its name and by a change set');
    const role = `arn:aws:iam::${PLACE.account}:role/cfn-exec`;
    const dana = w.person(-9, 'dana.lee', 'staging');
    const noah = w.person(-9, 'noah.berg', 'staging');
    const priya = w.person(-9, 'priya.nair', 'staging');
    const { id, action } = stack(w, 'network', role);
    const made = w.call(0, dana.caller, PLACE, action);
    const first = w.call(0.3, byStackRole(w, 0.2), PLACE, stackGroup(w, 'network', id));
    const update = calls('cloudformation', 'UpdateStack', { stackName: 'network', roleARN: role }, { stackId: id });
    const updated = w.call(60, noah.caller, PLACE, update);
    const second = w.call(60.3, byStackRole(w, 60.2), PLACE, stackGroup(w, 'network', id));
    const changeSet = `${ARN('cloudformation')}:changeSet/cdk-deploy/${uuid(w.random)}`;
    const proposed = w.call(
      120,
      priya.caller,
      PLACE,
      calls(
        'cloudformation',
        'CreateChangeSet',
        { stackName: 'network', changeSetName: 'cdk-deploy', roleARN: role },
        { id: changeSet, stackId: id },
      ),
    );
    const executed = w.call(
      121,
      priya.caller,
      PLACE,
      calls('cloudformation', 'ExecuteChangeSet', { stackName: id, changeSetName: changeSet }),
    );
    const third = w.call(121.3, byStackRole(w, 121.2), PLACE, stackGroup(w, 'network', id));
    const truth = (says: string, subject: string, by: SignedIn, call: string, more: readonly string[] = []): Truth => ({
      subject,
      says,
      ends: ['human'],
      who: [by.name],
      path: [subject],
      causes: [subject, call, ...more, ...by.ids],
    });
    return w.world(
      truth('what came with the stack', first, dana, made),
      truth('what came with the update', second, noah, updated),
      truth('what came with the change set', third, priya, executed, [proposed]),
    );
  },

  function terraform() {
    const w = new WorldBuilder('a run of Terraform by an IAM user');
    const by = byUser(PLACE.account, 'kim.park', '192.0.2.33', AGENTS.terraform);
    const [group, rule] = [resourceId(w.random, 'sg'), resourceId(w.random, 'sgr')];
    const made = w.call(
      0,
      by,
      PLACE,
      ec2('CreateSecurityGroup', { groupName: 'web', groupDescription: 'web', vpcId: VPC }, { _return: true, groupId: group }),
    );
    const opened = w.call(
      0.05,
      by,
      PLACE,
      ec2(
        'AuthorizeSecurityGroupIngress',
        { groupId: group, ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443 }] } },
        { _return: true, securityGroupRuleSet: { items: [{ groupId: group, securityGroupRuleId: rule, isEgress: false }] } },
      ),
    );
    const removed = w.call(600, by, PLACE, ec2('DeleteSecurityGroup', { groupId: group }, { _return: true }));
    const truth = (says: string, subject: string, path: readonly string[]): Truth => ({
      subject,
      says,
      ends: ['human'],
      who: ['kim.park'],
      path,
      causes: [made, opened, removed],
    });
    return w.world(
      truth('what it opened', opened, [opened]),
      truth('what it removed', removed, [removed]),
      truth('the group', group, [made]),
    );
  },
];
