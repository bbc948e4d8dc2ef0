import type { DuckDBAppender } from '@duckdb/node-api';
import type { ResourceRecord } from '../domain/inventory';
import { shortName } from '../domain/resource';
import type { Database } from './database';

/** What config queries ask: one row for each resource. */
export const RESOURCES = 'resources';

const TABLE = `(
  n INTEGER NOT NULL,
  api VARCHAR NOT NULL,
  resource VARCHAR NOT NULL,
  name VARCHAR NOT NULL,           -- the end of an ARN, by which calls name it
  type VARCHAR NOT NULL,
  service VARCHAR NOT NULL,        -- the label, such as ECS
  account VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  since BIGINT,                    -- epoch milliseconds, as the next
  as_of BIGINT NOT NULL,
  deleted BOOLEAN NOT NULL,
  tags VARCHAR NOT NULL,           -- JSON: key and value of each
  record VARCHAR NOT NULL          -- JSON
)`;

/**
 * The records of resources, in a table of the memory of this process: all of it follows from the segments and the snapshots, so nothing of it needs to
 * outlast a crash, go stale on disk or be shared between windows. What doesn't fit into the memory allowed goes to the scratch folder.
 */
export class ResourceTable {
  private fills = 0;

  constructor(private readonly database: Database) {}

  /** Replaces what the table holds; questions see all of the one or all of the other. */
  async fill(batches: AsyncIterable<readonly ResourceRecord[]>): Promise<void> {
    const [next, last] = [`${RESOURCES}_${this.fills + 1}`, `${RESOURCES}_${this.fills}`];
    await this.database.withWriter(async (connection) => {
      await connection.run(`CREATE OR REPLACE TABLE ${next} ${TABLE}`);
      const appender = await connection.createAppender(next);
      let n = 0;
      for await (const batch of batches) {
        for (const resource of batch) append(appender, n++, resource);
        appender.flushSync();
      }
      appender.closeSync();
      await connection.run(`CREATE OR REPLACE VIEW ${RESOURCES} AS SELECT * FROM ${next}`);
      await connection.run(`DROP TABLE IF EXISTS ${last}`);
    });
    this.fills += 1;
  }
}

function append(appender: DuckDBAppender, n: number, resource: ResourceRecord): void {
  const { api, resource: id, type, service, account, region, since, asOf, status, tags, record } = resource;
  appender.appendInteger(n);
  for (const text of [api, id, shortName(id), type, service, account, region]) appender.appendVarchar(text);
  if (since === undefined) appender.appendNull();
  else appender.appendBigInt(BigInt(since));
  appender.appendBigInt(BigInt(asOf));
  appender.appendBoolean(status === 'deleted');
  appender.appendVarchar(JSON.stringify(Object.entries(tags).map(([key, value]) => ({ key, value }))));
  appender.appendVarchar(JSON.stringify(record));
  appender.endRow();
}
