/**
 * The columns of the table that AWS describes for CloudTrail logs in Athena, as the members of a record. A name in SQL is the member's
 * in lower case. Structs keep the members named here and no others.
 */
export type Column =
  /** VARCHAR; in the record a string. */
  | { readonly kind: 'text' }
  /** VARCHAR `true` or `false`; in the record a boolean. */
  | { readonly kind: 'boolean' }
  /** VARCHAR that holds JSON. */
  | { readonly kind: 'json' }
  /** An array of structs of texts. */
  | { readonly kind: 'structs'; readonly members: readonly string[] }
  | { readonly kind: 'struct'; readonly members: Members };
export type Members = Readonly<Record<string, Column>>;

export const TABLE = 'cloudtrail_logs';

/** Columns that say where a file lies: `account`, `region`, and `timestamp`, the day it was delivered as `2023/07/10`. */
export const PARTITIONS = { account: 'account', region: 'region', day: '"timestamp"' } as const;

const text: Column = { kind: 'text' };
const json: Column = { kind: 'json' };
const struct = (members: Members): Column => ({ kind: 'struct', members });

export const RECORD: Members = {
  eventVersion: text,
  userIdentity: struct({
    type: text,
    principalId: text,
    arn: text,
    accountId: text,
    invokedBy: text,
    accessKeyId: text,
    userName: text,
    onBehalfOf: struct({ userId: text, identityStoreArn: text }),
    sessionContext: struct({
      attributes: struct({ mfaAuthenticated: text, creationDate: text }),
      sessionIssuer: struct({ type: text, principalId: text, arn: text, accountId: text, userName: text }),
      ec2RoleDelivery: text,
      webIdFederationData: struct({ federatedProvider: text }),
    }),
  }),
  eventTime: text,
  eventSource: text,
  eventName: text,
  awsRegion: text,
  sourceIPAddress: text,
  userAgent: text,
  errorCode: text,
  errorMessage: text,
  requestParameters: json,
  responseElements: json,
  additionalEventData: json,
  requestID: text,
  eventID: text,
  readOnly: { kind: 'boolean' },
  resources: { kind: 'structs', members: ['ARN', 'accountId', 'type'] },
  eventType: text,
  apiVersion: text,
  recipientAccountId: text,
  serviceEventDetails: json,
  sharedEventID: text,
  vpcEndpointId: text,
  vpcEndpointAccountId: text,
  eventCategory: text,
  sessionCredentialFromConsole: text,
  tlsDetails: struct({ tlsVersion: text, cipherSuite: text, clientProvidedHostHeader: text }),
};
