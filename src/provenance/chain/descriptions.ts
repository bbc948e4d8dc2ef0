import { textAt } from '../../domain/json';
import { birthOf, lifeOfName, SLACK } from './births';
import { cause } from './causes';
import { NOTHING, pointed, type FindEdge, type Found } from './edge';
import type { LookUps } from './look-ups';
import { leavesOf, type Traced } from './traced';

/** EC2 takes no longer ones; in a record that somebody made up it would only take time. */
const LONGEST = 255;
/** Before the interface of a task the task is launched, by so much at most. */
const LAUNCH = 60 * 60_000;

type Resolve = (match: readonly string[], child: Traced, look: LookUps, signal: AbortSignal | undefined) => Promise<Found>;

/** What services write into the descriptions of the network interfaces that they make, and what it leads to. */
const DESCRIPTIONS: readonly { readonly pattern: RegExp; readonly resolve: Resolve }[] = [
  { pattern: /^arn:aws[a-z-]*:ecs:[^:]*:\d*:attachment\/([0-9a-f-]{36})$/, resolve: launchOf },
  { pattern: /^ELB ((?:app|net|gwy)\/[^/]+\/[0-9a-f]+)$/, resolve: loadBalancerOf },
  { pattern: /^ELB ([A-Za-z0-9-]+)$/, resolve: byName('elasticloadbalancing', 'loadbalancer') },
  { pattern: /^EFS mount target for (fs-[0-9a-f]+)/, resolve: mountTargetOf },
  { pattern: /^Interface for NAT Gateway (nat-[0-9a-f]+)$/, resolve: byId },
  { pattern: /^VPC Endpoint Interface (vpce-[0-9a-f]+)$/, resolve: byId },
  {
    pattern: /^AWS Lambda VPC ENI-(.+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    resolve: byName('lambda', 'function'),
  },
  { pattern: /^ElastiCache (.+?)(?:-\d{3,4})*$/, resolve: byName('elasticache', 'replicationgroup', 'cachecluster') },
  { pattern: /^Amazon EKS (.+)$/, resolve: byName('eks', 'cluster') },
  { pattern: /^aws-K8S-(i-[0-9a-f]+)$/, resolve: byId },
];

/** K1 and K2 by way of the description that a service gives to a network interface. */
export const described: FindEdge = async (child, look, signal) => {
  if (child.event.operation !== 'CreateNetworkInterface') return NOTHING;
  const description = textAt(child.request, 'description') ?? textAt(child.response, 'networkInterface', 'description') ?? '';
  if (description.length > LONGEST) return NOTHING;
  for (const { pattern, resolve } of DESCRIPTIONS) {
    const match = pattern.exec(description);
    if (match !== null) return resolve(match.slice(1), child, look, signal);
  }
  return NOTHING;
};

/** The interface may be made within the call that asked for the thing, or a moment before that is written down. */
function byId([id = '']: readonly string[], child: Traced, look: LookUps, signal: AbortSignal | undefined): Promise<Found> {
  return birthOf(look, id, child.event.time + SLACK, signal).then((birth) => pointed('K1', birth, id));
}

function byName(service: string, ...nouns: readonly string[]): Resolve {
  return async ([name = ''], child, look, signal) => {
    const { account, region, time } = child.event;
    for (const noun of nouns) {
      const place = { account, region, service: `${service}.amazonaws.com`, noun };
      const found = cause(await lifeOfName(look, name, place, time + SLACK, signal), time + SLACK);
      if (found !== undefined) return pointed('K2', found, name);
    }
    return pointed('K2', undefined, name);
  };
}

async function loadBalancerOf(
  [tail = '']: readonly string[],
  child: Traced,
  look: LookUps,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { account, region, time } = child.event;
  const arn = `arn:${partitionOf(region)}:elasticloadbalancing:${region}:${account}:loadbalancer/${tail}`;
  return pointed('K1', await birthOf(look, arn, time + SLACK, signal), arn);
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** A file system has a mount target in each of some subnets. */
async function mountTargetOf(
  [fileSystem = '']: readonly string[],
  child: Traced,
  look: LookUps,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { account, region, time } = child.event;
  const request = { account, region, service: 'elasticfilesystem.amazonaws.com', operations: ['CreateMountTarget'], naming: fileSystem };
  const made = (await look.calls({ ...request, newestFirst: true, limit: 200 }, signal)).filter(({ event }) => event.time <= time + SLACK);
  const subnet = textAt(child.request, 'subnetId');
  const there = made.find(({ request: asked }) => textAt(asked, 'subnetId') === subnet);
  return pointed('K1', there, fileSystem, ...(subnet === undefined ? [] : [subnet]));
}

/** Tasks that somebody launches by hand answer with the attachment; those of a service leave no record of their launch. */
async function launchOf(
  [attachment = '']: readonly string[],
  child: Traced,
  look: LookUps,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { account, region, time } = child.event;
  const launches = { account, region, service: 'ecs.amazonaws.com', operations: ['RunTask', 'StartTask'] };
  const near = { from: Math.floor(time / LAUNCH) * LAUNCH - LAUNCH, until: (Math.floor(time / LAUNCH) + 1) * LAUNCH, limit: 1_000 };
  const launch = (await look.calls({ ...launches, ...near }, signal)).find(
    ({ event, response }) => event.time <= time + SLACK && leavesOf(response).some(({ text }) => text === attachment),
  );
  return launch === undefined ? NOTHING : pointed('K1', launch, attachment);
}
