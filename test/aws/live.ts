import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDouble, type Double, type DoubleOptions } from './double';

/** A double, and what a workbench needs to be opened on it. */
export interface LiveStart {
  readonly double: Double;
  /** The home folder: its profiles, and where sign-ins leave what they came to. */
  readonly home: string;
  /** For the process whose SDK shall talk to the double and to nothing else. */
  readonly environment: Record<string, string>;
  /** An empty folder to open. */
  readonly folder: string;
  /** Ends the double, and removes its files and the folder. */
  readonly close: () => Promise<void>;
}

/** Starts a double whose configuration and credentials lie in a temporary folder. */
export async function startLive(options: DoubleOptions = {}): Promise<LiveStart> {
  const double = await startDouble(options);
  const dir = await mkdtemp(join(tmpdir(), 'nephoscope-live-'));
  const folder = join(dir, 'nimbus-works');
  await mkdir(folder);
  const close = async () => {
    await double.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return { double, home: dir, environment: await double.environment(dir), folder, close };
}
