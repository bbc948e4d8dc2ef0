import { join } from 'node:path';
import { EngineError } from '../engine/api';
import { EngineService } from '../engine/service';
import { readArguments, UsageError } from './arguments';
import { COMMANDS } from './commands';
import { tell } from './output';

/** The headless entry: the same product without an editor. Exit status 0 done, 1 failed, 2 wrong usage, 3 alerts at or above --fail-on. */
async function main(argv: readonly string[]): Promise<number> {
  const name = argv[0] ?? '';
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    tell(
      `${name === '' ? 'Which command?' : `Unknown command "${name}".`} There are:\n${Object.values(COMMANDS)
        .map(({ usage }) => `  nephoscope ${usage}`)
        .join('\n')}`,
    );
    return 2;
  }
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  let service: EngineService | undefined;
  try {
    const engine = (storeDir: string): EngineService =>
      (service = new EngineService({ storeDir, policiesDir: join(__dirname, 'policies'), live: {} }));
    return await command.run({ args: readArguments(argv, command.options), signal: abort.signal, engine });
  } catch (error) {
    if (error instanceof UsageError) {
      tell(`${error.message}\n  nephoscope ${command.usage}`);
      return 2;
    }
    tell(
      EngineError.is(error, 'cancelled') ? 'Cancelled.' : `nephoscope ${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  } finally {
    for (const line of (await service?.damage()) ?? []) tell(line);
    await service?.dispose();
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// The exit code is set and not forced: what was written must still reach a pipe.
void main(process.argv.slice(2)).then((status) => (process.exitCode = status));
