import type { Handlers } from '../call';
import type { ProtocolName } from '../protocol/protocols';
import { operationsOf, type Operation } from '../protocol/schema';
import { cloudtrail } from './cloudtrail';
import { config } from './config';
import { ec2 } from './ec2';
import { ecs } from './ecs';
import { iam } from './iam';
import { kms } from './kms';
import { lambda } from './lambda';
import { rds } from './rds';
import { s3 } from './s3';
import { oidc, sso } from './sso';
import { sts } from './sts';

export interface ServiceEntry {
  readonly protocol: ProtocolName;
  readonly namespace: string;
  readonly handlers: Handlers;
  /** What the client's package exports, its schemas among it. */
  readonly client: () => Promise<object>;
}

/** The services of the double, by the name that signatures have for them. One more is one more entry. */
export const SERVICES = {
  cloudtrail: {
    protocol: 'json',
    namespace: '',
    handlers: cloudtrail,
    client: () => import('@aws-sdk/client-cloudtrail'),
  },
  ec2: {
    protocol: 'ec2',
    namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    handlers: ec2,
    client: () => import('@aws-sdk/client-ec2'),
  },
  config: { protocol: 'json', namespace: '', handlers: config, client: () => import('@aws-sdk/client-config-service') },
  ecs: { protocol: 'json', namespace: '', handlers: ecs, client: () => import('@aws-sdk/client-ecs') },
  iam: {
    protocol: 'query',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    handlers: iam,
    client: () => import('@aws-sdk/client-iam'),
  },
  kms: { protocol: 'json', namespace: '', handlers: kms, client: () => import('@aws-sdk/client-kms') },
  lambda: { protocol: 'rest-json', namespace: '', handlers: lambda, client: () => import('@aws-sdk/client-lambda') },
  rds: {
    protocol: 'query',
    namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
    handlers: rds,
    client: () => import('@aws-sdk/client-rds'),
  },
  s3: {
    protocol: 'rest-xml',
    namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    handlers: s3,
    client: () => import('@aws-sdk/client-s3'),
  },
  sts: {
    protocol: 'query',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    handlers: sts,
    client: () => import('@aws-sdk/client-sts'),
  },
  sso: { protocol: 'rest-json', namespace: '', handlers: sso, client: () => import('@aws-sdk/nested-clients/sso') },
  'sso-oidc': { protocol: 'rest-json', namespace: '', handlers: oidc, client: () => import('@aws-sdk/nested-clients/sso-oidc') },
} as const satisfies Readonly<Record<string, ServiceEntry>>;

export type ServiceName = keyof typeof SERVICES;

export function isService(name: string): name is ServiceName {
  return Object.hasOwn(SERVICES, name);
}

const loaded = new Map<ServiceName, Promise<ReadonlyMap<string, Operation>>>();

/** The operations that the double answers, by the SDK's schema. */
export function operations(service: ServiceName): Promise<ReadonlyMap<string, Operation>> {
  const known = loaded.get(service) ?? load(SERVICES[service]);
  loaded.set(service, known);
  return known;
}

async function load({ client, handlers }: ServiceEntry): Promise<ReadonlyMap<string, Operation>> {
  const all = operationsOf(await client());
  return new Map(
    Object.keys(handlers).map((name) => {
      const operation = all.get(name);
      if (operation === undefined) throw new Error(`The SDK's client has no operation ${name}.`);
      return [name, operation];
    }),
  );
}
