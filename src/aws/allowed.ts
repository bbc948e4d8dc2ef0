/** One operation of AWS that the product may call. */
export interface AllowedCall {
  /** What it is for. */
  readonly use: 'connecting' | 'events' | 'trails' | 'inventory';
  /** Actions of IAM that it needs, where they are not the one of the same name. */
  readonly actions?: readonly string[];
}

const CONNECTING = { use: 'connecting' } as const;
const EVENTS = { use: 'events' } as const;
const TRAILS = { use: 'trails' } as const;
const INVENTORY = { use: 'inventory' } as const;

/**
 * Every operation that the product may call, by the service's prefix in IAM. All of them only read. Nothing else is ever sent: a middleware
 * of each client refuses it, and a test holds the code against this table. The policy in the README is made of it: `npm run iam-policy`.
 */
export const ALLOWED = {
  sts: {
    GetCallerIdentity: { use: 'connecting', actions: [] }, // AWS allows it to everybody
  },
  iam: {
    ListAccountAliases: CONNECTING,
    GetCredentialReport: INVENTORY,
    GenerateCredentialReport: INVENTORY, // has AWS put together what GetCredentialReport reads; changes nothing in the account
    GetAccountSummary: INVENTORY,
    GetAccountPasswordPolicy: INVENTORY,
    GetAccountAuthorizationDetails: INVENTORY,
    ListRoles: INVENTORY,
    ListUsers: INVENTORY,
  },
  ec2: {
    DescribeRegions: CONNECTING,
    DescribeInstances: INVENTORY,
    DescribeNetworkInterfaces: INVENTORY,
    DescribeSecurityGroups: INVENTORY,
    DescribeVpcs: INVENTORY,
    DescribeSubnets: INVENTORY,
    DescribeRouteTables: INVENTORY,
    DescribeNetworkAcls: INVENTORY,
    DescribeInternetGateways: INVENTORY,
    DescribeFlowLogs: INVENTORY,
    DescribeVolumes: INVENTORY,
    DescribeSnapshots: INVENTORY,
    DescribeImages: INVENTORY,
    GetEbsEncryptionByDefault: INVENTORY,
    DescribeAddresses: INVENTORY,
    DescribeNatGateways: INVENTORY,
    DescribeVpcEndpoints: INVENTORY,
  },
  cloudtrail: {
    LookupEvents: EVENTS,
    DescribeTrails: INVENTORY,
    GetTrailStatus: INVENTORY,
    GetEventSelectors: INVENTORY,
    ListTags: INVENTORY,
    ListPublicKeys: TRAILS,
  },
  ecs: {
    ListClusters: INVENTORY,
    DescribeClusters: INVENTORY,
    ListServices: INVENTORY,
    DescribeServices: INVENTORY,
    ListTasks: INVENTORY,
    DescribeTasks: INVENTORY,
    ListContainerInstances: INVENTORY,
    DescribeContainerInstances: INVENTORY,
    DescribeTaskDefinition: INVENTORY,
  },
  s3: {
    ListBuckets: { use: 'inventory', actions: ['s3:ListAllMyBuckets'] },
    GetBucketAcl: INVENTORY,
    GetBucketPolicy: INVENTORY,
    GetBucketPolicyStatus: INVENTORY,
    GetPublicAccessBlock: { use: 'inventory', actions: ['s3:GetBucketPublicAccessBlock'] },
    GetBucketEncryption: { use: 'inventory', actions: ['s3:GetEncryptionConfiguration'] },
    GetBucketVersioning: INVENTORY,
    GetBucketTagging: INVENTORY,
    GetBucketLocation: TRAILS,
    ListObjectsV2: { use: 'trails', actions: ['s3:ListBucket'] },
    GetObject: TRAILS,
  },
  kms: {
    ListKeys: INVENTORY,
    ListAliases: INVENTORY,
    DescribeKey: INVENTORY,
    GetKeyRotationStatus: INVENTORY,
    ListResourceTags: INVENTORY,
  },
  config: {
    DescribeConfigurationRecorders: INVENTORY,
    DescribeConfigurationRecorderStatus: INVENTORY,
  },
  rds: {
    DescribeDBInstances: INVENTORY,
  },
  lambda: {
    ListFunctions: INVENTORY,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, AllowedCall>>>>;

/** Operations of a service that may be called. */
export type Operation<S extends string> = S extends keyof typeof ALLOWED ? keyof (typeof ALLOWED)[S] : never;

/** @throws where the product does not make this call */
export function refuseUnlessAllowed(service: string, operation: string): void {
  const calls: object = (ALLOWED as Readonly<Record<string, object>>)[service] ?? {};
  if (!Object.hasOwn(calls, operation)) throw new Error(`${service}:${operation} is not among the calls that Nephoscope makes.`);
}

/** A request for credentials. */
export interface CredentialRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Requests by which the SDK comes to credentials: a role is assumed, or a sign-in made elsewhere is turned into keys. */
const CREDENTIAL_REQUESTS: readonly ((request: CredentialRequest) => boolean)[] = [
  ({ method, body }) => method === 'POST' && typeof body === 'string' && /^Action=AssumeRole(?:WithWebIdentity)?&/.test(body),
  ({ method, path }) => method === 'GET' && path.endsWith('/federation/credentials'), // sso:GetRoleCredentials
  ({ method, path }) => method === 'POST' && path.endsWith('/token'), // sso-oauth:CreateToken, signin:CreateOAuth2Token: a sign-in renewed
];

/** @throws for a request that is none of those by which the SDK comes to credentials */
export function refuseUnlessForCredentials(request: CredentialRequest): void {
  if (!CREDENTIAL_REQUESTS.some((matches) => matches(request)))
    throw new Error(`${request.method} ${request.path} is not among the requests by which Nephoscope comes to credentials.`);
}
