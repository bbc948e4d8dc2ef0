import type { Collector } from './collector';
import { CLOUDTRAIL_COLLECTORS } from './services/cloudtrail';
import { EC2_COLLECTORS } from './services/ec2';
import { ECS_COLLECTORS } from './services/ecs';
import { IAM_COLLECTORS } from './services/iam';
import { KMS_COLLECTORS } from './services/kms';
import { OTHER_COLLECTORS } from './services/others';
import { S3_COLLECTORS } from './services/s3';

/** Every kind of resource that is collected, in the order in which it is asked for. */
export const COLLECTORS: readonly Collector[] = [
  ...ECS_COLLECTORS,
  ...EC2_COLLECTORS,
  ...CLOUDTRAIL_COLLECTORS,
  ...IAM_COLLECTORS,
  ...S3_COLLECTORS,
  ...KMS_COLLECTORS,
  ...OTHER_COLLECTORS,
];
