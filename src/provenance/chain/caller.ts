import { textAt } from '../../domain/json';
import type { Traced } from './traced';

/** Who a record says has called, as far as it tells by itself. */
export type Caller =
  /** Somebody, or a program with a name of its own, whom the record itself names. */
  | { readonly kind: 'named'; readonly is: 'human' | 'service'; readonly name: string; readonly principal: string }
  /** A service by its own role or on its own behalf: something made it do so. */
  | { readonly kind: 'service'; readonly name: string; readonly principal: string }
  /** A role's session: somebody took the role. */
  | { readonly kind: 'session'; readonly principal: string };

/** Who called, from `userIdentity` alone. */
export function callerOf({ identity, event }: Traced): Caller {
  const arn = textAt(identity, 'arn');
  const principal = arn ?? textAt(identity, 'principalId') ?? textAt(identity, 'invokedBy') ?? event.subject ?? '';
  const named = (is: 'human' | 'service', name: string | undefined): Caller => ({ kind: 'named', is, name: name ?? principal, principal });
  const type = textAt(identity, 'type') ?? '';
  if (event.serviceDriven || type === '') {
    const role = textAt(identity, 'sessionContext', 'sessionIssuer', 'arn') ?? arn ?? '';
    const linked = /\/aws-service-role\/([^/]+)\//.exec(role)?.[1];
    return { kind: 'service', name: textAt(identity, 'invokedBy') ?? linked ?? event.service, principal };
  }
  switch (type) {
    case 'IAMUser':
    case 'SAMLUser':
    case 'Directory':
      return named('human', textAt(identity, 'userName') ?? event.user);
    case 'Root':
      return named('human', 'root');
    default:
      return { kind: 'session', principal };
  }
}

/** Who called, in a few words: a user, a role and its session, a service. */
export function principalOf({ identity, event }: Traced): string {
  const role = event.role;
  if (event.serviceDriven) return role ?? textAt(identity, 'invokedBy') ?? event.subject ?? '';
  return event.user ?? role ?? event.subject ?? '';
}
