import type { JsonObject } from '../../../src/domain/json';
import type { Configuration, Version } from '../../../src/domain/version';
import { configurationOf, historyOf } from '../../../src/provenance/history';
import type { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

let store: Store;

export async function load(...paths: readonly string[]): Promise<void> {
  store = await storeIn(await temporaryFolder());
  await store.load(paths);
}

export async function world(...records: readonly JsonObject[]): Promise<void> {
  await load(await logFile(await temporaryFolder(), 'a.json', records));
}

export async function last(resource: string, until?: number): Promise<Configuration> {
  const found = await configurationOf(store, resource, { until });
  if (found === undefined) throw new Error(`nothing is known of ${resource}`);
  return found;
}

export const versions = (resource: string): Promise<readonly Version[]> => historyOf(store, resource);

/** A call at a minute past ten; its id is its number. */
export function call(
  id: number,
  source: string,
  eventName: string,
  request: JsonObject,
  response: JsonObject | null = null,
  more: JsonObject = {},
): JsonObject {
  return event(`e${id}`, {
    eventTime: `2024-05-01T10:${String(id).padStart(2, '0')}:00Z`,
    eventSource: `${source}.amazonaws.com`,
    eventName,
    requestParameters: request,
    responseElements: response,
    ...more,
  });
}

export const items = (...list: readonly (JsonObject | string)[]): JsonObject => ({ items: list });
export const steps = (list: readonly Version[]): readonly string[] =>
  list.map((version) => `${version.change} ${version.kind === 'call' ? version.operation : 'seen'}`);
export const ACCOUNT = '111122223333';
