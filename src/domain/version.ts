import type { Sentence } from './chain';
import type { JsonObject } from './json';

/** Which record a part of a configuration came from, or that it was seen so in the live account. */
export interface Source {
  /** From `$`, the configuration, as queries write it: `$.ipPermissions[0]`. `status` is that of the resource. */
  readonly path: string;
  /** Absent: it was seen so, and nobody can tell by which call. */
  readonly eventId?: string;
}

/** What the records can't tell of a configuration, and why. */
export interface Unknown {
  /** Absent: of the whole. */
  readonly path?: string;
  /** The record that leaves it open, where there is one. */
  readonly eventId?: string;
  readonly reason: Sentence;
}

/** A resource as the records show it. */
export interface Configuration {
  readonly resource: string;
  /** Such as `AWS::EC2::NetworkInterface`; empty where unknown. */
  readonly type: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly status: 'active' | 'deleted';
  /** ISO 8601: the deletion, else the newest record that names it, or when it was seen last in the live account. */
  readonly asOf: string;
  /** In the form of the SDK, with camelCase keys, as configuration queries see it; the last known one of a deleted resource. */
  readonly configuration: JsonObject;
  /** A path stands for all below it that has no path of its own. */
  readonly sources: readonly Source[];
  readonly unknown: readonly Unknown[];
}

/** `seen`: for the first time, as it had been before. */
export const CHANGES = ['created', 'changed', 'deleted', 'seen'] as const;

/** A resource as it was from some time on. Plain data: it crosses process and webview borders. */
interface VersionBase {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly change: (typeof CHANGES)[number];
  /** From then on; the last known one where it is deleted. */
  readonly configuration: JsonObject;
  readonly sources: readonly Source[];
  readonly unknown: readonly Unknown[];
}

/** After one of the calls that made it what it is. */
export interface CalledVersion extends VersionBase {
  readonly kind: 'call';
  /** The record of the call. */
  readonly eventId: string;
  readonly operation: string;
  /** Who called, as in the record. Who stands behind that is for the cause chain of `eventId` to say. */
  readonly principal: string;
}

/** As it was seen in the live account. Something changed it before; who did, this doesn't tell. */
export interface SeenVersion extends VersionBase {
  readonly kind: 'seen';
  /** Seen thus last, epoch milliseconds. */
  readonly until: number;
}

export type Version = CalledVersion | SeenVersion;

/** Tells a version from the others of its resource. */
export function versionKey(version: Version): string {
  return version.kind === 'call' ? version.eventId : `seen ${version.time}`;
}
