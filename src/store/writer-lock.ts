import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDamage, StoreError, throwIfCancelled } from './error';

const RETRY_MS = 150;

/** Within one process DuckDB opens a file twice without a word, so writers of one process queue here. */
const queues = new Map<string, Promise<void>>();

/**
 * Runs `work` as the one writer of a store, over all processes. The lock is the operating system's own lock on a small
 * database file: a process that dies lets go of it, whatever it was doing.
 * @throws StoreError `cancelled` while waiting; `read-only` where the folder can't be written.
 */
export async function asWriter<T>(dir: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  return inTurn(dir, signal, async () => {
    for (;;) {
      const lock = await acquire(dir, signal);
      if (lock !== undefined) return holding(lock, work);
      await sleep(RETRY_MS);
    }
  });
}

/**
 * The same for one who doesn't wait: where the lock is held, in this process or another, nothing is done. Resolves to whether it was.
 * @throws StoreError `read-only` where the folder can't be written.
 */
export async function asWriterIfFree(dir: string, work: () => Promise<void>): Promise<boolean> {
  if (queues.has(dir)) return false;
  return inTurn(dir, undefined, async () => {
    const lock = await acquire(dir, undefined);
    if (lock !== undefined) await holding(lock, work);
    return lock !== undefined;
  });
}

async function holding<T>(lock: DuckDBInstance, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    lock.closeSync();
  }
}

/** One after the other within this process. */
async function inTurn<T>(dir: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const before = queues.get(dir) ?? Promise.resolve();
  let done: () => void = () => undefined;
  const turn = new Promise<void>((resolve) => (done = resolve));
  const tail = before.then(() => turn);
  queues.set(dir, tail);
  try {
    await untilCancelled(before, signal);
    return await work();
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

/** `undefined`: another process holds it. */
async function acquire(dir: string, signal: AbortSignal | undefined): Promise<DuckDBInstance | undefined> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw StoreError.fromWrite(error, dir);
  }
  // A process that died while it made the file, or a disk that was full, left a part of one. Nobody mends it, for two who do would both
  // hold a lock: everyone goes on to the next name, and all come to the same file.
  for (let number = 0; ;) {
    throwIfCancelled(signal);
    const path = join(dir, number === 0 ? 'writer.lock' : `writer-${number}.lock`);
    try {
      return await DuckDBInstance.create(path, { threads: '1' });
    } catch (error) {
      const message = String(error);
      if (isHeld(message)) return undefined;
      if (!isDamage(message)) throw StoreError.fromWrite(error, path);
      number += 1;
    }
  }
}

function isHeld(message: string): boolean {
  return /could not set lock|being used by another process|conflicting lock/i.test(message);
}
