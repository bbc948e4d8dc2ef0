import type { GroupDetail, ManagedPolicyDetail, PasswordPolicy, RoleDetail, UserDetail } from '@aws-sdk/client-iam';

export interface UserWorld {
  readonly detail: UserDetail;
  /** Absent: it can't sign in to the console. */
  readonly password?: { readonly lastUsed?: Date };
  readonly mfa: boolean;
  readonly keys: readonly { readonly id: string; readonly active: boolean; readonly rotated: Date }[];
}

export interface RoleWorld {
  readonly detail: RoleDetail;
  readonly description?: string;
}

/** What IAM has of one account. */
export interface IamWorld {
  users: readonly UserWorld[];
  roles: readonly RoleWorld[];
  groups: readonly GroupDetail[];
  /** Those of the account, and those of AWS that something in it has attached. */
  policies: readonly ManagedPolicyDetail[];
  passwordPolicy?: PasswordPolicy;
  rootHasMfa: boolean;
  /** How far the credential report is. */
  report: 'none' | 'started' | 'complete';
}
