import { describe, expect, it } from 'vitest';
import { versionKey } from '../../../src/domain/version';
import { UNKNOWN_TEXTS } from '../../../src/provenance/unknown';
import { ACCOUNT, call, items, last, steps, versions, world } from './replayed';

describe('a small world of', () => {
  const ENI = 'eni-11111111';

  it('an interface: attached, changed, detached and deleted', async () => {
    await world(
      call(
        1,
        'ec2',
        'CreateNetworkInterface',
        { subnetId: 'subnet-11111111', groupSet: items({ groupId: 'sg-11111111' }) },
        {
          networkInterface: {
            networkInterfaceId: ENI,
            subnetId: 'subnet-11111111',
            groupSet: items({ groupId: 'sg-11111111' }),
            tagSet: {},
          },
        },
      ),
      call(
        2,
        'ec2',
        'AttachNetworkInterface',
        { networkInterfaceId: ENI, instanceId: 'i-11111111', deviceIndex: 1 },
        { attachmentId: 'eni-attach-11111111' },
      ),
      call(
        3,
        'ec2',
        'ModifyNetworkInterfaceAttribute',
        { networkInterfaceId: ENI, groupSet: items({ groupId: 'sg-22222222' }) },
        { _return: true },
      ),
      call(4, 'ec2', 'ModifyNetworkInterfaceAttribute', { networkInterfaceId: ENI, sourceDestCheck: { value: false } }, { _return: true }),
      call(5, 'ec2', 'CreateTags', { resourcesSet: items({ resourceId: ENI }), tagSet: items({ key: 'env', value: 'prod' }) }),
      call(6, 'ec2', 'DetachNetworkInterface', { attachmentId: 'eni-attach-11111111', force: true }),
      call(7, 'ec2', 'DeleteNetworkInterface', { networkInterfaceId: ENI }),
    );
    const list = await versions(ENI);
    expect(list.map(versionKey)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7']);
    expect(list[1]?.configuration['attachment']).toEqual({ attachmentId: 'eni-attach-11111111', instanceId: 'i-11111111', deviceIndex: 1 });
    const found = await last(ENI);
    expect(found.configuration).toEqual({
      networkInterfaceId: ENI,
      subnetId: 'subnet-11111111',
      groups: [{ groupId: 'sg-22222222' }],
      sourceDestCheck: false,
      tagSet: [{ key: 'env', value: 'prod' }],
    });
    expect(found.status).toBe('deleted');
  });

  it('a security group whose rule is modified by its id', async () => {
    const rule = {
      securityGroupRuleId: 'sgr-11111111',
      isEgress: false,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIpv4: '10.0.0.0/8',
    };
    const modified = {
      SecurityGroupRuleId: 'sgr-11111111',
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
    };
    await world(
      call(1, 'ec2', 'CreateSecurityGroup', { groupName: 'web', vpcId: 'vpc-11111111' }, { groupId: 'sg-33333333' }),
      call(2, 'ec2', 'AuthorizeSecurityGroupIngress', { groupId: 'sg-33333333' }, { securityGroupRuleSet: items(rule) }),
      call(3, 'ec2', 'ModifySecurityGroupRules', {
        ModifySecurityGroupRulesRequest: { GroupId: 'sg-33333333', SecurityGroupRule: modified },
      }),
      call(4, 'ec2', 'AuthorizeSecurityGroupIngress', {
        groupName: 'web',
        ipPermissions: items({ ipProtocol: 'tcp', fromPort: 80, toPort: 80, ipRanges: items({ cidrIp: '10.0.0.0/8' }) }),
      }),
    );
    const found = await last('sg-33333333');
    expect(found.configuration['ipPermissions']).toMatchObject([
      { toPort: 22, ipRanges: ['0.0.0.0/0'] },
      { toPort: 80, ipRanges: ['10.0.0.0/8'] },
    ]);
    expect(found.sources).toEqual([
      { path: '$', eventId: 'e1' },
      { path: '$.ipPermissions[0]', eventId: 'e2' },
      { path: '$.ipPermissions[0].ipRanges', eventId: 'e3' },
      { path: '$.ipPermissions[0].ipv4Ranges', eventId: 'e3' },
      { path: '$.ipPermissions[1]', eventId: 'e4' }, // a call by the group's name
    ]);
  });

  it('a bucket, a key, a load balancer and an instance', async () => {
    const key = `arn:aws:kms:us-east-2:${ACCOUNT}:key/1234`;
    const balancer = `arn:aws:elasticloadbalancing:us-east-2:${ACCOUNT}:loadbalancer/app/web/0123`;
    const block = { BlockPublicAcls: true, xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' };
    await world(
      call(1, 's3', 'CreateBucket', { bucketName: 'assets' }),
      call(2, 's3', 'PutBucketPublicAccessBlock', { bucketName: 'assets', PublicAccessBlockConfiguration: block }),
      call(3, 's3', 'PutBucketVersioning', { bucketName: 'assets', VersioningConfiguration: { Status: 'Enabled' } }),
      call(4, 's3', 'PutBucketEncryption', {
        bucketName: 'assets',
        ServerSideEncryptionConfiguration: { Rule: { BucketKeyEnabled: true } },
      }),
      call(5, 's3', 'DeleteBucketPublicAccessBlock', { bucketName: 'assets' }),
      call(6, 's3', 'DeleteBucket', { bucketName: 'assets' }),
      call(
        11,
        'kms',
        'CreateKey',
        { policy: '{"Version":"1"}' },
        { keyMetadata: { arn: key, keyId: '1234', keyState: 'Enabled', enabled: true } },
      ),
      call(12, 'kms', 'EnableKeyRotation', { keyId: '1234' }, null, { resources: [{ ARN: key }] }),
      call(
        13,
        'kms',
        'ScheduleKeyDeletion',
        { keyId: '1234', pendingWindowInDays: 7 },
        { keyId: key, deletionDate: 'May 8, 2024' },
        { resources: [{ ARN: key }] },
      ),
      call(
        21,
        'elasticloadbalancing',
        'CreateLoadBalancer',
        { name: 'web' },
        { loadBalancers: [{ loadBalancerArn: balancer, scheme: 'internal', securityGroups: ['sg-1'] }] },
      ),
      call(
        22,
        'elasticloadbalancing',
        'SetSecurityGroups',
        { loadBalancerArn: balancer, securityGroups: ['sg-2'] },
        { securityGroupIds: ['sg-2'] },
      ),
      call(23, 'elasticloadbalancing', 'ModifyLoadBalancerAttributes', {
        loadBalancerArn: balancer,
        attributes: [{ key: 'deletion_protection.enabled', value: 'false' }],
      }),
      call(24, 'elasticloadbalancing', 'DeleteLoadBalancer', { loadBalancerArn: balancer }),
      call(
        31,
        'ec2',
        'RunInstances',
        { instanceType: 't3.micro' },
        { instancesSet: items({ instanceId: 'i-11111111', instanceType: 't3.micro', instanceState: { name: 'pending' } }) },
      ),
      call(32, 'ec2', 'StopInstances', {}, { instancesSet: items({ instanceId: 'i-11111111', currentState: { name: 'stopping' } }) }),
      call(33, 'ec2', 'ModifyInstanceAttribute', { instanceId: 'i-11111111', instanceType: { value: 'm5.24xlarge' } }, { _return: true }),
      call(
        34,
        'ec2',
        'TerminateInstances',
        { instancesSet: items({ instanceId: 'i-11111111' }) },
        { instancesSet: items({ instanceId: 'i-11111111', currentState: { name: 'shutting-down' } }) },
      ),
    );
    expect(await last('assets')).toMatchObject({
      status: 'deleted',
      configuration: {
        name: 'assets',
        versioningConfiguration: { status: 'Enabled' },
        serverSideEncryptionConfiguration: { rule: { bucketKeyEnabled: true } },
      },
    });
    expect(steps(await versions('assets'))[1]).toBe('changed PutBucketPublicAccessBlock');
    expect((await versions('assets'))[1]?.configuration['publicAccessBlockConfiguration']).toEqual({ blockPublicAcls: true });
    expect(await last(key)).toMatchObject({
      status: 'deleted',
      configuration: { keyRotationEnabled: true, keyState: 'PendingDeletion', policy: { Version: '1' } },
    });
    expect(await last(balancer)).toMatchObject({
      status: 'deleted',
      configuration: { scheme: 'internal', securityGroups: ['sg-2'], attributes: [{ key: 'deletion_protection.enabled', value: 'false' }] },
    });
    expect(await last('i-11111111')).toMatchObject({
      status: 'deleted',
      configuration: { instanceType: 'm5.24xlarge', state: { name: 'shutting-down' } },
    });
  });

  it('something of which no table tells', async () => {
    const machine = `arn:aws:states:us-east-2:${ACCOUNT}:stateMachine:nightly`;
    await world(
      call(1, 'states', 'CreateStateMachine', { name: 'nightly', definition: 'a' }, { stateMachineArn: machine, creationDate: 'May 1' }),
      call(2, 'states', 'UpdateStateMachine', { stateMachineArn: machine, definition: 'b' }, { updateDate: 'May 2' }),
      call(3, 'states', 'StartExecution', { stateMachineArn: machine, name: 'run' }),
      call(4, 'states', 'DeleteStateMachine', { stateMachineArn: machine }),
    );
    const found = await last(machine);
    expect(found).toMatchObject({ status: 'deleted', configuration: { name: 'nightly', definition: 'b' } });
    expect(found.sources).toContainEqual({ path: '$.definition', eventId: 'e2' });
    expect(found.unknown).toContainEqual({ eventId: 'e2', reason: { text: UNKNOWN_TEXTS.guessed, args: ['UpdateStateMachine'] } });
  });
});
