import type { Chain } from '../../../../src/domain/chain';
import type { JsonObject } from '../../../../src/domain/json';
import { Tracer } from '../../../../src/provenance/chain/tracer';
import { event, logFile, temporaryFolder } from '../../support/folders';
import { storeIn } from '../../support/stores';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-2';
const START = Date.UTC(2024, 4, 1, 10);

/** ISO 8601 of so many minutes after ten. */
export function minutes(after: number): string {
  return new Date(START + after * 60_000).toISOString().replace('.000', '');
}

/** A successful call by alice, an IAM user; its id is its name unless another is given. */
export function call(minute: number, service: string, eventName: string, more: JsonObject = {}): JsonObject {
  return event(eventName, { eventTime: minutes(minute), eventSource: `${service}.amazonaws.com`, eventName, ...more });
}

export function user(userName: string, more: JsonObject = {}): JsonObject {
  return {
    userIdentity: {
      type: 'IAMUser',
      userName,
      accountId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      ...more,
    },
  };
}

/** A service at work by its service-linked role. */
export function linked(service: string, role: string, session = 'session'): JsonObject {
  const principal = `${service}.amazonaws.com`;
  return {
    userIdentity: {
      ...sessionIdentity(role, session, { path: `aws-service-role/${principal}/` }),
      invokedBy: principal,
    },
    sourceIPAddress: principal,
    userAgent: principal,
  };
}

/** A role's session, since a minute after ten. */
export function session(
  role: string,
  name: string,
  { since = 0, key, ...more }: { since?: number; key?: string } & JsonObject = {},
): JsonObject {
  const path = role.startsWith('AWSReservedSSO_') ? 'aws-reserved/sso.amazonaws.com/eu-west-1/' : '';
  return { userIdentity: { ...sessionIdentity(role, name, { path, since, ...(key !== undefined && { key }) }), ...more } };
}

/** Of each role the same id. */
export function roleId(role: string): string {
  return `AROA${role
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .padEnd(17, 'X')
    .slice(0, 17)}`;
}

function sessionIdentity(
  role: string,
  name: string,
  { path = '', since = 0, key }: { readonly path?: string; readonly since?: number; readonly key?: string },
): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `${roleId(role)}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    ...(key !== undefined && { accessKeyId: key }),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId(role),
        arn: `arn:aws:iam::${ACCOUNT}:role/${path}${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: minutes(since), mfaAuthenticated: 'false' },
    },
  };
}

/** What STS answers to whoever takes a role. */
export function issued(role: string, name: string, key: string): JsonObject {
  return {
    credentials: { accessKeyId: key, sessionToken: 'opaque', expiration: 'May 1, 2024, 11:00:00 AM' },
    assumedRoleUser: { assumedRoleId: `${roleId(role)}:${name}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}` },
  };
}

/** Loads records, in the order given, into a store of their own. */
export async function tracing(...list: readonly JsonObject[]): Promise<Tracer> {
  const folder = await temporaryFolder();
  const store = await storeIn(`${folder}/store`);
  const report = await store.load([await logFile(folder, 'a.json', list)]);
  if (report.rejected.length > 0) throw new Error(JSON.stringify(report.rejected));
  return new Tracer(store);
}

/** Of a chain what its hops are: the edge and the operation of each, and then the root. */
export function path(chain: Chain | undefined): string {
  if (chain === undefined) return 'nothing';
  const hops = chain.hops.map(({ edge, operation, strength }) => `${edge}${strength === 'exact' ? '' : ` ${strength}`} ${operation}`);
  return [...hops, `${chain.root.kind} ${chain.root.name ?? '-'} ${chain.root.strength}`].join(' < ');
}
