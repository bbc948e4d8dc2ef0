import type { Collector } from './collector';
import { EC2_COLLECTORS } from './services/ec2';
import { ECS_COLLECTORS } from './services/ecs';

/** Every kind of resource that is collected, in the order in which it is asked for. */
export const COLLECTORS: readonly Collector[] = [...ECS_COLLECTORS, ...EC2_COLLECTORS];
