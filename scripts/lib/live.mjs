import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * Starts the double of AWS with the world of the sample investigation as of now. Needs the build with `--double`.
 * @returns {Promise<import('../../test/aws/live').LiveStart>}
 */
export function startLive() {
  /** @type {typeof import('../../test/aws/live')} */
  const built = createRequire(import.meta.url)(join(root, 'out/live.js'));
  return built.startLive();
}
