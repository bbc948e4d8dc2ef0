import { DAY, HOUR, MINUTE } from '../domain/time';
import { instanceState, READS, runInstance, trailBucketRead, type ActionMaker } from './actions';
import { byRole, byService, byServiceRole, ownRole, serviceLinkedRole } from './callers';
import { resourceId, sessionKey, standingId, uuid } from './ids';
import type { Random } from './random';
import type { Action, Call, Caller } from './record';
import { issued, roleResource } from './sessions';
import { ACCOUNT_NAMES, ACCOUNTS, GLOBAL_REGION, MANAGEMENT, networkOf, REGIONS } from './world';

interface Place {
  readonly account: string;
  readonly region: string;
}

/** One thing a service does again and again in every account and region. */
interface Routine {
  /** Minutes between rounds, give or take a fifth. */
  readonly every: number;
  readonly where: readonly Place[];
  readonly round: (place: Place, time: number, random: Random) => readonly (Action & { readonly caller: Caller })[];
}

const EVERYWHERE: readonly Place[] = ACCOUNT_NAMES.flatMap((name) => REGIONS.map((region) => ({ account: ACCOUNTS[name], region })));
const BUSY: readonly Place[] = EVERYWHERE.filter(({ account }) => account !== ACCOUNTS.sandbox);

const CONFIG_READS = [
  'DescribeInstances',
  'DescribeVolumes',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeDBInstances',
  'ListFunctions20150331',
];

const ROUTINES: readonly Routine[] = [
  // AWS Config looks at everything
  {
    every: 150,
    where: EVERYWHERE,
    round: (place, time, random) => {
      const caller = byServiceRole(place.account, 'config', 'AWSServiceRoleForConfig', 'AWSConfig-Describe', time - 60_000);
      const all = READS.map((make) => make(random, place)).filter(({ name }) => CONFIG_READS.includes(name));
      return all.map((action) => ({ ...action, caller }));
    },
  },
  // CloudTrail makes sure of its bucket and key
  {
    every: 30,
    where: [{ account: MANAGEMENT, region: GLOBAL_REGION }],
    round: (_, __, random) => [
      { ...trailBucketRead(), caller: byService('cloudtrail'), shared: uuid(random) },
      { ...dataKey(random), caller: byService('cloudtrail') },
    ],
  },
  // Functions, instances and tasks take their roles
  {
    every: 55,
    where: EVERYWHERE,
    round: (place, time, random) => [assumed(place, time, random, 'lambda', 'thumbnailer-lambda', 'thumbnailer')],
  },
  {
    every: 60,
    where: EVERYWHERE,
    round: (place, time, random) => [assumed(place, time, random, 'ec2', 'worker-instance', resourceId(random, 'i'))],
  },
  {
    every: 80,
    where: BUSY,
    round: (place, time, random) => [assumed(place, time, random, 'ecs-tasks', 'shop-api-task', random.text('0123456789abcdef', 32))],
  },
  // A function starts a new log stream
  { every: 75, where: EVERYWHERE, round: (place, time, random) => [logStream(place, time, random)] },
  // Parameter Store decrypts for somebody
  { every: 90, where: BUSY, round: (place, time, random) => [decrypt(place, time, random)] },
  // Auto Scaling looks after its group, and now and then scales it
  {
    every: 45,
    where: [
      { account: ACCOUNTS.production, region: 'us-east-1' },
      { account: ACCOUNTS.production, region: 'eu-west-1' },
    ],
    round: (place, time, random) => {
      const caller = byServiceRole(place.account, 'autoscaling', 'AWSServiceRoleForAutoScaling', 'AutoScaling', time - 60_000);
      return scaling(place, random).map((action) => ({ ...action, caller }));
    },
  },
  // Trusted Advisor counts
  {
    every: 240,
    where: BUSY,
    round: (place, time, random) => {
      const caller = byServiceRole(place.account, 'trustedadvisor', 'AWSServiceRoleForTrustedAdvisor', 'TrustedAdvisor', time - 60_000);
      return [0, 1, 2, 3].map(() => ({ ...random.pick(READS)(random, place), caller }));
    },
  },
];

/** What services do by themselves. */
export function services(from: number, now: number, random: Random): Call[] {
  const calls: Call[] = [];
  for (const { every, where, round } of ROUTINES) {
    for (const place of where) {
      for (let time = from + random.between(0, every) * MINUTE; time <= now; time += every * random.between(0.8, 1.2) * MINUTE) {
        for (const [index, action] of round(place, time, random).entries()) calls.push({ ...action, ...place, time: time + index * 400 });
      }
    }
  }
  return [...calls, ...databaseInterface(now, random)];
}

function assumed(place: Place, time: number, random: Random, service: string, roleName: string, session: string) {
  const role = ownRole(place.account, roleName);
  return {
    caller: byService(service),
    service: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    request: { roleArn: role.arn, roleSessionName: session },
    response: issued(random, place.account, role, session, time + 6 * HOUR),
    resources: [roleResource(place.account, role)],
    shared: uuid(random),
  };
}

function dataKey(random: Random): Action {
  const arn = `arn:aws:kms:${GLOBAL_REGION}:${MANAGEMENT}:key/2b8c5f1e-7d43-4a96-b0e8-91f3c6a4d7e2`;
  return {
    service: 'kms',
    name: 'GenerateDataKey',
    readOnly: true,
    request: {
      keySpec: 'AES_256',
      keyId: arn,
      encryptionContext: { 'aws:cloudtrail:arn': `arn:aws:cloudtrail:${GLOBAL_REGION}:${MANAGEMENT}:trail/nimbus-works-organisation` },
    },
    resources: [{ accountId: MANAGEMENT, type: 'AWS::KMS::Key', ARN: arn }],
    shared: uuid(random),
  };
}

function lambdaSession(place: Place, time: number, random: Random): Caller {
  const name = 'thumbnailer';
  const arn = `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
  const session = {
    account: place.account,
    role: ownRole(place.account, 'thumbnailer-lambda'),
    name,
    key: sessionKey(random),
    since: time - 120_000,
  };
  const scope = { inScopeOf: { issuerType: 'AWS::Lambda::Function', credentialsIssuedTo: arn } };
  return byRole(session, `203.0.113.${random.whole(100, 120)}`, 'awslambda-worker/1.0 rusoto/0.48.0 rust/1.80.0 linux', scope);
}

function logStream(place: Place, time: number, random: Random) {
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    caller: lambdaSession(place, time, random),
    service: 'logs',
    name: 'CreateLogStream',
    request: { logGroupName: '/aws/lambda/thumbnailer', logStreamName: `${day}/[$LATEST]${random.text('0123456789abcdef', 32)}` },
  };
}

function decrypt(place: Place, time: number, random: Random) {
  const arn = `arn:aws:kms:${place.region}:${place.account}:key/${uuidOf(place)}`;
  const parameter = `arn:aws:ssm:${place.region}:${place.account}:parameter/shop/feature-flags`;
  const { identity } = lambdaSession(place, time, random);
  return {
    caller: { identity: { ...identity, invokedBy: 'AWS Internal' }, ip: 'AWS Internal', agent: 'AWS Internal' },
    service: 'kms',
    name: 'Decrypt',
    readOnly: true,
    request: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext: { PARAMETER_ARN: parameter } },
    resources: [{ accountId: place.account, type: 'AWS::KMS::Key', ARN: arn }],
  };
}

/** One key for each place. */
function uuidOf({ account, region }: Place): string {
  const text = standingId('key', `${account}/${region}`).slice(4);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4a1b-9c2d-${text.slice(5, 17)}`;
}

function scaling(place: Place, random: Random): readonly Action[] {
  const look = { service: 'ec2', name: 'DescribeInstances', request: { instancesSet: {}, filterSet: {} } };
  if (random.chance(0.06)) return [look, runInstance(random, place, { 'aws:autoscaling:groupName': 'shop-workers', Name: 'shop-worker' })];
  if (random.chance(0.06)) return [look, instanceState(resourceId(random, 'i'), 'TerminateInstances', 'running', 'shutting-down')];
  return [look];
}

/** RDS makes the network interface of a database: made by a service, kept, and nobody's worry. */
function databaseInterface(now: number, random: Random): Call[] {
  const place = { account: ACCOUNTS.staging, region: 'eu-west-1' };
  const { vpc, subnets, group } = networkOf(place.account, place.region);
  const time = now - 5 * DAY + 90 * MINUTE;
  const role = serviceLinkedRole(place.account, 'rds', 'AWSServiceRoleForRDS');
  const make: ActionMaker = () => ({
    service: 'ec2',
    name: 'CreateNetworkInterface',
    request: {
      subnetId: subnets[0],
      description: 'RDSNetworkInterface',
      groupSet: { items: [{ groupId: group }] },
      privateIpAddressesSet: {},
      ipv6AddressCount: 0,
    },
    response: {
      networkInterface: {
        networkInterfaceId: standingId('eni', 'reports-database'),
        subnetId: subnets[0],
        vpcId: vpc,
        availabilityZone: `${place.region}a`,
        description: 'RDSNetworkInterface',
        ownerId: place.account,
        requesterId: 'amazon-rds',
        requesterManaged: true,
        status: 'pending',
        interfaceType: 'interface',
        groupSet: { items: [{ groupId: group, groupName: 'app' }] },
        tagSet: {},
      },
    },
  });
  const caller = byServiceRole(place.account, 'rds', role.name, 'SLRManagement', time);
  return [{ ...make(random, place), ...place, time, caller }];
}
