import { setTimeout as wait } from 'node:timers/promises';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, MetadataBearer, MiddlewareStack } from '@smithy/types';
import { OUR_NAME } from './access';
import { refuseUnlessAllowed } from './allowed';
import type { Credentials } from './credentials';
import { endpointOf, isBare } from './endpoint';
import { HttpHandler } from './http';
import type { LiveOptions } from './options';
import { failedIn, isRefusal, problemOf } from './problem';

/** The clients there are, each read from the bundle when it is first needed. */
const CLIENTS = {
  cloudtrail: async () => (await import('@aws-sdk/client-cloudtrail')).CloudTrailClient,
  config: async () => (await import('@aws-sdk/client-config-service')).ConfigServiceClient,
  ec2: async () => (await import('@aws-sdk/client-ec2')).EC2Client,
  ecs: async () => (await import('@aws-sdk/client-ecs')).ECSClient,
  iam: async () => (await import('@aws-sdk/client-iam')).IAMClient,
  kms: async () => (await import('@aws-sdk/client-kms')).KMSClient,
  lambda: async () => (await import('@aws-sdk/client-lambda')).LambdaClient,
  rds: async () => (await import('@aws-sdk/client-rds')).RDSClient,
  s3: async () => (await import('@aws-sdk/client-s3')).S3Client,
  sts: async () => (await import('@aws-sdk/client-sts')).STSClient,
} as const;

/** By their prefixes in IAM. */
export type Service = keyof typeof CLIENTS;
export type ClientOf<S extends Service> = InstanceType<Awaited<ReturnType<(typeof CLIENTS)[S]>>>;

export interface ClientsDeps {
  readonly credentials: AwsCredentialIdentityProvider;
  /** What the credentials come from, to be asked for others where AWS refuses them. */
  readonly renewal?: Pick<Credentials, 'current' | 'renew' | 'report'>;
  readonly options: LiveOptions;
  /** Whose settings of endpoints count. */
  readonly profile?: string;
}

export interface ClientOptions {
  /**
   * How often a call is sent at most. 1: by one who paces and retries himself. Even then it is sent again, once and a second later, where
   * AWS refused it only for credentials that were renewed since, or for the machine's clock, which is set right for all further calls.
   */
  readonly tries?: number;
}

/** With waits between them that double, and chance; a service that throttles is asked less often from then on. */
const TRIES = 6;
/** Before a call of one who paces himself goes out again, milliseconds. */
const PACE = 1_000;

/** What the SDK's errors and answers have, of all services. */
interface Metadata {
  readonly requestId?: string;
  readonly clockSkewCorrected?: boolean;
}

/** The SDK's clients of one account: one for each service and region, read-only by construction. `destroy` closes their connections. */
export class Clients {
  private readonly made = new Map<string, Promise<ClientOf<Service>>>();

  constructor(private readonly deps: ClientsDeps) {}

  /** The same one each time, for the same arguments. */
  of<S extends Service>(service: S, region: string, options: ClientOptions = {}): Promise<ClientOf<S>> {
    const key = `${service} ${region} ${options.tries ?? ''}`;
    const known = this.made.get(key) ?? this.make(service, region, options);
    this.made.set(key, known);
    return known as Promise<ClientOf<S>>;
  }

  async destroy(): Promise<void> {
    const made = [...this.made.values()];
    this.made.clear();
    for (const client of made) (await client.catch(() => undefined))?.destroy();
  }

  private async make(service: Service, region: string, { tries = TRIES }: ClientOptions): Promise<ClientOf<Service>> {
    const Client = await CLIENTS[service]();
    const { credentials, options, profile = '' } = this.deps;
    const endpoint = await endpointOf(service, profile);
    const client = new Client({
      region,
      credentials,
      ...(profile !== '' && { profile }),
      ...(endpoint !== undefined && { endpoint }),
      ignoreConfiguredEndpointUrls: true, // they were looked up
      requestHandler: new HttpHandler(options),
      maxAttempts: tries,
      retryMode: tries === 1 ? 'standard' : 'adaptive',
      defaultsMode: 'standard', // what an instance's metadata might say of it is not asked for
      customUserAgent: OUR_NAME,
      ...(service === 's3' && { followRegionRedirects: true, forcePathStyle: endpoint !== undefined && isBare(endpoint) }),
    });
    const stack = client.middlewareStack as unknown as MiddlewareStack<object, MetadataBearer>; // all clients' stacks are alike in this
    stack.add(
      (next, context) => async (args) => {
        const operation = String(context['commandName']).replace(/Command$/, '');
        refuseUnlessAllowed(service, operation);
        const used = this.deps.renewal?.current;
        try {
          return answered(await next(args));
        } catch (error) {
          failedIn(error, region);
          if (!(await this.mayPass(error, `${service}:${operation}`, used, tries))) throw error;
          if (tries === 1) await wait(PACE);
          return answered(await next(args));
        }
      },
      { step: 'initialize', name: 'nephoscope', priority: 'high' },
    );
    return client;
  }

  /** Whether a call that failed is worth sending again in another way than the SDK did. */
  private async mayPass(error: unknown, operation: string, used: AwsCredentialIdentity | undefined, tries: number): Promise<boolean> {
    if (tries === 1 && (error as { readonly $metadata?: Metadata } | undefined)?.$metadata?.clockSkewCorrected === true) return true;
    const { renewal } = this.deps;
    if (renewal === undefined || !isRefusal(error)) return false;
    const others = await renewal.renew(used ?? renewal.current);
    if (!others) renewal.report(problemOf(error, operation, Date.now()));
    return others;
  }
}

/** A page that some proxy put in the way may read like an empty answer: what AWS says has a number. */
function answered<T extends { readonly output: MetadataBearer }>(result: T): T {
  if (result.output.$metadata.requestId !== undefined) return result;
  throw Object.assign(new Error('It has no request id.'), { name: 'NoAnswer', $metadata: result.output.$metadata });
}
