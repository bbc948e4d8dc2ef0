import {
  createCredentialChain,
  fromContainerMetadata,
  fromEnv,
  fromHttp,
  fromIni,
  fromInstanceMetadata,
  fromTemporaryCredentials,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { HttpHandler } from './http';

/** Who assumes a role, as its account's records name it; also who we are in the user agent of every call. */
export const OUR_NAME = 'nephoscope';

export interface ProviderOptions {
  /** Through which the clients send that the SDK makes itself. They take no middleware of ours; it lets through what they are for. */
  readonly handler: HttpHandler;
  /** Where STS is asked. */
  readonly region: string;
  /** Of the MFA device, where the profile's role wants one. Asked for each time that the role is assumed. */
  readonly mfaCode: () => string | undefined;
}

/**
 * The credentials of a profile, or of the environment (an empty name). Nothing is read until they are needed; files are read anew each time.
 * A program that a profile names (`credential_process`), and the metadata of an instance or a container, are asked by the SDK past any handler.
 */
export function ofProfile(profile: string, { handler, region, mfaCode }: ProviderOptions): AwsCredentialIdentityProvider {
  const clientConfig = { requestHandler: handler, customUserAgent: OUR_NAME };
  // No region among those of all: a sign-in has its own.
  const inner = { clientConfig, parentClientConfig: { ...clientConfig, region } };
  if (profile === '') {
    const container = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].some((name) => process.env[name]);
    const off = process.env['AWS_EC2_METADATA_DISABLED'] ?? 'false';
    const instance = off === 'false' || off === '' ? [fromInstanceMetadata()] : []; // which gives up after a second
    const machine = container ? [fromHttp(), fromContainerMetadata()] : instance;
    return createCredentialChain(fromEnv(), fromTokenFile(inner), ...machine);
  }
  const mfaCodeProvider = (): Promise<string> => {
    const code = mfaCode();
    return code === undefined ? Promise.reject(new MfaWanted()) : Promise.resolve(code);
  };
  return fromIni({ ...inner, profile, ignoreCache: true, mfaCodeProvider });
}

/** The credentials of a role (its ARN) that is assumed with others. */
export function ofRole(
  role: string,
  masterCredentials: AwsCredentialIdentityProvider,
  { handler, region }: ProviderOptions,
): AwsCredentialIdentityProvider {
  return fromTemporaryCredentials({
    masterCredentials,
    clientConfig: { region, requestHandler: handler, customUserAgent: OUR_NAME },
    params: { RoleArn: role, RoleSessionName: OUR_NAME },
  });
}

/** A role wants a code of an MFA device. */
export class MfaWanted extends Error {
  override readonly name = 'MfaWanted';
}
