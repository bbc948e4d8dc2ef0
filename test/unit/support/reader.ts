import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/domain/json';
import type { Reader } from '../../../src/store/reader';
import { Store } from '../../../src/store/store';

/** A reader over a store of its own, and the way to end both. */
export interface TestReader extends Reader {
  close(): void;
}

/** A store that holds these records. `textOf`: the raw text of a record, where it is to be another than its JSON. */
export async function readerOver(
  records: readonly JsonObject[],
  textOf: (record: JsonObject) => string = JSON.stringify,
): Promise<TestReader> {
  const dir = await mkdtemp(join(tmpdir(), 'nephoscope-reader-'));
  const file = join(dir, 'records.json');
  await writeFile(file, `{"Records":[${records.map(textOf).join(',')}]}`);
  const store = await Store.open(join(dir, 'store'));
  const { new: kept, rejected } = await store.load([file]);
  if (kept !== records.length) throw new Error(`Of ${records.length} records ${kept} are kept: ${JSON.stringify(rejected.slice(0, 3))}`);
  return {
    rows: (sql, params, signal) => store.reader.rows(sql, params, signal),
    segments: () => store.reader.segments(),
    close() {
      store.close();
      void rm(dir, { recursive: true, force: true });
    },
  };
}
