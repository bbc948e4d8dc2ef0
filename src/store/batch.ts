import { createHash } from 'node:crypto';
import { NotAnEvent, timeOf, type Call } from '../domain/event';
import { bucketArn } from '../domain/resource';
import { Calls, type KnownCall } from './calls';
import { CHUNK, INLINE_BYTES, NO_TEXT, TEXT_WORDS } from './vectors';
import { MARKS, UNCUT } from './schema';
import { MEMBERS, type Member, type Scanner } from './scanner';
import { Tokens } from './tokens';
import { ODD_ERROR, Shapes } from './shapes';

/** What makes a batch full: a few row groups of the database, and memory. */
export const MOST_EVENTS = 8 * CHUNK;
/** It is looked at for being full after each piece of a file, which may hold this many of the smallest records. */
const CAPACITY = MOST_EVENTS + CHUNK;
const MOST_BYTES = 32 * 1024 * 1024;
const BLOCK_BYTES = 1024 * 1024;

/** Parts of a record that stand in columns of their own, in the order of {@link MARKS}. */
const PARTS = ['userIdentity', 'requestParameters', 'responseElements', 'eventID'] as const;
const PART_PLACES = PARTS.map((part) => MEMBERS.indexOf(part));
const REQUEST = PARTS.indexOf('requestParameters');
const RESPONSE = PARTS.indexOf('responseElements');
const ID = PARTS.indexOf('eventID');

/** A record that names more is a listing, not a touch. */
const MOST_REFERENCES = 256;
/** Values of hexadecimal digits in lower case; -1: none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? '0123456789abcdef'.indexOf(String.fromCharCode(byte)) : -1));

const place = (member: Member): number => MEMBERS.indexOf(member);
const EVENT_TIME = place('eventTime');
const EVENT_ID = place('eventID');
const ERROR_CODE = place('errorCode');

/** The events of many files in arrays of numbers and blocks of bytes, until there are enough of them to be written. */
export class Batch {
  events = 0;
  bytes = 0;
  /** The calls of these events; {@link callOf} is a place in it. */
  readonly calls: KnownCall[] = [];
  readonly tokens = new Tokens();
  readonly shapes = new Shapes();
  /** By event: its time in epoch milliseconds, its call, and its id as two 64-bit halves as DuckDB holds a UUID. */
  times = new Float64Array(CAPACITY);
  callOf = new Uint32Array(CAPACITY);
  ids = new Uint32Array(4 * CAPACITY);
  /** Ids that are no UUID, by event. */
  readonly oddIds = new Map<number, string>();
  /** Texts by event, {@link TEXT_WORDS} words each; of one that is not inline the third is its block, the fourth its place there. */
  readonly requests = new Uint32Array(TEXT_WORDS * CAPACITY);
  readonly responses = new Uint32Array(TEXT_WORDS * CAPACITY);
  readonly rests = new Uint32Array(TEXT_WORDS * CAPACITY);
  readonly blocks: Buffer[] = [];
  /** References: token, event, side, three numbers each. */
  references = new Uint32Array(3 * 4 * CAPACITY);
  referenceCount = 0;
  duplicates = 0;
  private readonly known = new Calls();
  /** Of a known call its place in {@link calls} plus one; 0: none. */
  private placeOfCall = new Uint32Array(4096);
  private readonly seen = new Int32Array(1 << 18).fill(-1);
  /** Blocks of earlier batches, to be used again: fresh memory costs a fault of the machine a page. */
  private spare: Buffer[] = [];
  /** What is used of the last block. */
  private used = BLOCK_BYTES;

  /** @param most events; fewer than usual where somebody waits for the first ones */
  isFull(most = MOST_EVENTS): boolean {
    return this.events >= most || this.bytes >= MOST_BYTES || this.tokens.full;
  }

  /**
   * Takes in one record, from `start` to `end` as the scanner found it. The bytes are the caller's again afterwards.
   * @returns whether it is new to this batch
   * @throws NotAnEvent
   */
  add(bytes: Buffer, start: number, end: number, scanner: Scanner): boolean {
    const time = timeAt(bytes, scanner);
    const event = this.events;
    if (event === CAPACITY) throw new RangeError('The batch is full.');
    const odd = this.readId(bytes, scanner, event);
    const { call, local } = this.callNumber(bytes, scanner);
    this.callOf[event] = local;
    if (!this.isNew(event, call.account)) {
      this.duplicates += 1;
      return false;
    }
    if (odd !== undefined) this.oddIds.set(event, odd);
    this.times[event] = time;
    this.events += 1;
    this.takeTexts(event, bytes, start, end, scanner);
    this.takeReferences(event, call.service, bytes, scanner);
    if (call.errorCode === undefined && scanner.has(ERROR_CODE, bytes)) this.shapes.note(call.operation, ODD_ERROR);
    this.shapes.add(call.operation, bytes, start, end, scanner.fingerprint);
    return true;
  }

  clear(): void {
    this.events = 0;
    this.bytes = 0;
    this.duplicates = 0;
    this.referenceCount = 0;
    this.spare = this.blocks.splice(0).filter(({ length }) => length === BLOCK_BYTES);
    this.used = BLOCK_BYTES;
    this.oddIds.clear();
    this.seen.fill(-1);
    this.calls.length = 0;
    this.placeOfCall.fill(0);
    this.known.tidy();
    this.tokens.clear();
  }

  private callNumber(bytes: Buffer, scanner: Scanner): { readonly call: Call; readonly local: number } {
    const number = this.known.number(bytes, scanner);
    const known = this.known.list[number];
    if (known === undefined) throw new RangeError(`There is no call ${number}.`);
    if (number >= this.placeOfCall.length) {
      const more = new Uint32Array(2 * number);
      more.set(this.placeOfCall);
      this.placeOfCall = more;
    }
    let place = this.placeOfCall[number] ?? 0;
    if (place === 0) {
      place = this.calls.push(known);
      this.placeOfCall[number] = place;
    }
    return { call: known.call, local: place - 1 };
  }

  /** Notes the id as a number; of one that is no UUID a digest, and gives back its text. */
  private readId(bytes: Buffer, scanner: Scanner, event: number): string | undefined {
    const from = (scanner.from[EVENT_ID] ?? -1) + 1;
    const to = (scanner.to[EVENT_ID] ?? 0) - 1;
    if (to - from === 36 && this.readUuid(bytes, from, event)) return undefined;
    const text = stringAt(bytes, scanner, EVENT_ID);
    if (text === undefined || text === '') throw new NotAnEvent('no eventID');
    const digest = createHash('sha256').update(text).digest();
    for (let word = 0; word < 4; word++) this.ids[4 * event + 3 - word] = digest.readUInt32BE(4 * word) ^ (word === 0 ? 0x80000000 : 0);
    return text;
  }

  /** 36 characters, lower case, as AWS writes them. */
  private readUuid(bytes: Buffer, from: number, event: number): boolean {
    let digits = 0;
    let word = 0;
    for (let i = from; i < from + 36; i++) {
      const byte = bytes[i] ?? 0;
      const dash = i - from === 8 || i - from === 13 || i - from === 18 || i - from === 23;
      if (dash) {
        if (byte !== 0x2d) return false;
        continue;
      }
      const value = HEX[byte] ?? -1;
      if (value < 0) return false;
      word = (word << 4) | value;
      digits += 1;
      if ((digits & 7) === 0) {
        // DuckDB: the lower half first, and the upper half with its first bit turned over, so that numbers sort as texts do.
        this.ids[4 * event + (4 - (digits >>> 3))] = digits === 8 ? word ^ 0x80000000 : word;
        word = 0;
      }
    }
    return true;
  }

  /** Looks the event's id and account up among those before it, and notes them. */
  private isNew(event: number, account: string): boolean {
    const { ids, seen, calls, callOf } = this;
    const at = 4 * event;
    const mask = seen.length - 1;
    for (let slot = Math.imul((ids[at] ?? 0) ^ (ids[at + 2] ?? 0), 0x9e3779b1) >>> 0; ; slot++) {
      const other = seen[slot & mask] ?? -1;
      if (other < 0) {
        seen[slot & mask] = event;
        return true;
      }
      const there = 4 * other;
      if (
        ids[there] === ids[at] &&
        ids[there + 1] === ids[at + 1] &&
        ids[there + 2] === ids[at + 2] &&
        ids[there + 3] === ids[at + 3] &&
        calls[callOf[other] ?? 0]?.call.account === account
      )
        return false;
    }
  }

  /** Sees to it that this many bytes fit into the last block. */
  private makeRoom(length: number): void {
    const most = length + 2 * PARTS.length + 1;
    if (this.used + most <= BLOCK_BYTES) return;
    this.blocks.push(most > BLOCK_BYTES ? Buffer.allocUnsafe(most) : (this.spare.pop() ?? Buffer.allocUnsafe(BLOCK_BYTES)));
    this.used = 0;
  }

  /** The record's parts, and the rest of it with a mark in the place of each. */
  private takeTexts(event: number, bytes: Buffer, start: number, end: number, scanner: Scanner): void {
    this.makeRoom(end - start);
    this.takePart(REQUEST, this.requests, event, bytes, scanner);
    this.takePart(RESPONSE, this.responses, event, bytes, scanner);
    const block = this.blocks[this.blocks.length - 1] ?? Buffer.of();
    const from = this.used;
    let at = from;
    let done = start;
    // With white space of its own in it the record could hold what stands for a part.
    if (scanner.spaced) block[at++] = UNCUT;
    else
      for (const part of this.partsInOrder(event, bytes, scanner)) {
        at += bytes.copy(block, at, done, startOf(part, scanner));
        const mark = MARKS[part];
        block[at++] = mark?.digit ?? 0;
        block[at++] = mark?.space ?? 0;
        done = endOf(part, scanner);
      }
    at += bytes.copy(block, at, done, end);
    this.note(this.rests, event, from, at);
  }

  private takePart(part: number, words: Uint32Array, entry: number, bytes: Buffer, scanner: Scanner): void {
    if (!scanner.has(PART_PLACES[part] ?? 0, bytes)) {
      words[TEXT_WORDS * entry] = NO_TEXT;
      return;
    }
    const block = this.blocks[this.blocks.length - 1] ?? Buffer.of();
    const from = this.used;
    this.note(words, entry, from, from + bytes.copy(block, from, startOf(part, scanner), endOf(part, scanner)));
  }

  /** The parts that are cut out of this record, in the order in which they stand there, which varies. */
  private partsInOrder(event: number, bytes: Buffer, scanner: Scanner): readonly number[] {
    const parts: number[] = [];
    for (let part = 0; part < PARTS.length; part++) {
      if (part === ID ? this.oddIds.has(event) : !scanner.has(PART_PLACES[part] ?? 0, bytes)) continue;
      let n = parts.length;
      while (n > 0 && startOf(parts[n - 1] ?? 0, scanner) > startOf(part, scanner)) n -= 1;
      parts.splice(n, 0, part);
    }
    return parts;
  }

  /** Notes that a text stands at the end of the last block. */
  private note(words: Uint32Array, entry: number, from: number, to: number): void {
    const block = this.blocks[this.blocks.length - 1] ?? Buffer.of();
    const at = TEXT_WORDS * entry;
    const length = to - from;
    words[at] = length;
    words[at + 1] = wordAt(block, from, to);
    if (length <= INLINE_BYTES) {
      words[at + 2] = wordAt(block, from + 4, to);
      words[at + 3] = wordAt(block, from + 8, to);
      return;
    }
    words[at + 2] = this.blocks.length - 1;
    words[at + 3] = from;
    this.used = to;
    this.bytes += length;
  }

  private takeReferences(event: number, service: string, bytes: Buffer, scanner: Scanner): void {
    const { references } = scanner;
    const first = this.referenceCount;
    for (let n = 0; n < scanner.referenceCount && this.referenceCount - first < MOST_REFERENCES; n++) {
      const from = references[3 * n] ?? 0;
      const to = references[3 * n + 1] ?? 0;
      this.reference(first, event, this.tokens.number(unescaped(bytes, from, to)), references[3 * n + 2] ?? 0);
    }
    if (scanner.bucketFrom < 0 || service !== 's3.amazonaws.com') return;
    const arn = bucketArn(unescaped(bytes, scanner.bucketFrom, scanner.bucketTo));
    if (arn !== undefined) this.reference(first, event, this.tokens.number(arn), 0);
  }

  private reference(first: number, event: number, token: number, side: number): void {
    if (token < 0) return;
    for (let n = first; n < this.referenceCount; n++) if (this.references[3 * n] === token && this.references[3 * n + 2] === side) return;
    const at = 3 * this.referenceCount;
    if (at === this.references.length) {
      const more = new Uint32Array(2 * at);
      more.set(this.references);
      this.references = more;
    }
    this.references[at] = token;
    this.references[at + 1] = event;
    this.references[at + 2] = side;
    this.referenceCount += 1;
  }
}

function startOf(part: number, { from }: Scanner): number {
  return from[PART_PLACES[part] ?? 0] ?? -1;
}

function endOf(part: number, { to }: Scanner): number {
  return to[PART_PLACES[part] ?? 0] ?? -1;
}

/** Up to four bytes as one little-endian word, zeros behind the end. */
function wordAt(bytes: Buffer, from: number, to: number): number {
  let word = 0;
  for (let i = Math.min(from + 4, to) - 1; i >= from; i--) word = (word << 8) | (bytes[i] ?? 0);
  return word;
}

/** The text of a JSON string between its quotes. */
function unescaped(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

/** A member's value where it is a string. */
function stringAt(bytes: Buffer, { from, to }: Scanner, member: number): string | undefined {
  const start = from[member] ?? -1;
  return start >= 0 && bytes[start] === 0x22 ? unescaped(bytes, start + 1, (to[member] ?? 0) - 1) : undefined;
}

let lastDay = '';
let lastDayStart = 0;

/** The event's time. Nearly all are of one form, and of the same day as the one before. @throws NotAnEvent */
function timeAt(bytes: Buffer, scanner: Scanner): number {
  const from = (scanner.from[EVENT_TIME] ?? -1) + 1;
  const to = (scanner.to[EVENT_TIME] ?? 0) - 1;
  if (to - from === 20 && bytes[from + 10] === 0x54 && bytes[from + 19] === 0x5a) {
    const hour = twoDigits(bytes, from + 11);
    const minute = twoDigits(bytes, from + 14);
    const second = twoDigits(bytes, from + 17);
    if (hour < 24 && minute < 60 && second < 60 && bytes[from + 13] === 0x3a && bytes[from + 16] === 0x3a) {
      const day = bytes.toString('latin1', from, from + 10);
      if (day !== lastDay) {
        lastDayStart = Date.parse(`${day}T00:00:00Z`);
        lastDay = day;
      }
      if (!Number.isNaN(lastDayStart)) return lastDayStart + ((hour * 60 + minute) * 60 + second) * 1000;
    }
  }
  const text = stringAt(bytes, scanner, EVENT_TIME);
  return timeOf(text === '' ? undefined : text);
}

/** 100 or more: these are no two digits. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? 10 * tens + ones : 100;
}
