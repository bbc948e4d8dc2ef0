import type { Partition } from './partition';

/** How the credentials of a profile come about, as far as its section of the shared files tells. */
export type ProfileKind = 'sso' | 'role' | 'keys' | 'process' | 'web-identity' | 'environment' | 'other';

/** A profile as the SDK's loaders find it. Nothing in it is secret. */
export interface Profile {
  /** Empty: what the environment of the editor gives. */
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region?: string;
  /** Twelve digits, where the section says it: `sso_account_id`, or within `role_arn`. */
  readonly account?: string;
  /** Name of the role that it takes, where the section says it. */
  readonly role?: string;
  readonly ssoSession?: string;
}

/** How to come to an account. It names where the SDK finds credentials and holds none. */
export interface Access {
  /** Name of a profile; empty: the environment. */
  readonly profile: string;
  /** ARN of a role that is assumed with the profile's credentials. */
  readonly role?: string;
}

export interface LiveRegion {
  /** Such as `us-east-2`. */
  readonly region: string;
  /** As DescribeRegions says it. */
  readonly optIn: 'opt-in-not-required' | 'opted-in' | 'not-opted-in';
  /** Whether it is asked. A region that is not opted in never is. */
  readonly chosen: boolean;
}

/** An account that is connected: kept between sessions, without any credential. */
export interface Connection {
  /** Twelve digits. */
  readonly account: string;
  readonly alias?: string;
  readonly partition: Partition;
  readonly access: Access;
  /** ARN of who we were when it was connected. */
  readonly principal: string;
  readonly regions: readonly LiveRegion[];
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  /** When its regions were looked up since, epoch milliseconds. */
  readonly regionsAt?: number;
  /** Why it can't be asked at present; absent: it could, when last tried. */
  readonly problem?: Problem;
}

export const PROBLEM_REASONS = [
  'denied',
  'sso-expired',
  'expired',
  'no-credentials',
  'mfa',
  'not-opted-in',
  'throttled',
  'network',
  'timeout',
  'clock',
  'answer',
  'other',
] as const;
/** `answer`: what came back was no answer of the service; `clock`: the machine's clock is off; `expired`: keys or a token that no sign-in renews. */
export type ProblemReason = (typeof PROBLEM_REASONS)[number];

/** Why a part of an account is UNKNOWN. */
export interface Problem {
  readonly reason: ProblemReason;
  /** What was called, such as `ecs:ListClusters`; absent: no call was made. */
  readonly operation?: string;
  /** English: what happened, to what, and what to do. Holds no credential. */
  readonly message: string;
  /** Of `sso-expired`: what is signed in to; a session's name or, of an older profile, the profile's. */
  readonly sso?: { readonly session?: string; readonly profile: string };
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Half open, epoch milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What of one region's events is in the store. */
export interface Coverage {
  readonly account: string;
  readonly region: string;
  readonly source: 'lookup' | 'trail';
  /** Without overlap, oldest first. */
  readonly intervals: readonly Interval[];
  /** When it was looked at last, epoch milliseconds. */
  readonly at?: number;
  readonly problem?: Problem;
}

/** What delivers an account's events to a bucket. */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly bucket: string;
  /** What its keys begin with, without a slash at its end. */
  readonly prefix?: string;
  /** Region that it was made in. */
  readonly home: string;
  readonly allRegions: boolean;
  /** Of a whole organisation: the folders of its accounts stand below the organisation's id. */
  readonly organisation: boolean;
  /** Whether it records every management event; absent: it would not say. */
  readonly complete?: boolean;
  /** Whether it writes digests, by which its files can be validated. */
  readonly validated: boolean;
  /** Whether it delivers at present; absent: it would not say. */
  readonly logging?: boolean;
  /** When it began, or began anew, to deliver, epoch milliseconds. */
  readonly startedAt?: number;
  /** When it was stopped last. */
  readonly stoppedAt?: number;
  /** Why its last delivery failed, as S3 said it. */
  readonly deliveryError?: string;
}

/** What is known of the resources of one kind in one place. */
export interface Collected {
  readonly account: string;
  /** Empty: of the account as a whole. */
  readonly region: string;
  /** Such as `aws-ecs-service`. */
  readonly api: string;
  /** When all of them were seen last, epoch milliseconds; absent: never, so that nothing is known. */
  readonly at?: number;
  /** How many there were then. */
  readonly resources: number;
  /** Why a later look failed. */
  readonly problem?: Problem;
}

/** How a live resource is, in short; the worst of several. */
export type Health = 'ok' | 'busy' | 'warning' | 'error' | 'stopped' | 'unknown';

/** A resource as the account has it. */
export interface LiveResource {
  readonly account: string;
  readonly region: string;
  readonly api: string;
  /** ARN, or the id where there is none: what `Engine.configuration` takes. */
  readonly resource: string;
  /** What a person calls it. */
  readonly name: string;
  /** Resource that it stands under, such as the cluster of a service. */
  readonly parent?: string;
  readonly health: Health;
  /** Such as `0 of 1 running` or `t3.micro, running`: from the record, so a stranger's text. */
  readonly summary: string;
  /** What is wrong, in the service's own words. */
  readonly why?: string;
  /** When it was seen last. */
  readonly at: number;
}
