import { ec2 } from '../../../../src/sample/actions';
import { hex, principalId, resourceId, uuid } from '../../../../src/sample/ids';
import type { Action } from '../../../../src/sample/record';
import { calls, GROUP, PLACE, SUBNET_A, SUBNET_B, VPC, type Tag } from './parts';
import type { WorldBuilder } from './world';

/** The newer form: request and answer lie one deeper, with capital letters (as a real record of 2026 has it). */
export function launchTemplate(w: WorldBuilder, name: string): { readonly id: string; readonly action: Action } {
  const id = resourceId(w.random, 'lt');
  const template = { launchTemplateId: id, launchTemplateName: name, latestVersionNumber: 1, defaultVersionNumber: 1 };
  return {
    id,
    action: ec2(
      'CreateLaunchTemplate',
      {
        CreateLaunchTemplateRequest: {
          LaunchTemplateName: name,
          LaunchTemplateData: { ImageId: resourceId(w.random, 'ami'), InstanceType: 't3.micro' },
        },
      },
      { CreateLaunchTemplateResponse: { launchTemplate: template } },
    ),
  };
}

export function scalingGroup(name: string, template: string, more: Readonly<Record<string, string | number>> = {}): Action {
  return calls('autoscaling', 'CreateAutoScalingGroup', {
    autoScalingGroupName: name,
    minSize: 0,
    maxSize: 6,
    desiredCapacity: 2,
    launchTemplate: { launchTemplateId: template, version: '$Latest' },
    vPCZoneIdentifier: `${SUBNET_A},${SUBNET_B}`,
    ...more,
  });
}

/** What Auto Scaling and people run instances with. */
export function runInstances(
  w: WorldBuilder,
  more: { readonly template?: string; readonly profile?: string; readonly tags: readonly Tag[] },
) {
  const { template, profile, tags } = more;
  const instanceId = resourceId(w.random, 'i');
  const imageId = resourceId(w.random, 'ami');
  const profileArn = `arn:aws:iam::${PLACE.account}:instance-profile/${profile ?? ''}`;
  const own =
    template === undefined
      ? tags
      : [...tags, { key: 'aws:ec2launchtemplate:id', value: template }, { key: 'aws:ec2launchtemplate:version', value: '1' }];
  const action = ec2(
    'RunInstances',
    {
      instancesSet: { items: [template === undefined ? { imageId, minCount: 1, maxCount: 1 } : { minCount: 1, maxCount: 1 }] },
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      subnetId: SUBNET_A,
      disableApiTermination: false,
      clientToken: uuid(w.random),
      ...(template !== undefined && { launchTemplate: { launchTemplateId: template, version: '1' } }),
      ...(profile !== undefined && { iamInstanceProfile: { name: profile } }),
      tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] },
    },
    {
      reservationId: `r-0${hex(w.random, 16)}`,
      ownerId: PLACE.account,
      groupSet: {},
      instancesSet: {
        items: [
          {
            instanceId,
            imageId,
            instanceState: { code: 0, name: 'pending' },
            instanceType: 't3.micro',
            subnetId: SUBNET_A,
            vpcId: VPC,
            groupSet: { items: [{ groupId: GROUP, groupName: 'app' }] },
            tagSet: { items: own },
            ...(profile !== undefined && {
              iamInstanceProfile: { arn: profileArn, id: principalId('AROA', profileArn).replace('AROA', 'AIPA') },
            }),
          },
        ],
      },
    },
  );
  return { instanceId, action };
}

export function terminate(instanceId: string): Action {
  const item = { instanceId, currentState: { code: 32, name: 'shutting-down' }, previousState: { code: 16, name: 'running' } };
  return ec2('TerminateInstances', { instancesSet: { items: [{ instanceId }] } }, { instancesSet: { items: [item] } });
}

export const ofGroup = (name: string): readonly Tag[] => [{ key: 'aws:autoscaling:groupName', value: name }];

export function createFunction(w: WorldBuilder, name: string): Action {
  const role = `arn:aws:iam::${PLACE.account}:role/reports`;
  const asked = { functionName: name, runtime: 'python3.12', role, handler: 'index.handler', timeout: 30, memorySize: 256 };
  const network = { subnetIds: [SUBNET_A, SUBNET_B], securityGroupIds: [GROUP] };
  return calls(
    'lambda',
    'CreateFunction20150331',
    {
      ...asked,
      code: { s3Bucket: 'nimbus-works-artifacts', s3Key: `${name}.zip` },
      publish: false,
      packageType: 'Zip',
      vpcConfig: { ...network, ipv6AllowedForDualStack: false },
    },
    {
      ...asked,
      functionArn: `arn:aws:lambda:${PLACE.region}:${PLACE.account}:function:${name}`,
      codeSize: 1024,
      version: '$LATEST',
      vpcConfig: { ...network, vpcId: VPC },
      revisionId: uuid(w.random),
      state: 'Pending',
      stateReasonCode: 'Creating',
    },
  );
}
