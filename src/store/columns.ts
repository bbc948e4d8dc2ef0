import { INLINE_BYTES, NO_TEXT, TEXT_WORDS, type Column, type Heap } from './vectors';

export interface Addresses {
  readonly low: Float64Array;
  readonly high: Uint32Array;
}

export function addresses(blocks: readonly Buffer[], heap: Heap): Addresses {
  const low = new Float64Array(blocks.length);
  const high = new Uint32Array(blocks.length);
  blocks.forEach((block, n) => {
    const at = heap.keep(block);
    low[n] = at.low;
    high[n] = at.high;
  });
  return { low, high };
}

const WORD = 2 ** 32;

/** Texts of the batch, their places in blocks turned into addresses. */
export function resolved(events: Uint32Array, words: Uint32Array, { low, high }: Addresses): Uint32Array {
  const out = new Uint32Array(TEXT_WORDS * events.length);
  for (let row = 0; row < events.length; row++) {
    const from = TEXT_WORDS * (events[row] ?? 0);
    const to = TEXT_WORDS * row;
    const length = words[from] ?? 0;
    out[to] = length;
    if (length === NO_TEXT) continue;
    out[to + 1] = words[from + 1] ?? 0;
    if (length <= INLINE_BYTES) {
      out[to + 2] = words[from + 2] ?? 0;
      out[to + 3] = words[from + 3] ?? 0;
      continue;
    }
    const block = words[from + 2] ?? 0;
    const address = (low[block] ?? 0) + (words[from + 3] ?? 0);
    out[to + 2] = address % WORD;
    out[to + 3] = (high[block] ?? 0) + (address >= WORD ? 1 : 0);
  }
  return out;
}

/** Texts out of a dictionary. */
export function gathered(rows: Uint32Array, entryOf: (row: number) => number, dictionary: Uint32Array): Column {
  const words = new Uint32Array(TEXT_WORDS * rows.length);
  for (let row = 0; row < rows.length; row++) {
    const from = TEXT_WORDS * entryOf(rows[row] ?? 0);
    for (let word = 0; word < TEXT_WORDS; word++) words[TEXT_WORDS * row + word] = dictionary[from + word] ?? 0;
  }
  return { kind: 'text', words };
}

export function fixed<T extends Uint32Array | BigInt64Array | Uint8Array>(out: T, fill: (out: T) => void): Column {
  fill(out);
  return { kind: 'fixed', data: out.buffer as ArrayBuffer };
}

/** Lists of texts as words that point into one piece of the heap. Texts may come as bytes. */
export function dictionaries(heap: Heap, ...lists: readonly (readonly (string | Buffer | undefined)[])[]): readonly Uint32Array[] {
  const offsets = new Map<string | Buffer, number>();
  const pieces: Buffer[] = [];
  let size = 0;
  const encoded = lists.map((list) =>
    list.map((text) => {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      if (text !== undefined && bytes !== undefined && bytes.length > INLINE_BYTES && !offsets.has(text)) {
        offsets.set(text, size);
        pieces.push(bytes);
        size += bytes.length;
      }
      return bytes;
    }),
  );
  const base = heap.keep(Buffer.concat(pieces));
  return lists.map((list, n) => {
    const words = new Uint32Array(TEXT_WORDS * list.length);
    const bytes = Buffer.from(words.buffer);
    list.forEach((text, at) => {
      const value = encoded[n]?.[at];
      if (text === undefined || value === undefined) {
        words[TEXT_WORDS * at] = NO_TEXT;
        return;
      }
      words[TEXT_WORDS * at] = value.length;
      value.copy(bytes, 16 * at + 4, 0, value.length <= INLINE_BYTES ? value.length : 4);
      if (value.length <= INLINE_BYTES) return;
      const address = base.low + (offsets.get(text) ?? 0);
      words[TEXT_WORDS * at + 2] = address % WORD;
      words[TEXT_WORDS * at + 3] = base.high + (address >= WORD ? 1 : 0);
    });
    return words;
  });
}
