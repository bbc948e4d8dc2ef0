import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Ran {
  /** From the start of the process to its end, milliseconds. */
  readonly ms: number;
  readonly stdout: string;
}

export interface RanNode extends Ran {
  /** The most memory it held at any moment, in MB (10⁶ bytes), as the system counts it. */
  readonly peakMB: number;
}

/** The process tells its own peak as it leaves, on a pipe beside its output: no polling, and the same on every system. */
const TELL_PEAK = `process.on('exit', () => require('fs').writeSync(3, String(process.resourceUsage().maxRSS)));`;

/**
 * Runs a Node program to its end.
 * @param scratch a folder that may be written to
 * @throws where it ends with another status than 0, with what it said
 */
export async function runNode(scratch: string, args: readonly string[]): Promise<RanNode> {
  const preload = join(scratch, 'tell-peak.cjs');
  await writeFile(preload, TELL_PEAK);
  const { ms, stdout, aside } = await run(process.execPath, ['--require', preload, ...args], 'pipe');
  return { ms, stdout, peakMB: (Number(aside) * 1024) / 1e6 };
}

/** Unpacks all files in one process of gzip, output thrown away: the least that any reading of them costs. */
export async function gunzip(files: readonly string[]): Promise<number> {
  return (await run('gzip', ['-dc', '--', ...files], 'ignore')).ms;
}

async function run(command: string, args: readonly string[], output: 'pipe' | 'ignore'): Promise<Ran & { readonly aside: string }> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', output, 'pipe', 'pipe'] });
  const [out, errors, aside] = [collect(child.stdout), collect(child.stderr), collect(child.stdio[3] as Readable | null)];
  const [status] = (await once(child, 'exit')) as [number | null];
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 4).join(' ')} … ended with ${status ?? 'a signal'}: ${await errors}`);
  return { ms, stdout: await out, aside: await aside };
}

async function collect(stream: Readable | null): Promise<string> {
  const parts: Buffer[] = [];
  if (stream !== null) for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
