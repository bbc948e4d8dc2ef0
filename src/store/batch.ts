import { createHash } from 'node:crypto';
import { NotAnEvent, timeOf } from '../domain/event';
import { wider } from './interner';
import { Repeats } from './repeats';
import { MEMBERS, SIDES, unescaped, type Member, type Scanner } from './scanner';
import { MARKS, ROW_GROUP, UNCUT } from './schema';
import { ODD_ERROR, Shapes } from './shapes';
import { Tokens } from './tokens';
import { CHUNK, INLINE_BYTES, NO_TEXT, TEXT_WORDS } from './vectors';

/** What makes a batch full: a row group, or memory. */
export const MOST_EVENTS = ROW_GROUP;
/** It is looked at for being full after each piece of a file, which may hold this many of the smallest records. */
const CAPACITY = MOST_EVENTS + CHUNK;
const MOST_BYTES = 32 * 1024 * 1024;
const BLOCK_BYTES = 1024 * 1024;

/** Parts of a record that stand in columns of their own, in the order of {@link MARKS}. */
const PARTS = ['userIdentity', 'requestParameters', 'responseElements', 'eventID'] as const;
const PART_PLACES = PARTS.map((part) => MEMBERS.indexOf(part));
const REQUEST_SIDE = SIDES.indexOf('request');
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
/** A copy of fewer bytes is made sooner by hand. */
const FEW_BYTES = 80;

/** Which event names which token on which side of it, in arrays of which `count` places are in use. */
class References {
  tokenOf = new Uint32Array(4 * CAPACITY);
  eventOf = new Uint32Array(4 * CAPACITY);
  sideOf = new Uint32Array(4 * CAPACITY);
  count = 0;

  /** @param first place of the first that the same event has; it names nothing twice on one side */
  add(first: number, event: number, token: number, side: number): void {
    for (let n = first; n < this.count; n++) if (this.tokenOf[n] === token && this.sideOf[n] === side) return;
    const at = this.count++;
    if (at === this.tokenOf.length) {
      this.tokenOf = wider(this.tokenOf, new Uint32Array(2 * at));
      this.eventOf = wider(this.eventOf, new Uint32Array(2 * at));
      this.sideOf = wider(this.sideOf, new Uint32Array(2 * at));
    }
    this.tokenOf[at] = token;
    this.eventOf[at] = event;
    this.sideOf[at] = side;
  }
}

/** The events of many files in arrays of numbers and blocks of bytes, until there are enough of them to be written. */
export class Batch {
  events = 0;
  bytes = 0;
  /** What the events repeat; {@link actorOf} and {@link actionOf} are places in them. */
  readonly actors = Repeats.actors();
  readonly actions = Repeats.actions();
  readonly tokens = new Tokens();
  readonly shapes = new Shapes();
  /** By event: its time in epoch milliseconds, who and what, and its id as two 64-bit halves as DuckDB holds a UUID. */
  readonly times = new Float64Array(CAPACITY);
  readonly actorOf = new Uint32Array(CAPACITY);
  readonly actionOf = new Uint32Array(CAPACITY);
  readonly ids = new Uint32Array(4 * CAPACITY);
  /** Ids that are no UUID, by event. */
  readonly oddIds = new Map<number, string>();
  /** Texts by event, {@link TEXT_WORDS} words each; of one that is not inline the third is its block, the fourth its place there. */
  readonly requests = new Uint32Array(TEXT_WORDS * CAPACITY);
  readonly responses = new Uint32Array(TEXT_WORDS * CAPACITY);
  readonly rests = new Uint32Array(TEXT_WORDS * CAPACITY);
  readonly blocks: Buffer[] = [];
  readonly references = new References();
  private readonly seen = new Int32Array(1 << 18).fill(-1);
  /** Blocks of earlier batches, to be used again: fresh memory costs a fault of the machine a page. */
  private spare: Buffer[] = [];
  private readonly order = new Uint8Array(PARTS.length);
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
    const actor = this.actors.number(bytes, scanner);
    this.actorOf[event] = actor;
    if (!this.isNew(event, this.actors.list[actor]?.account)) return false;
    const action = this.actions.number(bytes, scanner);
    this.actionOf[event] = action;
    const { operation = '', service, errorCode } = this.actions.list[action] ?? {};
    if (odd !== undefined) this.oddIds.set(event, odd);
    this.times[event] = time;
    this.events += 1;
    this.takeTexts(event, bytes, start, end, scanner);
    this.takeReferences(event, service, bytes, scanner);
    if (errorCode === undefined && scanner.has(ERROR_CODE, bytes)) this.shapes.note(operation, ODD_ERROR);
    this.shapes.add(operation, bytes, start, end, scanner.fingerprint);
    return true;
  }

  clear(): void {
    this.events = 0;
    this.bytes = 0;
    this.references.count = 0;
    this.spare = this.blocks.splice(0).filter(({ length }) => length === BLOCK_BYTES);
    this.used = BLOCK_BYTES;
    this.oddIds.clear();
    this.seen.fill(-1);
    this.actors.tidy();
    this.actions.tidy();
    this.tokens.clear();
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
  private isNew(event: number, account: string | undefined): boolean {
    const { ids, seen, actors, actorOf } = this;
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
        actors.list[actorOf[other] ?? 0]?.account === account
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
      for (let n = 0, parts = this.orderParts(event, bytes, scanner); n < parts; n++) {
        const part = this.order[n] ?? 0;
        at = copied(bytes, done, startOf(part, scanner), block, at);
        const mark = MARKS[part];
        block[at++] = mark?.digit ?? 0;
        block[at++] = mark?.space ?? 0;
        done = endOf(part, scanner);
      }
    at = copied(bytes, done, end, block, at);
    this.note(this.rests, event, from, at);
  }

  private takePart(part: number, words: Uint32Array, entry: number, bytes: Buffer, scanner: Scanner): void {
    if (!scanner.has(PART_PLACES[part] ?? 0, bytes)) {
      words[TEXT_WORDS * entry] = NO_TEXT;
      return;
    }
    const block = this.blocks[this.blocks.length - 1] ?? Buffer.of();
    const from = this.used;
    this.note(words, entry, from, copied(bytes, startOf(part, scanner), endOf(part, scanner), block, from));
  }

  /** Fills {@link order} with the parts that are cut out of this record, as they stand there, which varies. @returns their number */
  private orderParts(event: number, bytes: Buffer, scanner: Scanner): number {
    const { order } = this;
    let parts = 0;
    for (let part = 0; part < PARTS.length; part++) {
      if (part === ID ? this.oddIds.has(event) : !scanner.has(PART_PLACES[part] ?? 0, bytes)) continue;
      let n = parts++;
      for (; n > 0 && startOf(order[n - 1] ?? 0, scanner) > startOf(part, scanner); n--) order[n] = order[n - 1] ?? 0;
      order[n] = part;
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

  private takeReferences(event: number, service: string | undefined, bytes: Buffer, scanner: Scanner): void {
    const { references, tokens } = this;
    const first = references.count;
    for (let n = 0; n < scanner.referenceCount && references.count - first < MOST_REFERENCES; n++) {
      const token = tokens.number(bytes, scanner.references[3 * n] ?? 0, scanner.references[3 * n + 1] ?? 0);
      if (token >= 0) references.add(first, event, token, scanner.references[3 * n + 2] ?? 0);
    }
    if (scanner.bucketFrom < 0 || service !== 's3.amazonaws.com') return;
    const token = tokens.bucket(bytes, scanner.bucketFrom, scanner.bucketTo);
    if (token >= 0) references.add(first, event, token, REQUEST_SIDE);
  }
}

function startOf(part: number, { from }: Scanner): number {
  return from[PART_PLACES[part] ?? 0] ?? -1;
}

function endOf(part: number, { to }: Scanner): number {
  return to[PART_PLACES[part] ?? 0] ?? -1;
}

/** @returns where the copy ends */
function copied(bytes: Buffer, from: number, to: number, target: Buffer, at: number): number {
  if (to - from > FEW_BYTES) return at + bytes.copy(target, at, from, to);
  for (let i = from; i < to; i++) target[at + i - from] = bytes[i] ?? 0;
  return at + to - from;
}

/** Up to four bytes as one little-endian word, zeros behind the end. */
function wordAt(bytes: Buffer, from: number, to: number): number {
  let word = 0;
  for (let i = Math.min(from + 4, to) - 1; i >= from; i--) word = (word << 8) | (bytes[i] ?? 0);
  return word;
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
