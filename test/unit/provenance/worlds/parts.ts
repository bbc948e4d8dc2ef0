import { ec2 } from '../../../../src/sample/actions';
import { ownRole, sessionIdentity } from '../../../../src/sample/callers';
import { macAddress, resourceId, standingId } from '../../../../src/sample/ids';
import type { Action, Caller, Place } from '../../../../src/sample/record';
import { ACCOUNTS } from '../../../../src/sample/world';
import { START, type SignedIn, type Truth, type WorldBuilder } from './world';
import { MINUTE } from '../../../../src/domain/time';
import type { JsonObject } from '../../../../src/domain/json';

/** Where these things happen, and the network they share. */
export const PLACE: Place = { account: ACCOUNTS.staging, region: 'eu-west-1' };
export const VPC = standingId('vpc', 'worlds');
export const [SUBNET_A, SUBNET_B] = [standingId('subnet', 'worlds/a'), standingId('subnet', 'worlds/b')];
export const GROUP = standingId('sg', 'worlds');

/** Who asked a service for something, and what the service did. */
export interface Interface {
  readonly eni: string;
  readonly created: string;
  readonly deleted: string;
}

/** A network interface that a service makes for itself and removes an hour later. */
export function serviceInterface(
  w: WorldBuilder,
  by: Caller,
  minute: number,
  what: {
    readonly description: string;
    readonly requesterId: string;
    readonly subnet?: string;
    readonly group?: string;
    readonly tags?: readonly Tag[];
  },
): Interface {
  const { description, requesterId, subnet = SUBNET_A, group = GROUP, tags } = what;
  const eni = resourceId(w.random, 'eni');
  const created = w.call(
    minute,
    by,
    PLACE,
    ec2(
      'CreateNetworkInterface',
      {
        subnetId: subnet,
        description,
        groupSet: { items: [{ groupId: group }] },
        privateIpAddressesSet: {},
        ...(tags !== undefined && { tagSpecificationSet: { items: [{ resourceType: 'network-interface', tags }] } }),
      },
      {
        networkInterface: {
          networkInterfaceId: eni,
          subnetId: subnet,
          vpcId: VPC,
          availabilityZone: `${PLACE.region}a`,
          description,
          ownerId: PLACE.account,
          requesterId,
          requesterManaged: true,
          status: 'pending',
          macAddress: macAddress(w.random),
          interfaceType: 'interface',
          groupSet: { items: [{ groupId: group, groupName: 'app' }] },
          tagSet: tags === undefined ? {} : { items: tags },
        },
      },
    ),
  );
  const deleted = w.call(minute + 60, by, PLACE, ec2('DeleteNetworkInterface', { networkInterfaceId: eni }, { _return: true }));
  return { eni, created, deleted };
}

/** With an index, so that it passes for JSON. */
export interface Tag extends JsonObject {
  readonly key: string;
  readonly value: string;
}

/** The truth of what a service made for somebody: over its beginning to the call that asked for it. */
export function truthOf(says: string, { deleted, created }: Interface, asked: string, by: SignedIn, more: Partial<Truth> = {}): Truth {
  const path = [deleted, created, asked];
  return { subject: deleted, says, ends: ['human'], who: [by.name], path, causes: [...path, ...by.ids], ...more };
}

/** A workload with a role of the company's own, named after the workload. */
export function workload(role: string, name: string, minute: number, key: string, more: Caller['identity'] = {}): Caller['identity'] {
  return sessionIdentity({ account: PLACE.account, role: ownRole(PLACE.account, role), name, key, since: START + minute * MINUTE }, more);
}

/** A call of a service that is no EC2. */
export function calls(service: string, name: string, request: Action['request'], response?: Action['response']): Action {
  return { service, name, ...(request !== undefined && { request }), ...(response !== undefined && { response }) };
}
