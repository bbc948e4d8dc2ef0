import { ACTION_MEMBERS, ACTOR_MEMBERS } from '../domain/event';
import { Identities } from './identities';

/** Members at the top of a record whose place is noted. */
export const MEMBERS = [
  ...ACTOR_MEMBERS,
  ...ACTION_MEMBERS,
  'eventTime',
  'eventID',
  'requestParameters',
  'responseElements',
  'resources',
  'additionalEventData',
  'serviceEventDetails',
  'detail',
  'CloudTrailEvent',
] as const;
export type Member = (typeof MEMBERS)[number];

/** Sides of a record that name resources, as numbers. */
export const SIDES = ['request', 'response', 'resources'] as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const SPACE = 0x20;

/** Ids and ARNs are shorter than this, policy documents are not; and longer than that. */
const LONGEST_REFERENCE = 2048;
const SHORTEST_REFERENCE = 8;

const NONE = -1;
/** Side of each member's strings; of `resources` only those at the key ARN count. */
const SIDE_OF: readonly number[] = MEMBERS.map((member) => {
  if (member === 'requestParameters') return 0;
  if (member === 'responseElements') return 1;
  return member === 'resources' || member === 'additionalEventData' || member === 'serviceEventDetails' ? 2 : NONE;
});
const RESOURCES = MEMBERS.indexOf('resources');
const REQUEST = MEMBERS.indexOf('requestParameters');
const IDENTITY = MEMBERS.indexOf('userIdentity');

const keyBytes = MEMBERS.map((member) => Buffer.from(member));
const BUCKET = Buffer.from('bucketName');
const ARN = Buffer.from('ARN');

/** What tells the members' keys apart at a glance (all have six letters or more): a place among 256. The bytes are compared after that. */
function mark(bytes: Buffer, from: number, length: number): number {
  return (length * 37 + (bytes[from] ?? 0) + (bytes[from + 5] ?? 0) * 5 + (bytes[from + length - 2] ?? 0) * 11) & 255;
}
const BY_MARK = new Int8Array(256).fill(NONE);
keyBytes.forEach((key, member) => {
  const place = mark(key, 0, key.length);
  if (BY_MARK[place] !== NONE) throw new RangeError(`${MEMBERS[member] ?? ''} looks like another member.`);
  BY_MARK[place] = member;
});

/** 1: a byte of a string that needs no second look. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x20 || byte === QUOTE || byte === BACKSLASH ? 0 : 1));

/**
 * Reads one JSON object of a log in a single pass over its bytes: whether it is valid JSON, where the members lie that the store
 * needs, which strings may name a resource, and a fingerprint of its keys. `JSON.parse` costs three times as much, and most of what
 * it makes is thrown away again.
 */
export class Scanner {
  /** Where each member's value begins and ends in the text (`from` is -1: it isn't there), in the order of {@link MEMBERS}. */
  readonly from = new Int32Array(MEMBERS.length);
  readonly to = new Int32Array(MEMBERS.length);
  /** Strings that look like an id, a key or an ARN: begin and end between their quotes, and their side. */
  references = new Int32Array(3 * 256);
  referenceCount = 0;
  /** Value of `requestParameters.bucketName` between its quotes; -1: none. */
  bucketFrom = NONE;
  bucketTo = NONE;
  /** Whether there is white space between the parts of the object. */
  spaced = false;
  /** Of all keys, with their nesting: two records of the same fingerprint have the same paths. */
  fingerprint = 0;
  /** Number of the text of `userIdentity`, the same for the same text; -1: it has none. */
  identity = NONE;
  private readonly identities = new Identities();
  /** By depth, whether what is open there is an object (1) or an array. */
  private stack = new Uint8Array(64);
  /** Of the fingerprint. */
  private high = 0;
  private low = 0;
  /** Of what stands around the identity that is being scanned. */
  private outerHigh = 0;
  private outerLow = 0;

  /**
   * @param start where the object's brace should stand
   * @returns the index behind the object; -1: there is no valid JSON object, and what was noted means nothing
   */
  scan(bytes: Buffer, start: number): number {
    this.from.fill(NONE);
    this.referenceCount = 0;
    this.bucketFrom = NONE;
    this.identity = NONE;
    this.spaced = false;
    this.high = 0x811c9dc5;
    this.low = 0x2545f491;
    if (bytes[start] !== OPEN_BRACE) return NONE;
    const end = this.object(bytes, start);
    this.fingerprint = (this.high >>> 0) * 0x200000 + (this.low >>> 11);
    return end;
  }

  /** Whether a member is there, and not as `null`. */
  has(member: number, bytes: Buffer): boolean {
    const from = this.from[member] ?? NONE;
    return from !== NONE && bytes[from] !== 0x6e;
  }

  private object(bytes: Buffer, start: number): number {
    const { from, to } = this;
    let { stack } = this;
    let depth = 1;
    let inObject = true;
    let opened = true; // nothing stands yet in what is open
    let i = start + 1;
    /** The member at the top that is being read, its side, and whether the value at hand stands at a key of interest. */
    let member = NONE;
    let side = NONE;
    let wanted = false;
    stack[1] = 1;
    for (;;) {
      // Between the values of what is open: its end, or the comma before the next one (which stands not before the first).
      let byte = bytes[i];
      if (byte !== undefined && byte <= SPACE) byte = bytes[(i = this.space(bytes, i))];
      if (byte === (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        i += 1;
        depth -= 1;
        if (depth === 0) return i;
        this.mix(2);
        inObject = stack[depth] === 1;
        opened = false;
        if (depth === 1) {
          if (member !== NONE) to[member] = i;
          if (member === IDENTITY) this.newIdentity(bytes, i);
          member = NONE;
          side = NONE;
        }
        continue;
      }
      if (!opened) {
        if (byte !== COMMA) return NONE;
        byte = bytes[++i];
        if (byte !== undefined && byte <= SPACE) byte = bytes[(i = this.space(bytes, i))];
      }
      if (inObject) {
        if (byte !== QUOTE) return NONE;
        const keyFrom = i + 1;
        i = this.key(bytes, keyFrom);
        if (i === NONE) return NONE;
        const length = i - keyFrom;
        byte = bytes[++i];
        if (byte !== undefined && byte <= SPACE) byte = bytes[(i = this.space(bytes, i))];
        if (byte !== COLON) return NONE;
        byte = bytes[++i];
        if (byte !== undefined && byte <= SPACE) byte = bytes[(i = this.space(bytes, i))];
        if (depth === 1) {
          const found = BY_MARK[mark(bytes, keyFrom, length)] ?? NONE;
          if (found !== NONE && same(bytes, keyFrom, keyBytes[found])) {
            member = found;
            side = SIDE_OF[found] ?? NONE;
            from[found] = i;
            if (found === IDENTITY) {
              const end = this.knownIdentity(bytes, i);
              if (end !== NONE) {
                i = end;
                to[IDENTITY] = end;
                member = NONE;
                side = NONE;
                opened = false;
                continue;
              }
            }
          }
          wanted = false;
        } else if (depth === 2) wanted = member === REQUEST && length === BUCKET.length && same(bytes, keyFrom, BUCKET);
        else if (depth === 3 && member === RESOURCES) wanted = length === ARN.length && same(bytes, keyFrom, ARN);
      }
      // A value.
      opened = false;
      if (byte === QUOTE) {
        const textFrom = i + 1;
        i = textFrom;
        while (PLAIN[bytes[i] ?? 0] === 1) i += 1;
        if (bytes[i] !== QUOTE && (i = restOfString(bytes, i)) === NONE) return NONE;
        if (side !== NONE) this.text(bytes, textFrom, i, side, member === RESOURCES ? wanted : true, wanted && depth === 2);
        i += 1;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth += 1;
        if (depth === stack.length) {
          this.stack = new Uint8Array(2 * depth);
          this.stack.set(stack);
          ({ stack } = this);
        }
        inObject = byte === OPEN_BRACE;
        stack[depth] = inObject ? 1 : 0;
        this.mix(inObject ? 3 : 4);
        opened = true;
        i += 1;
        continue;
      } else if ((i = scalar(bytes, i)) === NONE) return NONE;
      if (depth === 1) {
        if (member !== NONE) to[member] = i;
        if (member === IDENTITY) this.newIdentity(bytes, i);
        member = NONE;
        side = NONE;
      }
    }
  }

  private space(bytes: Buffer, from: number): number {
    this.spaced = true;
    let i = from;
    for (let byte = bytes[i]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = bytes[i]) i += 1;
    return i;
  }

  /** Where the identity ends that begins here, if it was scanned before; else what is mixed from here on is its own. */
  private knownIdentity(bytes: Buffer, start: number): number {
    const known = this.identities.find(bytes, start);
    if (known === undefined) {
      [this.outerHigh, this.outerLow] = [this.high, this.low];
      [this.high, this.low] = [0, 0];
      return NONE;
    }
    this.identity = known.number;
    this.mix(known.high);
    this.mix(known.low);
    return start + known.text.length;
  }

  /** An identity has been scanned to its end. */
  private newIdentity(bytes: Buffer, end: number): void {
    const { high, low } = this;
    [this.high, this.low] = [this.outerHigh, this.outerLow];
    // One with white space is scanned each time, so that the white space is noticed.
    this.identity = this.spaced ? NONE : this.identities.add(bytes, this.from[IDENTITY] ?? 0, end, high, low);
    this.mix(high);
    this.mix(low);
  }

  private mix(value: number): void {
    this.high = Math.imul(this.high ^ value, 0x01000193);
    this.low = Math.imul(this.low + value, 0x9e3779b1) ^ (this.low >>> 15);
  }

  /** @returns where the key's closing quote stands */
  private key(bytes: Buffer, start: number): number {
    let i = start;
    let { high, low } = this;
    for (;;) {
      const byte = bytes[i] ?? 0;
      if (PLAIN[byte] === 0) break;
      high = Math.imul(high ^ byte, 0x01000193);
      low = Math.imul(low + byte, 0x9e3779b1);
      i += 1;
    }
    this.high = high;
    this.low = low ^ (low >>> 15);
    this.mix(1);
    if (bytes[i] === QUOTE) return i;
    const rest = i;
    i = restOfString(bytes, i);
    for (let at = rest; at < i; at++) this.mix(bytes[at] ?? 0);
    return i;
  }

  private text(bytes: Buffer, from: number, to: number, side: number, mayBe: boolean, isBucket: boolean): void {
    if (isBucket) {
      this.bucketFrom = from;
      this.bucketTo = to;
    }
    const length = to - from;
    if (!mayBe || length < SHORTEST_REFERENCE || length > LONGEST_REFERENCE || !mayName(bytes, from, to)) return;
    const at = 3 * this.referenceCount;
    if (at === this.references.length) {
      const more = new Int32Array(2 * at);
      more.set(this.references);
      this.references = more;
    }
    this.references[at] = from;
    this.references[at + 1] = to;
    this.references[at + 2] = side;
    this.referenceCount += 1;
  }
}

/** The text of a JSON string that is known to be one, between its quotes. */
export function unescaped(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

/** From a byte of a string that isn't plain: where its closing quote stands. */
function restOfString(bytes: Buffer, start: number): number {
  for (let i = start; ; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH) {
      i = escape(bytes, i) - 1;
      if (i < 0) return NONE;
    } else if (byte === undefined || byte < SPACE) return NONE;
  }
}

/** A quick look at the bytes of a string: all ids, keys and ARNs pass, and little else. */
function mayName(bytes: Buffer, from: number, to: number): boolean {
  const first = bytes[from];
  if (first === 0x41) return bytes[from + 3] === 0x41; // A..A: access keys and unique ids
  if (first === 0x61 && bytes[from + 3] === COLON) return true; // arn:
  return bytes[to - 9] === MINUS || bytes[to - 18] === MINUS; // eni-… with eight or seventeen digits
}

function same(bytes: Buffer, from: number, key: Uint8Array | undefined): boolean {
  if (key === undefined) return false;
  for (let i = 0; i < key.length; i++) if (bytes[from + i] !== key[i]) return false;
  return true;
}

/** @returns the index behind an escape that begins at a backslash */
function escape(bytes: Buffer, at: number): number {
  switch (bytes[at + 1] ?? 0) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2;
    case 0x75: // u
      for (let i = at + 2; i < at + 6; i++) if (!isHex(bytes[i] ?? 0)) return NONE;
      return at + 6;
    default:
      return NONE;
  }
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/** @returns the index behind a number, `true`, `false` or `null` */
function scalar(bytes: Buffer, start: number): number {
  for (const word of WORDS) if (bytes[start] === word[0]) return same(bytes, start, word) ? start + word.length : NONE;
  let i = start;
  if (bytes[i] === MINUS) i += 1;
  if (bytes[i] === 0x30) i += 1;
  else if ((i = digits(bytes, i)) === NONE) return NONE;
  if (bytes[i] === 0x2e && (i = digits(bytes, i + 1)) === NONE) return NONE;
  if (bytes[i] !== 0x65 && bytes[i] !== 0x45) return i;
  i += 1;
  if (bytes[i] === MINUS || bytes[i] === 0x2b) i += 1;
  return digits(bytes, i);
}

/** @returns the index behind one digit or more */
function digits(bytes: Buffer, start: number): number {
  let i = start;
  while (isDigit(bytes[i] ?? 0)) i += 1;
  return i === start ? NONE : i;
}
