import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/domain/json';
import { inEnglish } from '../../../../src/domain/sentence';
import { EngineService } from '../../../../src/engine/service';
import { logFile, temporaryFolder } from '../../support/folders';
import { ACCOUNT, call, linked, REGION, user } from '../chain/records';

const open: EngineService[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.dispose();
});

/** The titles of the stories of some records, each with how many alerts it has. */
async function told(...records: readonly JsonObject[]): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  const engine = new EngineService({ storeDir: join(folder, 'store'), policiesDir: 'src/policies/packs' });
  open.push(engine);
  await engine.load([await logFile(folder, 'a.json', records)]);
  // Every region counts as in use: what people make there is no alert of its own.
  const stories = await engine.stories({ window: {}, regionsInUse: [REGION] });
  return stories
    .map(({ title, alerts }) => `${alerts.length} ${inEnglish(title).replace(/: \d+ interface pairs.*?(, .*)?$/, '$1')}`)
    .sort();
}

const SLR = linked('ecs', 'AWSServiceRoleForECS', 'ecs-eni-provisioning');
const GROUP = 'sg-0aaaaaaaaaaaaaaaa';
const [ONE, TWO] = ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'] as const;

function service(minute: number, name: string, by: string, subnet: string): JsonObject {
  return call(minute, 'ecs', 'CreateService', {
    ...user(by),
    eventID: name,
    requestParameters: {
      cluster: 'lab',
      serviceName: name,
      taskDefinition: `${name}:1`,
      networkConfiguration: { awsvpcConfiguration: { subnets: [subnet], securityGroups: [GROUP] } },
    },
    responseElements: {
      service: {
        serviceArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:service/lab/${name}`,
        clusterArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/lab`,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
      },
    },
  });
}

/** Twenty interfaces and more are what the policy takes for churn: each is made, and deleted a minute later. */
function pairs(first: number, count: number, subnet: string): readonly JsonObject[] {
  return Array.from({ length: count }, (_, n) => {
    const minute = first + 2 * n;
    const id = `eni-0${subnet.slice(8, 9)}${String(first + n).padStart(15, '0')}`;
    const description = `arn:aws:ecs:${REGION}:${ACCOUNT}:attachment/11111111-2222-4333-8444-${String(first + n).padStart(12, '0')}`;
    return [
      call(minute, 'ec2', 'CreateNetworkInterface', {
        ...SLR,
        eventID: `make ${id}`,
        requestParameters: { subnetId: subnet, description, groupSet: { items: [{ groupId: GROUP }] } },
        responseElements: { networkInterface: { networkInterfaceId: id, subnetId: subnet, description, requesterManaged: true } },
      }),
      call(minute + 1, 'ec2', 'DeleteNetworkInterface', {
        ...SLR,
        eventID: `end ${id}`,
        requestParameters: { networkInterfaceId: id },
        responseElements: { _return: true },
      }),
    ];
  }).flat();
}

describe('what a service did', () => {
  const says = (count: number, name: string, by: string): string =>
    `${count} ECS service ${name} in ${REGION} fails to start and is retried, probably set up by ${by}`;

  it('is the story of what somebody set going, each apart from the others of that region', async () => {
    const records = [service(0, 'orders', 'dana', ONE), service(1, 'invoices', 'bob', TWO), ...pairs(10, 24, ONE), ...pairs(11, 30, TWO)];
    expect(await told(...records)).toEqual([says(24, 'orders', 'dana'), says(30, 'invoices', 'bob')]);
  });

  it('has another parent from some time on, although it was given the same things', async () => {
    const removal = call(200, 'ecs', 'DeleteService', {
      ...user('dana'),
      eventID: 'removal',
      requestParameters: { cluster: 'lab', service: 'orders' },
    });
    const records = [
      service(0, 'orders', 'dana', ONE),
      ...pairs(10, 24, ONE),
      removal,
      service(210, 'invoices', 'bob', ONE),
      ...pairs(220, 31, ONE),
    ];
    expect(await told(...records)).toEqual([says(24, 'orders', 'dana'), says(31, 'invoices', 'bob')]);
  });

  it('stays with its exact twins where no record says what for, and names nobody', async () => {
    expect(await told(...pairs(10, 25, ONE))).toEqual([
      `25 Network interfaces made and deleted over and over in ${REGION}, by ecs-eni-provisioning: cause unknown`,
    ]);
  });
});

describe('the run of a tool', () => {
  const agent = 'APN/1.0 HashiCorp/1.0 Terraform/1.12.2 (+https://www.terraform.io)';
  const shut = (minute: number, groupId: string): JsonObject =>
    call(minute, 'ec2', 'DeleteSecurityGroup', {
      ...user('ci'),
      userAgent: agent,
      eventID: `${groupId} goes`,
      requestParameters: { groupId },
    });
  const look = (minute: number): JsonObject =>
    call(minute, 'ec2', 'DescribeVpcs', { ...user('ci'), userAgent: agent, eventID: `look ${minute}` });

  it('goes on while calls of its key come within a minute, alerts or not; then another begins', async () => {
    const run = `2 Terraform run in ${REGION}: Security group changed, by ci`;
    expect(await told(shut(0, 'sg-1'), look(0.75), look(1.5), shut(2.25, 'sg-2'), shut(10, 'sg-3'), shut(10.5, 'sg-4'))).toEqual([
      run,
      run,
    ]);
  });
});
