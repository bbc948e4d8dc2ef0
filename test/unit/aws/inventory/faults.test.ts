import { describe, expect, it } from 'vitest';
import { COLLECTORS } from '../../../../src/aws/inventory/table';
import { ACCOUNTS } from '../../../../src/sample/world';
import type { ServiceName } from '../../../aws/services';
import { emptyInventory } from '../../../aws/world/inventory';
import { bench, NOW, type Bench } from './bench';

const { production: PRODUCTION, staging: STAGING, sandbox: SANDBOX } = ACCOUNTS;

async function known({ engine }: Bench, api: string) {
  const { collected } = await engine.live.state();
  return collected.find((one) => one.api === api);
}

/** What a failed call leaves of a kind: all of it, or the list with a part of each unknown. */
const PARTS: readonly string[] = [
  'cloudtrail:ListTags',
  'config:DescribeConfigurationRecorderStatus',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListResourceTags',
];
const isPart = (api: string, call: string): boolean =>
  PARTS.includes(call) ||
  call.startsWith('s3:Get') ||
  (call === 'iam:GetAccountAuthorizationDetails' && api !== 'aws-iam-get-policy-version');

/** Where there is something of each kind to be asked for. */
const PLACES: Readonly<Record<string, readonly [profile: string, account: string, region: string]>> = {
  ecs: ['sandbox', SANDBOX, 'us-east-2'],
  cloudtrail: ['production', PRODUCTION, 'us-east-1'],
  iam: ['production', PRODUCTION, 'us-east-1'],
  s3: ['production', PRODUCTION, 'us-east-1'],
};
const USUAL = ['staging', STAGING, 'eu-west-1'] as const;

describe('a call that is denied', () => {
  const services = [...new Set(COLLECTORS.flatMap(({ calls }) => calls.map((call) => call.split(':')[0] ?? '')))];
  it.each(services)('makes the kinds that need it UNKNOWN, and leaves what was known: %s', { timeout: 60_000 }, async (service) => {
    const [profile, account, region] = PLACES[service] ?? USUAL;
    const here = await bench(profile, account, [region]);
    const collectors = COLLECTORS.filter(({ calls }) => calls.some((call) => call.startsWith(`${service}:`)));
    const apis = collectors.map(({ api }) => api);
    await here.sync({ apis });
    const before = new Map((await here.engine.live.state()).collected.map((one) => [one.api, one]));
    for (const call of new Set(collectors.flatMap(({ calls }) => calls))) {
      // What is asked for only once, or only where there is no report yet, or only of clusters with machines of their own.
      if (/DescribeTaskDefinition|GenerateCredentialReport|ContainerInstances/.test(call)) continue;
      const [, operation = ''] = call.split(':');
      const allow = here.double.faults.add({ service: service as ServiceName, operation, fault: { kind: 'deny' } });
      const { problems } = await here.sync({ apis });
      allow();
      const hit = collectors.filter(({ calls }) => calls.includes(call)).map(({ api }) => api);
      expect([call, [...new Set(problems.map(({ api }) => api))].sort()]).toEqual([call, [...hit].sort()]);
      for (const { api } of collectors) {
        const [was, is] = [before.get(api), await known(here, api)];
        const problem = hit.includes(api) ? { reason: 'denied', operation: call } : undefined;
        expect([call, api, is?.resources, is?.at]).toEqual([call, api, was?.resources, NOW]);
        if (problem === undefined) expect(is).not.toHaveProperty('problem');
        else expect([call, api, is?.problem]).toMatchObject([call, api, problem]);
      }
    }
    expect((await here.sync({ apis })).problems).toEqual([]);
  });

  it('is never taken for none: what was not collected has no time, and what fails in part has', async () => {
    const here = await bench('staging', STAGING, ['eu-west-1']);
    for (const { calls, api } of COLLECTORS) {
      const call = calls.at(-1);
      if (call === undefined || /DescribeTaskDefinition|GenerateCredentialReport|ContainerInstances|ecs:|cloudtrail:/.test(call)) continue;
      const [service, operation] = call.split(':') as [ServiceName, string];
      here.double.faults.add({ service, operation, fault: { kind: 'deny' } });
      const { problems } = await here.sync({ apis: [api] });
      here.double.faults.clear();
      const is = await known(here, api);
      if (isPart(api, call)) expect([api, is?.at]).toEqual([api, NOW]);
      else expect([api, is]).toEqual([api, expect.not.objectContaining({ at: NOW })]);
      expect([api, problems.length]).toEqual([api, is?.problem === undefined ? 0 : 1]);
    }
  });
});

describe('a list that fails on the way', () => {
  it('deletes nothing, and keeps what it gave', async () => {
    const here = await bench('sandbox', SANDBOX, ['us-east-2']);
    const inventory = here.double.world.accounts.get(SANDBOX)?.inventory('us-east-2');
    if (inventory === undefined) throw new Error('no place');
    const volume = (n: number) => ({ VolumeId: `vol-${String(n).padStart(17, '0')}`, State: 'available' as const, Size: n });
    inventory.volumes = Array.from({ length: 1_500 }, (_, n) => volume(n));
    const api = 'aws-ec2-describe-volumes';
    await here.sync({ apis: [api] });
    expect(await known(here, api)).toMatchObject({ resources: 1_500 });
    inventory.volumes = [volume(2_000), ...inventory.volumes.slice(1)]; // another one, and the first is gone
    here.double.faults.add({ operation: 'DescribeVolumes', after: 1, fault: { kind: 'deny' } });
    expect((await here.sync({ apis: [api] })).problems).toMatchObject([{ api, region: 'us-east-2', problem: { reason: 'denied' } }]);
    expect(await known(here, api)).toMatchObject({ resources: 1_501, problem: { operation: 'ec2:DescribeVolumes' } });
    here.double.faults.clear();
    await here.sync({ apis: [api] });
    expect(await known(here, api)).toEqual({ account: SANDBOX, region: 'us-east-2', api, at: NOW, resources: 1_500 });
    const query = `config from cloud.resource where api.name = '${api}' AND resource.status = 'deleted'`;
    expect((await here.engine.search({ query, window: {}, offset: 0, limit: 5 })).total).toBe(1);
  });

  it('of one cluster leaves the services of the others', async () => {
    const here = await bench('staging', STAGING, ['eu-west-1']);
    const account = here.double.world.accounts.get(STAGING);
    if (account === undefined) throw new Error('no account');
    const arn = (kind: string, rest: string): string => `arn:aws:ecs:eu-west-1:${STAGING}:${kind}/${rest}`;
    const names = ['a', 'b', 'c'];
    Object.assign(account.inventory('eu-west-1'), {
      ...emptyInventory(),
      clusters: names.map((name) => ({ clusterArn: arn('cluster', name), clusterName: name, status: 'ACTIVE' })),
      services: names.flatMap((name) =>
        Array.from({ length: 25 }, (_, n) => ({
          serviceArn: arn('service', `${name}/s${n}`),
          serviceName: `s${n}`,
          clusterArn: arn('cluster', name),
          status: 'ACTIVE',
          desiredCount: 1,
          runningCount: 1,
        })),
      ),
    });
    here.double.faults.add({ operation: 'ListServices', times: 1, fault: { kind: 'deny' } });
    const { problems } = await here.sync({ apis: ['aws-ecs-service'] });
    expect(problems).toMatchObject([{ api: 'aws-ecs-service', problem: { operation: 'ecs:ListServices' } }]);
    expect(await known(here, 'aws-ecs-service')).toMatchObject({ resources: 50 });
    here.calls();
    await here.sync({ apis: ['aws-ecs-service'] });
    expect(await known(here, 'aws-ecs-service')).toMatchObject({ resources: 75, at: NOW });
    // 25 services of a cluster are one page of a list and three calls of ten at most.
    expect(here.calls()).toEqual({ 'ecs:ListClusters': 1, 'ecs:DescribeClusters': 1, 'ecs:ListServices': 3, 'ecs:DescribeServices': 9 });
  });
});

describe('a bucket whose policy is denied', () => {
  it('keeps its other parts, says what is unknown of it, and keeps what was known', async () => {
    const here = await bench('production', PRODUCTION, ['us-east-1']);
    const api = 'aws-s3api-get-bucket-acl';
    const name = 'nimbus-works-receipts';
    here.double.faults.add({ operation: 'GetBucketPolicy', fault: { kind: 'deny' } });
    const { problems } = await here.sync({ apis: [api] });
    expect(problems).toMatchObject([{ api, region: '', problem: { reason: 'denied', operation: 's3:GetBucketPolicy' } }]);
    expect(await known(here, api)).toMatchObject({ at: NOW, resources: 9, problem: { reason: 'denied' } });
    const first = await here.engine.configuration(`arn:aws:s3:::${name}`);
    expect(first?.configuration).toMatchObject({ acl: { grants: [{}] }, versioningConfiguration: { status: 'Enabled' } });
    expect(first?.configuration).not.toHaveProperty('policy');
    expect(first?.unknown.map(({ path }) => path)).toEqual(['$.policy']);
    here.double.faults.clear();
    await here.sync({ apis: [api] });
    expect((await here.engine.configuration(`arn:aws:s3:::${name}`))?.unknown).toEqual([]);
    here.double.faults.add({ operation: 'GetBucketPolicy', fault: { kind: 'deny' } });
    await here.sync({ apis: [api] });
    const last = await here.engine.configuration(`arn:aws:s3:::${name}`);
    expect(last?.configuration).toMatchObject({ policy: { Statement: [{}] } });
    expect(last?.unknown.map(({ path }) => path)).toEqual(['$.policy']);
  });
});
