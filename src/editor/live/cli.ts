import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, relative } from 'node:path';

/** Where the installers of AWS put it, which a window that no shell started may not have in its path. */
const USUAL: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['/usr/local/bin', '/opt/homebrew/bin'],
  linux: ['/usr/local/bin', '/usr/bin', join(homedir(), '.local', 'bin')],
  win32: ['C:\\Program Files\\Amazon\\AWSCLIV2'],
};

/**
 * The whole path of the AWS CLI; `undefined`: there is none. Nothing is run to find it, and what lies in a folder of the workspace is none:
 * a path may name such a folder, or a relative one.
 * @param workspace folders that are open
 */
export async function findCli(environment: NodeJS.ProcessEnv, workspace: readonly string[]): Promise<string | undefined> {
  const windows = process.platform === 'win32';
  const path = Object.entries(environment).find(([name]) => (windows ? name.toUpperCase() : name) === 'PATH')?.[1] ?? '';
  const folders = [...path.split(delimiter), ...(USUAL[process.platform] ?? [])];
  for (const folder of new Set(folders)) {
    if (!isAbsolute(folder) || workspace.some((open) => isWithin(open, folder))) continue;
    const file = join(folder, windows ? 'aws.exe' : 'aws'); // a batch file would need a shell
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() === true && (windows || (found.mode & 0o111) !== 0)) return file;
  }
  return undefined;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
