export type SqlValue = string | number | boolean | null;
export type SqlRow = Readonly<Record<string, SqlValue | readonly string[]>>;

/** One SELECT at a time over the views of {@link "./schema"}. Values are bound, never written into the text. */
export interface Reader {
  /**
   * Rows with BIGINT as numbers, lists of VARCHAR as arrays of strings.
   * @throws EngineError-like `StoreError` with reason `cancelled` when the signal fires.
   */
  rows(sql: string, params: readonly SqlValue[], signal?: AbortSignal): Promise<readonly SqlRow[]>;
}
