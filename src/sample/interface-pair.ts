import { ec2 } from './actions';
import { serviceLinkedRole } from './callers';
import { macAddress, resourceId, uuid } from './ids';
import type { Random } from './random';
import type { Call, Caller } from './record';
import { ecsArn, LINKED_ROLE, LINKED_SESSION, type EcsService } from './story-service';

interface Times {
  /** Epoch milliseconds. */
  readonly created: number;
  readonly deleted: number;
  /** ECS, by the session of that time. */
  readonly by: (time: number) => Caller;
}

/** What one try to start a task leaves behind: a network interface, and its end. */
export function interfacePair(service: EcsService, { created, deleted, by }: Times, random: Random): readonly [Call, Call] {
  const { account, region, vpc, group } = service;
  const networkInterfaceId = resourceId(random, 'eni');
  const subnet = random.pick(service.subnets);
  const description = `${ecsArn(service)}:attachment/${uuid(random)}`;
  const address = `172.31.${subnet.zone.endsWith('a') ? 4 : 20}.${random.whole(5, 250)}`;
  const create = ec2(
    'CreateNetworkInterface',
    {
      subnetId: subnet.id,
      description,
      groupSet: { items: [{ groupId: group }] },
      privateIpAddressesSet: {},
      ipv6AddressCount: 0,
      clientToken: uuid(random),
      ...(service.managedTags === true && {
        tagSpecificationSet: { items: [{ resourceType: 'network-interface', tags: managedTags(service) }] },
      }),
    },
    {
      networkInterface: {
        networkInterfaceId,
        subnetId: subnet.id,
        vpcId: vpc,
        availabilityZone: subnet.zone,
        description,
        ownerId: account,
        requesterId: `${serviceLinkedRole(account, 'ecs', LINKED_ROLE).id}:${LINKED_SESSION}`,
        requesterManaged: true,
        status: 'pending',
        macAddress: macAddress(random),
        privateIpAddress: address,
        privateDnsName: `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`,
        sourceDestCheck: true,
        interfaceType: 'interface',
        groupSet: { items: [{ groupId: group, groupName: 'default' }] },
        privateIpAddressesSet: { item: [{ privateIpAddress: address, primary: true }] },
        ipv6AddressesSet: {},
        tagSet: service.managedTags === true ? { items: managedTags(service) } : {},
      },
    },
  );
  const remove = ec2('DeleteNetworkInterface', { networkInterfaceId }, { _return: true });
  return [
    { ...create, account, region, caller: by(created), time: created },
    { ...remove, account, region, caller: by(deleted), time: deleted },
  ];
}

function managedTags({ cluster, name }: EcsService) {
  return [
    { key: 'aws:ecs:clusterName', value: cluster },
    { key: 'aws:ecs:serviceName', value: name },
  ];
}
