import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { root } from '../scripts/lib/paths.mjs';
import { startDouble } from '../test/aws/double';
import { emptyInventory, type Inventory } from '../test/aws/world/inventory';
import { makeAccount, makeWorld, type World } from '../test/aws/world/world';
import type { InventoryAnswer } from './child/inventory';
import { runChild } from './lib/child';
import { heldTo } from './lib/limits';
import type { Bench } from './lib/measure';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const RUNS = { full: 3, quick: 1 } as const;
/** Twenty thousand resources in one region. */
const CLUSTERS = 10;
const SERVICES = 1_000;
const TASKS = 5_000;
const DEFINITIONS = 20;
const OTHERS = {
  interfaces: 5_000,
  instances: 3_000,
  securityGroups: 2_000,
  volumes: 2_000,
  snapshots: 1_000,
  functions: 500,
  routeTables: 470,
} as const;

/** What AWS answers with at most, by call. */
const pages = (count: number, most: number): number => Math.max(1, Math.ceil(count / most));

/**
 * The fewest calls that this world can be had by, one region and what the account has once: a page of each list at least; descriptions in
 * batches of the most that a call takes; each revision of a task definition once.
 */
function leastCalls(): number {
  const each = { services: SERVICES / CLUSTERS, tasks: TASKS / CLUSTERS };
  const ecs =
    pages(CLUSTERS, 100) +
    pages(CLUSTERS, 100) +
    CLUSTERS * (pages(each.services, 100) + pages(each.services, 10) + pages(each.tasks, 100) + 1 + pages(each.tasks, 100)) +
    DEFINITIONS;
  const { interfaces, instances, securityGroups, volumes, snapshots, functions, routeTables } = OTHERS;
  const lists = [interfaces, instances, securityGroups, volumes, snapshots].reduce((sum, count) => sum + pages(count, 1_000), 0);
  const shared = 1; // which snapshots everybody may use
  const empty = 9; // VPCs, subnets, network ACLs, internet gateways, flow logs, images, addresses, NAT gateways, endpoints
  const others = 1 + 1 + 1 + 1 + 1; // encryption of volumes, trails, keys, recorders, databases
  const account = 6 + 1; // IAM, with a report that is there; buckets
  return ecs + lists + shared + empty + pages(routeTables, 100) + pages(functions, 50) + others + account;
}

const id = (prefix: string, n: number): string => `${prefix}-${n.toString(16).padStart(17, '0')}`;
const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const tags = (n: number) => [
  { Key: 'Name', Value: `machine-${n}` },
  { Key: 'team', Value: ['shop', 'search', 'data'][n % 3] ?? '' },
];
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

function resources(): Inventory {
  const vpc = id('vpc', 1);
  const created = new Date(Date.now() - 1e9);
  return {
    ...emptyInventory(),
    clusters: many(CLUSTERS, (n) => ({
      clusterArn: arn('ecs', `cluster/c${n}`),
      clusterName: `c${n}`,
      status: 'ACTIVE',
      registeredContainerInstancesCount: 0,
    })),
    services: many(SERVICES, (n) => ({
      serviceArn: arn('ecs', `service/c${n % CLUSTERS}/s${n}`),
      serviceName: `s${n}`,
      clusterArn: arn('ecs', `cluster/c${n % CLUSTERS}`),
      status: 'ACTIVE',
      desiredCount: 5,
      runningCount: 5,
      taskDefinition: arn('ecs', `task-definition/d${n % DEFINITIONS}:1`),
      createdAt: created,
      events: many(20, (event) => ({ id: `${n}-${event}`, createdAt: created, message: `(service s${n}) has reached a steady state.` })),
    })),
    tasks: many(TASKS, (n) => ({
      taskArn: arn('ecs', `task/c${n % CLUSTERS}/${n.toString(16).padStart(32, '0')}`),
      clusterArn: arn('ecs', `cluster/c${n % CLUSTERS}`),
      taskDefinitionArn: arn('ecs', `task-definition/d${n % DEFINITIONS}:1`),
      group: `service:s${n % SERVICES}`,
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      launchType: 'FARGATE' as const,
      createdAt: created,
    })),
    taskDefinitions: many(DEFINITIONS, (n) => ({
      taskDefinitionArn: arn('ecs', `task-definition/d${n}:1`),
      family: `d${n}`,
      revision: 1,
      status: 'ACTIVE' as const,
    })),
    interfaces: many(OTHERS.interfaces, (n) => ({
      NetworkInterfaceId: id('eni', n),
      VpcId: vpc,
      SubnetId: id('subnet', n % 50),
      Status: 'in-use' as const,
      PrivateIpAddress: `10.0.${n >> 8}.${n & 255}`,
      Groups: [{ GroupId: id('sg', n % OTHERS.securityGroups), GroupName: 'app' }],
      TagSet: tags(n),
    })),
    instances: many(OTHERS.instances, (n) => ({
      InstanceId: id('i', n),
      VpcId: vpc,
      InstanceType: 't3.medium' as const,
      State: { Code: 16, Name: 'running' as const },
      LaunchTime: created,
      SecurityGroups: [{ GroupId: id('sg', n % OTHERS.securityGroups), GroupName: 'app' }],
      MetadataOptions: { HttpTokens: 'required' as const, HttpEndpoint: 'enabled' as const },
      Tags: tags(n),
    })),
    securityGroups: many(OTHERS.securityGroups, (n) => ({
      GroupId: id('sg', n),
      GroupName: `group-${n}`,
      VpcId: vpc,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'inside' }] }],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      Tags: tags(n),
    })),
    volumes: many(OTHERS.volumes, (n) => ({
      VolumeId: id('vol', n),
      State: 'in-use' as const,
      Size: 30,
      CreateTime: created,
      Tags: tags(n),
    })),
    snapshots: many(OTHERS.snapshots, (n) => ({
      SnapshotId: id('snap', n),
      VolumeId: id('vol', n),
      State: 'completed' as const,
      StartTime: created,
      Tags: tags(n),
    })),
    functions: many(OTHERS.functions, (n) => ({
      FunctionName: `f${n}`,
      FunctionArn: arn('lambda', `function:f${n}`),
      Runtime: 'nodejs20.x' as const,
      MemorySize: 512,
    })),
    routeTables: many(OTHERS.routeTables, (n) => ({ RouteTableId: id('rtb', n), VpcId: vpc, Routes: [], Tags: tags(n) })),
  };
}

function world(): World {
  const account = makeAccount(ACCOUNT, { regions: { [REGION]: 'opt-in-not-required' }, records: [], inventory: resources });
  account.iam.report = 'complete';
  return makeWorld([account]);
}

/** Twenty thousand resources from the double: calls against the fewest possible, time and memory of the process that collects them. */
export const inventory: Bench = async ({ quick, scratch, tell }) => {
  const double = await startDouble({ world: world() });
  const storeDir = join(scratch, 'inventory-store');
  try {
    const environment = await double.environment(join(scratch, 'inventory-home'), { account: ACCOUNT });
    const input = { storeDir, policiesDir: join(root, 'dist/policies'), environment, api: 'aws-ec2-describe-network-interfaces' };
    const runs: InventoryAnswer[] = [];
    for (let run = 0; run < RUNS[quick ? 'quick' : 'full']; run++) runs.push((await runChild('inventory', input)).answer);
    const { size } = await stat(join(storeDir, 'inventory', ACCOUNT, `${REGION}.jsonl`));
    const [first] = runs;
    const [made, least] = [first?.calls ?? NaN, leastCalls()];
    tell(
      `${first?.resources ?? 0} resources by ${made} calls, ${least} at least; again by ${first?.callsAgain ?? 0}; ${(size / 1e6).toFixed(1)} MB on disk`,
    );
    const of = (pick: (run: InventoryAnswer) => number): readonly number[] => runs.map(pick);
    return [
      {
        what: 'inventory: 20,000 resources',
        unit: 'ms',
        runs: of((run) => run.first),
        ratio: { of: 'calls ÷ the fewest', value: made / least },
        ...heldTo('inventoryCalls'),
      },
      { what: 'inventory: again, unchanged', unit: 'ms', runs: of((run) => run.again) },
      { what: 'inventory: opened', unit: 'ms', runs: of((run) => run.opened) },
      { what: 'inventory: 200 of a list of 5,000', unit: 'ms', runs: of((run) => run.list), ...heldTo('inventoryList') },
      { what: 'inventory: first configuration search', unit: 'ms', runs: of((run) => run.query) },
      { what: 'inventory: memory', unit: 'MB', runs: of((run) => run.peakMB), ...heldTo('inventoryMemory') },
    ];
  } finally {
    await double.close();
  }
};
