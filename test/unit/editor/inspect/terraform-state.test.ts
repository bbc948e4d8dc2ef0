import { describe, expect, it } from 'vitest';
import { readState, StateError } from '../../../../src/editor/inspect/terraform-state';

const attributes = (id: string, more: object = {}) => ({ schema_version: 0, attributes: { id, ...more }, sensitive_attributes: [] });
const resource = (type: string, name: string, instances: readonly object[], more: object = {}) => ({
  mode: 'managed',
  type,
  name,
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances,
  ...more,
});
const state = (...resources: readonly unknown[]) =>
  JSON.stringify({ version: 4, terraform_version: '1.9.5', serial: 3, lineage: 'x', outputs: {}, resources });

const VPC = 'vpc-0a1b2c3d4e5f60718';
const GROUP = 'sg-0a1b2c3d4e5f60718';
const SUBNETS = ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'] as const;
const ROLE = 'arn:aws:iam::777788889999:role/app';

describe('a state', () => {
  it('says which block made what it holds', () => {
    const made = readState(state(resource('aws_vpc', 'main', [attributes(VPC)])));
    expect(Object.fromEntries(made)).toEqual({ [VPC]: { modules: [], type: 'aws_vpc', name: 'main', address: 'aws_vpc.main' } });
  });

  it('knows instances by count and by for_each, and modules within modules', () => {
    const path = 'module.net["a.module.b"].module.inner[1]';
    const made = readState(
      state(
        resource('aws_subnet', 'private', [
          { index_key: 0, ...attributes(SUBNETS[0]) },
          { index_key: 'b"c', ...attributes(SUBNETS[1]) },
        ]),
        resource('aws_security_group', 'web', [attributes(GROUP)], { module: path }),
      ),
    );
    expect(made.get(SUBNETS[0])?.address).toBe('aws_subnet.private[0]');
    expect(made.get(SUBNETS[1])?.address).toBe('aws_subnet.private["b\\"c"]');
    expect(made.get(GROUP)).toEqual({
      modules: ['net', 'inner'],
      type: 'aws_security_group',
      name: 'web',
      address: `${path}.aws_security_group.web`,
    });
  });

  it('knows ARNs and what comes and goes with a resource', () => {
    const made = readState(
      state(
        resource('aws_iam_role', 'app', [attributes('app', { arn: ROLE, unique_id: 'AROACKCEVSQ6C2EXAMPLE' })]),
        resource('aws_vpc_endpoint', 's3', [attributes('vpce-0a1b2c3d4e5f60718', { network_interface_ids: ['eni-0a1b2c3d4e5f60718'] })]),
      ),
    );
    expect([...made.keys()].sort()).toEqual([ROLE, 'AROACKCEVSQ6C2EXAMPLE', 'vpce-0a1b2c3d4e5f60718', 'eni-0a1b2c3d4e5f60718'].sort());
  });

  it('says nothing of what a resource only uses, and of what is only read', () => {
    const made = readState(
      state(
        resource('aws_instance', 'web', [attributes('i-0a1b2c3d4e5f60718', { subnet_id: SUBNETS[0], vpc_security_group_ids: [GROUP] })]),
        resource('aws_vpc', 'default', [attributes(VPC)], { mode: 'data' }),
      ),
    );
    expect([...made.keys()]).toEqual(['i-0a1b2c3d4e5f60718']);
  });

  it('passes over members that are not as expected', () => {
    const made = readState(
      state(
        null,
        'x',
        {},
        resource('aws_vpc', 'a', []),
        { ...resource('aws_vpc', 'b', []), instances: null },
        resource('aws_vpc', 'c', [{}, { attributes: null }, { attributes: { id: 7, arn: ['x'] } }]),
        resource('constructor', '__proto__', [attributes(VPC)]),
      ),
    );
    expect(made.get(VPC)?.address).toBe('constructor.__proto__');
  });

  it.each([
    ['broken', '{"version": 4, "resources": ['],
    ['empty', ''],
    ['of another format', JSON.stringify({ version: 3, modules: [] })],
    ['a pointer to another place', JSON.stringify({ version: 3, backend: { type: 's3' } })],
    ['no object', '[]'],
    ['null', 'null'],
  ])('is refused where it is %s', (_, text) => expect(() => readState(text)).toThrow(StateError));
});
