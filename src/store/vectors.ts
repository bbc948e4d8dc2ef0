import duckdb from '@duckdb/node-bindings';
import { BLOB, DuckDBDataChunk, type DuckDBAppender, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api';

/** Rows of one data chunk: DuckDB's vector size. */
export const CHUNK = duckdb.vector_size();

/**
 * A text as DuckDB's `duckdb_string_t` holds it (duckdb.h): four 32-bit words, little-endian. The length; then all of the text where
 * that is up to twelve bytes, else its first four bytes and the 64-bit address of the whole.
 */
export const TEXT_WORDS = 4;
export const INLINE_BYTES = 12;
/** In place of the length: there is no text (NULL). */
export const NO_TEXT = 0xffffffff;
const WORD = 2 ** 32;

/** Bytes in DuckDB's own memory that texts of appended rows may point into, for as long as this object is in use. */
export class Heap {
  private readonly chunk = duckdb.create_data_chunk([BLOB.toLogicalType().logical_type]);
  private readonly vector = duckdb.data_chunk_get_vector(this.chunk, 0); // BLOB: the bytes are copied in without a look at them
  private count = 0;

  get full(): boolean {
    return this.count === CHUNK;
  }

  /** The address of a copy of the bytes, as its lower and upper half. There is room for {@link CHUNK} of them. */
  keep(bytes: Uint8Array): { readonly low: number; readonly high: number } {
    const long = bytes.length > INLINE_BYTES ? bytes : Buffer.concat([bytes, Buffer.alloc(INLINE_BYTES + 1)]);
    duckdb.vector_assign_string_element_len(this.vector, this.count, long);
    this.count += 1;
    const data = duckdb.vector_get_data(this.vector, 16 * this.count);
    const view = new DataView(data.buffer, data.byteOffset + 16 * (this.count - 1), 16);
    return { low: view.getUint32(8, true), high: view.getUint32(12, true) };
  }

  /** Lets go of all bytes. (A chunk that is no longer needed is freed by the garbage collector, which sees no reason to hurry.) */
  clear(): void {
    duckdb.data_chunk_reset(this.chunk);
    this.count = 0;
  }
}

/** Where blocks of bytes lie in a heap. */
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

/** Puts whole chunks into a table without a call for each value: what a loader of millions of rows can afford. */
export class ChunkAppender {
  private rows = 0;
  private column = 0;
  /** The column at hand, as it is made: its words, and a bit a row where there is a value. */
  private readonly words = new Uint32Array(TEXT_WORDS * CHUNK);
  private readonly valid = new Uint32Array(CHUNK / 32);

  private constructor(
    private readonly appender: DuckDBAppender,
    private readonly chunk: DuckDBDataChunk,
  ) {}

  static async open(connection: DuckDBConnection, catalog: string, table: string, types: readonly DuckDBType[]): Promise<ChunkAppender> {
    const chunk = DuckDBDataChunk.create(types);
    return new ChunkAppender(await connection.createAppender(table, 'main', catalog), chunk);
  }

  /** Begins a chunk of so many rows, {@link CHUNK} at most; its columns are put one after the other. */
  start(rows: number): void {
    const { chunk } = this.chunk;
    duckdb.data_chunk_reset(chunk);
    duckdb.data_chunk_set_size(chunk, rows);
    this.rows = rows;
    this.column = 0;
  }

  /** A column of numbers as they lie in memory. */
  numbers(values: Uint32Array | Uint8Array): void {
    duckdb.copy_data_to_vector(this.vector(), 0, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  }

  /** A column of texts out of a dictionary of {@link TEXT_WORDS} words each. @param entryOf by what stands in `rows`, the place in the dictionary */
  dictionary(rows: Uint32Array, entryOf: Uint32Array | Uint8Array, dictionary: Uint32Array): void {
    const { words } = this;
    let absent = 0;
    for (let row = 0; row < rows.length; row++) {
      const from = TEXT_WORDS * (entryOf[rows[row] ?? 0] ?? 0);
      const length = dictionary[from] ?? 0;
      if (length === NO_TEXT) {
        this.absent(row, absent++ === 0);
        continue;
      }
      const to = TEXT_WORDS * row;
      words[to] = length;
      words[to + 1] = dictionary[from + 1] ?? 0;
      words[to + 2] = dictionary[from + 2] ?? 0;
      words[to + 3] = dictionary[from + 3] ?? 0;
    }
    this.putTexts(absent > 0);
  }

  /** A column of texts that are in line or in blocks: of one in a block the third word is the block, the fourth its place there. */
  texts(rows: Uint32Array, source: Uint32Array, { low, high }: Addresses): void {
    const { words } = this;
    let absent = 0;
    for (let row = 0; row < rows.length; row++) {
      const from = TEXT_WORDS * (rows[row] ?? 0);
      const length = source[from] ?? 0;
      if (length === NO_TEXT) {
        this.absent(row, absent++ === 0);
        continue;
      }
      const to = TEXT_WORDS * row;
      words[to] = length;
      words[to + 1] = source[from + 1] ?? 0;
      const third = source[from + 2] ?? 0;
      if (length <= INLINE_BYTES) {
        words[to + 2] = third;
        words[to + 3] = source[from + 3] ?? 0;
        continue;
      }
      const address = (low[third] ?? 0) + (source[from + 3] ?? 0);
      words[to + 2] = address;
      words[to + 3] = (high[third] ?? 0) + (address >= WORD ? 1 : 0);
    }
    this.putTexts(absent > 0);
  }

  append(): void {
    this.appender.appendDataChunk(this.chunk);
  }

  close(): void {
    this.appender.closeSync();
  }

  private absent(row: number, first: boolean): void {
    if (first) this.valid.fill(0xffffffff);
    this.valid[row >>> 5] = (this.valid[row >>> 5] ?? 0) & ~(1 << (row & 31));
    this.words.fill(0, TEXT_WORDS * row, TEXT_WORDS * (row + 1));
  }

  private putTexts(someAbsent: boolean): void {
    const vector = this.vector();
    duckdb.copy_data_to_vector(vector, 0, this.words.buffer, 0, 4 * TEXT_WORDS * this.rows);
    if (!someAbsent) return;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, this.valid.buffer, 0, this.valid.byteLength);
  }

  private vector(): ReturnType<typeof duckdb.data_chunk_get_vector> {
    return duckdb.data_chunk_get_vector(this.chunk.chunk, this.column++);
  }
}
