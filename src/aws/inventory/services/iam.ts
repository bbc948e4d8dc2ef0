import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  ListRolesCommand,
  ListUsersCommand,
  type GetAccountAuthorizationDetailsResponse,
} from '@aws-sdk/client-iam';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../../domain/json';
import type { Problem } from '../../../domain/live';
import { CallFailed, type Asker } from '../asker';
import { at, type Collector, type Item } from '../collector';
import { recordOf } from '../record';

/** The most that a page of IAM holds. */
const PAGE = 1_000;
/** A report takes seconds to be made; one is made every four hours at most. */
const REPORT_WAITS_MS: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** Roles, users and the account's own policies with all that hangs on them. */
interface Details {
  readonly roles: ReadonlyMap<string, object>;
  readonly users: ReadonlyMap<string, object>;
  readonly policies: readonly Policy[];
}
type Policy = NonNullable<GetAccountAuthorizationDetailsResponse['Policies']>[number];

function details(ask: Asker): Promise<Details> {
  return ask.once('iam details', async () => {
    const [roles, users, policies] = [new Map<string, object>(), new Map<string, object>(), [] as Policy[]];
    const pages = ask.pages(
      'iam:GetAccountAuthorizationDetails',
      (client, Marker, options) =>
        client.send(
          new GetAccountAuthorizationDetailsCommand({ Filter: ['Role', 'User', 'LocalManagedPolicy'], Marker, MaxItems: PAGE }),
          options,
        ),
      ({ IsTruncated, Marker }) => (IsTruncated === true ? Marker : undefined),
    );
    for await (const { RoleDetailList, UserDetailList, Policies } of pages) {
      for (const role of RoleDetailList ?? []) roles.set(role.Arn ?? '', role);
      for (const user of UserDetailList ?? []) users.set(user.Arn ?? '', user);
      policies.push(...(Policies ?? []));
    }
    return { roles, users, policies };
  });
}

/** What the details tell of roles, or users, beside what a list tells of them. */
const BESIDE = {
  roles: ['attachedManagedPolicies', 'rolePolicyList', 'instanceProfileList', 'roleLastUsed', 'permissionsBoundary', 'tags'],
  users: ['attachedManagedPolicies', 'userPolicyList', 'groupList', 'permissionsBoundary', 'tags'],
} as const;

/** A list, each member with its details; where those can't be had they are unknown, and the list stands. */
async function* withDetails(
  ask: Asker,
  kind: 'roles' | 'users',
  pages: AsyncIterable<readonly { readonly Arn?: string | undefined }[]>,
): AsyncGenerator<readonly Item[]> {
  const found = details(ask).catch((error: unknown) => {
    if (error instanceof CallFailed) return error.problem;
    throw error;
  });
  for await (const page of pages) {
    const known = await found;
    yield page.map((one) => {
      if (isProblem(known)) return { record: recordOf(one), unknown: Object.fromEntries(BESIDE[kind].map((key) => [key, known])) };
      return { record: { tags: [], ...recordOf(known[kind].get(one.Arn ?? '') ?? {}), ...recordOf(one) } };
    });
  }
}

function isProblem(value: Details | Problem): value is Problem {
  return 'reason' in value;
}

async function* roles(ask: Asker): AsyncGenerator<readonly { readonly Arn?: string | undefined }[]> {
  const pages = ask.pages(
    'iam:ListRoles',
    (client, Marker, options) => client.send(new ListRolesCommand({ Marker, MaxItems: PAGE }), options),
    ({ IsTruncated, Marker }) => (IsTruncated === true ? Marker : undefined),
  );
  for await (const { Roles } of pages) yield Roles ?? [];
}

async function* users(ask: Asker): AsyncGenerator<readonly { readonly Arn?: string | undefined }[]> {
  const pages = ask.pages(
    'iam:ListUsers',
    (client, Marker, options) => client.send(new ListUsersCommand({ Marker, MaxItems: PAGE }), options),
    ({ IsTruncated, Marker }) => (IsTruncated === true ? Marker : undefined),
  );
  for await (const { Users } of pages) yield Users ?? [];
}

/** The version in force of each of the account's own policies. */
async function* policyVersions(ask: Asker): AsyncGenerator<readonly Item[]> {
  const { policies } = await details(ask);
  yield policies.map(({ PolicyVersionList, ...policy }) => {
    const version = PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion === true) ?? {};
    return { record: { ...recordOf({ ...policy, ...version }), isAttached: (policy.AttachmentCount ?? 0) > 0 } };
  });
}

/** The newest report; where there is none, or it has expired, one is made and waited for. */
async function* credentialReport(ask: Asker): AsyncGenerator<readonly Item[]> {
  const get = () => ask.call('iam:GetCredentialReport', (client, options) => client.send(new GetCredentialReportCommand({}), options));
  const report = await get().catch(async (error: unknown) => {
    if (!(error instanceof CallFailed) || !/^(?:Credential)?Report(?:NotPresent|Expired|NotReady|InProgress)/.test(error.code)) throw error;
    for (const wait of REPORT_WAITS_MS) {
      const { State } = await ask.call('iam:GenerateCredentialReport', (client, options) =>
        client.send(new GenerateCredentialReportCommand({}), options),
      );
      if (State === 'COMPLETE') break;
      await sleep(wait, undefined, { signal: ask.part.signal });
    }
    return get();
  });
  yield rowsOf(Buffer.from(report.Content ?? new Uint8Array()).toString('utf8')).map((record) => ({ record }));
}

/** No column of the report holds a comma. What can't be told is `N/A`, `not_supported` or `no_information`, as AWS writes it. */
function rowsOf(csv: string): readonly JsonObject[] {
  const [head = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const keys = head.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(keys.map((key, n) => [key, values[n] ?? '']));
  });
}

export const IAM_COLLECTORS: readonly Collector[] = [
  {
    api: 'aws-iam-get-credential-report',
    per: 'account',
    calls: ['iam:GetCredentialReport', 'iam:GenerateCredentialReport'],
    collect: credentialReport,
    id: at('arn'),
    name: at('user'),
    since: 'user_creation_time',
  },
  {
    api: 'aws-iam-get-account-summary',
    per: 'account',
    calls: ['iam:GetAccountSummary'],
    async *collect(ask) {
      const { SummaryMap } = await ask.call('iam:GetAccountSummary', (client, options) =>
        client.send(new GetAccountSummaryCommand({}), options),
      );
      yield [{ record: { ...SummaryMap } }]; // keys as AWS has them: they are no members of the SDK's
    },
    id: (_, { account }) => `${account}/account-summary`,
    name: () => 'Account summary',
  },
  {
    api: 'aws-iam-get-account-password-policy',
    per: 'account',
    calls: ['iam:GetAccountPasswordPolicy'],
    async *collect(ask) {
      const policy = await ask
        .call('iam:GetAccountPasswordPolicy', (client, options) => client.send(new GetAccountPasswordPolicyCommand({}), options))
        .catch((error: unknown) => {
          if (error instanceof CallFailed && error.code.startsWith('NoSuchEntity')) return undefined; // none was ever set
          throw error;
        });
      if (policy?.PasswordPolicy !== undefined) yield [{ record: recordOf(policy.PasswordPolicy) }];
    },
    id: (_, { account }) => `${account}/password-policy`,
    name: () => 'Password policy',
  },
  {
    api: 'aws-iam-list-roles',
    per: 'account',
    calls: ['iam:ListRoles', 'iam:GetAccountAuthorizationDetails'],
    collect: (ask) => withDetails(ask, 'roles', roles(ask)),
    id: at('arn'),
    name: at('roleName'),
    since: 'createDate',
  },
  {
    api: 'aws-iam-list-users',
    per: 'account',
    calls: ['iam:ListUsers', 'iam:GetAccountAuthorizationDetails'],
    collect: (ask) => withDetails(ask, 'users', users(ask)),
    id: at('arn'),
    name: at('userName'),
    since: 'createDate',
  },
  {
    api: 'aws-iam-get-policy-version',
    per: 'account',
    calls: ['iam:GetAccountAuthorizationDetails'],
    collect: policyVersions,
    id: at('arn'),
    name: at('policyName'),
    since: 'createDate',
  },
];
