import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textAt } from '../../src/domain/json';
import { HOUR, MINUTE } from '../../src/domain/time';
import { byServiceRole } from '../../src/sample/callers';
import { standingId } from '../../src/sample/ids';
import { interfacePair } from '../../src/sample/interface-pair';
import { Random } from '../../src/sample/random';
import { recordOf, type Action, type Call, type Caller } from '../../src/sample/record';
import { chainedRole, pipelineSignIn, type SignIn } from '../../src/sample/sessions';
import {
  createCluster,
  createService,
  LINKED_ROLE,
  LINKED_SESSION,
  registerTaskDefinition,
  STORY_SERVICE,
  type EcsService,
} from '../../src/sample/story-service';
import { ACCOUNTS, GLOBAL_REGION } from '../../src/sample/world';

const REGION = 'us-west-2';
const SERVICE: EcsService = {
  ...STORY_SERVICE,
  account: ACCOUNTS.staging,
  region: REGION,
  cluster: 'nightly',
  name: 'nightly-worker',
  vpc: standingId('vpc', 'nightly'),
  subnets: ['a', 'b'].map((zone) => ({ id: standingId('subnet', `nightly/${zone}`), zone: `${REGION}${zone}` })),
  group: standingId('sg', 'nightly'),
};
const HOME = ACCOUNTS.production;

/**
 * A chain of six records, as long as they get: the end of an interface, its beginning, the service it was for, the role that made the
 * service, the role that took that role, and the pipeline's token. Writes the logs below `dir`; `now`: epoch milliseconds.
 * @returns the ids of the ends, each a chain to trace
 */
export async function longChains(dir: string, now: number, count: number): Promise<readonly string[]> {
  const random = new Random(1, 'long chain');
  const made = now - 6 * HOUR;
  const pipeline = pipelineSignIn(random, HOME, GLOBAL_REGION, 'infrastructure', made - 3 * MINUTE);
  const broker = chainedRole(random, pipeline.caller, HOME, HOME, 'broker', GLOBAL_REGION, made - 2 * MINUTE);
  const runner = chainedRole(random, broker.caller, HOME, SERVICE.account, 'terraform-runner', GLOBAL_REGION, made - 90_000);
  const ecs = byServiceRole(SERVICE.account, 'ecs', LINKED_ROLE, LINKED_SESSION, made + 5_000);
  const pairs = Array.from({ length: count }, (_, i) => {
    const created = made + MINUTE + i * 2 * MINUTE;
    return interfacePair(SERVICE, { created, deleted: created + MINUTE, by: () => ecs }, random);
  });
  const before = [pipeline, broker, runner].flatMap(({ calls }: SignIn) => calls);
  const records = (calls: readonly Call[]) => calls.map((call) => recordOf(call, random));
  const ends = records(pairs.map(([, end]) => end));
  const all = [...records([...before, ...setUp(runner.caller, made, random), ...pairs.map(([start]) => start)]), ...ends];
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'long-chains.json'), JSON.stringify({ Records: all }));
  return ends.map((record) => textAt(record, 'eventID') ?? '');
}

function setUp(caller: Caller, made: number, random: Random): readonly Call[] {
  const arn = textAt(caller.identity, 'arn') ?? '';
  const step = (before: number, action: Action): Call => ({
    ...action,
    account: SERVICE.account,
    region: SERVICE.region,
    caller,
    time: made - before,
  });
  return [
    step(MINUTE, createCluster(SERVICE)),
    step(30_000, registerTaskDefinition(SERVICE, made - 30_000, arn)),
    step(0, createService(SERVICE, made, arn, random)),
  ];
}
