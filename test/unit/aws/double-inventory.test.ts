import { DescribeInstancesCommand, EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  paginateListClusters,
  type DescribeServicesCommandInput,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standingId } from '../../../src/sample/ids';
import { startDouble, type Double } from '../../aws/double';
import { MODELS, plain } from './double-models';

const NOW = Date.UTC(2026, 4, 20, 9, 30);
const SANDBOX = '777788889999';
let double: Double;
beforeAll(async () => {
  double = await startDouble({ now: () => NOW });
});
afterAll(() => double.close());

const options = (account: string, region: string) => ({
  maxAttempts: 1,
  region,
  endpoint: double.url,
  credentials: double.sessions.user(account, 'inventory'),
});

describe('what the double says of its world', () => {
  it.each(MODELS)('$name: the SDK reads back what is there', async ({ ask, there }) => {
    for (const [account, region] of [
      [SANDBOX, 'us-east-2'],
      [SANDBOX, 'eu-central-1'],
      ['111122223333', 'us-east-1'],
      ['444455556666', 'sa-east-1'],
    ] as const) {
      const world = double.world.accounts.get(account);
      if (world === undefined) throw new Error(account);
      expect(plain(await ask(options(account, region)))).toEqual(plain(there(world.inventory(region))));
    }
  });
});

describe('the story', () => {
  const client = () => new ECSClient(options(SANDBOX, 'us-east-2'));
  const services = (input: DescribeServicesCommandInput) => client().send(new DescribeServicesCommand(input));

  it('has one cluster, whose service wants tasks, has none, and says why', async () => {
    const arns: string[] = [];
    for await (const page of paginateListClusters({ client: client() }, {})) arns.push(...(page.clusterArns ?? []));
    expect(arns).toEqual([`arn:aws:ecs:us-east-2:${SANDBOX}:cluster/load-test`]);
    const { services: found } = await services({ cluster: 'load-test', services: ['load-test-worker'] });
    expect(found).toHaveLength(1);
    expect(found?.[0]).toMatchObject({ desiredCount: 2, runningCount: 0, status: 'ACTIVE', launchType: 'FARGATE' });
    expect(found?.[0]?.createdBy).toMatch(/^arn:aws:iam::777788889999:role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_/);
    expect(found?.[0]?.events?.[0]?.message).toMatch(/unable to consistently start tasks/);
    expect(found?.[0]?.createdAt).toEqual(new Date(Date.UTC(2026, 4, 16, 14, 37)));
  });

  it('keeps the tasks that stopped within the hour, with the reason', async () => {
    expect((await client().send(new ListTasksCommand({ cluster: 'load-test' }))).taskArns).toEqual([]);
    const { taskArns = [] } = await client().send(new ListTasksCommand({ cluster: 'load-test', desiredStatus: 'STOPPED' }));
    expect(taskArns.length).toBeGreaterThan(2);
    const { tasks = [] } = await client().send(new DescribeTasksCommand({ cluster: 'load-test', tasks: taskArns }));
    for (const task of tasks) {
      expect(task.stoppedReason).toMatch(/^CannotPullContainerError/);
      expect(NOW - (task.stoppedAt?.getTime() ?? 0)).toBeLessThanOrEqual(3_600_000);
    }
  });

  it('takes ten services at once, and no more', async () => {
    const names = Array.from({ length: 11 }, (_, i) => `s${i}`);
    await expect(services({ cluster: 'load-test', services: names })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect((await services({ cluster: 'load-test', services: names.slice(1) })).failures).toHaveLength(10);
    await expect(services({ cluster: 'other', services: ['x'] })).rejects.toMatchObject({ name: 'ClusterNotFoundException' });
  });
});

describe('pages and filters of EC2', () => {
  const client = () => new EC2Client(options('111122223333', 'us-east-1'));

  it('go on until there is no token', async () => {
    const ids: (string | undefined)[] = [];
    let pages = 0;
    for await (const { Reservations = [] } of paginateDescribeInstances({ client: client(), pageSize: 1 }, {})) {
      pages++;
      ids.push(...Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId)));
    }
    expect(pages).toBe(3);
    expect(ids).toEqual(['shop-worker', 'search-worker', 'bastion'].map((name) => standingId('i', `111122223333/us-east-1/${name}`)));
  });

  it('choose, and refuse what is not there', async () => {
    const named = await client().send(new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: ['bastion'] }] }));
    expect(named.Reservations).toHaveLength(1);
    await expect(client().send(new DescribeInstancesCommand({ InstanceIds: ['i-none'] }))).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
    });
    await expect(client().send(new DescribeInstancesCommand({ MaxResults: 1001 }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});
