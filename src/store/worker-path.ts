import { join } from 'node:path';

/** The bundle of the loader's thread, which lies beside the one that holds this. */
export const LOAD_WORKER = join(__dirname, 'load-worker.js');
