import type { ListAccountAliasesResponse } from '@aws-sdk/client-iam';
import type { Handlers } from '../call';

export const iam: Handlers = {
  ListAccountAliases: (_: object, { account }): ListAccountAliasesResponse => ({
    AccountAliases: account.alias === undefined ? [] : [account.alias],
    IsTruncated: false,
  }),
};
