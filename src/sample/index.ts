import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import { textAt, type JsonObject } from '../domain/json';
import { DAY, formatInstant } from '../domain/time';
import type { LogFile } from './delivery';
import { digestsOf, sha256, type WrittenFile } from './digest';
import { DEFAULT_SEED, generate, type SampleOptions } from './generate';
import { COMPANIONS } from './searches';
import { ORGANISATION } from './world';

export { generate, type SampleOptions } from './generate';

/** What was written: `events` counts each event once, though some stand in two files; `from` and `to` are ISO 8601. */
export interface SampleSummary {
  readonly dir: string;
  readonly events: number;
  readonly from: string;
  readonly to: string;
}

/** Files in hand at one time. */
const BATCH = 32;

// No name and no time go into the header, so the same content gives the same bytes.
const gzip = promisify<string, Uint8Array>(gzipWithCallback);

/**
 * Writes the sample investigation below `directory`, which is made where it isn't there. Logs of an earlier sample in it are
 * replaced; nothing else is removed or written over.
 * @throws the signal's reason when it fires (what was written by then stays), and the file system's errors.
 */
export async function makeSample(directory: string, options: SampleOptions, signal?: AbortSignal): Promise<SampleSummary> {
  signal?.throwIfAborted();
  await rm(join(directory, 'AWSLogs', ORGANISATION), { recursive: true, force: true });
  const write = async (path: string, content: string | Uint8Array) => {
    const target = join(directory, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  };

  const files = generate(options);
  const written = await inBatches(files, signal, async (file) => {
    const text = JSON.stringify({ Records: file.records });
    await write(file.path, await gzip(text));
    return describe(file, text);
  });
  const digests = digestsOf(written, options.now - DAY, options.seed ?? DEFAULT_SEED);
  await inBatches(digests, signal, async ({ path, content }) => write(path, await gzip(JSON.stringify(content))));
  // What a person wrote into a companion file since is theirs.
  const missing = Object.entries(COMPANIONS).filter(([path]) => !existsSync(join(directory, ...path.split('/'))));
  await inBatches(missing, signal, ([path, text]) => write(path, text));
  return {
    dir: directory,
    events: new Set(files.flatMap(({ records }) => records.map((record) => textAt(record, 'eventID')))).size,
    from: formatInstant(Math.min(...written.map(({ oldest }) => oldest))),
    to: formatInstant(Math.max(...written.map(({ newest }) => newest))),
  };
}

async function inBatches<T, R>(items: readonly T[], signal: AbortSignal | undefined, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    signal?.throwIfAborted();
    results.push(...(await Promise.all(items.slice(start, start + BATCH).map(work))));
  }
  return results;
}

/** @param text what is in the file once it is unpacked */
export function describe({ records, ...file }: LogFile, text: string): WrittenFile {
  const times = records.map(timeOf);
  return { ...file, hash: sha256(text), oldest: Math.min(...times), newest: Math.max(...times) };
}

function timeOf(record: JsonObject): number {
  return Date.parse(textAt(record, 'eventTime') ?? '');
}
