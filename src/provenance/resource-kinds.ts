import type { ResourceKind } from './effects';
import { EC2_KINDS } from './kinds/ec2';
import { ECS_KINDS } from './kinds/ecs';
import { IAM_KINDS } from './kinds/iam';
import { OTHER_KINDS } from './kinds/others';
import { S3_KINDS } from './kinds/s3';

/** Every kind of resource whose calls are known one by one. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [...ECS_KINDS, ...EC2_KINDS, ...IAM_KINDS, ...S3_KINDS, ...OTHER_KINDS];

/** @param type as CloudFormation names it */
export function kindOf(type: string): ResourceKind | undefined {
  return RESOURCE_KINDS.find((kind) => kind.type === type);
}

/** The names of the calls of a kind as logs have them. */
export function operationsOf({ calls, dated }: ResourceKind): readonly string[] {
  const names = Object.keys(calls);
  return dated === true ? names.flatMap((name) => [name, `${name}20150331`, `${name}20150331v2`]) : names;
}

/** The `eventSource` of a kind's calls. */
export function sourceOf({ source }: ResourceKind): string {
  return `${source}.amazonaws.com`;
}
