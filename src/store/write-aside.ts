import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { StoreError, throwIfCancelled } from './error';

/** What is handed to the file at once, in UTF-16 units. */
const BLOCK = 256 * 1024;

/**
 * Writes texts to a file, compressed where its name ends in `.gz`. It is written aside and renamed: a cancel or a failure leaves what
 * was there before. Resolves to its size in bytes.
 * @throws StoreError `cancelled`, or where the file can't be written or the texts can't be had
 */
export async function writeAside(
  path: string,
  texts: (put: (text: string) => Promise<void>) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<number> {
  throwIfCancelled(signal);
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeTo(aside, path.toLowerCase().endsWith('.gz'), texts, signal);
    const { size } = await stat(aside);
    await rename(aside, path);
    return size;
  } catch (error) {
    await rm(aside, { force: true });
    throwIfCancelled(signal);
    throw StoreError.fromWrite(error, path, 'export again');
  }
}

async function writeTo(
  path: string,
  compressed: boolean,
  texts: (put: (text: string) => Promise<void>) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const head = compressed ? createGzip() : new PassThrough();
  const written = pipeline(head, createWriteStream(path, { flags: 'wx', flush: true }));
  written.catch(() => undefined); // it is awaited below, but may fail while a text is waited for
  let block = '';
  const flush = async (): Promise<void> => {
    throwIfCancelled(signal);
    if (!head.write(block)) await Promise.race([once(head, 'drain'), written]);
    block = '';
  };
  try {
    await texts(async (text) => {
      block += text;
      if (block.length >= BLOCK) await flush();
    });
    await flush();
    head.end();
    await written;
    throwIfCancelled(signal);
  } catch (error) {
    head.destroy();
    await written.catch(() => undefined); // the file is closed: it can be removed
    throw error;
  }
}
