import { APIS, type Api, type ResourceRecord } from '../domain/inventory';
import type { Snapshot } from '../store/snapshot';
import type { Store } from '../store/store';
import type { ResourceKind } from './effects';
import { recordIn, take, type Life, type Lives } from './replay';
import { operationsOf, RESOURCE_KINDS, sourceOf } from './resource-kinds';

/** Calls of one kind of resource that are looked at, the newest first: enough for any but the busiest accounts, and soon read. */
export const MOST_CHANGES = 5_000;
/** What was made just before a look may not be in its lists yet. */
const SETTLED_MS = 60_000;

/**
 * The records of resources, a kind at a time: as they were seen last in a live account and, of what was not seen or has been called since,
 * as far as the logs tell: those whose creation they hold, or a later call that answers with the whole of them. What calls change later is
 * taken in where the kind's row says so; what they leave unsaid is absent. Of a kind with more calls than are looked at, the oldest
 * resources are missing.
 */
export async function* inventoryOf(store: Store): AsyncGenerator<readonly ResourceRecord[]> {
  await store.snapshots.refresh();
  for (const api of APIS) {
    const logged = new Map((await loggedOf(store, api)).map((record) => [keyOf(record), record]));
    for await (const snapshots of store.snapshots.all(api.name))
      yield snapshots.map((snapshot) => {
        const key = keyOf(snapshot);
        const record = logged.get(key);
        logged.delete(key);
        return newer(seenRecord(api, snapshot), record);
      });
    yield Array.from(logged.values(), (record) => missing(store, record));
  }
}

async function loggedOf(store: Store, api: Api): Promise<readonly ResourceRecord[]> {
  const kind = RESOURCE_KINDS.find((one) => one.api === api.name);
  if (kind === undefined) return [];
  const lives: Lives = new Map();
  for await (const changes of store.changes(sourceOf(kind), operationsOf(kind), MOST_CHANGES))
    for (const change of changes) take(kind, lives, change);
  return Array.from(lives, ([resource, life]) => loggedRecord(kind, api, resource, life));
}

function loggedRecord(kind: ResourceKind, api: Api, resource: string, life: Life): ResourceRecord {
  const { deleted, tags, ...rest } = life;
  return recordOf(api, { ...rest, resource, gone: deleted, tags: Object.fromEntries(tags), record: recordIn(kind, life) });
}

function seenRecord(api: Api, { until, ...snapshot }: Snapshot): ResourceRecord {
  return recordOf(api, { ...snapshot, asOf: until });
}

type Known = Pick<ResourceRecord, 'resource' | 'account' | 'region' | 'since' | 'asOf' | 'tags' | 'record'> & { readonly gone: boolean };

function recordOf({ name, service, type }: Api, { resource, account, region, since, asOf, gone, tags, record }: Known): ResourceRecord {
  return {
    api: name,
    resource,
    type,
    service,
    account,
    region,
    status: gone ? 'deleted' : 'active',
    ...(since !== undefined && { since }),
    asOf,
    tags,
    record,
  };
}

/** A resource of an account; the region of what an account has once is a matter of who tells. */
function keyOf({ account, resource }: Pick<ResourceRecord, 'account' | 'resource'>): string {
  return `${account} ${resource}`;
}

/** Either may know when it was made. */
function newer(seen: ResourceRecord, logged: ResourceRecord | undefined): ResourceRecord {
  if (logged === undefined) return seen;
  const [first, other] = logged.asOf > seen.asOf ? [logged, seen] : [seen, logged];
  const since = first.since ?? other.since;
  return { ...first, ...(since !== undefined && { since }) };
}

/** What no list had any more is gone since the first of them. */
function missing(store: Store, record: ResourceRecord): ResourceRecord {
  const { account, region, api, status, asOf } = record;
  if (status === 'deleted') return record;
  const looks = [region, ''].flatMap((place) => store.snapshots.wholeLooks({ account, region: place, api }));
  const since = looks.filter((at) => at > asOf + SETTLED_MS);
  return since.length === 0 ? record : { ...record, status: 'deleted', asOf: Math.min(...since) };
}
