import type { TextField } from './predicate';
import type { PathTree } from './syntax';

/** A path every reader of audit records meets, what stands there, and which values. */
export interface RecordPath {
  readonly path: string;
  readonly doc: string;
  /** The attribute whose values in the store stand there. */
  readonly field?: TextField;
  readonly values?: readonly string[];
}

const BOOLEAN = ['true', 'false'];

export const RECORD_PATHS: readonly RecordPath[] = [
  { path: '$.errorCode', doc: 'Why the call failed; absent where it succeeded.', values: ['AccessDenied', 'Client.UnauthorizedOperation'] },
  { path: '$.errorMessage', doc: 'The error in words.' },
  { path: '$.eventName', doc: 'The call.', field: 'operation' },
  { path: '$.eventSource', doc: 'The service that was called.', field: 'service' },
  { path: '$.eventTime', doc: 'When the call was made, UTC.' },
  { path: '$.eventType', doc: 'What made the record.', values: ['AwsApiCall', 'AwsServiceEvent', 'AwsConsoleAction', 'AwsConsoleSignIn'] },
  { path: '$.eventCategory', doc: 'Kind of event.', values: ['Management', 'Data', 'Insight', 'NetworkActivity'] },
  { path: '$.awsRegion', doc: 'The region, by code.' },
  { path: '$.recipientAccountId', doc: 'The account that has the record.', field: 'account' },
  { path: '$.sourceIPAddress', doc: 'Address or service the call came from.', field: 'ip' },
  { path: '$.userAgent', doc: 'The tool the caller says it used.' },
  { path: '$.readOnly', doc: 'The call changes nothing.', values: BOOLEAN },
  { path: '$.managementEvent', doc: 'An event about managing resources.', values: BOOLEAN },
  {
    path: '$.userIdentity.type',
    doc: 'What kind of caller.',
    values: ['Root', 'IAMUser', 'AssumedRole', 'FederatedUser', 'AWSAccount', 'AWSService'],
  },
  { path: '$.userIdentity.arn', doc: 'The caller as ARN.' },
  { path: '$.userIdentity.userName', doc: 'The IAM user.' },
  { path: '$.userIdentity.accountId', doc: 'The account of the caller.' },
  { path: '$.userIdentity.principalId', doc: 'The caller by its unique id.' },
  { path: '$.userIdentity.accessKeyId', doc: 'The access key.' },
  { path: '$.userIdentity.invokedBy', doc: 'The service that made the call for somebody.' },
  { path: '$.userIdentity.sessionContext.sessionIssuer.userName', doc: 'The role that was assumed.', field: 'role' },
  { path: '$.userIdentity.sessionContext.sessionIssuer.arn', doc: 'The role that was assumed, as ARN.' },
  {
    path: '$.userIdentity.sessionContext.attributes.mfaAuthenticated',
    doc: 'The session was opened with a second factor.',
    values: BOOLEAN,
  },
  { path: '$.userIdentity.sessionContext.attributes.creationDate', doc: 'When the session began.' },
  { path: '$.requestParameters', doc: 'What was asked for.' },
  { path: '$.requestParameters.groupId', doc: 'The security group.' },
  { path: '$.requestParameters.networkInterfaceId', doc: 'The network interface.' },
  { path: '$.requestParameters.ipPermissions.items[*].ipRanges.items[*].cidrIp', doc: 'The networks let in.', values: ['0.0.0.0/0'] },
  { path: '$.requestParameters.ipPermissions.items[*].fromPort', doc: 'The first port let in.', values: ['22', '3389'] },
  { path: '$.requestParameters.roleArn', doc: 'The role asked for.' },
  { path: '$.requestParameters.roleName', doc: 'The role named.' },
  { path: '$.requestParameters.userName', doc: 'The user named.' },
  { path: '$.requestParameters.policyArn', doc: 'The policy named.', values: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
  { path: '$.requestParameters.bucketName', doc: 'The bucket.' },
  { path: '$.requestParameters.instanceType', doc: 'The type of instance.' },
  { path: '$.requestParameters.cluster', doc: 'The ECS cluster.' },
  { path: '$.requestParameters.serviceName', doc: 'The ECS service.' },
  { path: '$.responseElements', doc: 'What came back; null for calls that only read.' },
  { path: '$.responseElements.ConsoleLogin', doc: 'How a sign-in ended.', values: ['Success', 'Failure'] },
  { path: '$.additionalEventData.MFAUsed', doc: 'A second factor at sign-in.', values: ['Yes', 'No'] },
  { path: '$.resources[*].ARN', doc: 'The resources touched.' },
  { path: '$.tlsDetails.tlsVersion', doc: 'The TLS version.' },
  { path: '$.vpcEndpointId', doc: 'The VPC endpoint the call went through.' },
];

/** What is known about a path; it is written with or without `$.`. */
export function recordPath(path: PathTree): RecordPath | undefined {
  const text = pathText(path);
  return RECORD_PATHS.find((known) => known.path === text);
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** As it stands in a list of paths: any place of an array is `[*]`, and keys that are no plain names stand in double quotes. */
export function pathText(path: PathTree): string {
  const steps = path.map((step) => {
    if (step.kind !== 'key') return '[*]';
    return PLAIN_NAME.test(step.name) ? `.${step.name}` : `[${JSON.stringify(step.name)}]`;
  });
  return `$${steps.join('')}`;
}
