import { execFileSync } from 'node:child_process';
import { afterEach } from 'vitest';
import { temporaryFolder } from './folders';

const mounted: string[] = [];

// Registered after that of the folders, and so run before it.
afterEach(() => {
  for (const folder of mounted.splice(0)) execFileSync('umount', [folder]);
});

/** A file system of its own, of so many kilobytes, that goes away with the test. */
export async function smallDisk(kilobytes: number): Promise<string> {
  const folder = await temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  mounted.push(folder);
  return folder;
}

/** Makes such a file system read-only, or writable again. */
export function setWritable(folder: string, writable: boolean): void {
  execFileSync('mount', ['-o', `remount,${writable ? 'rw' : 'ro'}`, folder]);
}

/** Whether this process may mount; else the reason is printed, for the tests that are skipped. */
export async function mayMount(): Promise<boolean> {
  try {
    execFileSync('umount', [await smallDisk(64)], { stdio: 'pipe' });
    mounted.pop();
    return true;
  } catch (error) {
    console.log(
      `Skipped: no file system can be mounted here (${error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : ''}).`,
    );
    return false;
  }
}
