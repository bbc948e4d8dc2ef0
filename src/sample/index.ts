import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { textAt, type JsonObject } from '../domain/json';
import { DAY, formatInstant } from '../domain/time';
import type { LogFile } from './delivery';
import { digestsOf, type WrittenFile } from './digest';
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

/**
 * Writes the sample investigation below `directory`, which is made where it isn't there. Logs of an earlier sample in it are
 * replaced; nothing else is removed.
 * @throws the signal's reason when it fires (what was written by then stays), and the file system's errors.
 */
export async function makeSample(directory: string, options: SampleOptions, signal?: AbortSignal): Promise<SampleSummary> {
  signal?.throwIfAborted();
  await rm(join(directory, 'AWSLogs', ORGANISATION), { recursive: true, force: true });
  const folders = new Set<string>();
  const write = async (path: string, content: string | Uint8Array) => {
    signal?.throwIfAborted();
    const target = join(directory, ...path.split('/'));
    const folder = dirname(target);
    if (!folders.has(folder)) await mkdir(folder, { recursive: true });
    folders.add(folder);
    await writeFile(target, content);
  };

  const events = new Set<string>();
  const written: WrittenFile[] = [];
  for (const file of generate(options)) {
    const bytes = gzipSync(JSON.stringify({ Records: file.records }));
    for (const record of file.records) events.add(textAt(record, 'eventID') ?? '');
    written.push(describe(file, bytes));
    await write(file.path, bytes);
  }
  for (const { path, content } of digestsOf(written, options.now - DAY, options.seed ?? DEFAULT_SEED)) {
    await write(path, gzipSync(JSON.stringify(content)));
  }
  for (const [path, text] of Object.entries(COMPANIONS)) await write(path, text);
  return {
    dir: directory,
    events: events.size,
    from: formatInstant(Math.min(...written.map(({ oldest }) => oldest))),
    to: formatInstant(Math.max(...written.map(({ newest }) => newest))),
  };
}

function describe({ records, ...file }: LogFile, bytes: Uint8Array): WrittenFile {
  const times = records.map(timeOf);
  return { ...file, bytes, oldest: Math.min(...times), newest: Math.max(...times) };
}

function timeOf(record: JsonObject): number {
  return Date.parse(textAt(record, 'eventTime') ?? '');
}
