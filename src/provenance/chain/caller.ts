import { at, textAt } from '../../domain/json';
import type { Traced } from './traced';

/** Who a record says has called, as far as it tells by itself. */
export type Caller =
  /** Somebody, or a program with a name of its own, whom the record itself names; `session`: there may be a record of how it began. */
  | {
      readonly kind: 'named';
      readonly is: 'human' | 'service';
      readonly name: string;
      readonly principal: string;
      /** By a source identity, which whoever takes a role may be free to choose. */
      readonly isClaimed?: true;
    }
  /** A service by its own role or on its own behalf: something made it do so. */
  | { readonly kind: 'service'; readonly name: string; readonly principal: string }
  /** A role's session, or a principal of another account: another record tells who that is. */
  | { readonly kind: 'session'; readonly principal: string };

/** Subjects of tokens that programs show: pipelines (GitHub, GitLab, Bitbucket, Terraform Cloud) and pods of Kubernetes. */
const PROGRAM = /^(?:repo|project_path|organization|workspace|pipeline|system:serviceaccount|\{)[:{]?/;
/** Lambda connects a function to a network by the function's own role, in sessions that it names itself. */
export const BY_LAMBDA = 'awslambda_';

/** A role that Identity Center made: nobody else makes roles on this path, whatever their names. */
const RESERVED = /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_[^/]+$/;

const PROGRAM_PROVIDER = /token\.actions\.githubusercontent\.com|gitlab|bitbucket|oidc\.eks|app\.terraform\.io|circleci|buildkite/;

/**
 * Who called, from `userIdentity` alone. IAM users, the root user and people of Identity Center (K9), SAML and OIDC providers (K10) are
 * humans. A pipeline or a pod that shows a provider's token is a program: a `service` by the name of its token's subject. A sign-in that
 * failed proves nobody: anybody can type a name.
 */
export function callerOf({ identity, event, response }: Traced): Caller {
  const arn = textAt(identity, 'arn');
  const principal = arn ?? textAt(identity, 'principalId') ?? textAt(identity, 'invokedBy') ?? event.subject ?? '';
  const named = (is: 'human' | 'service', name: string | undefined): Caller => ({ kind: 'named', is, name: name ?? principal, principal });
  if (event.operation === 'ConsoleLogin' && textAt(response, 'ConsoleLogin') === 'Failure') return { kind: 'session', principal };
  const type = textAt(identity, 'type') ?? '';
  const issuer = textAt(identity, 'sessionContext', 'sessionIssuer', 'arn') ?? arn ?? '';
  // What services tell of their own accord may name a person all the same, as the sign-ins of Identity Center do.
  switch (type) {
    case 'IAMUser':
    case 'SAMLUser':
    case 'Directory':
      return named('human', textAt(identity, 'userName') ?? event.user);
    case 'Root':
      return named('human', 'root');
    case 'IdentityCenterUser':
      return named('human', textAt(identity, 'userName') ?? textAt(identity, 'onBehalfOf', 'userId'));
    case 'WebIdentityUser':
      return ofToken(textAt(identity, 'userName'), textAt(identity, 'identityProvider'), named);
    case 'FederatedUser':
      return named('human', textAt(identity, 'sessionContext', 'sessionIssuer', 'userName') ?? event.user);
  }
  const isLambda = textAt(identity, 'invokedBy') === 'lambda.amazonaws.com' && (event.user ?? '').startsWith(BY_LAMBDA);
  if (event.serviceDriven || isLambda || (type === '' && arn === undefined)) {
    const linked = /\/aws-service-role\/([^/]+)\//.exec(issuer)?.[1];
    return { kind: 'service', name: textAt(identity, 'invokedBy') ?? linked ?? event.service, principal };
  }
  const source = textAt(identity, 'sessionContext', 'sourceIdentity') ?? textAt(identity, 'sourceIdentity');
  if (source !== undefined) return { kind: 'named', is: 'human', name: source, principal, isClaimed: true };
  if (RESERVED.test(issuer) || issuer.includes(':assumed-role/AWSReservedSSO_')) return named('human', event.user);
  const subject = textAt(identity, 'sessionContext', 'webIdFederationData', 'attributes', 'sub');
  if (subject !== undefined) return ofToken(subject, textAt(identity, 'sessionContext', 'webIdFederationData', 'federatedProvider'), named);
  return { kind: 'session', principal };
}

function ofToken(
  subject: string | undefined,
  provider: string | undefined,
  named: (is: 'human' | 'service', name: string | undefined) => Caller,
): Caller {
  const isProgram = PROGRAM.test(subject ?? '') || PROGRAM_PROVIDER.test(provider ?? '');
  return named(isProgram ? 'service' : 'human', subject);
}

/** A machine or a function to which the session's keys were issued (K8): an instance's id, or a function's ARN; else nothing. */
export function workloadOf({ identity, event }: Traced): string | undefined {
  const issued = textAt(identity, 'inScopeOf', 'credentialsIssuedTo');
  const instance = /(?:^|\/)(i-(?:[0-9a-f]{8}|[0-9a-f]{17}))$/.exec(issued ?? event.user ?? '')?.[1];
  return instance ?? (issued !== undefined && /^arn:[^:]+:lambda:[^:]*:\d{12}:function:[^:]+/.test(issued) ? issued : undefined);
}

/** When the caller's session began, in epoch milliseconds. */
export function sessionStart({ identity }: Traced): number | undefined {
  const text = at(identity, 'sessionContext', 'attributes', 'creationDate');
  const time = typeof text === 'string' ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** The service that a call was made by or for, such as `ecs.amazonaws.com`; else nothing. */
export function actingService({ identity, record, event }: Traced): string | undefined {
  const linked = /\/aws-service-role\/([^/]+)\//.exec(textAt(identity, 'sessionContext', 'sessionIssuer', 'arn') ?? '')?.[1];
  const said = [textAt(identity, 'invokedBy'), linked, textAt(record, 'sourceIPAddress'), textAt(record, 'userAgent')];
  const service = said.find((text) => text !== undefined && /^[a-z0-9.-]+\.amazonaws\.com$/.test(text));
  return service ?? (event.serviceDriven ? event.service : undefined);
}

/** Who called, in a few words: a user, a role and its session, a service. */
export function principalOf({ identity, event }: Traced): string {
  const { role, user, subject } = event;
  if (event.serviceDriven) return role ?? textAt(identity, 'invokedBy') ?? subject ?? '';
  if (role !== undefined && user !== undefined && !role.startsWith('AWSReservedSSO_')) return `${role}/${user}`;
  return user ?? textAt(identity, 'userName') ?? role ?? subject ?? '';
}
