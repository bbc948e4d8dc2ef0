import { resolve } from 'node:path';

/** Stands in for the module of this name in src/store. */
export const LOAD_WORKER = resolve('out/test-worker/load-worker.js');
