import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../domain/policy';
import { compilePolicy } from './compile';
import { readPolicy } from './policy-file';

/** The policies of a folder, and the files that could not be used. */
export interface LoadedPolicies {
  /** In the order of their files' names. */
  readonly policies: readonly Policy[];
  /** `file` is the whole path; `reason` says where in the file, what is wrong, and what should stand there. */
  readonly rejected: readonly { readonly file: string; readonly reason: string }[];
}

/**
 * Reads every `.yaml` and `.yml` file of a folder, those of folders inside it not. A file that can't be used is rejected and the others
 * count; so is the second of two policies with one id. A folder that can't be read is itself rejected. Never throws.
 */
export async function loadPolicies(directory: string): Promise<LoadedPolicies> {
  let names: readonly string[];
  try {
    names = (await readdir(directory)).filter((name) => /\.ya?ml$/i.test(name)).sort();
  } catch (error) {
    return { policies: [], rejected: [{ file: directory, reason: `The folder can't be read: ${messageOf(error)}` }] };
  }
  const policies: Policy[] = [];
  const rejected: { file: string; reason: string }[] = [];
  const owners = new Map<string, string>();
  for (const name of names) {
    const file = join(directory, name);
    const result = await readUsable(file);
    if (typeof result === 'string') rejected.push({ file, reason: result });
    else {
      const owner = owners.get(result.id);
      if (owner !== undefined) rejected.push({ file, reason: `id: "${result.id}" is taken by ${owner}; give this policy another one.` });
      else {
        owners.set(result.id, name);
        policies.push(result);
      }
    }
  }
  return { policies, rejected };
}

/** The policy of a file, or why it can't be used. */
async function readUsable(file: string): Promise<Policy | string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return `The file can't be read: ${messageOf(error)}`;
  }
  const reading = readPolicy(text);
  if (reading.kind === 'faulty') return reading.reason;
  const compilation = compilePolicy(reading.policy);
  return compilation.kind === 'faulty' ? compilation.reason : reading.policy;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
