import { open, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isObject, type JsonObject } from '../domain/json';
import { Splitter } from './splitter';

export interface LogFileSink {
  /** One event record: its text as the file holds it, and read. */
  record(text: string, record: JsonObject): void;
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
 */
export async function readLogFile(path: string, sink: LogFileSink, signal?: AbortSignal): Promise<void> {
  let count = 0;
  const splitter = new Splitter({
    item(bytes) {
      count += 1;
      deliver(bytes, count, sink);
    },
    fault: (reason) => sink.fault(reason),
  });
  const file = await open(path, 'r');
  const gzip = await isGzip(file);
  const source = file.createReadStream({ start: 0, highWaterMark: 256 * 1024 }); // closes the file at its end, whatever that is
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      splitter.push(chunk);
      sink.progress(source.bytesRead);
      sink.breathe().then(() => (splitter.stopped ? done(new Stopped()) : done()), done);
    },
  });
  try {
    if (gzip) await pipeline(source, createGunzip({ chunkSize: 64 * 1024 }), target, { signal });
    else await pipeline(source, target, { signal });
    splitter.end();
  } catch (error) {
    if (error instanceof Stopped) return;
    if (signal?.aborted === true || isFileError(error)) throw error;
    sink.fault(
      `damaged gzip (${error instanceof Error ? error.message : String(error)}); the ${count} records before the damage were kept`,
    );
  }
}

/** Ends a pipeline early without being an error. */
class Stopped extends Error {}

function isFileError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException | undefined)?.syscall === 'string';
}

async function isGzip(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

function deliver(bytes: Buffer, number: number, sink: LogFileSink): void {
  const text = bytes.toString('utf8');
  const value = parse(text);
  if (!isObject(value)) {
    sink.fault(value === undefined ? 'not valid JSON' : 'not an object', number);
    return;
  }
  const inner = unwrap(value);
  if (inner === undefined) sink.fault('no CloudTrail record in it (neither eventTime nor detail nor CloudTrailEvent)', number);
  else sink.record(inner.text ?? text, inner.record);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The record itself, out of an EventBridge envelope (`detail`) or an answer of LookupEvents (`CloudTrailEvent`, JSON as text). */
function unwrap(value: JsonObject): { readonly record: JsonObject; readonly text?: string } | undefined {
  if (value['eventTime'] !== undefined) return { record: value };
  const detail = value['detail'];
  if (isObject(detail) && detail['eventTime'] !== undefined) return { record: detail, text: JSON.stringify(detail) };
  const event = value['CloudTrailEvent'];
  if (typeof event !== 'string') return undefined;
  const record = parse(event);
  return isObject(record) ? { record, text: event } : undefined;
}
