import { PEOPLE_WORLDS } from './people';
import { holds } from './holds';

holds(PEOPLE_WORLDS);
