import { BIGINT, BOOLEAN, UINTEGER, UUID, VARCHAR, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api';
import type { Call } from '../domain/event';
import type { Batch } from './batch';
import type { KnownCall } from './calls';
import { quotePath } from './quote';
import { COUNTED } from './facts';
import { COUNTS_TABLE, EVENTS_TABLE, REFERENCES_TABLE, SHAPES_TABLE } from './schema';
import { SIDES } from './scanner';
import type { Shapes } from './shapes';
import { addresses, dictionaries, fixed, gathered, resolved } from './columns';
import { CHUNK, ChunkAppender, TEXT_WORDS, type Column, type Heap } from './vectors';

/** Rows that are compressed together: few, so that little memory is held until then. */
const ROW_GROUP = 8 * CHUNK;
const TEXTS = (count: number): readonly DuckDBType[] => Array<DuckDBType>(count).fill(VARCHAR);
const EVENT_TYPES: readonly DuckDBType[] = [UUID, VARCHAR, VARCHAR, BIGINT, ...TEXTS(9), BOOLEAN, ...TEXTS(5)];
const REFERENCE_TYPES: readonly DuckDBType[] = [VARCHAR, UINTEGER, BIGINT, ...TEXTS(3), BOOLEAN, VARCHAR];

/** What the file is called while it is attached. */
const TARGET = 'target';

/** What is known of a segment that is written. Times in epoch milliseconds. */
export interface Written {
  readonly events: number;
  readonly from: number;
  readonly to: number;
  /** Sorted runs of rows. */
  readonly runs: number;
}

/** Writes one segment file, a sorted run of rows for each batch. The file counts only once a manifest names it. */
export class SegmentWriter {
  private events = 0;
  private runs = 0;
  private readonly counts = {
    operation: new Map<string, number>(),
    service: new Map<string, number>(),
    region: new Map<string, number>(),
    account: new Map<string, number>(),
  };
  private from = Number.POSITIVE_INFINITY;
  private to = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly heap: Heap,
  ) {}

  /**
   * @param path of a file that isn't there
   * @param heap for the texts of what is being written; nobody else's meanwhile
   */
  static async create(connection: DuckDBConnection, path: string, heap: Heap): Promise<SegmentWriter> {
    await connection.run(`ATTACH ${quotePath(path)} AS ${TARGET} (STORAGE_VERSION 'latest', ROW_GROUP_SIZE ${ROW_GROUP})`);
    await connection.run(`CREATE TABLE ${TARGET}.events ${EVENTS_TABLE}`);
    await connection.run(`CREATE TABLE ${TARGET}.refs ${REFERENCES_TABLE}`);
    await connection.run(`CREATE TABLE ${TARGET}.shapes ${SHAPES_TABLE}`);
    await connection.run(`CREATE TABLE ${TARGET}.counts ${COUNTS_TABLE}`);
    return new SegmentWriter(connection, heap);
  }

  get size(): number {
    return this.events;
  }

  /** @param known places of events in the batch that the store has already; they are left out */
  async append(batch: Batch, known: Uint32Array): Promise<void> {
    const { heap } = this;
    heap.clear();
    const order = sorted(batch, known);
    const rowOf = new Int32Array(batch.events).fill(-1);
    for (let row = 0; row < order.length; row++) rowOf[order[row] ?? 0] = this.events + row;
    const words = new CallWords(batch.calls, heap);
    await this.connection.run('BEGIN');
    await this.appendEvents(batch, order, words, heap);
    await this.appendReferences(batch, rowOf, words, heap);
    await this.connection.run('COMMIT');
    const calls = new Uint32Array(batch.calls.length);
    for (const event of order) {
      const call = batch.callOf[event] ?? 0;
      calls[call] = (calls[call] ?? 0) + 1;
      const time = batch.times[event] ?? 0;
      if (time < this.from) this.from = time;
      if (time > this.to) this.to = time;
    }
    this.events += order.length;
    this.runs += 1;
    this.count(batch, calls);
  }

  /** Makes the file whole and lets go of it. */
  async finish(shapes: Shapes): Promise<Written> {
    const paths = [...shapes.paths].flatMap(([operation, some]) => [...some].map((path) => ({ texts: [operation, path] as const })));
    const counts = COUNTED.flatMap((field) =>
      [...this.counts[field]].map(([value, events]) => ({ texts: [field, value] as const, events })),
    );
    await this.appendPairs('shapes', [VARCHAR, VARCHAR], paths);
    await this.appendPairs('counts', [VARCHAR, VARCHAR, UINTEGER], counts);
    await this.connection.run(`CHECKPOINT ${TARGET}`);
    await this.release();
    return { events: this.events, from: this.from, to: this.to, runs: this.runs };
  }

  /** Rows of two texts, and a number where the table has one. */
  private async appendPairs(
    table: string,
    types: readonly DuckDBType[],
    rows: readonly { readonly texts: readonly [string, string]; readonly events?: number }[],
  ): Promise<void> {
    const { heap } = this;
    heap.clear();
    const dictionary = dictionaries(heap, ...[0, 1].map((n) => rows.map(({ texts }) => texts[n])));
    const numbers = Uint32Array.from(rows, ({ events = 0 }) => events);
    const appender = await ChunkAppender.open(this.connection, TARGET, table, types);
    for (let start = 0; start < rows.length; start += CHUNK) {
      const end = Math.min(start + CHUNK, rows.length);
      const columns: Column[] = dictionary.map((words) => ({ kind: 'text', words: words.slice(TEXT_WORDS * start, TEXT_WORDS * end) }));
      if (types.length > columns.length) columns.push({ kind: 'fixed', data: numbers.slice(start, end).buffer });
      appender.append(end - start, columns);
    }
    appender.close();
  }

  private count(batch: Batch, events: Uint32Array): void {
    batch.calls.forEach(({ call }, n) => {
      const more = events[n] ?? 0;
      if (more === 0) return;
      for (const field of COUNTED) {
        const counts = this.counts[field];
        counts.set(call[field], (counts.get(call[field]) ?? 0) + more);
      }
    });
  }

  /** Lets go of the file as it is. */
  async release(): Promise<void> {
    await this.connection.run(`DETACH ${TARGET}`);
  }

  private async appendEvents(batch: Batch, order: Uint32Array, calls: CallWords, heap: Heap): Promise<void> {
    const bases = addresses(batch.blocks, heap);
    const odd = oddWords(batch, heap);
    const appender = await ChunkAppender.open(this.connection, TARGET, 'events', EVENT_TYPES);
    for (let start = 0; start < order.length; start += CHUNK) {
      const events = order.subarray(start, start + CHUNK);
      const ofCall = (words: Uint32Array): Column => gathered(events, (event) => batch.callOf[event] ?? 0, words);
      appender.append(events.length, [
        fixed(new Uint32Array(4 * events.length), (out) => {
          for (let row = 0; row < events.length; row++)
            for (let word = 0; word < 4; word++) out[4 * row + word] = batch.ids[4 * (events[row] ?? 0) + word] ?? 0;
        }),
        odd(events),
        ofCall(calls.account),
        fixed(new BigInt64Array(events.length), (out) => {
          for (let row = 0; row < events.length; row++) out[row] = BigInt(batch.times[events[row] ?? 0] ?? 0);
        }),
        ...calls.texts.map(ofCall),
        fixed(new Uint8Array(events.length), (out) => {
          for (let row = 0; row < events.length; row++)
            out[row] = batch.calls[batch.callOf[events[row] ?? 0] ?? 0]?.call.serviceDriven === true ? 1 : 0;
        }),
        ofCall(calls.accessKey),
        ofCall(calls.identity),
        { kind: 'text', words: resolved(events, batch.requests, bases) },
        { kind: 'text', words: resolved(events, batch.responses, bases) },
        { kind: 'text', words: resolved(events, batch.rests, bases) },
      ]);
    }
    appender.close();
  }

  private async appendReferences(batch: Batch, rowOf: Int32Array, calls: CallWords, heap: Heap): Promise<void> {
    const [tokens = NONE, sides = NONE] = dictionaries(heap, batch.tokens.list, SIDES);
    const order = referencesByToken(batch, rowOf);
    const { references } = batch;
    const appender = await ChunkAppender.open(this.connection, TARGET, 'refs', REFERENCE_TYPES);
    for (let start = 0; start < order.length; start += CHUNK) {
      const some = order.subarray(start, start + CHUNK);
      const eventOf = (reference: number): number => references[3 * reference + 1] ?? 0;
      const callOf = (reference: number): number => batch.callOf[eventOf(reference)] ?? 0;
      appender.append(some.length, [
        gathered(some, (reference) => references[3 * reference] ?? 0, tokens),
        fixed(new Uint32Array(some.length), (out) => some.forEach((reference, row) => (out[row] = rowOf[eventOf(reference)] ?? 0))),
        fixed(new BigInt64Array(some.length), (out) =>
          some.forEach((reference, row) => (out[row] = BigInt(batch.times[eventOf(reference)] ?? 0))),
        ),
        gathered(some, callOf, calls.account),
        gathered(some, callOf, calls.region),
        gathered(some, callOf, calls.crud),
        fixed(new Uint8Array(some.length), (out) =>
          some.forEach((reference, row) => (out[row] = batch.calls[callOf(reference)]?.call.errorCode === undefined ? 0 : 1)),
        ),
        gathered(some, (reference) => references[3 * reference + 2] ?? 0, sides),
      ]);
    }
    appender.close();
  }
}

/** The columns that come from an event's call, as texts by the call's number. */
class CallWords {
  readonly account: Uint32Array;
  readonly region: Uint32Array;
  readonly accessKey: Uint32Array;
  readonly crud: Uint32Array;
  readonly identity: Uint32Array;
  /** Region to error code, in the order of the table's columns. */
  readonly texts: readonly Uint32Array[];

  constructor(calls: readonly KnownCall[], heap: Heap) {
    const column = (pick: (call: Call) => string | undefined): readonly (string | undefined)[] => calls.map(({ call }) => pick(call));
    const [identity = NONE, account = NONE, accessKey = NONE, ...texts] = dictionaries(
      heap,
      calls.map((known) => known.identity),
      column((call) => call.account),
      column((call) => call.accessKey),
      column((call) => call.region),
      column((call) => call.service),
      column((call) => call.operation),
      column((call) => call.user),
      column((call) => call.subject),
      column((call) => call.role),
      column((call) => call.ip),
      column((call) => call.crud),
      column((call) => call.errorCode),
    );
    this.identity = identity;
    this.account = account;
    this.accessKey = accessKey;
    this.texts = texts;
    this.region = texts[0] ?? NONE;
    this.crud = texts[CRUD] ?? NONE;
  }
}
/** The place of `crud` among the texts. */
const CRUD = 7;
const NONE = new Uint32Array(0);

/** Events in the order of the rows: by operation, then time, without those that are known. */
function sorted(batch: Batch, known: Uint32Array): Uint32Array {
  const { calls, callOf, times } = batch;
  const names = [...new Set(calls.map(({ call }) => call.operation))].sort();
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  const rankOfCall = Uint32Array.from(calls, ({ call }) => ranks.get(call.operation) ?? 0);
  const left = new Uint8Array(batch.events);
  for (const event of known) left[event] = 1;
  const events = new Uint32Array(batch.events - known.length);
  let count = 0;
  for (let event = 0; event < batch.events; event++) if (left[event] === 0) events[count++] = event;
  const rank = (event: number): number => rankOfCall[callOf[event] ?? 0] ?? 0;
  return events.sort((a, b) => rank(a) - rank(b) || (times[a] ?? 0) - (times[b] ?? 0));
}

/** Places of the references in `batch.references`, by token, then event; without those of events that are left out. */
function referencesByToken(batch: Batch, rowOf: Int32Array): Uint32Array {
  const { references, tokens, referenceCount } = batch;
  const byName = Uint32Array.from(tokens.list, (_, token) => token).sort((a, b) => compare(tokens.list[a] ?? '', tokens.list[b] ?? ''));
  const rankOf = new Uint32Array(byName.length);
  byName.forEach((token, rank) => (rankOf[token] = rank));
  const counts = new Uint32Array(byName.length + 1);
  const isKept = (reference: number): boolean => (rowOf[references[3 * reference + 1] ?? 0] ?? -1) >= 0;
  const rank = (reference: number): number => rankOf[references[3 * reference] ?? 0] ?? 0;
  let kept = 0;
  for (let n = 0; n < referenceCount; n++)
    if (isKept(n)) {
      counts[rank(n) + 1] = (counts[rank(n) + 1] ?? 0) + 1;
      kept += 1;
    }
  for (let n = 1; n < counts.length; n++) counts[n] = (counts[n] ?? 0) + (counts[n - 1] ?? 0);
  const order = new Uint32Array(kept);
  for (let n = 0; n < referenceCount; n++)
    if (isKept(n)) {
      const place = counts[rank(n)] ?? 0;
      order[place] = n;
      counts[rank(n)] = place + 1;
    }
  return order;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The column of ids that are no UUID: nearly always empty. */
function oddWords(batch: Batch, heap: Heap): (events: Uint32Array) => Column {
  const entries = new Map([...batch.oddIds.keys()].map((event, n) => [event, n + 1]));
  const [dictionary = NONE] = dictionaries(heap, [undefined, ...batch.oddIds.values()]);
  return (events) => gathered(events, (event) => entries.get(event) ?? 0, dictionary);
}
