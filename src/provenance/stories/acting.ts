import { textAt } from '../../domain/json';
import { PLANNERS, toolOf } from '../chain/tools';
import type { Traced } from '../chain/traced';

/** Who acted in an event, as far as its own record tells. */
export type Acting =
  /** A service by its role or by itself: somebody else set it going. */
  | { readonly kind: 'service'; readonly principal: string }
  /** The root user. */
  | { readonly kind: 'root' }
  /** A call was refused: `principal` is who asked. */
  | { readonly kind: 'refused'; readonly principal: string }
  /** A tool that makes many calls one after the other: the calls of one run share key, address and agent. */
  | { readonly kind: 'run'; readonly principal: string; readonly tool: string }
  /** Temporary keys or a console session, from one issue on. */
  | { readonly kind: 'session'; readonly principal: string; readonly since: string }
  /** A long-lived key or a password. */
  | { readonly kind: 'principal'; readonly principal: string }
  | { readonly kind: 'unknown' };

/** How services say no. */
const REFUSED = /^(?:AccessDenied|Client\.UnauthorizedOperation|UnauthorizedOperation|AuthorizationError)/;

/** One rule a row, the first that holds: what the record of an event says of who acted. */
export function actingIn(deed: Traced): Acting {
  const { identity, event } = deed;
  const principal = textAt(identity, 'arn') ?? textAt(identity, 'principalId') ?? textAt(identity, 'userName') ?? '';
  if (event.serviceDriven || textAt(identity, 'type') === 'AWSService')
    return { kind: 'service', principal: issuerOf(deed) ?? textAt(identity, 'invokedBy') ?? event.service };
  if (textAt(identity, 'type') === 'Root' && textAt(identity, 'invokedBy') === undefined) return { kind: 'root' };
  if (principal === '') return { kind: 'unknown' };
  if (event.errorCode !== undefined && REFUSED.test(event.errorCode)) return { kind: 'refused', principal };
  const tool = toolOf(deed);
  if (tool !== undefined && PLANNERS.has(tool) && event.accessKey !== undefined) return { kind: 'run', principal, tool };
  const since = textAt(identity, 'sessionContext', 'attributes', 'creationDate');
  return since === undefined ? { kind: 'principal', principal } : { kind: 'session', principal, since };
}

function issuerOf({ identity }: Traced): string | undefined {
  return textAt(identity, 'sessionContext', 'sessionIssuer', 'arn');
}
