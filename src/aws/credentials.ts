import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Problem } from '../domain/live';

/** Credentials could not be had. */
export class CredentialsFailure extends Error {
  override readonly name = 'CredentialsFailure';
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.message, options);
  }
}

export interface CredentialsDeps {
  readonly fetch: AwsCredentialIdentityProvider;
  /** What a failed fetch means. */
  readonly explain: (error: unknown) => Promise<Problem>;
  /** Told of every fetch: the problem, or that there is none any more. */
  readonly onOutcome?: (problem: Problem | undefined) => void;
}

/** Milliseconds before they expire when credentials are fetched anew: as the SDK itself has it. */
const AHEAD = 5 * 60_000;
/** A machine whose clock is off takes fresh credentials for expired ones: they are used for this long, whatever it thinks. */
const AT_LEAST = 60_000;
/** A program of the user's that gives credentials may wait for somebody who is not there. */
const PATIENCE = 60_000;

/**
 * The credentials of one way to an account, shared by all its clients: fetched when first needed, in memory only, and anew before they
 * expire. A failure is not kept: who signs in elsewhere meanwhile is let in by the next call.
 */
export class Credentials {
  private held: { readonly identity: AwsCredentialIdentity; readonly since: number } | undefined;
  private fetching: Promise<AwsCredentialIdentity> | undefined;

  constructor(private readonly deps: CredentialsDeps) {}

  /** For clients. It says that it keeps what it has, else each of them would keep a copy. */
  readonly provider: AwsCredentialIdentityProvider = Object.assign(() => this.get(), { memoized: true });

  /** Those in force now; nothing is fetched. */
  get current(): AwsCredentialIdentity | undefined {
    return this.held?.identity;
  }

  /** @throws CredentialsFailure */
  async get(): Promise<AwsCredentialIdentity> {
    const { held } = this;
    if (held === undefined) return this.fetch();
    const left = (held.identity.expiration?.getTime() ?? Infinity) - Date.now();
    if (left > AHEAD || Date.now() - held.since < AT_LEAST) return held.identity;
    return this.fetch().catch((error: unknown) => {
      if (left > 0) return held.identity; // good for a few minutes more
      throw error;
    });
  }

  /**
   * Fetches them anew since AWS refused these: they were taken back, or a file has others by now.
   * @returns whether there are others now
   * @throws CredentialsFailure
   */
  async renew(refused: AwsCredentialIdentity | undefined): Promise<boolean> {
    if (this.held?.identity === refused) this.held = undefined;
    const identity = await this.get();
    return identity.accessKeyId !== refused?.accessKeyId || identity.sessionToken !== refused.sessionToken;
  }

  /** They are of no use, though they could be had. */
  report(problem: Problem): void {
    this.deps.onOutcome?.(problem);
  }

  private fetch(): Promise<AwsCredentialIdentity> {
    return (this.fetching ??= this.ask().finally(() => {
      this.fetching = undefined;
    }));
  }

  private async ask(): Promise<AwsCredentialIdentity> {
    try {
      const identity = await within(PATIENCE, this.deps.fetch());
      this.held = { identity, since: Date.now() };
      this.deps.onOutcome?.(undefined);
      return identity;
    } catch (error) {
      const failure =
        error instanceof CredentialsFailure ? error : new CredentialsFailure(await this.deps.explain(error), { cause: error });
      this.deps.onOutcome?.(failure.problem);
      throw failure;
    }
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('No credentials came.'), { name: 'TimeoutError' })), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
