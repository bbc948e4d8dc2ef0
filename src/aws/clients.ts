import type { AwsCredentialIdentityProvider, MetadataBearer, MiddlewareStack } from '@smithy/types';
import { ALLOWED } from './allowed';
import type { LiveOptions } from './options';

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
  readonly options: LiveOptions;
}

export interface ClientOptions {
  /** How often a call is sent at most. 1: by one who paces and retries himself, so that no request goes out unseen. */
  readonly tries?: number;
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

  private async make(service: Service, region: string, { tries }: ClientOptions): Promise<ClientOf<Service>> {
    const Client = await CLIENTS[service]();
    const client = new Client({ region, credentials: this.deps.credentials, ...(tries !== undefined && { maxAttempts: tries }) });
    const allowed: readonly string[] = (ALLOWED as Readonly<Record<string, readonly string[]>>)[service] ?? [];
    const stack = client.middlewareStack as unknown as MiddlewareStack<object, MetadataBearer>; // all clients' stacks are alike in this
    stack.add(
      (next, context) => (args) => {
        const operation = String(context['commandName']).replace(/Command$/, '');
        if (!allowed.includes(operation)) throw new Error(`${service}:${operation} is not among the calls that Nephoscope makes.`);
        return next(args);
      },
      { step: 'initialize', name: 'readOnly', priority: 'high' },
    );
    return client;
  }
}
