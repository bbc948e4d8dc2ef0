/** Identities that are remembered by the bytes they begin with. */
const SLOTS = 4096;
/** Sessions of one principal differ only behind this. */
const PREFIX = 96;
/** Shorter ones are scanned as quickly as they are looked up; a longer one is no identity AWS writes. */
const SHORTEST = 64;
const LONGEST = 4096;
const NONE = -1;
const CLOSE_BRACE = 0x7d;

interface Known {
  readonly text: Buffer;
  readonly number: number;
  readonly high: number;
  readonly low: number;
}

/**
 * Texts of `userIdentity`, a third of each record, which few people and services share: one that was scanned before is known by its
 * bytes and not scanned again.
 */
export class Identities {
  private readonly slots: (Known | undefined)[] = Array<undefined>(SLOTS).fill(undefined);
  private numbers = 0;

  /** The identity that begins here, if it is the one that began so last; it ends where its text does. */
  find(bytes: Buffer, start: number): Known | undefined {
    const known = this.slots[slot(bytes, start)];
    if (known === undefined) return undefined;
    const { length } = known.text;
    if (bytes[start + length - 1] !== CLOSE_BRACE || bytes.compare(known.text, 0, length, start, start + length) !== 0) return undefined;
    return known;
  }

  /**
   * Remembers one that was scanned, with what it adds to a record's fingerprint.
   * @returns its number, which no other text has; -1: it is not worth it
   */
  add(bytes: Buffer, start: number, end: number, high: number, low: number): number {
    const length = end - start;
    if (length < SHORTEST || length > LONGEST || bytes[end - 1] !== CLOSE_BRACE) return NONE;
    const known = { text: Buffer.from(bytes.subarray(start, end)), number: this.numbers++, high, low };
    this.slots[slot(bytes, start)] = known;
    return known.number;
  }
}

function slot(bytes: Buffer, start: number): number {
  let hash = 0;
  for (let i = start; i < start + PREFIX; i += 2) hash = Math.imul(hash ^ ((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8)), 0x01000193);
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}
