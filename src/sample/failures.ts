import { HOUR } from '../domain/time';
import { byUser } from './callers';
import type { Random } from './random';
import type { Action, Call } from './record';
import { ACCOUNT_NAMES, ACCOUNTS, AGENTS, REGIONS } from './world';

/** Calls that fail for plain reasons: wrong names, limits, dry runs. None is a refusal, so no policy asks about them. */
const FAILURES: readonly Action[] = [
  fail('s3', 'GetBucketLifecycle', 'NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', {
    bucketName: 'nimbus-works-exports',
    lifecycle: '',
  }),
  fail('s3', 'GetBucketWebsite', 'NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration', {
    bucketName: 'nimbus-works-exports',
    website: '',
  }),
  fail('ec2', 'DescribeInstances', 'Client.InvalidInstanceID.NotFound', "The instance ID 'i-0d94c2a7e1b35f608' does not exist", {
    instancesSet: { items: [{ instanceId: 'i-0d94c2a7e1b35f608' }] },
    filterSet: {},
  }),
  fail('ec2', 'RunInstances', 'Client.DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
    instanceType: 't3.micro',
  }),
  fail('ec2', 'DescribeVolumes', 'Client.RequestLimitExceeded', 'Request limit exceeded.', { volumeSet: {}, filterSet: {} }),
  fail('lambda', 'GetFunction20150331v2', 'ResourceNotFoundException', 'Function not found: report-mailer', {
    functionName: 'report-mailer',
  }),
  fail('ssm', 'GetParameter', 'ParameterNotFound', '', { name: '/shop/retired-flag' }),
  fail('cloudformation', 'DescribeStacks', 'ValidationException', 'Stack with id shop-preview does not exist', {
    stackName: 'shop-preview',
  }),
  fail('logs', 'CreateLogGroup', 'ResourceAlreadyExistsException', 'The specified log group already exists', { logGroupName: '/app/shop' }),
  fail('ecs', 'UpdateService', 'ServiceNotFoundException', 'Service not found.', { cluster: 'web', service: 'shop-preview' }),
];

function fail(service: string, name: string, code: string, message: string, request: Action['request'] & object): Action {
  return { service, name, request, error: { code, message } };
}

/** Scripts with long-lived keys, which get things wrong more often than people. */
export function failures(from: number, now: number, random: Random): Call[] {
  const calls: Call[] = [];
  for (let time = from; time <= now; time += random.between(0.2, 0.9) * HOUR) {
    const place = { account: ACCOUNTS[random.pick(ACCOUNT_NAMES)], region: random.pick(REGIONS) };
    calls.push({ ...random.pick(FAILURES), ...place, time, caller: byUser(place.account, 'backup-agent', '192.0.2.170', AGENTS.boto) });
  }
  return calls;
}
