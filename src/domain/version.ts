import type { Sentence } from './chain';
import type { JsonObject } from './json';

/** Which record a part of a configuration came from. */
export interface Source {
  /** From `$`, the configuration, as queries write it: `$.ipPermissions[0]`. `status` is that of the resource. */
  readonly path: string;
  readonly eventId: string;
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
  /** ISO 8601: the deletion, else the newest record that names it. */
  readonly asOf: string;
  /** In the form of the SDK, with camelCase keys, as configuration queries see it; the last known one of a deleted resource. */
  readonly configuration: JsonObject;
  /** A path stands for all below it that has no path of its own. */
  readonly sources: readonly Source[];
  readonly unknown: readonly Unknown[];
}

export const CHANGES = ['created', 'changed', 'deleted'] as const;

/** A resource after one of the calls that made it what it is. Plain data: it crosses process and webview borders. */
export interface Version {
  /** The record of the call. */
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly operation: string;
  /** Who called, as in the record. Who stands behind that is for the cause chain of `eventId` to say. */
  readonly principal: string;
  readonly change: (typeof CHANGES)[number];
  /** After the call; the last known one where it deleted the resource. */
  readonly configuration: JsonObject;
  readonly sources: readonly Source[];
  readonly unknown: readonly Unknown[];
}
