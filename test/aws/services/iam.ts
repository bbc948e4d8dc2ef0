import type {
  GenerateCredentialReportResponse,
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  GetAccountPasswordPolicyResponse,
  GetAccountSummaryResponse,
  GetCredentialReportResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListAccountAliasesResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListUsersRequest,
  ListUsersResponse,
  Role,
  User,
} from '@aws-sdk/client-iam';
import type { Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { IamWorld, RoleWorld, UserWorld } from '../world/identity';
import { credentialReport } from './credential-report';
import { page } from './page';

const MOST = 1000;

export const iam: Handlers = {
  ListAccountAliases: (_: object, { account }): ListAccountAliasesResponse => ({
    AccountAliases: account.alias === undefined ? [] : [account.alias],
    IsTruncated: false,
  }),
  ListUsers: (input: ListUsersRequest, { account }): ListUsersResponse => {
    const { items, more } = some(account.iam.users, input);
    return { Users: items.map(userOf), ...more };
  },
  ListRoles: (input: ListRolesRequest, { account }): ListRolesResponse => {
    const { items, more } = some(account.iam.roles, input);
    return { Roles: items.map(roleOf), ...more };
  },
  GetAccountAuthorizationDetails: (input: GetAccountAuthorizationDetailsRequest, { account }): GetAccountAuthorizationDetailsResponse => {
    const { items, more } = some(
      detailsOf(account.iam, input.Filter ?? ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy']),
      input,
    );
    const answer: GetAccountAuthorizationDetailsResponse = {
      UserDetailList: [],
      RoleDetailList: [],
      GroupDetailList: [],
      Policies: [],
      ...more,
    };
    for (const item of items) {
      if (item.kind === 'User') answer.UserDetailList?.push(item.detail);
      else if (item.kind === 'Role') answer.RoleDetailList?.push(item.detail);
      else if (item.kind === 'Group') answer.GroupDetailList?.push(item.detail);
      else answer.Policies?.push(item.detail);
    }
    return answer;
  },
  GetPolicyVersion: ({ PolicyArn, VersionId }: GetPolicyVersionRequest, { account }): GetPolicyVersionResponse => {
    const policy = account.iam.policies.find(({ Arn }) => Arn === PolicyArn);
    const version = policy?.PolicyVersionList?.find((known) => known.VersionId === VersionId);
    if (version === undefined)
      throw new Refusal('NoSuchEntity', `Policy ${PolicyArn ?? ''} version ${VersionId ?? ''} does not exist.`, 404);
    return { PolicyVersion: version };
  },
  GetAccountSummary: (_: object, { account: { iam: known } }): GetAccountSummaryResponse => ({
    SummaryMap: {
      Users: known.users.length,
      Roles: known.roles.length,
      Groups: known.groups.length,
      Policies: known.policies.filter(({ Arn }) => Arn?.includes('::aws:') !== true).length,
      MFADevices: known.users.filter(({ mfa }) => mfa).length + (known.rootHasMfa ? 1 : 0),
      AccountMFAEnabled: known.rootHasMfa ? 1 : 0,
      AccountAccessKeysPresent: 0,
      AccountSigningCertificatesPresent: 0,
      UsersQuota: 5000,
      RolesQuota: 1000,
    },
  }),
  GetAccountPasswordPolicy: (_: object, { account }): GetAccountPasswordPolicyResponse => {
    const { passwordPolicy } = account.iam;
    if (passwordPolicy === undefined)
      throw new Refusal('NoSuchEntity', `The Password Policy with domain name ${account.id} cannot be found.`, 404);
    return { PasswordPolicy: passwordPolicy };
  },
  GenerateCredentialReport: (_: object, { account }): GenerateCredentialReportResponse => {
    account.iam.report = account.iam.report === 'none' ? 'started' : 'complete';
    return account.iam.report === 'started'
      ? { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' }
      : { State: 'COMPLETE' };
  },
  GetCredentialReport: (_: object, { account, now }): GetCredentialReportResponse => {
    if (account.iam.report === 'none')
      throw new Refusal('ReportNotPresent', 'No report is present. Call GenerateCredentialReport before calling GetCredentialReport', 410);
    if (account.iam.report === 'started') throw new Refusal('ReportInProgress', 'Credential report is being generated.', 404);
    return { Content: Buffer.from(credentialReport(account.id, account.iam)), ReportFormat: 'text/csv', GeneratedTime: new Date(now) };
  },
};

interface PageRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

function some<T>(
  all: readonly T[],
  { Marker, MaxItems = 100 }: PageRequest,
): { readonly items: T[]; readonly more: { IsTruncated: boolean; Marker?: string } } {
  if (MaxItems < 1 || MaxItems > MOST) throw new Refusal('ValidationError', `MaxItems must be between 1 and ${MOST}.`);
  const { items, next } = page(all, Marker, MaxItems, 'ValidationError');
  return { items, more: next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: next } };
}

function userOf({ detail, password }: UserWorld): User {
  const { Path, UserName, UserId, Arn, CreateDate } = detail;
  return { Path, UserName, UserId, Arn, CreateDate, ...(password?.lastUsed === undefined ? {} : { PasswordLastUsed: password.lastUsed }) };
}

function roleOf({ detail, description }: RoleWorld): Role {
  const { Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument } = detail;
  const told = description === undefined ? {} : { Description: description };
  return { Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument, MaxSessionDuration: 3600, ...told };
}

type Detail =
  | { readonly kind: 'User'; readonly detail: UserWorld['detail'] }
  | { readonly kind: 'Role'; readonly detail: RoleWorld['detail'] }
  | { readonly kind: 'Group'; readonly detail: IamWorld['groups'][number] }
  | { readonly kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly detail: IamWorld['policies'][number] };

function detailsOf({ users, roles, groups, policies }: IamWorld, filter: readonly string[]): Detail[] {
  const all: Detail[] = [
    ...users.map(({ detail }) => ({ kind: 'User', detail }) as const),
    ...groups.map((detail) => ({ kind: 'Group', detail }) as const),
    ...roles.map(({ detail }) => ({ kind: 'Role', detail }) as const),
    ...policies.map(
      (detail) => ({ kind: detail.Arn?.includes('::aws:') === true ? 'AWSManagedPolicy' : 'LocalManagedPolicy', detail }) as const,
    ),
  ];
  return all.filter(({ kind }) => filter.includes(kind));
}
