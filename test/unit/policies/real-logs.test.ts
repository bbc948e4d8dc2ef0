import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, textAt, type JsonObject, type JsonValue } from '../../../src/domain/json';
import { compilePolicy } from '../../../src/policies/compile';
import { evaluate } from '../../../src/policies/evaluate';
import { EvidenceCache } from '../../../src/policies/evidence-cache';
import { packFiles } from '../support/packs';
import { readerOver, type TestReader } from '../support/reader';

const DATA = resolve(import.meta.dirname, '../../../../shared/data');
const there = existsSync(join(DATA, 'invictus-ir'));
if (!there) console.log(`skipped: policies on real logs, for there is no ${DATA}`);
const POLICIES = packFiles().map(({ policy }) => policy);

/** The records of a file or of every file below a folder, each event once. */
function recordsIn(path: string): readonly JsonObject[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
    : [path];
  const found = new Map<string, JsonObject>();
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    const content = JSON.parse(readFileSync(file, 'utf8')) as JsonValue;
    const list = isObject(content) ? (content['Records'] ?? [content]) : content;
    for (const record of (Array.isArray(list) ? list : []) as readonly JsonValue[]) {
      const id = textAt(record, 'eventID');
      if (isObject(record) && id !== undefined && textAt(record, 'eventTime') !== undefined) found.set(id, record);
    }
  }
  return [...found.values()];
}

type Condition = (event: JsonObject) => boolean;
const named =
  (names: string, source?: string): Condition =>
  (event) =>
    names.split(' ').includes(textAt(event, 'eventName') ?? '') &&
    (source === undefined || event['eventSource'] === `${source}.amazonaws.com`);
const text = (event: JsonObject, ...keys: readonly string[]): string => textAt(event, ...keys) ?? '';

/** The conditions of the spec's table, once more, as a plain fold over the records. */
const SECTIONS: Readonly<Record<string, Condition>> = {
  '4.1': (event) =>
    (text(event, 'errorCode').includes('UnauthorizedOperation') || text(event, 'errorCode').startsWith('AccessDenied')) &&
    text(event, 'sourceIPAddress') !== 'delivery.logs.amazonaws.com' &&
    text(event, 'eventName') !== 'HeadBucket',
  '4.2': (event) =>
    text(event, 'eventName') === 'ConsoleLogin' &&
    text(event, 'additionalEventData', 'MFAUsed') !== 'Yes' &&
    text(event, 'responseElements', 'ConsoleLogin') === 'Success' &&
    ['IAMUser', 'Root'].includes(text(event, 'userIdentity', 'type')),
  '4.3': (event) =>
    text(event, 'userIdentity', 'type') === 'Root' &&
    text(event, 'userIdentity', 'invokedBy') === '' &&
    text(event, 'eventType') !== 'AwsServiceEvent',
  '4.4': named(
    'PutGroupPolicy PutRolePolicy PutUserPolicy DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy CreatePolicy DeletePolicy ' +
      'CreatePolicyVersion DeletePolicyVersion AttachRolePolicy AttachUserPolicy AttachGroupPolicy DetachRolePolicy DetachUserPolicy DetachGroupPolicy',
    'iam',
  ),
  '4.5': named(
    'CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging PutEventSelectors DeleteEventDataStore StopEventDataStoreIngestion',
    'cloudtrail',
  ),
  '4.6': (event) => text(event, 'eventName') === 'ConsoleLogin' && text(event, 'errorMessage') === 'Failed authentication',
  '4.7': named('DisableKey ScheduleKeyDeletion', 'kms'),
  '4.8': named(
    'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle ' +
      'DeleteBucketReplication PutBucketPublicAccessBlock PutAccountPublicAccessBlock DeleteBucketPublicAccessBlock DeleteAccountPublicAccessBlock',
    's3',
  ),
  '4.9': named('StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder', 'config'),
  '4.10': named(
    'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup ' +
      'DeleteSecurityGroup ModifySecurityGroupRules',
  ),
  '4.11': named(
    'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
  ),
  '4.12': named(
    'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
  ),
  '4.13': named(
    'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
    'ec2',
  ),
  '4.14': named(
    'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection ' +
      'RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
  ),
  '4.15': named(
    'AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit ' +
      'DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount ' +
      'RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit',
    'organizations',
  ),
};

describe.skipIf(!there)('on real logs', () => {
  const records = there ? ['invictus-ir', 'stratus-red-team', 'traildiscover'].flatMap((name) => recordsIn(join(DATA, name))) : [];
  let reader: TestReader;
  beforeAll(async () => {
    reader = await readerOver(records);
  });
  afterAll(() => reader.close());

  it.each(Object.entries(SECTIONS))('section %s is met by exactly the events of its condition', async (section, condition) => {
    const policies = POLICIES.filter(({ compliance }) => compliance.some(({ id }) => id === section));
    const compiled = policies.flatMap((policy) => {
      const result = compilePolicy(policy);
      return result.kind === 'compiled' ? [result.compiled] : [];
    });
    const expected = records.filter(condition).map((event) => text(event, 'eventID'));
    const found = (await new EvidenceCache().evidence(reader, compiled, [])).flat().map(({ eventId }) => eventId);
    expect(found.sort()).toEqual(expected.sort()); // each event once: no two policies of a section count the same
    console.log(`section ${section}: ${expected.length} of ${records.length} events`);
  });

  // Counted over the 2,900 events of invictus-ir alone.
  it.each([
    ['nephoscope.unauthorized-api-calls', 60],
    ['nephoscope.root-use', 0],
    ['nephoscope.console-login-without-mfa', 1],
    ['nephoscope.security-group-opened-to-the-world', 2], // port 443 and port 22
    ['nephoscope.security-group-change', 6],
    ['nephoscope.route-table-change', 40],
  ])('%s: %i events of one hour of attack', async (id, events) => {
    const hour = await readerOver(recordsIn(join(DATA, 'invictus-ir')));
    const alerts = await evaluate(hour, POLICIES, { window: {}, regionsInUse: ['us-east-1'] });
    hour.close();
    const own = alerts.filter(({ policy }) => policy === id);
    expect(own.reduce((sum, alert) => sum + alert.events, 0)).toBe(events);
  });

  it.each([
    ['OpenIngressPort22OnSecurityGroup', 'security-group-opened-to-the-world', 'sg-003dc7f1f1c686164'],
    ['StopCloudtrailTrail', 'audit-trail-tampering', undefined],
    ['DeleteCloudtrailTrail', 'audit-trail-tampering', 'stratus-red-team-cloudtraild-trail-kvrwohmiai'],
    ['DisableCloudtrailLoggingThroughEventSelectors', 'audit-trail-tampering', 'stratus-red-team-ctes-trail-khlvciwdor'],
    ['ExfiltrateEBSSnapshotBySharingIt', 'snapshot-or-image-shared', 'snap-041993b54a9b3af6f'],
    ['ExfiltrateAMIBySharingIt', 'snapshot-or-image-shared', 'ami-de1fbCab6ccB03e6D'],
    ['ExfiltrateRDSSnapshotBySharingIt', 'snapshot-or-image-shared', 'exfiltration'],
    ['ConsoleLoginWithoutMFA', 'console-login-without-mfa', 'arn:aws:iam::562283505220:user/stratus-red-team-nmfalu-jfzdtsvchl'],
    ['RemoveVPCFlowLogs', 'flow-logs-deleted', 'fl-0e17aa62a21d4bbfe'],
    ['AttemptToLeaveAWSOrganization', 'organizations-change', '307578594326'],
    ['AttemptToLeaveAWSOrganization', 'unauthorized-api-calls', 'aws-go-sdk-1722587398902687000'],
    ['DownloadEC2InstanceUserData', 'unauthorized-api-calls', undefined],
    ['RetrieveEC2PasswordData', 'unauthorized-api-calls', undefined],
    ['LaunchUnusualEC2Instances', 'unauthorized-api-calls', undefined],
  ])('%s raises %s', async (file, policy, resource) => {
    const attack = recordsIn(join(DATA, 'stratus-red-team', `${file}.json`));
    const regionsInUse = attack.map((event) => text(event, 'awsRegion')); // so that what is seen is the technique and not the odd region
    const own = await readerOver(attack);
    const alerts = await evaluate(own, POLICIES, { window: {}, regionsInUse });
    own.close();
    const raised = alerts.filter((alert) => alert.policy === `nephoscope.${policy}`);
    expect(raised.length).toBeGreaterThan(0);
    if (resource !== undefined) expect(raised.map((alert) => alert.resource)).toEqual([resource]);
  });

  it('one technique raises one alert: opening a group is not also a change of it', async () => {
    for (const file of ['OpenIngressPort22OnSecurityGroup', 'DeleteCloudtrailTrail']) {
      const attack = recordsIn(join(DATA, 'stratus-red-team', `${file}.json`));
      const own = await readerOver(attack);
      const alerts = await evaluate(own, POLICIES, { window: {}, regionsInUse: attack.map((event) => text(event, 'awsRegion')) });
      own.close();
      expect(alerts.map(({ severity }) => severity)).toEqual(['high']);
    }
  });
});
