import type { JsonObject } from '../../domain/json';
import type { Problem } from '../../domain/live';
import type { Look, Seen } from '../../store/snapshot';
import type { PartContext } from '../part';
import { problemOf } from '../problem';
import { Asker, CallFailed } from './asker';
import type { Collector, Item } from './collector';
import { tagsIn } from './record';
import { COLLECTORS } from './table';

/** The resources of one region of an account, or of what it has once. Each kind is kept as soon as it is there; none waits for another's failure. */
export async function collect(part: PartContext): Promise<void> {
  const { request, region } = part;
  const per = region === '' ? 'account' : 'region';
  const wanted = COLLECTORS.filter((collector) => collector.per === per && (request.apis?.includes(collector.api) ?? true));
  const ask = new Asker(part);
  const at = part.deps.now(); // one look: what several kinds tell of one resource is of one time
  await Promise.all(wanted.map((collector) => look(part, ask, collector, at)));
}

async function look(part: PartContext, ask: Asker, collector: Collector, at: number): Promise<void> {
  const { connection, region, store, signal, tell } = part;
  const place = { account: connection.account, region };
  const seen = new Map<string, Seen>();
  let failure: Problem | undefined;
  let gap: Problem | undefined;
  try {
    for await (const items of collector.collect(ask))
      for (const item of items) {
        const one = seenOf(collector, { ...(region === '' && { region: ask.home }), ...item }, place);
        if (one !== undefined) seen.set(one.resource, one);
        gap ??= Object.values(item.unknown ?? {})[0];
      }
  } catch (error) {
    if (signal.aborted && seen.size === 0) return;
    failure = error instanceof CallFailed ? error.problem : problemOf(error, collector.calls[0] ?? '', at);
  }
  const problem = signal.aborted ? undefined : (failure ?? gap);
  const found = failure !== undefined ? 'part' : collector.some === true ? 'some' : 'all';
  const look: Look = { ...place, api: collector.api, at, seen: [...seen.values()], found, ...(problem !== undefined && { problem }) };
  const torn = await store.snapshots.add(look);
  if (problem !== undefined) tell.problem(problem, collector.api);
  if (torn !== undefined) tell.problem({ reason: 'other', message: torn, at }, collector.api);
  tell.resources(seen.size);
}

function seenOf(collector: Collector, { record, region, unknown }: Item, place: { account: string; region: string }): Seen | undefined {
  const resource = collector.id(record, place);
  if (resource === undefined) return undefined;
  const parent = collector.parent?.(record);
  const since = collector.since === undefined ? undefined : timeIn(record, collector.since);
  const reasons = Object.entries(unknown ?? {}).map(([key, { message }]) => [key, message] as const);
  return {
    resource,
    name: collector.name(record) ?? resource,
    ...(parent !== undefined && { parent }),
    ...(region !== undefined && { region }),
    ...(since !== undefined && { since }),
    ...(collector.ended?.(record) === true && { ended: true }),
    tags: tagsIn(record),
    record,
    ...(reasons.length > 0 && { unknown: Object.fromEntries(reasons) }),
  };
}

function timeIn(record: JsonObject, key: string): number | undefined {
  const value = record[key];
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
