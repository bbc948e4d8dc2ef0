import { randomInt } from 'node:crypto';

/**
 * Strings of bytes, each different one kept once and known by a number, counted from 0. As a `Map` of texts, but without making a
 * text of the bytes, which costs more than all else of a look-up.
 */
export class Interner {
  count = 0;
  private slots = new Int32Array(1 << 12).fill(-1);
  private hashes = new Int32Array(1 << 11);
  /** By number, where its bytes end in the arena; they begin where those before it end. */
  private ends = new Uint32Array(1 << 11);
  private arena = Buffer.allocUnsafe(1 << 16);
  /** Unknown to whoever writes a log, so that nobody can make one whose strings all fall together. */
  private readonly seed = randomInt(2 ** 32);

  /** @returns the number of these bytes: {@link count} as it was before the call, where they are new */
  number(bytes: Uint8Array, from: number, to: number): number {
    const { slots, hashes } = this;
    let hash = this.seed;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot] ?? -1;
      if (found < 0) return this.add(slot, hash, bytes, from, to);
      if (hashes[found] === hash && this.same(found, bytes, from, to)) return found;
    }
  }

  clear(): void {
    this.count = 0;
    this.slots.fill(-1);
  }

  private startOf(number: number): number {
    return number === 0 ? 0 : (this.ends[number - 1] ?? 0);
  }

  private same(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const { arena } = this;
    let at = this.startOf(number);
    if ((this.ends[number] ?? 0) - at !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[i] !== arena[at++]) return false;
    return true;
  }

  private add(slot: number, hash: number, bytes: Uint8Array, from: number, to: number): number {
    const number = this.count++;
    const start = this.startOf(number);
    const end = start + to - from;
    if (end > this.arena.length) this.arena = Buffer.concat([this.arena.subarray(0, start)], 2 * end);
    for (let i = from; i < to; i++) this.arena[start + i - from] = bytes[i] ?? 0;
    if (number === this.ends.length) {
      this.ends = wider(this.ends, new Uint32Array(2 * number));
      this.hashes = wider(this.hashes, new Int32Array(2 * number));
    }
    this.ends[number] = end;
    this.hashes[number] = hash;
    this.slots[slot] = number;
    if (2 * this.count > this.slots.length) this.spread();
    return number;
  }

  /** Into twice as many slots. */
  private spread(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(-1);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = (this.hashes[number] ?? 0) & mask;
      while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = number;
    }
  }
}

/** The same numbers in an array with more room. */
export function wider<T extends Uint32Array | Int32Array>(numbers: T, more: T): T {
  more.set(numbers);
  return more;
}
