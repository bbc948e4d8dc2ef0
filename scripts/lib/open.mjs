import { spawn } from 'node:child_process';

/**
 * Opens an address in the user's browser where there is one to open; says and does nothing where there is none. NO_OPEN=1 keeps it shut.
 * @param {string} address
 */
export function openInBrowser(address) {
  if (process.env['NO_OPEN'] || (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
