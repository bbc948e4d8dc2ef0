import type { ApiName } from '../../domain/inventory';
import { at, isObject, textAt, type JsonObject, type JsonValue } from '../../domain/json';
import type { Health } from '../../domain/live';

/** How a resource is. All texts are from its record. */
export interface State {
  readonly health: Health;
  readonly summary: string;
  readonly why?: string;
}

/** Words of AWS for states, by what they mean for a person. */
const WORDS: readonly (readonly [health: Health, words: RegExp])[] = [
  ['error', /^(?:failed|error|incompatible-.*|inaccessible-.*|storage-full|expired|rejected|impaired|deactivated_failed|unavailable)$/i],
  ['stopped', /^(?:stopped|terminated|inactive|deregistered|deleted|disabled|pendingdeletion|available-not-attached)$/i],
  ['busy', /^(?:.*pending.*|.*ing|provisioning|in-progress)$/i],
  ['ok', /^(?:running|active|available|in-use|in_use|enabled|completed|ok|attached|associated)$/i],
];
/** States that end in `ing` and last. */
const LASTING = /^(?:running|backing-up)$/i;

/** What a state's word means. */
function healthOf(word: string | undefined): Health {
  if (word === undefined) return 'unknown';
  if (LASTING.test(word)) return 'ok';
  return WORDS.find(([, words]) => words.test(word))?.[0] ?? 'ok';
}

const join = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(', ');
const count = (record: JsonObject, key: string): number => {
  const value = record[key];
  return typeof value === 'number' ? value : 0;
};
const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? (value as readonly JsonValue[]) : []);
const because = (why: string | undefined): { readonly why?: string } => (why === undefined ? {} : { why });

type Path = readonly (string | number)[];

/** A kind whose records have a state. */
function stated(keys: readonly string[], ...told: readonly Path[]): (record: JsonObject) => State {
  return (record) => {
    const word = textAt(record, ...keys);
    return { health: healthOf(word), summary: join(...told.map((path) => textAt(record, ...path)), word) };
  };
}

/** A kind that is simply there. */
function plain(...told: readonly Path[]): (record: JsonObject) => State {
  return (record) => ({ health: 'ok', summary: join(...told.map((path) => textAt(record, ...path))) });
}

/** The newest message of a service's events that speaks of a failure. The newest of all stands first. */
const FAILS = /unable to|failed|was unable|could not|cannot|error|unhealthy|deployment .* failed|stopped/i;

function service(record: JsonObject): State {
  const [desired, running, pending] = [count(record, 'desiredCount'), count(record, 'runningCount'), count(record, 'pendingCount')];
  const status = textAt(record, 'status');
  const deployments = list(record['deployments']).filter(isObject);
  const failed = deployments.find((one) => one['rolloutState'] === 'FAILED') ?? deployments.find((one) => count(one, 'failedTasks') > 0);
  const messages = list(record['events']).flatMap((event) => textAt(event, 'message') ?? []);
  const why = messages.find((message) => FAILS.test(message)) ?? textAt(failed, 'rolloutStateReason');
  const summary = join(`${running} of ${desired} running`, pending > 0 ? `${pending} pending` : undefined);
  if (status === 'INACTIVE') return { health: 'stopped', summary };
  if (running < desired && (failed !== undefined || why !== undefined))
    return { health: running === 0 ? 'error' : 'warning', summary, ...because(why) };
  if (running !== desired || pending > 0 || status === 'DRAINING') return { health: 'busy', summary };
  if (failed?.['rolloutState'] === 'FAILED') return { health: 'warning', summary, ...because(why) };
  return { health: desired === 0 ? 'stopped' : 'ok', summary };
}

/** Stops that somebody or something wanted. */
const WANTED_STOP = /scaling activity initiated by|^Task stopped by user|Service scheduler/i;

function task(record: JsonObject): State {
  const last = textAt(record, 'lastStatus');
  const reason = textAt(record, 'stoppedReason');
  const containers = list(record['containers']).filter(isObject);
  const summary = join(last?.toLowerCase(), textAt(record, 'launchType'));
  if (last !== 'STOPPED' && reason === undefined) {
    const unhealthy = record['healthStatus'] === 'UNHEALTHY';
    return { health: unhealthy ? 'warning' : healthOf(last), summary };
  }
  if (reason === undefined || (WANTED_STOP.test(reason) && record['stopCode'] !== 'TaskFailedToStart'))
    return { health: 'stopped', summary };
  const detail = containers.map((one) => textAt(one, 'reason')).find((text) => text !== undefined);
  return { health: 'warning', summary, why: detail === undefined || reason.includes(detail) ? reason : `${reason}: ${detail}` };
}

function trailStatus(record: JsonObject): State {
  const trouble = textAt(record, 'latestDeliveryError') ?? textAt(record, 'latestDigestDeliveryError');
  if (record['isLogging'] !== true) return { health: 'error', summary: 'not logging' };
  return trouble === undefined ? { health: 'ok', summary: 'logging' } : { health: 'warning', summary: 'logging', why: trouble };
}

const EVERYBODY = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

function bucket(record: JsonObject): State {
  const block = record['publicAccessBlockConfiguration'];
  const blocked = (key: string): boolean => at(block, key) === true;
  const grant = list(at(record, 'acl', 'grants')).find((one) => EVERYBODY.test(textAt(one, 'grantee', 'uri') ?? ''));
  const byAcl = grant !== undefined && !blocked('ignorePublicAcls');
  const byPolicy = at(record, 'policyStatus', 'isPublic') === true && !blocked('restrictPublicBuckets');
  const summary = join(textAt(record, 'bucketRegion'), textAt(record, 'sseAlgorithm'));
  if (byAcl)
    return { health: 'error', summary, why: `${textAt(grant, 'permission') ?? 'Access'}: ${textAt(grant, 'grantee', 'uri') ?? ''}` };
  if (byPolicy) return { health: 'error', summary, why: 'PolicyStatus.IsPublic' };
  return { health: 'ok', summary };
}

function publicly(record: JsonObject): State {
  const shared = list(record['createVolumePermissions']).some((one) => textAt(one, 'group') === 'all');
  const state = textAt(record, 'state');
  const size = record['volumeSize'];
  const summary = join(typeof size === 'number' ? `${size} GiB` : undefined, state);
  return shared ? { health: 'error', summary, why: 'CreateVolumePermissions: all' } : { health: healthOf(state), summary };
}

function instance(record: JsonObject): State {
  const state = textAt(record, 'state', 'name');
  const why = textAt(record, 'stateReason', 'message');
  const summary = join(textAt(record, 'instanceType'), state);
  const byItself = textAt(record, 'stateReason', 'code')?.startsWith('Server.') === true;
  return byItself ? { health: 'warning', summary, ...because(why) } : { health: healthOf(state), summary };
}

function networkInterface(record: JsonObject): State {
  const status = textAt(record, 'status');
  return { health: healthOf(status), summary: join(textAt(record, 'interfaceType'), textAt(record, 'privateIpAddress'), status) };
}

function endpoint(record: JsonObject): State {
  const why = textAt(record, 'failureMessage') ?? textAt(record, 'lastError', 'message');
  const state = textAt(record, 'state');
  return { health: healthOf(state), summary: join(textAt(record, 'serviceName'), state), ...because(why) };
}

function recorder(record: JsonObject): State {
  const status = record['status'];
  const last = textAt(status, 'lastStatus');
  if (at(status, 'recording') === false) return { health: 'warning', summary: 'not recording' };
  return {
    health: /^failure$/i.test(last ?? '') ? 'warning' : 'ok',
    summary: join('recording', last),
    ...because(textAt(status, 'lastErrorMessage')),
  };
}

function address(record: JsonObject): State {
  const used = textAt(record, 'associationId') !== undefined;
  return { health: used ? 'ok' : 'stopped', summary: join(textAt(record, 'publicIp'), used ? undefined : 'not associated') };
}

function flag(key: string, on: string, off: string): (record: JsonObject) => State {
  return (record) => (record[key] === true ? { health: 'ok', summary: on } : { health: 'warning', summary: off });
}

/** A kind of resource, as the lists show it. */
const STATES: Readonly<Record<ApiName, (record: JsonObject) => State>> = {
  'aws-ecs-cluster': stated(['status']),
  'aws-ecs-service': service,
  'aws-ecs-describe-task-definition': stated(['status']),
  'aws-ecs-container-instance': stated(['status'], ['ec2InstanceId']),
  'aws-ecs-task': task,
  'aws-ec2-describe-instances': instance,
  'aws-ec2-describe-network-interfaces': networkInterface,
  'aws-ec2-describe-security-groups': plain(['description']),
  'aws-ec2-describe-vpcs': stated(['state'], ['cidrBlock']),
  'aws-ec2-describe-subnets': stated(['state'], ['cidrBlock'], ['availabilityZone']),
  'aws-ec2-describe-route-tables': plain(['vpcId']),
  'aws-ec2-describe-network-acls': plain(['vpcId']),
  'aws-ec2-describe-internet-gateways': plain(['attachments', 0, 'vpcId']),
  'aws-ec2-describe-flow-logs': stated(['flowLogStatus'], ['resourceId'], ['trafficType']),
  'aws-ec2-describe-volumes': stated(['state'], ['volumeType'], ['availabilityZone']),
  'aws-ec2-describe-snapshots': publicly,
  'aws-ec2-describe-images': (record) =>
    record['public'] === true
      ? { health: 'error', summary: textAt(record, 'state') ?? '', why: 'Public: true' }
      : stated(['state'], ['architecture'])(record),
  'aws-ec2-ebs-encryption': flag('ebsEncryptionByDefault', 'on', 'off'),
  'aws-ec2-elastic-address': address,
  'aws-vpc-nat-gateway': (record) => ({ ...stated(['state'], ['vpcId'])(record), ...because(textAt(record, 'failureMessage')) }),
  'aws-describe-vpc-endpoints': endpoint,
  'aws-region': plain(['optInStatus']),
  'aws-cloudtrail-describe-trails': plain(['s3BucketName']),
  'aws-cloudtrail-get-trail-status': trailStatus,
  'aws-cloudtrail-get-event-selectors': plain(),
  'aws-iam-get-credential-report': plain(['user']),
  'aws-iam-get-account-summary': plain(),
  'aws-iam-get-account-password-policy': plain(),
  'aws-iam-list-roles': plain(['description']),
  'aws-iam-list-users': plain(['path']),
  'aws-iam-get-policy-version': plain(['versionId']),
  'aws-s3api-get-bucket-acl': bucket,
  'aws-kms-get-key-rotation-status': stated(['keyState'], ['keyManager']),
  'aws-configservice-describe-configuration-recorders': recorder,
  'aws-rds-describe-db-instances': stated(['dbinstanceStatus'], ['engine'], ['dbinstanceClass']),
  'aws-lambda-list-functions': (record) => ({
    ...stated(['state'], ['runtime'])(record),
    health: healthOf(textAt(record, 'state') ?? 'active'),
  }),
};

/** How a resource is, by its record and, of a trail, by those of its other kinds. */
export function stateOf(api: string, record: JsonObject): State {
  return Object.hasOwn(STATES, api) ? STATES[api as ApiName](record) : { health: 'unknown', summary: '' };
}
