export type SqlValue = string | number | boolean | null;
export type SqlRow = Readonly<Record<string, SqlValue | readonly string[]>>;

/** One immutable part of the store. What is found in it stays true for as long as it is in force. */
export interface SegmentTable {
  /** The same for every process and after every restart, and never given to another. */
  readonly name: string;
  /** The table of its events, to stand in a FROM. It is gone once the segment is no longer in force. */
  readonly events: string;
  /** And that of its references. */
  readonly references: string;
}

/** One SELECT at a time over the views of {@link "./schema"}. Values are bound, never written into the text. */
export interface Reader {
  /**
   * Rows with BIGINT as numbers, lists of VARCHAR as arrays of strings.
   * @throws EngineError-like `StoreError` with reason `cancelled` when the signal fires.
   */
  rows(sql: string, params: readonly SqlValue[], signal?: AbortSignal): Promise<readonly SqlRow[]>;

  /**
   * The segments in force, which hold each event once between them. A question about some of them that fails is to be asked anew
   * where this list is another one by then: a table may have gone while it was asked.
   */
  segments(): readonly SegmentTable[];
}
