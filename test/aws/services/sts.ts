import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  AssumeRoleWithWebIdentityRequest,
  AssumeRoleWithWebIdentityResponse,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import { inPartition, type Call, type Handlers } from '../call';
import { Refusal } from '../protocol/protocols';

export const MFA_CODE = '123456';

export const sts: Handlers = {
  GetCallerIdentity: (_: object, { caller }): GetCallerIdentityResponse => ({
    Account: caller.account,
    Arn: caller.arn,
    UserId: caller.userId,
  }),
  AssumeRole: (input: AssumeRoleRequest, call): AssumeRoleResponse => {
    const { account, name } = roleOf(input.RoleArn);
    const role = call.world.accounts.get(account)?.roles.find((known) => known.name === name);
    if (role === undefined || (role.mfa === true && input.TokenCode !== MFA_CODE)) {
      const who = `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn ?? ''}`;
      if (role === undefined || input.TokenCode === undefined) throw new Refusal('AccessDenied', who, 403);
      throw new Refusal('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403);
    }
    return taken(account, name, input.RoleSessionName ?? '', input.DurationSeconds, call);
  },
  AssumeRoleWithWebIdentity: (input: AssumeRoleWithWebIdentityRequest, call): AssumeRoleWithWebIdentityResponse => {
    const { account, name } = roleOf(input.RoleArn);
    return taken(account, name, input.RoleSessionName ?? '', input.DurationSeconds, call);
  },
};

function roleOf(arn: string | undefined): { readonly account: string; readonly name: string } {
  const [, account, name] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn ?? '') ?? [];
  if (account === undefined || name === undefined) throw new Refusal('ValidationError', `${arn ?? ''} is invalid`);
  return { account, name };
}

function taken(account: string, role: string, session: string, seconds = 3600, { sessions, region }: Call): AssumeRoleResponse {
  const expires = Date.now() + seconds * 1000;
  const keys = sessions.role(account, role, session, expires);
  return {
    Credentials: {
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      SessionToken: keys.sessionToken,
      Expiration: new Date(expires),
    },
    AssumedRoleUser: { Arn: inPartition(keys.arn, region), AssumedRoleId: keys.userId },
  };
}
