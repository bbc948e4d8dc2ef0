import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import type { DuckdbInput } from '../child/duckdb';
import type { InventoryAnswer, InventoryInput } from '../child/inventory';
import type { LoopAnswer, LoopInput } from '../child/loop';

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
const TELL_PEAK = `if (require('worker_threads').isMainThread) process.on('exit', () => require('fs').writeSync(3, String(process.resourceUsage().maxRSS)));`;

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

/** The programs in bench/child: each takes JSON as its argument and answers with JSON. */
interface Children {
  readonly cold: { readonly input: string; readonly answer: number };
  readonly duckdb: { readonly input: DuckdbInput; readonly answer: number };
  readonly inventory: { readonly input: InventoryInput; readonly answer: InventoryAnswer };
  readonly loop: { readonly input: LoopInput; readonly answer: LoopAnswer };
}

export async function runChild<N extends keyof Children>(
  name: N,
  input: Children[N]['input'],
): Promise<{ readonly ms: number; readonly answer: Children[N]['answer'] }> {
  const { ms, stdout } = await run(process.execPath, [join(root, 'out/bench/child', `${name}.js`), JSON.stringify(input)], 'pipe');
  return { ms, answer: JSON.parse(stdout) as Children[N]['answer'] };
}

/** Unpacks all files below a folder in one process of gzip, output thrown away: the least that any reading of them costs. */
export async function gunzip(dir: string): Promise<number> {
  return (await run('gzip', ['-dcr', '--', dir], 'ignore')).ms;
}

/**
 * Runs any other program. Status 1 is an answer too: greps say with it that they found nothing.
 * @throws where it isn't there, or ends with a higher status
 */
export async function runTool(command: string, args: readonly string[]): Promise<Ran> {
  return run(command, args, 'pipe', 1);
}

async function run(
  command: string,
  args: readonly string[],
  output: 'pipe' | 'ignore',
  highest = 0,
): Promise<Ran & { readonly aside: string }> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', output, 'pipe', 'pipe'] });
  const texts = Promise.all([child.stdout, child.stderr, child.stdio[3] as Readable | null].map(collect));
  const [status] = (await once(child, 'close')) as [number | null];
  const ms = performance.now() - start;
  const [stdout = '', errors = '', aside = ''] = await texts;
  if (status === null || status > highest)
    throw new Error(`${command} ${args.join(' ').slice(0, 200)} … ended with ${status ?? 'a signal'}: ${errors}`);
  return { ms, stdout, aside };
}

async function collect(stream: Readable | null): Promise<string> {
  const parts: Buffer[] = [];
  if (stream !== null) for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
