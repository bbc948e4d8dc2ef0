import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Policy } from '../../../src/domain/policy';
import { readPolicy, type PolicyTest } from '../../../src/policies/policy-file';

export const PACKS = resolve(import.meta.dirname, '../../../src/policies/packs');

export interface PackFile {
  readonly name: string;
  readonly text: string;
  readonly policy: Policy;
  readonly tests: readonly PolicyTest[];
}

/** Every file of the packs that ship, read without the loader. */
export function packFiles(): readonly PackFile[] {
  return readdirSync(PACKS)
    .sort()
    .map((name) => {
      const text = readFileSync(join(PACKS, name), 'utf8');
      const reading = readPolicy(text);
      if (reading.kind === 'faulty') throw new Error(`${name}: ${reading.reason}`);
      return { name, text, policy: reading.policy, tests: reading.tests };
    });
}
