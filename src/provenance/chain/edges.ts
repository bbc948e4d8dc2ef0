import { born, bornByName } from './births';
import { described } from './descriptions';
import type { FindEdge } from './edge';
import { scored } from './score';
import { told } from './service-events';
import { consoleSession, copied, functionByName, issuedToWorkload, key, roleSession, switchedRole, workload } from './sessions';
import { stack } from './stacks';
import { tagged } from './tags';

/** Ways back from what a service did, the surest first: the first that leads somewhere is taken. */
export const EDGES_OF_SERVICES: readonly FindEdge[] = [
  tagged, // K15
  stack, // K12
  described, // K1, K2
  told, // K3
  issuedToWorkload, // K8
  born, // K1
  bornByName, // K2
  scored, // K11
];

/** Ways back from what the holder of a session did. */
export const EDGES_OF_SESSIONS: readonly FindEdge[] = [
  copied, // K13
  stack, // K12
  workload, // K8
  key, // K4, K7
  roleSession, // K5
  switchedRole, // K7
  consoleSession, // K6
  functionByName, // K8
];
