import { APIS, type ApiName, type ResourceRecord } from '../domain/inventory';
import type { Store } from '../store/store';
import type { ResourceKind } from './effects';
import { recordIn, take, type Life, type Lives } from './replay';
import { operationsOf, RESOURCE_KINDS, sourceOf } from './resource-kinds';

/** Calls of one kind of resource that are looked at, the newest first: enough for any but the busiest accounts, and soon read. */
export const MOST_CHANGES = 5_000;

/**
 * The records of resources as far as the logs tell: those whose creation they hold, or a later call that answers with the whole of them.
 * A kind at a time. What calls change later is taken in where the kind's row says so; what they leave unsaid is absent.
 * Of a kind with more calls than are looked at, the oldest resources are missing.
 */
export async function* inventoryOf(store: Store): AsyncGenerator<readonly ResourceRecord[]> {
  for (const kind of RESOURCE_KINDS) {
    const { api } = kind;
    if (api === undefined) continue;
    const lives: Lives = new Map();
    for await (const changes of store.changes(sourceOf(kind), operationsOf(kind), MOST_CHANGES))
      for (const change of changes) take(kind, lives, change);
    yield Array.from(lives, ([resource, life]) => recordOf(kind, api, resource, life));
  }
}

function recordOf(kind: ResourceKind, api: ApiName, resource: string, life: Life): ResourceRecord {
  const { service = '', type = '' } = APIS.find(({ name }) => name === api) ?? {};
  const { account, region, since, asOf, deleted, tags } = life;
  return {
    api,
    resource,
    type,
    service,
    account,
    region,
    status: deleted ? 'deleted' : 'active',
    ...(since !== undefined && { since }),
    asOf,
    tags: Object.fromEntries(tags),
    record: recordIn(kind, life),
  };
}
