import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { Access } from '../domain/live';

/** Who assumes a role, as its account's records tell it. */
export const SESSION_NAME = 'nephoscope';

/** Where the credentials of an access come from. Nothing is read until they are needed; the files are read anew each time. */
export function credentialsOf({ profile, role }: Access): AwsCredentialIdentityProvider {
  const own = profile === '' ? fromNodeProviderChain() : fromIni({ profile, ignoreCache: true });
  if (role === undefined) return own;
  return fromTemporaryCredentials({ masterCredentials: own, params: { RoleArn: role, RoleSessionName: SESSION_NAME } });
}
