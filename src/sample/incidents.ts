import { DAY, HOUR } from '../domain/time';
import { ec2 } from './actions';
import { closePort, openPort, signInPage, trailCall } from './changes';
import { standingId, userKey, uuid } from './ids';
import { LAST_DAY } from './last-day';
import type { Row } from './ledger';
import { Random } from './random';
import { responseDate } from './record';
import { ACCOUNTS } from './world';

/** What happened earlier in the week that is worse than ordinary. None of it in the past 24 hours. */
export function incidents(now: number): readonly Row[] {
  const snapshot = standingId('snap', 'training-set');
  const share = (change: 'add' | 'remove') => () =>
    ec2(
      'ModifySnapshotAttribute',
      {
        snapshotId: snapshot,
        createVolumePermission: { [change]: { items: [{ group: 'all' }] } },
        attributeType: 'CREATE_VOLUME_PERMISSION',
      },
      { _return: true },
    );
  const key = new Random(1, 'training-key');
  const keyArn = `arn:aws:kms:eu-west-1:${ACCOUNTS.staging}:key/${uuid(key)}`;
  const keyCall = (name: string, more: Readonly<Record<string, string | number>>) => () => ({
    service: 'kms',
    name,
    request: { keyId: keyArn, ...(name === 'ScheduleKeyDeletion' ? { pendingWindowInDays: 7 } : {}) },
    response: { keyId: keyArn, ...more },
    resources: [{ accountId: ACCOUNTS.staging, type: 'AWS::KMS::Key', ARN: keyArn }],
  });
  return [
    // Logging switched off for some minutes by an administrator, and on again
    {
      hoursAgo: 145,
      actor: { kind: 'person', name: 'omar.haddad' },
      account: 'production',
      region: 'us-east-1',
      what: trailCall('StopLogging'),
    },
    {
      hoursAgo: 144.8,
      actor: { kind: 'person', name: 'omar.haddad' },
      account: 'production',
      region: 'us-east-1',
      what: trailCall('StartLogging'),
    },
    // The root user signs in
    { hoursAgo: 121, actor: { kind: 'root' }, account: 'production', region: 'us-east-1', what: signInPage('Success', 'Yes') },
    {
      hoursAgo: 120.9,
      actor: { kind: 'root' },
      account: 'production',
      region: 'us-east-1',
      what: () => ({ service: 'iam', name: 'GetAccountSummary' }),
    },
    // A snapshot is public for a quarter of an hour
    { hoursAgo: 117, actor: { kind: 'person', name: 'noah.berg' }, account: 'staging', region: 'eu-central-1', what: share('add') },
    { hoursAgo: 116.75, actor: { kind: 'person', name: 'noah.berg' }, account: 'staging', region: 'eu-central-1', what: share('remove') },
    // A port is open to the world, and closed again
    {
      hoursAgo: 97,
      actor: { kind: 'person', name: 'tom.walker', console: true },
      account: 'staging',
      region: 'us-east-1',
      what: openPort('bastion', 22, '0.0.0.0/0'),
    },
    {
      hoursAgo: 96.2,
      actor: { kind: 'person', name: 'tom.walker', console: true },
      account: 'staging',
      region: 'us-east-1',
      what: closePort('bastion', 22, '0.0.0.0/0'),
    },
    // A password alone is enough
    {
      hoursAgo: 84,
      actor: { kind: 'sign-in', name: 'workshop', ip: '203.0.113.90' },
      account: 'sandbox',
      region: 'us-east-1',
      what: signInPage('Success', 'No'),
    },
    // The recorder of AWS Config is set anew
    {
      hoursAgo: 79,
      actor: { kind: 'terraform' },
      account: 'staging',
      region: 'eu-west-1',
      what: () => ({
        service: 'config',
        name: 'PutConfigurationRecorder',
        request: {
          configurationRecorder: {
            name: 'default',
            roleARN: `arn:aws:iam::${ACCOUNTS.staging}:role/config`,
            recordingGroup: { allSupported: true },
          },
        },
      }),
    },
    // A key is to be deleted, and then not
    {
      hoursAgo: 66,
      actor: { kind: 'person', name: 'mika.tanaka' },
      account: 'staging',
      region: 'eu-west-1',
      what: keyCall('ScheduleKeyDeletion', {
        keyState: 'PendingDeletion',
        deletionDate: responseDate(now - 66 * HOUR + 7 * DAY),
        pendingWindowInDays: 7,
      }),
    },
    {
      hoursAgo: 65.6,
      actor: { kind: 'person', name: 'mika.tanaka' },
      account: 'staging',
      region: 'eu-west-1',
      what: keyCall('CancelKeyDeletion', {}),
    },
    // An access key for somebody else
    {
      hoursAgo: 53,
      actor: { kind: 'person', name: 'lena.fischer' },
      account: 'production',
      region: 'us-east-1',
      what: () => ({
        service: 'iam',
        name: 'CreateAccessKey',
        request: { userName: 'partner-readonly' },
        response: {
          accessKey: {
            userName: 'partner-readonly',
            accessKeyId: userKey(`${ACCOUNTS.production}/partner-readonly`),
            status: 'Active',
            createDate: responseDate(now - 53 * HOUR),
          },
        },
      }),
    },
  ];
}

/** The other days had their share of what {@link LAST_DAY} has: some of the same rows, so many days earlier. */
export function earlierDays(random: Random): readonly Row[] {
  return [1, 2, 3, 4, 5].flatMap((days) =>
    LAST_DAY.filter(() => random.chance(0.45)).map((row) => ({ ...row, hoursAgo: row.hoursAgo + days * 24 })),
  );
}
