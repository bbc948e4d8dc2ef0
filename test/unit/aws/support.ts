import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { Accounts } from '../../../src/aws/accounts';
import type { LiveOptions } from '../../../src/aws/options';
import { Store } from '../../../src/store/store';
import { startDouble, type Double, type DoubleOptions } from '../../aws/double';

export interface Bench {
  readonly double: Double;
  /** Holds the shared files, in `.aws`. */
  readonly home: string;
  /** Accounts of one more window on the same store. */
  window(options?: LiveOptions, now?: () => number): Accounts;
  readonly storeDir: string;
  close(): Promise<void>;
}

/** The double, profiles that lead to it in the environment, and a store. */
export async function accountsOnDouble(options?: DoubleOptions): Promise<Bench> {
  const dir = await mkdtemp(join(tmpdir(), 'nephoscope-accounts-'));
  const double = await startDouble(options);
  const home = join(dir, 'home');
  const storeDir = join(dir, 'store');
  for (const [name, value] of Object.entries(await double.environment(home))) vi.stubEnv(name, value);
  const store = Store.open(storeDir);
  return {
    double,
    home,
    storeDir,
    window: (options = { patience: { connect: 2_000, answer: 2_000 } }, now = Date.now) =>
      new Accounts({ options, storeDir, store: () => store, now }),
    close: async () => {
      vi.unstubAllEnvs();
      await double.close();
      (await store).close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
