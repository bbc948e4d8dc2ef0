import { open, readFile, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { isObject, type JsonObject } from '../domain/json';
import { Splitter } from './splitter';

/** What is decompressed in one go keeps the thread for about ten milliseconds at most. */
const SMALL_FILE = 512 * 1024;
const SMALL_TEXT = 6 * 1024 * 1024;

export interface LogFileSink {
  /** One event record: its text as the file holds it, and read; `number` counts the file's records from 1. */
  record(text: string, record: JsonObject, number: number): void;
  /** A part that could not be read; `record` counts the file's records from 1. */
  fault(reason: string, record?: number): void;
  /** Bytes of the file (compressed ones) read so far. */
  progress(bytes: number): void;
  /** Called between chunks; a promise makes the reading wait. */
  breathe(): Promise<void>;
}

/**
 * Reads one log file, gzip or plain (told by its first bytes, not by its name), in any of the shapes CloudTrail records are met
 * in. Never rejects for what the file holds: that goes to `fault`. Rejects when the signal fires or the file can't be opened.
 * `content`: the file's bytes, where they have been read already ({@link smallContent}).
 */
export async function readLogFile(path: string, sink: LogFileSink, signal?: AbortSignal, content?: Buffer): Promise<void> {
  let count = 0;
  const splitter = new Splitter({
    item(bytes) {
      count += 1;
      deliver(bytes, count, sink);
    },
    fault: (reason) => sink.fault(reason),
  });
  const text = content === undefined ? undefined : textOf(content);
  if (content !== undefined && text !== undefined) {
    splitter.push(text);
    splitter.end();
    sink.progress(content.length);
    await sink.breathe();
    return;
  }
  const file = await open(path, 'r');
  const gzip = await isGzip(file).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  const source = file.createReadStream({ start: 0, highWaterMark: 256 * 1024 }); // closes the file at its end, whatever that is
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const take = async (): Promise<void> => {
        splitter.push(chunk);
        sink.progress(source.bytesRead);
        await sink.breathe();
        if (splitter.stopped) throw new Stopped();
      };
      take().then(() => done(), done); // what is thrown must end the pipeline, not the process
    },
  });
  try {
    if (gzip) {
      const gunzip = createGunzip({ chunkSize: 64 * 1024 });
      const allRead = (): boolean => gunzip.destroyed || gunzip.writableLength + gunzip.readableLength + target.writableLength === 0;
      await pipeline(source, (chunks: AsyncIterable<Buffer>) => endWhen(allRead, chunks), gunzip, target, { signal });
    } else await pipeline(source, target, { signal });
    splitter.end();
  } catch (error) {
    if (error instanceof Stopped) return;
    if (signal?.aborted === true || !isDamage(error)) throw error;
    sink.fault(`damaged gzip (${error.message}); the ${count} records before the damage were kept`);
  }
}

/**
 * The content of a small file, which most log files are: read and decompressed at once, since setting a stream up costs many times
 * as much. `undefined`: it can't be read, and the reading of it will say why.
 */
export async function smallContent({ path, bytes }: { readonly path: string; readonly bytes: number }): Promise<Buffer | undefined> {
  if (bytes > SMALL_FILE) return undefined;
  return readFile(path).catch(() => undefined);
}

/** `undefined`: too large to decompress in one go, or not whole; the stream tells what is wrong with it. */
function textOf(content: Buffer): Buffer | undefined {
  if (!isGzipHeader(content)) return content;
  try {
    return gunzipSync(content, { maxOutputLength: SMALL_TEXT });
  } catch {
    return undefined;
  }
}

/** Holds back the end of the file until all before it was read: told of a broken end, the pipeline throws away what it still carries. */
async function* endWhen(allRead: () => boolean, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
  while (!allRead()) await nextTurn();
}

/** Ends a pipeline early without being an error. */
class Stopped extends Error {}

/** An error of the decompressor, and not of the disk or of the store behind the sink. */
function isDamage(error: unknown): error is Error {
  return error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true;
}

async function isGzip(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && isGzipHeader(buffer);
}

function isGzipHeader(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function deliver(bytes: Buffer, number: number, sink: LogFileSink): void {
  const text = bytes.toString('utf8');
  const value = parse(text);
  if (!isObject(value)) {
    sink.fault(value === undefined ? 'not valid JSON' : 'not an object', number);
    return;
  }
  const inner = unwrap(value, text);
  if (inner === undefined) sink.fault('no CloudTrail record in it (neither eventTime nor detail nor CloudTrailEvent)', number);
  else sink.record(inner.text ?? text, inner.record, number);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The record itself, out of an EventBridge envelope (`detail`) or an answer of LookupEvents (`CloudTrailEvent`, JSON as text). */
function unwrap(value: JsonObject, text: string): { readonly record: JsonObject; readonly text?: string } | undefined {
  if (value['eventTime'] !== undefined) return { record: value };
  const detail = value['detail'];
  if (isObject(detail) && detail['eventTime'] !== undefined) return { record: detail, text: memberText(text, 'detail') };
  const event = value['CloudTrailEvent'];
  if (typeof event !== 'string') return undefined;
  const record = parse(event);
  return isObject(record) ? { record, text: event } : undefined;
}

/** The text of one member of an object's valid JSON, as it stands there: reading and writing it again would change numbers and escapes. */
function memberText(text: string, key: string): string {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;
  let found = '';
  let depth = 0;
  let last = '';
  let start = -1;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [mark] = match;
    if (depth === 1 && start >= 0 && (mark === ',' || mark === '}')) {
      found = text.slice(start, match.index).trim();
      start = -1;
    }
    if (mark === '{' || mark === '[') depth += 1;
    else if (mark === '}' || mark === ']') depth -= 1;
    else if (mark === ':' && depth === 1 && last === `"${key}"`) start = token.lastIndex;
    last = mark;
  }
  return found;
}
