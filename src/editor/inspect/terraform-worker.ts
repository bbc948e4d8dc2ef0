// The entry of a thread that reads one Terraform state: megabytes of JSON would hold up everybody in the editor's host.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { readState, StateError, type TerraformResource } from './terraform-state';

/** What the thread answers. */
export type StateAnswer =
  | { readonly kind: 'state'; readonly made: ReadonlyMap<string, TerraformResource> }
  | { readonly kind: 'unusable'; readonly reason: string };

function answer(path: string): StateAnswer {
  try {
    return { kind: 'state', made: readState(readFileSync(path, 'utf8')) };
  } catch (error) {
    return { kind: 'unusable', reason: StateError.is(error) || error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(answer(workerData as string));
