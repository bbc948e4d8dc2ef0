import { MANAGED_WORLDS } from './managed';
import { holds } from './holds';

holds(MANAGED_WORLDS);
