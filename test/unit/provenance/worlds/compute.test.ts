import { COMPUTE_WORLDS } from './compute';
import { holds } from './holds';

holds(COMPUTE_WORLDS);
