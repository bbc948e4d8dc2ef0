import type { JsonObject } from './json';

/**
 * One resource as config queries see it: the kind of record it is (`api`, spec "The query language", section 6) and the record itself,
 * in the form the SDK gives it, with camelCase keys.
 */
export interface ResourceRecord {
  /** Such as `aws-ecs-service`. */
  readonly api: string;
  /** ARN, id or name. */
  readonly resource: string;
  /** Such as `AWS::ECS::Service`. */
  readonly type: string;
  /** The label of its service, such as `ECS`. */
  readonly service: string;
  /** Twelve digits. */
  readonly account: string;
  /** Its code, such as `us-east-2`. */
  readonly region: string;
  /** `deleted`: it is known to be gone; the record is the last one known. */
  readonly status: 'active' | 'deleted';
  /** When the record was true last, epoch milliseconds. */
  readonly asOf: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly record: JsonObject;
}
