import type { Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { Sessions } from '../sessions';

/** Tokens of SSO sessions that are valid, and the one that refreshes nothing any more. */
export const SSO_TOKEN = 'sso-token-of-the-double';
export const SSO_REFRESH_TOKEN = 'sso-refresh-token-of-the-double';

interface RoleCredentialsRequest {
  readonly roleName?: string;
  readonly accountId?: string;
  readonly accessToken?: string;
}

const HOUR = 3_600_000;

/** The portal of Identity Center. A role of a permission set has the name that Identity Center gives it. */
export const sso: Handlers = {
  GetRoleCredentials: ({ roleName, accountId, accessToken }: RoleCredentialsRequest, { sessions, world }) => {
    if (accessToken !== SSO_TOKEN) throw new Refusal('UnauthorizedException', 'Session token not found or invalid', 401);
    const account = accountId ?? '';
    if (!world.accounts.has(account)) throw new Refusal('ForbiddenException', 'No access', 403);
    return { roleCredentials: credentialsOf(sessions, account, roleName ?? '', Date.now() + HOUR) };
  },
};

export const oidc: Handlers = {
  CreateToken: ({ refreshToken }: { readonly refreshToken?: string }) => {
    if (refreshToken !== SSO_REFRESH_TOKEN) throw new Refusal('InvalidGrantException', 'Invalid refresh token provided', 400);
    return { accessToken: SSO_TOKEN, tokenType: 'Bearer', expiresIn: 28_800, refreshToken: SSO_REFRESH_TOKEN };
  },
};

function credentialsOf(sessions: Sessions, account: string, permissionSet: string, expires: number): object {
  const role = `AWSReservedSSO_${permissionSet}_0123456789abcdef`;
  const { accessKeyId, secretAccessKey, sessionToken } = sessions.role(account, role, 'lena.fischer', expires);
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expires };
}
