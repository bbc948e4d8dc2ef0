// An installed VS Code, for those who have one.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const env = (/** @type {string} */ name) => process.env[name] ?? '';

/** Where VS Code's installers put its command line, per platform. */
const PLACES = {
  darwin: ['/Applications', join(env('HOME'), 'Applications')].map((folder) =>
    join(folder, 'Visual Studio Code.app/Contents/Resources/app/bin/code'),
  ),
  linux: ['/usr/share/code/bin/code', '/snap/bin/code', '/var/lib/flatpak/exports/bin/com.visualstudio.code'],
  win32: [join(env('LOCALAPPDATA'), 'Programs'), env('PROGRAMFILES')].map((folder) => join(folder, 'Microsoft VS Code/bin/code.cmd')),
};

/**
 * The path of an installed VS Code's command line: VSCODE_PATH, `code` on PATH, or where its installers put it.
 * @returns {string} throws an error that says what to do where there is none
 */
export function findDesktopCode() {
  const named = process.env['VSCODE_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`VSCODE_PATH names ${named}, which is not there.`);
  }
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const onPath = env('PATH')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name));
  const places = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? [];
  const found = [...onPath, ...places].find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    'No installed VS Code was found. Install it, put its command `code` on the PATH, or set VSCODE_PATH to it; ' +
      '`npm start` without --desktop needs none.',
  );
}
