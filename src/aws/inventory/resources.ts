import type { LiveResource } from '../../domain/live';
import type { Snapshot } from '../../store/snapshot';
import type { Store } from '../../store/store';
import type { LiveResourcesPage, LiveResourcesRequest } from '../live-api';
import { stateOf } from './health';

/** What a kind's health is told by, where that is another kind with records of the same resources. */
const TOLD_BY: Readonly<Record<string, string>> = { 'aws-cloudtrail-describe-trails': 'aws-cloudtrail-get-trail-status' };

/** Resources as they were seen last, by name. Only the records of those that are shown are read. */
export async function resourcesOf(store: Store, request: LiveResourcesRequest): Promise<LiveResourcesPage> {
  const { account, region, api, parent, filter = '', limit } = request;
  const place = { account, region, api };
  const wanted = filter.toLowerCase();
  const heads = (await store.snapshots.heads(place))
    .filter((head) => parent === undefined || head.parent === parent)
    .filter(({ name, resource }) => wanted === '' || name.toLowerCase().includes(wanted) || resource.toLowerCase().includes(wanted))
    .sort((one, other) => order(one.name, other.name) || order(one.resource, other.resource));
  const shown = heads.slice(0, Math.max(0, limit)).map(({ resource }) => resource);
  const teller = TOLD_BY[api];
  const tellers = teller === undefined ? [] : await store.snapshots.newest({ ...place, api: teller }, shown);
  const told = new Map(tellers.map((snapshot) => [snapshot.resource, snapshot]));
  const snapshots = await store.snapshots.newest(place, shown);
  return { resources: snapshots.map((snapshot) => live(snapshot, told.get(snapshot.resource))), total: heads.length };
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function live({ account, region, api, resource, name, parent, until, record }: Snapshot, teller: Snapshot | undefined): LiveResource {
  const state = stateOf(api, record);
  const worse = teller === undefined ? {} : stateOf(teller.api, teller.record);
  const summary = [...new Set([state.summary, 'summary' in worse ? worse.summary : ''])].filter((text) => text !== '').join(', ');
  return { account, region, api, resource, name, ...(parent !== undefined && { parent }), ...state, ...worse, summary, at: until };
}
