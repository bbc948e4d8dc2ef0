/**
 * Cuts a stream of JSON into the texts of its records without holding more than one of them.
 * Knows by structure alone: `{"Records":[…]}` (any key order), `{"Events":[…]}` of LookupEvents, a bare array, and any
 * number of objects one after another (one per line or not).
 */
export interface SplitSink {
  /** The bytes of one record as they stand in the file. */
  item(bytes: Buffer): void;
  /** A part that is no record, and what was done about it. */
  fault(reason: string): void;
}

/** No event is larger than 256 KB; an envelope around one isn't much more. What is larger is no log, and would be held in memory. */
export const LARGEST_ITEM = 16 * 1024 * 1024;

const NEW_LINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
/** A byte order mark, which some tools put before UTF-8. */
const MARK = [0xef, 0xbb, 0xbf];

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether there is a line break before the very last byte. */
function hasLineBreak(parts: readonly Buffer[]): boolean {
  return parts.some((part, n) => part.subarray(0, n === parts.length - 1 ? -1 : undefined).includes(NEW_LINE));
}

/** The last byte that is no white space; 0: there is none. */
function lastInk(parts: readonly Buffer[]): number {
  for (let n = parts.length - 1; n >= 0; n--) {
    const part = parts[n] ?? Buffer.of();
    for (let i = part.length - 1; i >= 0; i--) if (!isSpace(part[i] ?? 0)) return part[i] ?? 0;
  }
  return 0;
}

/** Keys at the top of a file whose array holds the records. */
const LISTS = new Set(['Records', 'Events']);
const LONGEST_KEY = 64;

export class Splitter {
  /** Nesting within the value that is being read; the top of the file is 0. */
  private depth = 0;
  /** Depth at which an object is a record: 0 at the top of the file, 1 in a bare array, 2 in an envelope's array. */
  private itemDepth = 0;
  private inString = false;
  private escaped = false;
  /** Parts of the item that began in earlier chunks. */
  private parts: Buffer[] = [];
  private held = 0;
  private inItem = false;
  /** The key just read at depth 1 of a top-level object, while that object may still prove to be an envelope. */
  private key = '';
  /** The item is known to be laid out over lines. */
  private laidOut = false;
  private keyParts: number[] | undefined;
  private afterColon = false;
  private dead = false;
  /** In text that is no JSON, between records at the top of the file: all up to a line that begins with a brace is passed over. */
  private astray = false;
  /** Objects at the top level that turned out to hold their records in a list: not records themselves. */
  private envelope = false;
  private lastByte = 0;
  /** Bytes of the file before the chunk in hand. */
  private before = 0;

  constructor(private readonly sink: SplitSink) {}

  /** Nothing more can be read from this file: the rest of it is not looked at. */
  get stopped(): boolean {
    return this.dead;
  }

  push(chunk: Buffer): void {
    let itemStart = this.inItem ? 0 : -1;
    for (let i = 0; i < chunk.length && !this.dead; i++) {
      if (this.astray) {
        i = this.nextLine(chunk, i);
        if (i === chunk.length) break;
      }
      const byte = chunk[i] ?? 0;
      if (this.inString) {
        i = this.string(chunk, i);
        continue;
      }
      if (byte === QUOTE && (this.inItem || this.depth !== this.itemDepth)) {
        this.inString = true;
        if (this.depth === 1 && this.mayBeEnvelope() && !this.afterColon) this.keyParts = [];
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.opensList(byte)) continue;
        if (byte === OPEN_BRACE && this.isNewLine(chunk, i, itemStart)) this.finish(chunk.subarray(Math.max(itemStart, 0), i));
        if (!this.inItem && this.depth === this.itemDepth) {
          if (byte === OPEN_BRACKET && this.depth === 0) {
            this.itemDepth = 1; // a bare array
          } else {
            this.inItem = true;
            itemStart = i;
          }
        }
        this.depth += 1;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.close(chunk, itemStart, i);
        if (!this.inItem) itemStart = -1;
      } else if (this.depth === 1 && byte === COLON) {
        this.afterColon = true;
      } else if (this.depth === 1 && byte === COMMA) {
        this.afterColon = false;
      } else if (!this.inItem && this.depth === this.itemDepth && !isSpace(byte) && byte !== COMMA && !this.isMark(byte, i)) {
        this.stray(byte);
      }
    }
    this.lastByte = chunk[chunk.length - 1] ?? this.lastByte;
    this.before += chunk.length;
    if (this.inItem && !this.dead) this.hold(chunk.subarray(Math.max(itemStart, 0)));
  }

  /**
   * A brace at the very start of a line within an object of the top level: with one object a line, the line before was
   * broken off. It ends here (and fails to parse), so that it doesn't take the good lines after it along. Where JSON allows a
   * brace (after a colon, a comma, a bracket) the object may as well be laid out over lines without indentation: then the
   * line break before the brace is not its first.
   */
  private isNewLine(chunk: Buffer, i: number, itemStart: number): boolean {
    if (!this.inItem || this.itemDepth !== 0 || (i > 0 ? chunk[i - 1] : this.lastByte) !== NEW_LINE) return false;
    const last = chunk.subarray(Math.max(itemStart, 0), i);
    this.laidOut ||= hasLineBreak(last.length > 0 ? [...this.parts, last] : this.parts);
    if (this.laidOut && [COLON, COMMA, OPEN_BRACKET].includes(lastInk([last]) || lastInk(this.parts))) return false;
    this.depth = 0;
    return true;
  }

  /** The index of the next brace that begins a line: where records may go on after text that is none. */
  private nextLine(chunk: Buffer, from: number): number {
    for (let i = chunk.indexOf(OPEN_BRACE, from); i >= 0; i = chunk.indexOf(OPEN_BRACE, i + 1)) {
      if ((i > 0 ? chunk[i - 1] : this.lastByte) !== NEW_LINE) continue;
      this.astray = false;
      return i;
    }
    return chunk.length;
  }

  private isMark(byte: number, i: number): boolean {
    return MARK[this.before + i] === byte;
  }

  /** Skips within a string; returns the index of the last byte that it looked at. */
  private string(chunk: Buffer, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (byte === NEW_LINE && this.itemDepth === 0) {
        this.inString = false; // no string holds a bare line break: see isNewLine
        this.escaped = false;
        this.keyParts = undefined;
        return i;
      }
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.inString = false;
        if (this.keyParts !== undefined) {
          this.key = String.fromCharCode(...this.keyParts);
          this.keyParts = undefined;
        }
        return i;
      }
      if (this.keyParts !== undefined && this.keyParts.length < LONGEST_KEY) this.keyParts.push(byte);
    }
    return chunk.length;
  }

  private mayBeEnvelope(): boolean {
    return this.itemDepth === 0 || this.envelope;
  }

  /** `"Records":[` at depth 1: the object around it is an envelope, and what it held so far is let go. */
  private opensList(byte: number): boolean {
    if (byte !== OPEN_BRACKET || this.depth !== 1 || !this.afterColon || !this.mayBeEnvelope() || !LISTS.has(this.key)) return false;
    this.envelope = true;
    this.inItem = false;
    this.parts = [];
    this.held = 0;
    this.depth = 2;
    this.itemDepth = 2;
    return true;
  }

  private close(chunk: Buffer, itemStart: number, i: number): void {
    if (this.depth === 0) {
      this.stray(chunk[i] ?? 0);
      return;
    }
    this.depth -= 1;
    if (this.inItem && this.depth === this.itemDepth) {
      this.finish(chunk.subarray(Math.max(itemStart, 0), i + 1));
    } else if (this.depth < this.itemDepth) {
      // The list is over: back in the envelope (depth 1), or at the top of the file.
      if (this.depth === 0) {
        this.itemDepth = 0;
        this.envelope = false;
        this.afterColon = false;
        this.key = '';
      } else {
        this.itemDepth = Number.MAX_SAFE_INTEGER; // what follows the list inside the envelope is no record
      }
    }
  }

  private finish(last: Buffer): void {
    const bytes = this.parts.length === 0 ? last : Buffer.concat([...this.parts, last]);
    this.parts = [];
    this.held = 0;
    this.inItem = false;
    this.afterColon = false;
    this.laidOut = false;
    this.key = '';
    this.sink.item(bytes);
  }

  private hold(part: Buffer): void {
    this.parts.push(Buffer.from(part)); // a copy: the stream reuses its buffers
    this.held += part.length;
    if (this.held <= LARGEST_ITEM) return;
    this.dead = true;
    this.parts = [];
    this.sink.fault(`a record is larger than ${LARGEST_ITEM / 1024 / 1024} MB: the rest of the file was not read`);
  }

  private stray(byte: number): void {
    const atTop = this.itemDepth === 0;
    if (atTop) this.astray = true;
    else this.dead = true;
    const shown = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16)}`;
    const rest = atTop ? 'passed over to the next line that begins with a brace' : 'the rest of the file was not read';
    this.sink.fault(`not JSON: ${shown} where a record should begin; ${rest}`);
  }

  /** The stream is over. */
  end(): void {
    if (this.dead || (!this.inItem && this.depth === 0)) return;
    this.parts = [];
    this.sink.fault('the file ends in the middle; the records before that were kept');
  }
}
