import { ECS_WORLDS } from './ecs';
import { holds } from './holds';

holds(ECS_WORLDS);
