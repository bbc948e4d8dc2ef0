import type { ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import { ownRole, serviceLinkedRole } from '../../../../src/sample/callers';
import { principalId, userKey } from '../../../../src/sample/ids';
import { ACCOUNTS, PEOPLE, reservedRole, SSO_REGION, type AccountName } from '../../../../src/sample/world';
import type { IamWorld, RoleWorld, UserWorld } from '../identity';

const DAY = 86_400_000;

/** Users that the records name, where each lives, and what it has. */
const USERS: readonly {
  readonly name: string;
  readonly account: AccountName;
  readonly password?: boolean;
  readonly mfa?: boolean;
  readonly key?: boolean;
  readonly policy?: string;
}[] = [
  { name: 'break-glass', account: 'production', password: true, mfa: true, policy: 'AdministratorAccess' },
  { name: 'partner-readonly', account: 'production', password: true, key: true, policy: 'ReadOnlyAccess' },
  { name: 'legacy-report', account: 'production', key: true },
  { name: 'backup-agent', account: 'production', key: true },
  { name: 'legacy-report', account: 'staging', key: true },
  { name: 'auditor', account: 'staging', password: true, mfa: true, policy: 'SecurityAudit' },
  { name: 'build-robot', account: 'staging', key: true },
  { name: 'workshop', account: 'sandbox', password: true, policy: 'AdministratorAccess' },
];

/** The company's own roles, with the service that takes each, and an action that its own policy allows. */
const ROLES: readonly {
  readonly name: string;
  readonly by: string;
  readonly accounts: readonly AccountName[];
  readonly action?: string;
  readonly attached?: string;
}[] = [
  { name: 'thumbnailer-lambda', by: 'lambda.amazonaws.com', accounts: ['production', 'staging', 'sandbox'], action: 's3:GetObject' },
  {
    name: 'worker-instance',
    by: 'ec2.amazonaws.com',
    accounts: ['production', 'staging', 'sandbox'],
    attached: 'AmazonSSMManagedInstanceCore',
  },
  { name: 'shop-api-task', by: 'ecs-tasks.amazonaws.com', accounts: ['production', 'staging'], action: 'dynamodb:GetItem' },
  { name: 'checkout-task', by: 'ecs-tasks.amazonaws.com', accounts: ['production'], action: 'sqs:SendMessage' },
  { name: 'reports-task', by: 'ecs-tasks.amazonaws.com', accounts: ['production'], action: 'athena:StartQueryExecution' },
  { name: 'search-indexer', by: 'ecs-tasks.amazonaws.com', accounts: ['staging'], action: 'es:ESHttpPost' },
  { name: 'search-task', by: 'ecs-tasks.amazonaws.com', accounts: ['staging'], attached: 'AmazonSQSFullAccess' },
  { name: 'demo-lambda', by: 'lambda.amazonaws.com', accounts: ['sandbox'], attached: 'AmazonS3ReadOnlyAccess' },
  {
    name: 'ecsTaskExecutionRole',
    by: 'ecs-tasks.amazonaws.com',
    accounts: ['sandbox'],
    attached: 'service-role/AmazonECSTaskExecutionRolePolicy',
  },
  { name: 'config', by: 'config.amazonaws.com', accounts: ['production', 'staging'], attached: 'service-role/AWS_ConfigRole' },
];

const LINKED: readonly (readonly [service: string, name: string, accounts: readonly AccountName[]])[] = [
  ['ecs', 'AWSServiceRoleForECS', ['production', 'staging', 'sandbox']],
  ['config', 'AWSServiceRoleForConfig', ['production', 'staging', 'sandbox']],
  ['autoscaling', 'AWSServiceRoleForAutoScaling', ['production']],
  ['trustedadvisor', 'AWSServiceRoleForTrustedAdvisor', ['production', 'staging']],
  ['rds', 'AWSServiceRoleForRDS', ['staging']],
];

/** What IAM has in an account of the sample. @param readers names of the roles that Nephoscope takes; @param now epoch milliseconds */
export function identityOf(account: AccountName, readers: readonly string[], now: number): IamWorld {
  const id = ACCOUNTS[account];
  const made = new Date(now - 400 * DAY);
  const own = ROLES.filter(({ accounts }) => accounts.includes(account)).map(({ name, by, action, attached }) => {
    const inline = action === undefined ? [] : [{ PolicyName: 'app', PolicyDocument: encoded(allow(action)) }];
    return roleOf(ownRole(id, name), '/', made, trusts({ Service: by }), { RolePolicyList: inline, ...attachedTo(attached) });
  });
  const ours = readers.map((name) =>
    roleOf(ownRole(id, name), '/', made, trusts({ AWS: `arn:aws:iam::${ACCOUNTS.production}:root` }), attachedTo('SecurityAudit')),
  );
  const linked = LINKED.filter(([, , accounts]) => accounts.includes(account)).map(([service, name]) => {
    const principal = `${service}.amazonaws.com`;
    return roleOf(serviceLinkedRole(id, service, name), `/aws-service-role/${principal}/`, made, trusts({ Service: principal }), {});
  });
  const sets = new Set(Object.values(PEOPLE).flatMap(({ access }) => (access as Partial<Record<AccountName, string>>)[account] ?? []));
  const reserved = [...sets].map((set) => {
    const provider = trusts({ Federated: `arn:aws:iam::${id}:saml-provider/AWSSSO_DO_NOT_DELETE` }, 'sts:AssumeRoleWithSAML');
    return roleOf(reservedRole(id, set), `/aws-reserved/sso.amazonaws.com/${SSO_REGION}/`, made, provider, attachedTo(set));
  });
  return {
    users: USERS.filter((user) => user.account === account).map((user) => userOf(user, id, made, now)),
    roles: [...own, ...ours, ...linked, ...reserved],
    groups: [],
    policies: [ownPolicy(id, made)],
    ...(account === 'sandbox'
      ? {}
      : {
          passwordPolicy: {
            MinimumPasswordLength: account === 'production' ? 14 : 8,
            RequireSymbols: true,
            RequireNumbers: true,
            RequireUppercaseCharacters: true,
            RequireLowercaseCharacters: true,
            AllowUsersToChangePassword: true,
            ExpirePasswords: false,
            PasswordReusePrevention: 24,
          },
        }),
    rootHasMfa: account === 'production',
    report: 'none',
  };
}

function userOf({ name, password, mfa = false, key, policy }: (typeof USERS)[number], account: string, made: Date, now: number): UserWorld {
  const detail: UserDetail = {
    Path: '/',
    UserName: name,
    UserId: principalId('AIDA', `${account}/${name}`),
    Arn: `arn:aws:iam::${account}:user/${name}`,
    CreateDate: made,
    UserPolicyList: [],
    GroupList: [],
    ...attachedTo(policy),
    Tags: [],
  };
  return {
    detail,
    ...(password === true ? { password: { lastUsed: new Date(now - DAY) } } : {}),
    mfa,
    keys: key === true ? [{ id: userKey(`${account}/${name}`), active: true, rotated: made }] : [],
  };
}

function roleOf(
  role: { readonly name: string; readonly arn: string; readonly id: string },
  path: string,
  made: Date,
  trust: string,
  more: Partial<RoleDetail>,
): RoleWorld {
  return {
    detail: {
      Path: path,
      RoleName: role.name,
      RoleId: role.id,
      Arn: role.arn,
      CreateDate: made,
      AssumeRolePolicyDocument: trust,
      InstanceProfileList: [],
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      Tags: [],
      ...more,
    },
  };
}

/** The policy that everybody of the company has who only looks. */
function ownPolicy(account: string, made: Date): ManagedPolicyDetail {
  return {
    PolicyName: 'read-everything-but-secrets',
    PolicyId: principalId('AIDA', `${account}/policy`).replace('AIDA', 'ANPA'),
    Arn: `arn:aws:iam::${account}:policy/read-everything-but-secrets`,
    Path: '/',
    DefaultVersionId: 'v2',
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: made,
    UpdateDate: made,
    PolicyVersionList: [
      { VersionId: 'v2', IsDefaultVersion: true, CreateDate: made, Document: encoded(allow('ec2:Describe*')) },
      { VersionId: 'v1', IsDefaultVersion: false, CreateDate: made, Document: encoded(allow('*')) },
    ],
  };
}

/** A managed policy of AWS, by its name and path. */
function attachedTo(policy: string | undefined): { AttachedManagedPolicies: { PolicyName: string; PolicyArn: string }[] } {
  const attached =
    policy === undefined ? [] : [{ PolicyName: policy.split('/').at(-1) ?? '', PolicyArn: `arn:aws:iam::aws:policy/${policy}` }];
  return { AttachedManagedPolicies: attached };
}

const allow = (action: string): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [action], Resource: '*' }] });

function trusts(Principal: Readonly<Record<string, string>>, Action = 'sts:AssumeRole'): string {
  return encoded({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action }] });
}

/** IAM encodes documents for URLs. */
function encoded(document: object): string {
  return encodeURIComponent(JSON.stringify(document));
}
