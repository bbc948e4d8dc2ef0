import { spawn } from 'node:child_process';

/**
 * Runs a command with this terminal and resolves to its exit code; rejects where it cannot be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * As `run`, and an exit code other than 0 is an error that names the command.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function mustRun(command, args, options = {}) {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}.`);
}

/**
 * npm and npx are scripts on Windows, which only its shell can start.
 * @param {string} tool
 * @returns {[string, import('node:child_process').SpawnOptions]}
 */
export function npmTool(tool) {
  const windows = process.platform === 'win32';
  return [windows ? `${tool}.cmd` : tool, { shell: windows }];
}

/**
 * Prints what went wrong, without a stack, and leaves with 1.
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
