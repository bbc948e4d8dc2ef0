import type { ProtocolName } from './protocol/protocols';
import { Refusal } from './protocol/protocols';
import type { ServiceName } from './services';

/** What goes wrong. */
export type Fault =
  | { readonly kind: 'throttle' | 'deny' | 'expired-token' | 'not-opted-in' | 'never-answer' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection ends: before anything is sent, or in the middle of the body. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'body' }
  /** A page of HTML as a proxy gives one, or the answer, cut. */
  | { readonly kind: 'garbage'; readonly body: 'html' | 'cut' }
  | { readonly kind: 'server-error'; readonly status: 500 | 502 | 503 }
  /** The service's clock is that far from this machine's: its `Date` tells, and a request whose time is too far off is refused. */
  | { readonly kind: 'clock'; readonly ms: number }
  | { readonly kind: 'refuse'; readonly code: string; readonly message: string; readonly status: number };

/** When: what is absent stands for all. */
export interface FaultRule {
  readonly service?: ServiceName;
  readonly operation?: string;
  readonly region?: string;
  readonly account?: string;
  /** How often; absent: until it is cleared. */
  readonly times?: number;
  /** How many requests pass unharmed before. */
  readonly after?: number;
  readonly fault: Fault;
}

export interface Place {
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
}

/** The rules in force; they are set and cleared while the double runs. */
export class Faults {
  private rules: { readonly rule: FaultRule; left: number; pass: number }[] = [];

  /** @returns takes the rule away again */
  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? Infinity, pass: rule.after ?? 0 };
    this.rules.push(entry);
    return () => {
      this.rules = this.rules.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.rules = [];
  }

  /** What strikes a request: delays, and the first fault beside them. */
  strike(place: Place): Fault[] {
    const struck: Fault[] = [];
    for (const entry of this.rules) {
      const { service, operation, region, account, fault } = entry.rule;
      const matches =
        (service ?? place.service) === place.service &&
        (operation ?? place.operation) === place.operation &&
        (region ?? place.region) === place.region &&
        (account ?? place.account) === place.account;
      if (!matches || entry.left <= 0) continue;
      if (entry.pass > 0) {
        entry.pass--;
        continue;
      }
      entry.left--;
      struck.push(fault);
      if (fault.kind !== 'delay') break;
    }
    return struck;
  }
}

type Named = 'throttle' | 'deny' | 'expired-token' | 'not-opted-in' | 'clock';

/** Code and status of each refusal, as the services of each protocol give them. */
const REFUSALS: Readonly<Record<ProtocolName, Readonly<Record<Named, readonly [string, number]>>>> = {
  json: {
    throttle: ['ThrottlingException', 400],
    deny: ['AccessDeniedException', 400],
    'expired-token': ['ExpiredTokenException', 400],
    'not-opted-in': ['UnrecognizedClientException', 400],
    clock: ['InvalidSignatureException', 400],
  },
  query: {
    throttle: ['Throttling', 400],
    deny: ['AccessDenied', 403],
    'expired-token': ['ExpiredToken', 403],
    'not-opted-in': ['InvalidClientTokenId', 403],
    clock: ['SignatureDoesNotMatch', 403],
  },
  ec2: {
    throttle: ['RequestLimitExceeded', 503],
    deny: ['UnauthorizedOperation', 403],
    'expired-token': ['RequestExpired', 400],
    'not-opted-in': ['AuthFailure', 401],
    clock: ['RequestExpired', 400],
  },
  'rest-xml': {
    throttle: ['SlowDown', 503],
    deny: ['AccessDenied', 403],
    'expired-token': ['ExpiredToken', 400],
    'not-opted-in': ['InvalidAccessKeyId', 403],
    clock: ['RequestTimeTooSkewed', 403],
  },
  'rest-json': {
    throttle: ['TooManyRequestsException', 429],
    deny: ['AccessDeniedException', 403],
    'expired-token': ['ExpiredTokenException', 403],
    'not-opted-in': ['UnrecognizedClientException', 403],
    clock: ['InvalidSignatureException', 403],
  },
};

/** @param who ARN of the caller; @param what such as `ecs:ListClusters` */
export function refusalOf(named: Named, protocol: ProtocolName, who: string, what: string): Refusal {
  const [code, status] = REFUSALS[protocol][named];
  const denied = `User: ${who} is not authorized to perform: ${what} because no identity-based policy allows the ${what} action`;
  const MESSAGES: Readonly<Record<Named, string>> = {
    throttle: 'Rate exceeded',
    deny:
      protocol === 'ec2'
        ? `You are not authorized to perform this operation. ${denied}`
        : protocol === 'rest-xml'
          ? 'Access Denied'
          : denied,
    'expired-token': protocol === 'ec2' ? 'Request has expired.' : 'The security token included in the request is expired',
    'not-opted-in':
      protocol === 'ec2'
        ? 'AWS was not able to validate the provided access credentials'
        : 'The security token included in the request is invalid.',
    clock: protocol === 'rest-xml' ? 'The difference between the request time and the current time is too large.' : 'Signature expired',
  };
  return new Refusal(code, MESSAGES[named], status);
}
