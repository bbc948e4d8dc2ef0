import { UINTEGER, UUID, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { Claim } from './load-messages';
import { dictionaries } from './columns';
import { CHUNK, ChunkAppender, Heap } from './vectors';

/**
 * Which events are on their way into the store: of two workers that meet the same event only one writes it, and none writes what the
 * store has. One question at a time.
 */
export class Claims {
  private readonly heap = new Heap();

  /** Of each worker whose claims are not in the store yet the table that holds them. */
  private readonly claimed = new Map<number, string>();
  private tables = 0;

  /** @param connection used by nobody else until the load is over */
  constructor(private readonly connection: DuckDBConnection) {}

  /**
   * @param tables of the store that hold events of this time
   * @returns places of the events that are known; the others are this worker's from now on
   */
  async claim(worker: number, claim: Claim, tables: readonly string[]): Promise<Uint32Array> {
    const { connection } = this;
    await connection.run('CREATE OR REPLACE TEMP TABLE wanted (id UUID, account VARCHAR, event UINTEGER)');
    await this.fill(claim);
    const elsewhere = [...this.claimed.values(), ...tables].map(
      (table) => `SELECT w.event FROM wanted w SEMI JOIN ${table} e ON e.id = w.id AND e.account = w.account`,
    );
    const known: number[] = [];
    if (elsewhere.length > 0) {
      const result = await connection.run(`SELECT DISTINCT event FROM (${elsewhere.join(' UNION ALL ')})`);
      for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
        known.push(...chunk.getColumnValues(0).map(Number));
    }
    await connection.run(`INSERT INTO ${await this.tableOf(worker)} SELECT id, account FROM wanted`);
    return Uint32Array.from(known);
  }

  /** What this worker claimed is in the store now. */
  async settle(worker: number): Promise<void> {
    const table = this.claimed.get(worker);
    this.claimed.delete(worker);
    if (table !== undefined) await this.connection.run(`DROP TABLE ${table}`); // rows that are only deleted would keep their memory
  }

  private async tableOf(worker: number): Promise<string> {
    const known = this.claimed.get(worker);
    if (known !== undefined) return known;
    const table = `claimed_${this.tables++}`;
    await this.connection.run(`CREATE TEMP TABLE ${table} (id UUID, account VARCHAR)`);
    this.claimed.set(worker, table);
    return table;
  }

  private async fill({ ids, accounts, accountOf }: Claim): Promise<void> {
    const { heap } = this;
    heap.clear();
    const [words = new Uint32Array(0)] = dictionaries(heap, accounts);
    const appender = await ChunkAppender.open(this.connection, 'temp', 'wanted', [UUID, VARCHAR, UINTEGER]);
    const events = Uint32Array.from(accountOf, (_, event) => event);
    for (let start = 0; start < events.length; start += CHUNK) {
      const some = events.subarray(start, start + CHUNK);
      appender.start(some.length);
      appender.numbers(ids.subarray(4 * start, 4 * (start + some.length)));
      appender.dictionary(some, accountOf, words);
      appender.numbers(some);
      appender.append();
    }
    appender.close();
  }
}
