import { isUtf8 } from 'node:buffer';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { MEMBERS, type Scanner } from './scanner';
import { Splitter } from './splitter';

/** Larger files are read as a stream, so that none fills the memory. */
const SMALL_FILE = 2 * 1024 * 1024;
const SMALL_TEXT = 24 * 1024 * 1024;

export interface LogFileSink {
  /** What the records are scanned with: the same for all files, for it remembers what it has seen. */
  readonly scanner: Scanner;
  /** One event record, from `start` to `end` of the bytes, as the scanner found it; both may change after the call. `number` counts the file's records from 1. */
  record(bytes: Buffer, start: number, end: number, scanner: Scanner, number: number): void;
  /** A part that could not be read; `record` counts the file's records from 1. */
  fault(reason: string, record?: number): void;
  /** Bytes of the file (compressed ones) read so far. */
  progress(bytes: number): void;
  /** Called between records that were read together; a promise makes the reading wait. */
  breathe(): Promise<void> | undefined;
}

const EVENT_TIME = MEMBERS.indexOf('eventTime');
const DETAIL = MEMBERS.indexOf('detail');
const CLOUDTRAIL_EVENT = MEMBERS.indexOf('CloudTrailEvent');
/** How nearly every log file begins. */
const ENVELOPE = Buffer.from('{"Records":[');
/** What is read between two looks at whether the batch is full. */
const PIECE = 64 * 1024;
const OPEN_BRACE = 0x7b;
const COMMA = 0x2c;

/**
 * Reads one log file, gzip or plain (told by its first bytes, not by its name), in any of the shapes CloudTrail records are met
 * in. Never rejects for what the file holds: that goes to `fault`. Rejects when the signal fires or the file can't be opened.
 * `content`: the file's bytes, where they have been read already ({@link smallContent}).
 */
export async function readLogFile(path: string, sink: LogFileSink, signal?: AbortSignal, content?: Buffer): Promise<void> {
  const reading = new Reading(sink);
  const text = content === undefined ? undefined : textOf(content);
  if (content !== undefined && text !== undefined) {
    await reading.whole(text);
    sink.progress(content.length);
    return;
  }
  const { splitter } = reading;
  const file = await open(path, 'r');
  const gzip = await isGzip(file).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  const source = file.createReadStream({ start: 0, highWaterMark: PIECE }); // closes the file at its end, whatever that is
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
      const gunzip = createGunzip({ chunkSize: PIECE });
      const allRead = (): boolean => gunzip.destroyed || gunzip.writableLength + gunzip.readableLength + target.writableLength === 0;
      await pipeline(source, (chunks: AsyncIterable<Buffer>) => endWhen(allRead, chunks), gunzip, target, { signal });
    } else await pipeline(source, target, { signal });
    splitter.end();
  } catch (error) {
    if (error instanceof Stopped) return;
    if (signal?.aborted === true || !isDamage(error)) throw error;
    sink.fault(`damaged gzip (${error.message}); the ${reading.count} records before the damage were kept`);
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
  // A gzip file ends with the length of its text: with a buffer of that size nothing is copied. It may lie, so it is only a hint.
  const hint = content.length > 18 ? content.readUInt32LE(content.length - 4) : 0;
  try {
    return gunzipSync(content, { maxOutputLength: SMALL_TEXT, chunkSize: Math.min(Math.max(hint + 64, 1024), SMALL_TEXT) });
  } catch {
    return undefined;
  }
}

/** One file on its way from text to records. */
class Reading {
  count = 0;
  readonly splitter: Splitter;

  constructor(private readonly sink: LogFileSink) {
    this.splitter = new Splitter({ item: (bytes) => this.item(bytes), fault: (reason) => sink.fault(reason) });
  }

  /**
   * A file's text at once. As long as it is an envelope of well-formed records, one look at each byte is enough; the rest, be it only
   * the closing brackets, goes to the splitter, which knows all other shapes and finds its way through broken text.
   */
  async whole(text: Buffer): Promise<void> {
    let rest = 0;
    if (text.subarray(0, ENVELOPE.length).equals(ENVELOPE) && isUtf8(text)) {
      let at = ENVELOPE.length;
      while (text[at] === OPEN_BRACE) {
        const end = this.sink.scanner.scan(text, at);
        if (end < 0) break;
        this.count += 1;
        this.deliver(text, at, end);
        const wait = this.sink.breathe();
        if (wait !== undefined) await wait;
        at = end;
        if (text[at] === COMMA && text[at + 1] === OPEN_BRACE) at += 1;
      }
      this.splitter.push(ENVELOPE);
      rest = at;
    }
    // In pieces, so that a full batch is written before more is read.
    for (; rest < text.length && !this.splitter.stopped; rest += PIECE) {
      this.splitter.push(text.subarray(rest, rest + PIECE));
      await this.sink.breathe();
    }
    this.splitter.end();
  }

  private item(bytes: Buffer): void {
    this.count += 1;
    const text = isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
    if (text[0] !== OPEN_BRACE) this.sink.fault('not an object', this.count);
    else if (this.sink.scanner.scan(text, 0) !== text.length) this.sink.fault('not valid JSON', this.count);
    else this.deliver(text, 0, text.length);
  }

  /** Hands a scanned object on: the record itself, or that in an EventBridge envelope (`detail`) or an answer of LookupEvents (`CloudTrailEvent`, JSON as text). */
  private deliver(bytes: Buffer, start: number, end: number): void {
    const { sink, count } = this;
    const { scanner } = sink;
    if (has(scanner, EVENT_TIME)) {
      sink.record(bytes, start, end, scanner, count);
      return;
    }
    const inner = innerOf(bytes, scanner);
    const innerEnd = inner === undefined ? -1 : scanner.scan(inner.bytes, inner.start);
    if (inner === undefined || innerEnd < 0 || !has(scanner, EVENT_TIME))
      sink.fault('no CloudTrail record in it (neither eventTime nor detail nor CloudTrailEvent)', count);
    else sink.record(inner.bytes, inner.start, innerEnd, scanner, count);
  }
}

function innerOf(bytes: Buffer, scanner: Scanner): { readonly bytes: Buffer; readonly start: number } | undefined {
  if (has(scanner, DETAIL)) return { bytes, start: scanner.from[DETAIL] ?? 0 };
  if (!has(scanner, CLOUDTRAIL_EVENT)) return undefined;
  const event = JSON.parse(bytes.toString('utf8', scanner.from[CLOUDTRAIL_EVENT], scanner.to[CLOUDTRAIL_EVENT])) as unknown;
  return typeof event === 'string' ? { bytes: Buffer.from(event.trim()), start: 0 } : undefined;
}

function has(scanner: Scanner, member: number): boolean {
  return (scanner.from[member] ?? -1) >= 0;
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
