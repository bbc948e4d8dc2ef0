import type { JsonObject } from '../domain/json';
import { principalId, userKey } from './ids';
import { isoSecond, type Caller } from './record';
import { AGENTS, IDENTITY_STORE, MANAGEMENT, reservedRole, type Person } from './world';
import { Random } from './random';

/** A role's session: which role, under which name, with which key, since when (epoch milliseconds). */
export interface Session {
  readonly account: string;
  readonly role: { readonly name: string; readonly arn: string; readonly id: string };
  readonly name: string;
  readonly key?: string;
  readonly since: number;
  /** `webIdFederationData`: the token a pipeline showed for the role. */
  readonly federation?: JsonObject;
}

/** A role of the company's own, as Terraform made it. */
export function ownRole(account: string, name: string): Session['role'] {
  return { name, arn: `arn:aws:iam::${account}:role/${name}`, id: principalId('AROA', `${account}/${name}`) };
}

/** The role a service makes for itself, such as AWSServiceRoleForECS. */
export function serviceLinkedRole(account: string, service: string, name: string): Session['role'] {
  return {
    name,
    arn: `arn:aws:iam::${account}:role/aws-service-role/${service}.amazonaws.com/${name}`,
    id: principalId('AROA', `${account}/${name}`),
  };
}

/** `userIdentity` of whoever holds the session. Service-linked roles show no key. */
export function sessionIdentity({ account, role, name, key, since, federation }: Session, more: JsonObject = {}): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `${role.id}:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${name}`,
    accountId: account,
    ...(key === undefined ? {} : { accessKeyId: key }),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: role.id, arn: role.arn, accountId: account, userName: role.name },
      ...(federation === undefined ? {} : { webIdFederationData: federation }),
      attributes: { creationDate: isoSecond(since), mfaAuthenticated: 'false' },
    },
    ...more,
  };
}

/** A service at work by its service-linked role. */
export function byServiceRole(account: string, service: string, role: string, session: string, since: number): Caller {
  const principal = `${service}.amazonaws.com`;
  const identity = sessionIdentity(
    { account, role: serviceLinkedRole(account, service, role), name: session, since },
    { invokedBy: principal },
  );
  return { identity, ip: principal, agent: principal };
}

/** A service on its own behalf, without a role. */
export function byService(service: string): Caller {
  const principal = `${service}.amazonaws.com`;
  return { identity: { type: 'AWSService', invokedBy: principal }, ip: principal, agent: principal };
}

/** A machine or a pipeline with a role of the company's own. */
export function byRole(session: Session, ip: string, agent: string, more: JsonObject = {}): Caller {
  return { identity: sessionIdentity(session, more), ip, agent };
}

/** An IAM user with a long-lived key. */
export function byUser(account: string, name: string, ip: string, agent: string): Caller {
  return { identity: { ...userIdentity(account, name), accessKeyId: userKey(`${account}/${name}`), userName: name }, ip, agent };
}

/** An IAM user at the sign-in page: no key yet. */
export function atSignIn(account: string, name: string, ip: string, agent: string): Caller {
  return { identity: { ...userIdentity(account, name), userName: name }, ip, agent, console: true };
}

function userIdentity(account: string, name: string): JsonObject {
  return {
    type: 'IAMUser',
    principalId: principalId('AIDA', `${account}/${name}`),
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
  };
}

export function byRoot(account: string, ip: string, agent: string): Caller {
  return {
    identity: { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account },
    ip,
    agent,
    console: true,
  };
}

/** A person in the access portal of Identity Center, before any role. */
export function atPortal(person: Person, credential: string, agent: string): Caller {
  const identity = { type: 'IdentityCenterUser', accountId: MANAGEMENT, onBehalfOf: onBehalfOf(person), credentialId: credential };
  return { identity, ip: person.ip, agent };
}

/** A person in a role that Identity Center gave, at the console or on the command line. */
export function bySso(
  person: Person,
  account: string,
  permissionSet: string,
  session: { readonly key?: string; readonly since: number; readonly console: boolean },
): Caller {
  const role = reservedRole(account, permissionSet);
  const identity = sessionIdentity(
    { account, role, name: person.name, since: session.since, ...(session.key === undefined ? {} : { key: session.key }) },
    { onBehalfOf: onBehalfOf(person) },
  );
  return { identity, ip: person.ip, agent: session.console ? person.browser : AGENTS.cli, console: session.console };
}

function onBehalfOf(person: Person): JsonObject {
  return { userId: userIdOf(person), identityStoreArn: IDENTITY_STORE };
}

function userIdOf(person: Person): string {
  const text = new Random(1, `person/${person.name}`).text('0123456789abcdef', 32);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20, 32)}`;
}
