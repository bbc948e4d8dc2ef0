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

/** Bytes in DuckDB's own memory that texts of appended rows may point into, for as long as this object is in use. */
export class Heap {
  private readonly chunk = duckdb.create_data_chunk([BLOB.toLogicalType().logical_type]);
  private readonly vector = duckdb.data_chunk_get_vector(this.chunk, 0); // BLOB: the bytes are copied in without a look at them
  private count = 0;

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

/** One column of a chunk, its values in the order of the rows. */
export type Column = { readonly kind: 'fixed'; readonly data: ArrayBuffer } | { readonly kind: 'text'; readonly words: Uint32Array };

/** Puts whole chunks into a table without a call for each value: what a loader of millions of rows can afford. */
export class ChunkAppender {
  private constructor(
    private readonly appender: DuckDBAppender,
    private readonly chunk: DuckDBDataChunk,
  ) {}

  static async open(connection: DuckDBConnection, catalog: string, table: string, types: readonly DuckDBType[]): Promise<ChunkAppender> {
    const chunk = DuckDBDataChunk.create(types);
    return new ChunkAppender(await connection.createAppender(table, 'main', catalog), chunk);
  }

  /** @param columns of `rows` rows each, {@link CHUNK} at most */
  append(rows: number, columns: readonly Column[]): void {
    const { chunk } = this.chunk;
    duckdb.data_chunk_reset(chunk);
    duckdb.data_chunk_set_size(chunk, rows);
    columns.forEach((column, index) => {
      const vector = duckdb.data_chunk_get_vector(chunk, index);
      if (column.kind === 'fixed') {
        duckdb.copy_data_to_vector(vector, 0, column.data, 0, column.data.byteLength);
        return;
      }
      const { words } = column;
      const nulls = validity(words, rows);
      duckdb.copy_data_to_vector(vector, 0, words.buffer as ArrayBuffer, words.byteOffset, rows * 4 * TEXT_WORDS);
      if (nulls === undefined) return;
      duckdb.vector_ensure_validity_writable(vector);
      duckdb.copy_data_to_vector_validity(vector, 0, nulls.buffer as ArrayBuffer, 0, nulls.byteLength);
    });
    this.appender.appendDataChunk(this.chunk);
  }

  close(): void {
    this.appender.closeSync();
  }
}

/** A bit a row, 1: there is a value; `undefined` where all rows have one. Lengths of absent texts become 0. */
function validity(words: Uint32Array, rows: number): BigUint64Array | undefined {
  let bits: Uint32Array | undefined;
  for (let row = 0; row < rows; row++) {
    if (words[row * TEXT_WORDS] !== NO_TEXT) continue;
    bits ??= new Uint32Array(CHUNK / 32).fill(0xffffffff);
    bits[row >>> 5] = (bits[row >>> 5] ?? 0) & ~(1 << (row & 31));
    words.fill(0, row * TEXT_WORDS, (row + 1) * TEXT_WORDS);
  }
  return bits === undefined ? undefined : new BigUint64Array(bits.buffer);
}
