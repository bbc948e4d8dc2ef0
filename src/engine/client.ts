import { fork, type ChildProcess } from 'node:child_process';
import type { LiveOptions } from '../aws/options';
import { EngineError, type CallOptions, type Engine, type Live } from './api';
import { LIVE, METHODS, type FromEngine, type Method, type ToEngine } from './wire';

export interface EngineOptions {
  readonly storeDir: string;
  readonly policiesDir: string;
  /** The bundled engine, `dist/engine.js`. */
  readonly enginePath: string;
  readonly memoryLimitMB?: number;
  readonly threads?: number;
  /** How AWS is reached; absent: it is not, for nobody trusts the workspace. */
  readonly live?: LiveOptions;
  /** A line for the log, in English. */
  readonly log: (line: string) => void;
  /** The engine died and was started anew: something to tell the person. */
  readonly onRestart: (message: string) => void;
}

interface Pending {
  readonly method: Method;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: EngineError) => void;
  readonly onProgress?: ((progress: never) => void) | undefined;
}

/** An engine that dies again within this time is not started again by itself. */
const SETTLED_MS = 30_000;
/** How long an engine may take to leave before it is ended. */
const LEAVE_MS = 2_000;

/** The engine in a process of its own, started by the first question. `dispose` ends it. */
export function startEngine(options: EngineOptions): Engine & { dispose(): Promise<void> } {
  return new EngineClient(options).proxy();
}

class EngineClient {
  private child: ChildProcess | undefined;
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  private lastDeath = Number.NEGATIVE_INFINITY;
  private disposed = false;

  constructor(private readonly options: EngineOptions) {}

  /** One function a question, all alike: the interface is the same on both sides. */
  proxy(): Engine & { dispose(): Promise<void> } {
    const engine: Record<string, unknown> = {};
    const live: Record<string, unknown> = {};
    for (const method of Object.keys(METHODS) as Method[]) {
      const call = (...args: unknown[]): Promise<unknown> => this.call(method, args);
      if (method.startsWith(LIVE)) live[method.slice(LIVE.length)] = call;
      else engine[method] = call;
    }
    return { ...(engine as unknown as Engine), live: live as unknown as Live, dispose: () => this.dispose() };
  }

  private call(method: Method, args: unknown[]): Promise<unknown> {
    if (this.disposed) return Promise.reject(stopped(method));
    const place = METHODS[method];
    const options = place === undefined ? undefined : (args[place] as CallOptions | undefined);
    const given = place === undefined ? args : args.slice(0, place);
    const signal = options?.signal;
    if (signal?.aborted === true && method !== 'load') return Promise.reject(new EngineError('cancelled', 'cancelled'));
    const id = this.next++;
    return new Promise((resolve, reject) => {
      const child = this.running();
      const cancel = (): void => this.send(child, { kind: 'cancel', id });
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      this.pending.set(id, {
        method,
        resolve: (value) => {
          settle();
          resolve(value);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
        onProgress: options?.onProgress,
      });
      this.send(child, { kind: 'call', id, method, args: given });
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted === true) cancel();
    });
  }

  private running(): ChildProcess {
    if (this.child !== undefined) return this.child;
    const { storeDir, policiesDir, enginePath, memoryLimitMB, threads, live, log } = this.options;
    const child = fork(enginePath, [], {
      serialization: 'advanced',
      execArgv: [], // an inspector of the editor's must not be inherited: its port is taken
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => log(`engine: ${data.toString('utf8').trimEnd()}`));
    child.on('message', (message) => this.receive(message as FromEngine));
    child.on('error', (error) => {
      log(`engine: ${error.message}`);
      if (child.pid === undefined) this.died(child, error.message); // it never started: no exit will be told
    });
    child.on('exit', (code, signal) => this.died(child, `exit ${code ?? signal ?? '?'}`));
    const limits = { ...(memoryLimitMB !== undefined && { memoryLimitMB }), ...(threads !== undefined && { threads }) };
    this.child = child;
    this.send(child, { kind: 'start', options: { storeDir, policiesDir, limits, ...(live !== undefined && { live }) } });
    log(`engine: started, process ${child.pid ?? '?'}, store ${storeDir}`);
    return child;
  }

  private send(child: ChildProcess, message: ToEngine): void {
    if (child.connected) child.send(message, (error) => error !== null && this.options.log(`engine: ${error.message}`));
  }

  private receive(message: FromEngine): void {
    const call = this.pending.get(message.id);
    if (call === undefined) return;
    switch (message.kind) {
      case 'progress':
        (call.onProgress as ((value: unknown) => void) | undefined)?.(message.value);
        return;
      case 'result':
        this.pending.delete(message.id);
        call.resolve(message.value);
        return;
      case 'error':
        this.pending.delete(message.id);
        call.reject(new EngineError(message.reason, message.message));
        return;
    }
  }

  private died(child: ChildProcess, how: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const call of lost) call.reject(stopped(call.method));
    if (this.disposed) return;
    this.options.log(`engine: ended unexpectedly (${how})`);
    const now = performance.now();
    const again = now - this.lastDeath > SETTLED_MS;
    this.lastDeath = now;
    // The next question starts a new one; a person is told once, not at each death of an engine that can't live.
    if (again) this.options.onRestart(`The engine stopped (${how}) and will start anew. Nothing that was loaded is lost.`);
  }

  private async dispose(): Promise<void> {
    this.disposed = true;
    const { child } = this;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      if (child.connected) child.disconnect();
      else child.kill();
    });
  }
}

function stopped(method: Method): EngineError {
  const message =
    method === 'load'
      ? 'The engine stopped in the middle of the load. What it had loaded by then is kept; load the same files again for the rest.'
      : 'The engine stopped before it could answer. Ask again.';
  return new EngineError('engine-stopped', message);
}
