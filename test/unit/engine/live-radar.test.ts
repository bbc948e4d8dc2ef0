import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleWorld } from '../../aws/world/sample-world';
import { temporaryFolder } from '../support/folders';
import { connectedTo, doubleOf } from '../support/live';

it('the radar counts what live accounts have, and nothing that AWS puts into every region', async () => {
  const now = Date.now();
  await doubleOf({ world: sampleWorld(now) });
  const engine = await connectedTo(['sandbox'], join(await temporaryFolder(), 'store'), () => now);
  await engine.live.chooseRegions('777788889999', ['us-east-2', 'ap-south-1']);
  expect(await engine.radar({ regionsInUse: ['eu-west-1'] })).toEqual([]);
  await engine.live.sync({ sources: ['inventory'], apis: [...ECS, ...NETWORKS] });
  const { collected } = await engine.live.state();
  const counts = (region: string) =>
    Object.fromEntries(collected.filter((one) => one.region === region).map(({ api, resources }) => [api, resources]));
  // The networks that AWS makes are there to be seen in both.
  expect(counts('ap-south-1')).toMatchObject({ 'aws-ec2-describe-vpcs': 1, 'aws-ec2-describe-security-groups': 1, 'aws-ecs-cluster': 0 });
  expect(counts('us-east-2')).toMatchObject({ 'aws-ec2-describe-vpcs': 1, 'aws-ecs-cluster': 1, 'aws-ecs-service': 1 });

  // Somebody made the cluster, the service and its task definition; a task counts until it has stopped, as most have.
  const place = { account: '777788889999', region: 'us-east-2', api: 'aws-ecs-task', limit: 100 };
  const { resources: tasks } = await engine.live.resources(place);
  const alive = 3 + tasks.filter(({ summary }) => !summary.startsWith('stopped')).length;
  expect(tasks.length).toBeGreaterThan(alive - 3);
  const none = { account: '777788889999', humanWrites: 0, serviceWrites: 0, roleWrites: 0 };
  expect(await engine.radar({ regionsInUse: ['eu-west-1'] })).toEqual([{ ...none, region: 'us-east-2', alive, unusedButInhabited: true }]);
  // Nothing tells which regions are in use: then none is unused.
  expect(await engine.radar({})).toEqual([{ ...none, region: 'us-east-2', alive, unusedButInhabited: false }]);
}, 60_000);

const ECS = ['aws-ecs-cluster', 'aws-ecs-service', 'aws-ecs-task', 'aws-ecs-describe-task-definition'];
const NETWORKS = [
  'aws-ec2-describe-vpcs',
  'aws-ec2-describe-subnets',
  'aws-ec2-describe-security-groups',
  'aws-ec2-describe-route-tables',
  'aws-ec2-describe-network-acls',
  'aws-ec2-describe-internet-gateways',
];
