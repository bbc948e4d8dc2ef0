import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Access, Problem } from '../domain/live';
import { ofProfile, ofRole } from './access';
import { accessProblem } from './access-problem';
import { refuseUnlessForCredentials } from './allowed';
import { Clients } from './clients';
import { Credentials, CredentialsFailure } from './credentials';
import { HttpHandler } from './http';
import type { LiveOptions } from './options';
import { isRefusal, problemSaying } from './problem';
import { regionOf } from './profiles';

/** A way to an account, with what goes along it. */
export interface Way {
  readonly access: Access;
  readonly credentials: Credentials;
  readonly clients: Clients;
  /** Where to ask first: it tells the partition. */
  region(): Promise<string>;
  /** The only account that it may lead to; not known before it was reached once. */
  account?: string;
}

export interface WaysDeps {
  readonly options: LiveOptions;
  readonly now: () => number;
  /** What came of fetching credentials. */
  readonly onOutcome: (access: Access, problem: Problem | undefined) => void;
}

/** The ways to accounts that are in use, each with credentials and clients of its own; those that assume a role share the profile's. */
export class Ways {
  private readonly kept = new Map<string, Way>();

  constructor(private readonly deps: WaysDeps) {}

  of(access: Access): Way {
    return this.kept.get(keyOf(access)) ?? this.anew(access);
  }

  /** With nothing known from before. @param mfaCode for once: a device gives another for the next time */
  anew(access: Access, mfaCode?: string): Way {
    const way = this.make(access, mfaCode);
    this.kept.set(keyOf(access), way);
    return way;
  }

  async close(access: Access): Promise<void> {
    const way = this.kept.get(keyOf(access));
    this.kept.delete(keyOf(access));
    await way?.clients.destroy();
  }

  private make(access: Access, mfaCode: string | undefined): Way {
    const { options, now, onOutcome } = this.deps;
    const handler = new HttpHandler(options, refuseUnlessForCredentials);
    let code = mfaCode;
    const takeCode = (): string | undefined => {
      const taken = code;
      code = undefined;
      return taken;
    };
    const region = (): Promise<string> => regionOf(access);
    const fetch = async (): Promise<AwsCredentialIdentity> => {
      const inner = { handler, region: await region(), mfaCode: takeCode };
      const identity =
        access.role === undefined ? await ofProfile(access.profile, inner)() : await this.assumed(access.role, access.profile, inner);
      if (way.account !== undefined && access.role === undefined) await this.check(way, way.account, identity);
      return identity;
    };
    const credentials = new Credentials({
      fetch,
      explain: (error) => accessProblem(error, access, now()),
      onOutcome: (problem) => onOutcome(access, problem),
    });
    const clients = new Clients({ credentials: credentials.provider, renewal: credentials, options, profile: access.profile });
    const way: Way = { access, credentials, clients, region };
    return way;
  }

  /** The profile's own keys may have been taken back since they were fetched: then there may be others. */
  private async assumed(role: string, profile: string, inner: Parameters<typeof ofRole>[2]): Promise<AwsCredentialIdentity> {
    const { credentials } = this.of({ profile });
    const provider: AwsCredentialIdentityProvider = ofRole(role, credentials.provider, inner);
    const used = credentials.current;
    try {
      return await provider();
    } catch (error) {
      if (!isRefusal(error) || !(await credentials.renew(used ?? credentials.current))) throw error;
      return provider();
    }
  }

  /** A profile that was given other keys since must not pass for the account that it led to. */
  private async check(way: Way, account: string, identity: AwsCredentialIdentity): Promise<void> {
    const { options, now } = this.deps;
    let found = identity.accountId;
    if (found === undefined) {
      const clients = new Clients({ credentials: () => Promise.resolve(identity), options, profile: way.access.profile });
      found = (await (await clients.of('sts', await way.region())).send(new GetCallerIdentityCommand({}))).Account;
      await clients.destroy();
    }
    if (found === account) return;
    const who = way.access.profile === '' ? 'The environment' : `Profile ${way.access.profile}`;
    throw new CredentialsFailure(
      problemSaying('other', `${who} leads to account ${found ?? 'unknown'} now, no longer to ${account}. Connect it again.`, now()),
    );
  }
}

function keyOf({ profile, role = '' }: Access): string {
  return `${profile}\n${role}`;
}
