import { crudOf } from '../domain/event';
import { textAt, type JsonObject, type JsonValue } from '../domain/json';
import { s3RequestId, uuid, opaque } from './ids';
import type { Random } from './random';

/** Who calls, from where and with what. */
export interface Caller {
  /** The record's `userIdentity`. */
  readonly identity: JsonObject;
  readonly ip: string;
  readonly agent: string;
  /** The session came from the web console. */
  readonly console?: boolean;
}

/** What is called, and what came of it: all of a record that isn't who, when and where. */
export interface Action {
  /** `ec2` for `ec2.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly request?: JsonValue;
  readonly response?: JsonValue;
  readonly error?: Failure;
  readonly additional?: JsonObject;
  readonly resources?: readonly JsonObject[];
  readonly details?: JsonObject;
  readonly type?: 'AwsServiceEvent' | 'AwsConsoleSignIn';
  /** Where the name doesn't tell: AssumeRole counts as a read, a console sign-in doesn't. */
  readonly readOnly?: boolean;
  /** `sharedEventID`: the same call's record in another account. */
  readonly shared?: string;
  /** Where it isn't the service's own in the region. */
  readonly host?: string;
}

/** Why a call failed: in words, or a permission that was missing, from which the words follow. */
export type Failure = { readonly code?: string; readonly message: string } | { readonly code: string; readonly permission: string };

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** One call: a record before it has its ids. */
export interface Call extends Place, Action {
  /** Epoch milliseconds; a record keeps the second. */
  readonly time: number;
  readonly caller: Caller;
}

/** Order of fields and their shapes: those of records of version 1.11. */
export function recordOf(call: Call, random: Random): JsonObject {
  const { service, caller, type } = call;
  const requestId = service === 's3' ? s3RequestId(random) : uuid(random);
  const host = tlsHost(call);
  return {
    eventVersion: '1.11',
    userIdentity: caller.identity,
    eventTime: isoSecond(call.time),
    eventSource: `${service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: call.region,
    sourceIPAddress: caller.ip,
    userAgent: service === 's3' && !isService(caller) ? `[${caller.agent}]` : caller.agent,
    ...(call.error?.code === undefined ? {} : { errorCode: call.error.code }),
    ...(call.error === undefined ? {} : { errorMessage: errorMessage(call.error, call) }),
    requestParameters: call.request ?? null,
    responseElements: responseOf(call, requestId),
    ...additionalOf(call, random),
    ...(type === 'AwsConsoleSignIn' ? {} : { requestID: requestId }),
    eventID: uuid(random),
    readOnly: call.readOnly ?? crudOf(call.name, undefined) === 'read',
    ...(call.resources === undefined ? {} : { resources: call.resources }),
    eventType: type ?? 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.account,
    ...(call.shared === undefined ? {} : { sharedEventID: call.shared }),
    ...(call.details === undefined ? {} : { serviceEventDetails: call.details }),
    eventCategory: 'Management',
    ...(host === undefined
      ? {}
      : { tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host } }),
    ...(caller.console === true && type === undefined ? { sessionCredentialFromConsole: 'true' } : {}),
  };
}

/** `2025-06-14T09:30:00Z`. */
export function isoSecond(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** As STS and IAM write a time in a response: `Jun 14, 2025, 9:30:00 AM`, in UTC. */
export function responseDate(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = date.getUTCHours();
  const day = `${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  return `${day}, ${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function errorMessage(failure: Failure, { service, caller }: Call): string {
  if ('message' in failure) return failure.message;
  const { permission } = failure;
  const who = textAt(caller.identity, 'arn') ?? textAt(caller.identity, 'userName') ?? '';
  const prefix = service === 'ec2' ? 'You are not authorized to perform this operation. ' : '';
  const why = `because no identity-based policy allows the ${permission} action`;
  return `${prefix}User: ${who} is not authorized to perform: ${permission} on resource: * ${why}`;
}

/** A service called on its own behalf: there is no TLS of the caller's to tell of. */
function isService(caller: Caller): boolean {
  return caller.ip.endsWith('.amazonaws.com') || caller.ip === 'AWS Internal';
}

/** EC2 puts the request's id into its answer too. A failed call has no answer. */
function responseOf({ service, response, error, type }: Call, requestId: string): JsonValue {
  if (error !== undefined && type !== 'AwsConsoleSignIn') return null;
  if (service === 'ec2' && typeof response === 'object' && response !== null) return { requestId, ...(response as JsonObject) };
  return response ?? null;
}

function additionalOf({ service, additional, caller, region }: Call, random: Random): JsonObject {
  if (additional !== undefined) return { additionalEventData: additional };
  if (service === 's3') {
    return {
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        AuthenticationMethod: 'AuthHeader',
        'x-amz-id-2': opaque(random, 76),
        bytesTransferredOut: random.whole(200, 900),
      },
    };
  }
  if (service === 'sts' && !isService(caller)) {
    return { additionalEventData: { RequestDetails: { awsServingRegion: region, endpointType: 'regional' } } };
  }
  return {};
}

const GLOBAL_HOSTS: Readonly<Record<string, string>> = {
  iam: 'iam.amazonaws.com',
  organizations: 'organizations.us-east-1.amazonaws.com',
  ecr: 'api.ecr',
  cloudwatch: 'monitoring',
};

function tlsHost({ service, region, caller, host, type }: Call): string | undefined {
  if (isService(caller) || type === 'AwsServiceEvent') return undefined;
  if (host !== undefined) return host;
  const known = GLOBAL_HOSTS[service];
  return known?.includes('.amazonaws.com') === true ? known : `${known ?? service}.${region}.amazonaws.com`;
}
