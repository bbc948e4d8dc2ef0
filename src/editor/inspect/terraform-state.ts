import { isReference } from '../../domain/resource';

/** A block of a Terraform configuration, as a state names it. */
export interface TerraformResource {
  /** Names of the modules that lead to it, from the root, without their keys. */
  readonly modules: readonly string[];
  readonly type: string;
  readonly name: string;
  /** With the keys of modules and instance: `module.net["a"].aws_subnet.private[0]`. */
  readonly address: string;
}

/** A state that can't be used, and why. */
export class StateError extends Error {
  override readonly name = 'StateError';
  static is(error: unknown): error is StateError {
    return error instanceof StateError;
  }
}

/** Attributes that hold the id of something which comes into being and goes with the resource, beside its own `id` and `arn`. */
const OWNED: Readonly<Record<string, readonly string[]>> = {
  aws_instance: ['primary_network_interface_id'],
  aws_vpc: ['default_security_group_id', 'default_route_table_id', 'default_network_acl_id', 'main_route_table_id'],
  aws_nat_gateway: ['network_interface_id'],
  aws_vpc_endpoint: ['network_interface_ids'],
  aws_efs_mount_target: ['network_interface_id'],
  aws_eip: ['allocation_id', 'association_id'],
  aws_iam_role: ['unique_id'],
  aws_iam_user: ['unique_id'],
  aws_iam_group: ['unique_id'],
  aws_iam_instance_profile: ['unique_id'],
};
/** The format of Terraform since 0.12, and of OpenTofu. */
const VERSION = 4;
const MODULE = /module\.([A-Za-z_][A-Za-z0-9_-]*)(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/g;

/**
 * Which block made what a state holds: from each id, ARN and key to the resource whose own it is. Data sources make nothing. Members that
 * aren't as expected are passed over.
 * @throws StateError where it is no state of a known format
 */
export function readState(text: string): ReadonlyMap<string, TerraformResource> {
  const state = parsed(text);
  if (!isRecord(state) || state['version'] !== VERSION || !Array.isArray(state['resources']))
    throw new StateError(`no state of format ${VERSION}`);
  const made = new Map<string, TerraformResource>();
  for (const resource of state['resources'] as readonly unknown[]) {
    if (!isRecord(resource) || resource['mode'] !== 'managed') continue;
    const { type, name, module, instances } = resource;
    if (typeof type !== 'string' || typeof name !== 'string' || !Array.isArray(instances)) continue;
    const path = typeof module === 'string' ? module : '';
    const modules = Array.from(path.matchAll(MODULE), ([, step = '']) => step);
    for (const instance of instances as readonly unknown[]) {
      if (!isRecord(instance)) continue;
      const address = `${path === '' ? '' : `${path}.`}${type}.${name}${keyOf(instance['index_key'])}`;
      for (const id of idsOf(type, instance['attributes'])) if (!made.has(id)) made.set(id, { modules, type, name, address });
    }
  }
  return made;
}

/** `[0]` of `count`, `["a"]` of `for_each`. */
function keyOf(index: unknown): string {
  return typeof index === 'number' || typeof index === 'string' ? `[${JSON.stringify(index)}]` : '';
}

function idsOf(type: string, attributes: unknown): readonly string[] {
  if (!isRecord(attributes)) return [];
  const owned = Object.hasOwn(OWNED, type) ? (OWNED[type] ?? []) : [];
  const values = ['id', 'arn', ...owned].flatMap((name) => attributes[name]);
  return values.filter((value): value is string => typeof value === 'string' && isReference(value));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StateError('no JSON');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
