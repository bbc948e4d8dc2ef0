import { at, isObject, textAt, type JsonObject, type JsonValue } from './json';

/** What people filter on in one CloudTrail record: the columns of the store and the attributes of the query language. */
export interface AuditEvent {
  /** `eventID`. With the account it is the event's identity: the same event may arrive in several files. */
  readonly eventId: string;
  /** `recipientAccountId`, else the account of the caller, else empty. */
  readonly account: string;
  /** `eventTime` in epoch milliseconds. */
  readonly time: number;
  /** `awsRegion`. */
  readonly region: string;
  /** `eventSource`, such as `ecs.amazonaws.com`. */
  readonly service: string;
  /** `eventName`, such as `CreateService`. */
  readonly operation: string;
  /** IAM user name; session name of an assumed role; `root` for the root user. */
  readonly user?: string;
  /** Who acted, as shown to a person: the user, else the role, else the service. */
  readonly subject?: string;
  /** `sessionContext.sessionIssuer.userName`. */
  readonly role?: string;
  /** `sourceIPAddress` where it is an address; a service's name is no address. */
  readonly ip?: string;
  readonly crud: Crud;
  /** `errorCode`: the call failed. */
  readonly errorCode?: string;
  /** A service acted by its service-linked role, or by itself, and not a person. */
  readonly serviceDriven: boolean;
  /** `userIdentity.accessKeyId`. */
  readonly accessKey?: string;
}

export const CRUDS = ['create', 'read', 'update', 'delete'] as const;
export type Crud = (typeof CRUDS)[number];

/** A record that can't be an audit event, and why: what the loader reports. */
export class NotAnEvent extends Error {
  override readonly name = 'NotAnEvent';
  static is(error: unknown): error is NotAnEvent {
    return error instanceof NotAnEvent;
  }
}

/**
 * Reads the attributes of a raw CloudTrail record (any `eventVersion`).
 * @throws NotAnEvent where there is no usable `eventTime`, or no `eventID`.
 */
export function describeEvent(record: JsonObject): AuditEvent {
  const time = timeOf(textAt(record, 'eventTime'));
  const eventId = textAt(record, 'eventID');
  if (eventId === undefined) throw new NotAnEvent('no eventID');
  const [actor, action] = [describeActor(record), describeAction(record)];
  return { eventId, time, ...actor, ...action, serviceDriven: actor.serviceDriven || action.serviceDriven };
}

/**
 * Reads an `eventTime`: epoch milliseconds.
 * @throws NotAnEvent where it is absent or no date.
 */
export function timeOf(eventTime: string | undefined): number {
  const time = eventTime === undefined ? NaN : Date.parse(eventTime);
  if (Number.isNaN(time)) throw new NotAnEvent(eventTime === undefined ? 'no eventTime' : 'eventTime is not a date');
  return time;
}

/** What many events have in common: who acted, from where, in which account. */
export type Actor = Pick<AuditEvent, 'account' | 'user' | 'subject' | 'role' | 'ip' | 'accessKey' | 'serviceDriven'>;
/** And: what was called, where and how it went. An event is driven by a service where its actor or its action is. */
export type Action = Pick<AuditEvent, 'region' | 'service' | 'operation' | 'crud' | 'errorCode' | 'serviceDriven'>;

/** Members of a record that {@link describeActor} reads. */
export const ACTOR_MEMBERS = ['userIdentity', 'sourceIPAddress', 'recipientAccountId'] as const;
/** Members of a record that {@link describeAction} reads. */
export const ACTION_MEMBERS = ['eventName', 'eventSource', 'awsRegion', 'readOnly', 'errorCode', 'eventType', 'insightDetails'] as const;

export function describeActor(record: JsonObject): Actor {
  const identity = record['userIdentity'];
  const user = userOf(identity);
  const role = textAt(identity, 'sessionContext', 'sessionIssuer', 'userName');
  const source = textAt(record, 'sourceIPAddress');
  return {
    account: textAt(record, 'recipientAccountId') ?? textAt(identity, 'accountId') ?? '',
    ...defined('user', user),
    ...defined('subject', user ?? role ?? textAt(identity, 'invokedBy') ?? textAt(identity, 'accountId')),
    ...defined('role', role),
    ...defined('ip', source !== undefined && isAddress(source) ? source : undefined),
    ...defined('accessKey', textAt(identity, 'accessKeyId')),
    serviceDriven: isService(identity),
  };
}

export function describeAction(record: JsonObject): Action {
  const operation = textAt(record, 'eventName') ?? insightName(record);
  return {
    region: textAt(record, 'awsRegion') ?? '',
    service: textAt(record, 'eventSource') ?? textAt(record, 'insightDetails', 'eventSource') ?? '',
    operation,
    crud: crudOf(operation, at(record, 'readOnly')),
    ...defined('errorCode', textAt(record, 'errorCode')),
    serviceDriven: textAt(record, 'eventType') === 'AwsServiceEvent',
  };
}

function defined<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

/** Insights events have no top-level name; the name lies in their details. */
function insightName(record: JsonObject): string {
  return textAt(record, 'insightDetails', 'eventName') ?? textAt(record, 'eventType') ?? '';
}

function userOf(identity: JsonValue | undefined): string | undefined {
  if (!isObject(identity)) return undefined;
  const type = textAt(identity, 'type');
  const arn = textAt(identity, 'arn');
  if (type === 'Root' || (arn !== undefined && /^arn:[^:]+:iam::\d*:root$/.test(arn))) return 'root';
  if (type === 'AWSService') return undefined;
  if (type === 'AssumedRole' || type === 'FederatedUser' || (type === undefined && arn?.includes(':assumed-role/') === true)) {
    return sessionName(arn, textAt(identity, 'principalId')) ?? textAt(identity, 'userName');
  }
  return (
    textAt(identity, 'userName') ??
    textAt(identity, 'onBehalfOf', 'userId') ??
    (arn?.includes(':user/') === true ? arn.slice(arn.lastIndexOf('/') + 1) : undefined)
  );
}

/** `arn:aws:sts::1:assumed-role/ROLE/SESSION` or `arn:aws:sts::1:federated-user/NAME` → the last part; else `AROA…:SESSION`. */
function sessionName(arn: string | undefined, principalId: string | undefined): string | undefined {
  const fromArn = arn !== undefined && /:(?:assumed-role\/[^/]+|federated-user)\//.test(arn) ? arn.slice(arn.lastIndexOf('/') + 1) : '';
  if (fromArn !== '') return fromArn;
  const colon = principalId?.indexOf(':') ?? -1;
  return colon > 0 ? principalId?.slice(colon + 1) : undefined;
}

/** An IPv4 address as {@link isAddress} takes it. */
export const IPV4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Whether a `sourceIPAddress` is an IPv4 or IPv6 address and not a service's DNS name or `AWS Internal`. */
export function isAddress(text: string): boolean {
  return IPV4.test(text) || (text.includes(':') && /^[0-9a-f:.]+$/i.test(text));
}

/** How the names of calls begin that {@link crudOf} tells apart. */
export const VERBS = {
  read: /^(?:Describe|Get|List|Lookup|Head|Search|Select|Query|Scan|BatchGet|BatchDescribe|BatchCheck|Check|Validate|View|Preview|Simulate|Estimate|Test)/,
  create: /^(?:Create|Run|Register|Allocate|Import|Upload|Issue|Request|Copy|Restore|Provision|Invite|Purchase|Launch|BatchCreate)/,
  delete: /^(?:Delete|Terminate|Deregister|Release|Remove|Destroy|Purge|BatchDelete|ScheduleKeyDeletion|Leave)/,
} as const;

/** What a call does to the world, from `readOnly` (a string in LookupEvents) and the verb of its name. */
export function crudOf(operation: string, readOnly: JsonValue | undefined): Crud {
  if (readOnly === true || readOnly === 'true') return 'read';
  if (readOnly === undefined && VERBS.read.test(operation)) return 'read';
  if (VERBS.create.test(operation)) return 'create';
  if (VERBS.delete.test(operation)) return 'delete';
  return 'update';
}

function isService(identity: JsonValue | undefined): boolean {
  if (textAt(identity, 'type') === 'AWSService') return true;
  const issuer = textAt(identity, 'sessionContext', 'sessionIssuer', 'arn') ?? textAt(identity, 'arn') ?? '';
  return issuer.includes('/aws-service-role/') || issuer.includes(':assumed-role/AWSServiceRoleFor');
}
