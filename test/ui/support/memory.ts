import { existsSync, readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 100;
const MEGABYTE = 1024 * 1024;

/** Why the memory of processes can't be read here; `undefined` where it can. */
export function noMemory(): string | undefined {
  return existsSync('/proc/self/status') ? undefined : 'memory of processes is read from /proc, which this system has not';
}

/** The extension host among a server's children: the engine and the file watcher are processes of their own. */
export function extensionHost(serverPid: number): number {
  return childOf(serverPid, '--type=extensionHost');
}

/** The engine that a server's extension host has started. */
export function engineOf(serverPid: number): number {
  return childOf(extensionHost(serverPid), 'dist/engine.js');
}

function childOf(parent: number, word: string): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => field(pid, 'PPid') === parent && read(`/proc/${pid}/cmdline`).includes(word));
  if (found === undefined) throw new Error(`The process ${parent} has no child with ${word} in its command line.`);
  return found;
}

/** Follows how much of the machine's memory a process holds. */
export class MemoryWatch {
  /** In megabytes, as all of it. */
  readonly start: number;
  private highest: number;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.start = this.now();
    this.highest = this.start;
    this.timer = setInterval(() => (this.highest = Math.max(this.highest, this.now())), SAMPLE_MS).unref(); // it keeps no failed run alive
  }

  get peak(): number {
    return this.highest;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private now(): number {
    return ((field(this.pid, 'VmRSS') ?? 0) * 1024) / MEGABYTE;
  }
}

/** A number of a process's status. `undefined`: it is gone, or says nothing of the kind. */
function field(pid: number, name: string): number | undefined {
  const value = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`))?.[1];
  return value === undefined ? undefined : Number(value);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process is gone
  }
}
