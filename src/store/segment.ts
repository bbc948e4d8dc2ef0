import { BIGINT, BOOLEAN, UINTEGER, UUID, VARCHAR, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api';
import type { Action } from '../domain/event';
import type { Batch } from './batch';
import { dictionaries, Dictionary } from './columns';
import { COUNTED } from './facts';
import { quotePath } from './quote';
import type { KnownActor } from './repeats';
import { SIDES } from './scanner';
import { COUNTS_TABLE, EVENTS_TABLE, REFERENCES_TABLE, ROW_GROUP, SHAPES_TABLE } from './schema';
import type { Shapes } from './shapes';
import { addresses, CHUNK, ChunkAppender, Heap } from './vectors';

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

/** What is used for one segment after the other, by one writer at a time. */
export class Workshop {
  /** For the texts of the batch that is being written. */
  readonly heap = new Heap();
  readonly actors = new Dictionary<KnownActor>(ACTOR_COLUMNS);
  readonly actions = new Dictionary<Action>(ACTION_COLUMNS);
}

/** The columns that come from an actor and from an action. */
const ACTOR_COLUMNS = [
  (actor: KnownActor) => actor.account,
  (actor: KnownActor) => actor.user,
  (actor: KnownActor) => actor.subject,
  (actor: KnownActor) => actor.role,
  (actor: KnownActor) => actor.ip,
  (actor: KnownActor) => actor.accessKey,
  (actor: KnownActor) => actor.identity,
] as const;
const ACTION_COLUMNS = [
  (action: Action) => action.region,
  (action: Action) => action.service,
  (action: Action) => action.operation,
  (action: Action) => action.crud,
  (action: Action) => action.errorCode,
] as const;

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
    private readonly workshop: Workshop,
  ) {}

  /** @param path of a file that isn't there */
  static async create(connection: DuckDBConnection, path: string, workshop: Workshop): Promise<SegmentWriter> {
    await connection.run(`ATTACH ${quotePath(path)} AS ${TARGET} (STORAGE_VERSION 'latest', ROW_GROUP_SIZE ${ROW_GROUP})`);
    await connection.run(`CREATE TABLE ${TARGET}.events ${EVENTS_TABLE}`);
    await connection.run(`CREATE TABLE ${TARGET}.refs ${REFERENCES_TABLE}`);
    await connection.run(`CREATE TABLE ${TARGET}.shapes ${SHAPES_TABLE}`);
    await connection.run(`CREATE TABLE ${TARGET}.counts ${COUNTS_TABLE}`);
    return new SegmentWriter(connection, workshop);
  }

  get size(): number {
    return this.events;
  }

  /** @param known places of events in the batch that the store has already; they are left out */
  async append(batch: Batch, known: Uint32Array): Promise<void> {
    this.workshop.heap.clear();
    const order = sorted(batch, known);
    const rowOf = new Int32Array(batch.events).fill(-1);
    for (let row = 0; row < order.length; row++) rowOf[order[row] ?? 0] = this.events + row;
    await this.connection.run('BEGIN');
    await this.appendEvents(batch, order);
    await this.appendReferences(batch, rowOf);
    await this.connection.run('COMMIT');
    this.count(batch, order);
    this.events += order.length;
    this.runs += 1;
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
    const { heap } = this.workshop;
    heap.clear();
    const texts = dictionaries(heap, ...[0, 1].map((n) => rows.map((row) => row.texts[n])));
    const numbers = Uint32Array.from(rows, ({ events = 0 }) => events);
    const places = Uint32Array.from(rows, (_, place) => place);
    const appender = await ChunkAppender.open(this.connection, TARGET, table, types);
    for (let start = 0; start < rows.length; start += CHUNK) {
      const some = places.subarray(start, start + CHUNK);
      appender.start(some.length);
      for (const words of texts) appender.dictionary(some, places, words);
      if (types.length > texts.length) appender.numbers(numbers.subarray(start, start + CHUNK));
      appender.append();
    }
    appender.close();
  }

  private count({ actorOf, actionOf, actors, actions, times }: Batch, order: Uint32Array): void {
    const byActor = new Uint32Array(actors.list.length);
    const byAction = new Uint32Array(actions.list.length);
    for (const event of order) {
      const [actor, action, time] = [actorOf[event] ?? 0, actionOf[event] ?? 0, times[event] ?? 0];
      byActor[actor] = (byActor[actor] ?? 0) + 1;
      byAction[action] = (byAction[action] ?? 0) + 1;
      if (time < this.from) this.from = time;
      if (time > this.to) this.to = time;
    }
    const add = (field: (typeof COUNTED)[number], value: string, more: number): void => {
      if (more > 0) this.counts[field].set(value, (this.counts[field].get(value) ?? 0) + more);
    };
    actors.list.forEach(({ account }, n) => add('account', account, byActor[n] ?? 0));
    actions.list.forEach((action, n) => {
      for (const field of ['operation', 'service', 'region'] as const) add(field, action[field], byAction[n] ?? 0);
    });
  }

  /** Lets go of the file as it is. */
  async release(): Promise<void> {
    await this.connection.run(`DETACH ${TARGET}`);
  }

  private async appendEvents(batch: Batch, order: Uint32Array): Promise<void> {
    const { actorOf, actionOf } = batch;
    const [account = NONE, user = NONE, subject = NONE, role = NONE, ip = NONE, accessKey = NONE, identity = NONE] =
      this.workshop.actors.of(batch.actors);
    const [region = NONE, service = NONE, operation = NONE, crud = NONE, errorCode = NONE] = this.workshop.actions.of(batch.actions);
    const bases = addresses(batch.blocks, this.workshop.heap);
    const odd = oddIds(batch, this.workshop.heap);
    const appender = await ChunkAppender.open(this.connection, TARGET, 'events', EVENT_TYPES);
    for (let start = 0; start < order.length; start += CHUNK) {
      const events = order.subarray(start, start + CHUNK);
      appender.start(events.length);
      appender.numbers(idsOf(batch, events));
      appender.dictionary(events, odd.entryOf, odd.words);
      appender.dictionary(events, actorOf, account);
      appender.numbers(timesOf(batch, events));
      for (const words of [region, service, operation]) appender.dictionary(events, actionOf, words);
      for (const words of [user, subject, role, ip]) appender.dictionary(events, actorOf, words);
      for (const words of [crud, errorCode]) appender.dictionary(events, actionOf, words);
      appender.numbers(serviceDriven(batch, events));
      for (const words of [accessKey, identity]) appender.dictionary(events, actorOf, words);
      for (const words of [batch.requests, batch.responses, batch.rests]) appender.texts(events, words, bases);
      appender.append();
    }
    appender.close();
  }

  private async appendReferences(batch: Batch, rowOf: Int32Array): Promise<void> {
    const { tokenOf, eventOf, sideOf } = batch.references;
    const [tokens = NONE, sides = NONE] = dictionaries(this.workshop.heap, batch.tokens.list, SIDES);
    const [account = NONE] = this.workshop.actors.of(batch.actors);
    const [region = NONE, , , crud = NONE] = this.workshop.actions.of(batch.actions);
    const order = referencesByToken(batch, rowOf);
    const appender = await ChunkAppender.open(this.connection, TARGET, 'refs', REFERENCE_TYPES);
    for (let start = 0; start < order.length; start += CHUNK) {
      const some = order.subarray(start, start + CHUNK);
      const events = some.map((reference) => eventOf[reference] ?? 0);
      appender.start(some.length);
      appender.dictionary(some, tokenOf, tokens);
      appender.numbers(events.map((event) => rowOf[event] ?? 0));
      appender.numbers(timesOf(batch, events));
      appender.dictionary(events, batch.actorOf, account);
      appender.dictionary(events, batch.actionOf, region);
      appender.dictionary(events, batch.actionOf, crud);
      appender.numbers(failed(batch, events));
      appender.dictionary(some, sideOf, sides);
      appender.append();
    }
    appender.close();
  }
}

const NONE = new Uint32Array(0);

function idsOf({ ids }: Batch, events: Uint32Array): Uint32Array {
  const out = new Uint32Array(4 * events.length);
  for (let row = 0; row < events.length; row++) {
    const from = 4 * (events[row] ?? 0);
    for (let word = 0; word < 4; word++) out[4 * row + word] = ids[from + word] ?? 0;
  }
  return out;
}

/** As 64-bit integers. */
function timesOf({ times }: Batch, events: Uint32Array): Uint32Array {
  const out = new Uint32Array(2 * events.length);
  for (let row = 0; row < events.length; row++) {
    const time = times[events[row] ?? 0] ?? 0;
    out[2 * row] = time;
    out[2 * row + 1] = Math.floor(time / 2 ** 32);
  }
  return out;
}

function serviceDriven({ actors, actions, actorOf, actionOf }: Batch, events: Uint32Array): Uint8Array {
  return flags(
    events,
    (event) => actors.list[actorOf[event] ?? 0]?.serviceDriven === true || actions.list[actionOf[event] ?? 0]?.serviceDriven === true,
  );
}

function failed({ actions, actionOf }: Batch, events: Uint32Array): Uint8Array {
  return flags(events, (event) => actions.list[actionOf[event] ?? 0]?.errorCode !== undefined);
}

/** `Uint8Array.from` does the same, at ten times the cost. */
function flags(events: Uint32Array, holds: (event: number) => boolean): Uint8Array {
  const out = new Uint8Array(events.length);
  for (let row = 0; row < events.length; row++) out[row] = holds(events[row] ?? 0) ? 1 : 0;
  return out;
}

/** Events in the order of the rows: by operation, then time, without those that are known. */
function sorted(batch: Batch, known: Uint32Array): Uint32Array {
  const { actions, actionOf, times } = batch;
  const names = [...new Set(actions.list.map(({ operation }) => operation))].sort();
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  const rankOf = Uint32Array.from(actions.list, ({ operation }) => ranks.get(operation) ?? 0);
  const left = new Uint8Array(batch.events);
  for (const event of known) left[event] = 1;
  const { order, starts } = byRank(batch.events, names.length, (event) =>
    left[event] === 1 ? LEFT_OUT : (rankOf[actionOf[event] ?? 0] ?? 0),
  );
  // Events of one operation are in the order of the files now, and so in that of time, or nearly.
  for (let n = 0; n < names.length; n++) {
    const bucket = order.subarray(starts[n], starts[n + 1]);
    if (bucket.some((event, at) => at > 0 && (times[event] ?? 0) < (times[bucket[at - 1] ?? 0] ?? 0)))
      bucket.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  }
  return order;
}

/** Places of the references in `batch.references`, by token, then event; without those of events that are left out. */
function referencesByToken(batch: Batch, rowOf: Int32Array): Uint32Array {
  const { tokens } = batch;
  const { tokenOf, eventOf, count } = batch.references;
  const byName = Uint32Array.from(tokens.list, (_, token) => token).sort((a, b) => compare(tokens.list[a] ?? '', tokens.list[b] ?? ''));
  const rankOf = new Uint32Array(byName.length);
  byName.forEach((token, rank) => (rankOf[token] = rank));
  const rank = (reference: number): number => rankOf[tokenOf[reference] ?? 0] ?? 0;
  return byRank(count, byName.length, (reference) => ((rowOf[eventOf[reference] ?? 0] ?? -1) < 0 ? LEFT_OUT : rank(reference))).order;
}

const LEFT_OUT = -1;

/** Numbers below `count`, by rank and then as they are, and where each rank begins among them. */
function byRank(
  count: number,
  ranks: number,
  rankOf: (n: number) => number,
): { readonly order: Uint32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(ranks + 1);
  for (let n = 0; n < count; n++) {
    const rank = rankOf(n);
    if (rank !== LEFT_OUT) starts[rank + 1] = (starts[rank + 1] ?? 0) + 1;
  }
  for (let rank = 1; rank <= ranks; rank++) starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(starts[ranks] ?? 0);
  for (let n = 0; n < count; n++) {
    const rank = rankOf(n);
    if (rank === LEFT_OUT) continue;
    const place = next[rank] ?? 0;
    order[place] = n;
    next[rank] = place + 1;
  }
  return { order, starts };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The column of ids that are no UUID: nearly always empty. */
function oddIds({ oddIds: odd, events }: Batch, heap: Heap): { readonly entryOf: Uint32Array; readonly words: Uint32Array } {
  const entryOf = new Uint32Array(events);
  [...odd.keys()].forEach((event, n) => (entryOf[event] = n + 1));
  const [words = NONE] = dictionaries(heap, [undefined, ...odd.values()]);
  return { entryOf, words };
}
