import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError, throwIfCancelled } from './error';

const RETRY_MS = 150;

/** Within one process DuckDB opens a file twice without a word, so writers of one process queue here. */
const queues = new Map<string, Promise<void>>();

/**
 * Runs `work` as the one writer of a store, over all processes. The lock is the operating system's own lock on a small
 * database file: a process that dies lets go of it, whatever it was doing.
 * @throws StoreError `cancelled` while waiting; `read-only` where the folder can't be written.
 */
export async function asWriter<T>(dir: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const before = queues.get(dir) ?? Promise.resolve();
  let done: () => void = () => undefined;
  const turn = new Promise<void>((resolve) => (done = resolve));
  const tail = before.then(() => turn);
  queues.set(dir, tail);
  try {
    await untilCancelled(before, signal);
    const lock = await acquire(dir, signal);
    try {
      return await work();
    } finally {
      lock.closeSync();
    }
  } finally {
    done();
    // Only once those before are through: one that gave up waiting must not let the next one pass them.
    void tail.then(() => queues.get(dir) === tail && queues.delete(dir));
  }
}

/** Waits for a turn, or no longer than the signal lets it. @throws StoreError `cancelled` */
async function untilCancelled(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  throwIfCancelled(signal);
  let stop: () => void = () => undefined;
  const cancelled = new Promise<void>((resolve) => (stop = resolve));
  signal?.addEventListener('abort', stop, { once: true });
  await Promise.race([turn, cancelled]);
  signal?.removeEventListener('abort', stop);
  throwIfCancelled(signal);
}

async function acquire(dir: string, signal: AbortSignal | undefined): Promise<DuckDBInstance> {
  const path = join(dir, 'writer.lock');
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw StoreError.fromWrite(error, dir);
  }
  for (;;) {
    throwIfCancelled(signal);
    try {
      return await DuckDBInstance.create(path);
    } catch (error) {
      if (!/could not set lock|being used by another process|conflicting lock/i.test(String(error)))
        throw StoreError.fromWrite(error, path);
      await sleep(RETRY_MS);
    }
  }
}
