import { DAY, HOUR } from '../domain/time';
import { HARMLESS_WRITES, lambdaUpdate, READS, type ActionMaker } from './actions';
import { hex, uuid } from './ids';
import { terraformSession } from './ledger';
import type { Random } from './random';
import type { Action, Call } from './record';
import { pipelineSignIn } from './sessions';
import { ACCOUNT_NAMES, ACCOUNTS, AGENTS, REGIONS } from './world';

const REPOSITORIES = ['shop-api', 'checkout', 'search-indexer', 'thumbnailer', 'website'] as const;

/** Runs of the company's build pipelines: sign in by token, push an image, roll it out. */
export function builds(from: number, now: number, random: Random): Call[] {
  const calls: Call[] = [];
  for (let time = from; time <= now; time += random.between(8, 62) * 60_000) {
    const busy = [1, 2, 3, 4, 5].includes(new Date(time).getUTCDay());
    if (busy || random.chance(0.25)) calls.push(...build(Math.floor(time / 1000) * 1000, random));
  }
  return calls;
}

function build(start: number, random: Random): Call[] {
  const repository = random.pick(REPOSITORIES);
  const place = { account: ACCOUNTS[random.pick(ACCOUNT_NAMES)], region: random.pick(REGIONS) };
  const { calls: signIn, caller } = pipelineSignIn(random, place.account, place.region, repository, start);
  const calls = [...signIn];
  let time = start + 3000;
  const add = (action: Action, agent = caller.agent) => {
    calls.push({ ...action, ...place, time, caller: { ...caller, agent } });
    time += random.between(0.5, 20) * 1000;
  };
  add({ service: 'sts', name: 'GetCallerIdentity' }, AGENTS.actions);
  add({ service: 'ecr', name: 'GetAuthorizationToken' });
  for (let layers = random.whole(3, 9); layers > 0; layers -= 1)
    add(layer('BatchCheckLayerAvailability', repository, random), AGENTS.docker);
  add(image(repository, random, place), AGENTS.docker);
  if (repository === 'thumbnailer') add(lambdaUpdate(random, place, repository));
  else for (const action of rollOut(repository, random, place)) add(action);
  return calls;
}

function layer(name: string, repository: string, random: Random): Action {
  return { service: 'ecr', name, request: { repositoryName: repository, layerDigests: [`sha256:${hex(random, 64)}`] } };
}

function image(repository: string, random: Random, place: { readonly account: string }): Action {
  const tag = hex(random, 40);
  const digest = `sha256:${hex(random, 64)}`;
  return {
    service: 'ecr',
    name: 'PutImage',
    request: {
      registryId: place.account,
      repositoryName: repository,
      imageTag: tag,
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    },
    response: { image: { registryId: place.account, repositoryName: repository, imageId: { imageDigest: digest, imageTag: tag } } },
  };
}

function rollOut(repository: string, random: Random, place: { readonly account: string; readonly region: string }): Action[] {
  const ecs = `arn:aws:ecs:${place.region}:${place.account}`;
  const taskDefinition = `${ecs}:task-definition/${repository}:${random.whole(40, 400)}`;
  const look: Action = { service: 'ecs', name: 'DescribeServices', request: { cluster: 'web', services: [repository] } };
  const update: Action = {
    service: 'ecs',
    name: 'UpdateService',
    request: { cluster: 'web', service: repository, taskDefinition, forceNewDeployment: false },
    response: {
      service: {
        serviceArn: `${ecs}:service/web/${repository}`,
        serviceName: repository,
        clusterArn: `${ecs}:cluster/web`,
        status: 'ACTIVE',
        desiredCount: 4,
        runningCount: 4,
        pendingCount: 0,
        taskDefinition,
        deployments: [{ id: `ecs-svc/${random.text('0123456789', 19)}`, status: 'PRIMARY', taskDefinition, desiredCount: 4 }],
      },
    },
  };
  return [look, update, look, look, look];
}

/** Terraform looks at everything some times a day and applies now and then; here only what no policy asks about. */
export function terraform(from: number, now: number, random: Random): Call[] {
  const calls: Call[] = [];
  for (let day = from; day <= now; day += DAY) {
    for (const name of ACCOUNT_NAMES) {
      for (let runs = random.whole(3, 5); runs > 0; runs -= 1)
        calls.push(...run(ACCOUNTS[name], day + random.between(0, 24) * HOUR, random));
    }
  }
  return calls;
}

function run(account: string, start: number, random: Random): Call[] {
  const { calls: signIn, caller } = terraformSession(random, account, Math.floor(start / 1000) * 1000);
  const calls = [...signIn];
  let time = start + 9000;
  const add = (make: ActionMaker, region: string) => {
    const place = { account, region };
    calls.push({ ...make(random, place), ...place, time, caller });
    time += random.between(0.05, 0.9) * 1000;
  };
  for (const region of REGIONS) {
    for (let reads = random.whole(14, 22); reads > 0; reads -= 1) add(random.pick(READS), region);
    if (random.chance(0.35)) add(random.pick(HARMLESS_WRITES), region);
  }
  add(() => stateLock(random), REGIONS[1]);
  return calls;
}

/** Terraform's lock on its state. */
function stateLock(random: Random): Action {
  return { service: 'dynamodb', name: 'DescribeTable', request: { tableName: 'terraform-locks' }, additional: { lockId: uuid(random) } };
}
