import { Heap, INLINE_BYTES, NO_TEXT, TEXT_WORDS } from './vectors';

const WORD = 2 ** 32;

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
      words[TEXT_WORDS * at + 2] = address;
      words[TEXT_WORDS * at + 3] = base.high + (address >= WORD ? 1 : 0);
    });
    return words;
  });
}

/** A list that only grows, until another generation of it begins. */
export interface Growing<T> {
  readonly list: readonly T[];
  readonly generation: number;
}

/** Texts of what a growing list holds, column by column, as words that point into a heap of its own: each is written once. */
export class Dictionary<T> {
  private readonly heap = new Heap();
  private readonly words: Uint32Array[];
  private size = 0;
  private generation = 0;

  constructor(private readonly columns: readonly ((item: T) => string | Buffer | undefined)[]) {
    this.words = columns.map(() => new Uint32Array(TEXT_WORDS * 1024));
  }

  /** Takes in what is new. @returns the words of the columns */
  of({ list, generation }: Growing<T>): readonly Uint32Array[] {
    if (generation !== this.generation || this.heap.full) {
      this.heap.clear();
      this.size = 0;
      this.generation = generation;
    }
    if (list.length === this.size) return this.words;
    const more = list.slice(this.size);
    dictionaries(this.heap, ...this.columns.map((column) => more.map(column))).forEach((words, n) => {
      const known = this.words[n] ?? words;
      if (TEXT_WORDS * list.length > known.length) {
        const wide = new Uint32Array(2 * TEXT_WORDS * list.length);
        wide.set(known);
        wide.set(words, TEXT_WORDS * this.size);
        this.words[n] = wide;
      } else known.set(words, TEXT_WORDS * this.size);
    });
    this.size = list.length;
    return this.words;
  }
}
