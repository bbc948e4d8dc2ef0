import { afterEach, describe, expect, it } from 'vitest';
import type { JsonPath, Predicate } from '../../../src/rql/predicate';
import { compileQuery } from '../../../src/rql/query';
import { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';

/** The predicate of a condition without faults. */
function where(condition: string): Predicate {
  const compiled = compileQuery(`event from cloud.audit_logs where ${condition}`);
  if (compiled.kind === 'faulty') throw new Error(condition);
  return compiled.predicate;
}

function path(...steps: readonly (string | null)[]): JsonPath {
  return steps.map((name) => (name === null ? { kind: 'each' } : { kind: 'key', name }));
}

describe('what completion learns from the store', () => {
  let store: Store;
  afterEach(() => store.close());

  async function loaded(events: readonly Record<string, unknown>[]): Promise<void> {
    const logs = await temporaryFolder();
    await logFile(logs, 'a.json', events);
    store = await Store.open(await temporaryFolder());
    await store.load([logs]);
  }

  /** Two roles made by bob, one by alice; a bucket with odd keys by alice, later. */
  async function few(): Promise<void> {
    const bob = { userIdentity: { type: 'IAMUser', userName: 'bob' } };
    const role = (roleName: string) => ({
      eventName: 'CreateRole',
      requestParameters: { roleName, tags: [{ key: 'a' }, { key: 'b' }, { key: 'a' }] },
    });
    await loaded([
      event('1', { ...role('x'), ...bob }),
      event('2', { ...role('x'), ...bob }),
      event('3', role('y')),
      event('4', {
        eventName: 'CreateBucket',
        eventTime: '2024-06-01T00:00:00Z',
        requestParameters: { 'a.b': { c: 7 }, long: 'l'.repeat(300) },
      }),
    ]);
  }

  it('counts values among the events that the rest of the query finds', async () => {
    await few();
    const users = (condition?: string) =>
      store.values('user', { window: {}, limit: 9, ...(condition !== undefined && { where: where(condition) }) });
    expect(await users()).toEqual([
      { value: 'alice', count: 2 },
      { value: 'bob', count: 2 },
    ]);
    expect(await users("operation = 'createrole'")).toEqual([
      { value: 'bob', count: 2 },
      { value: 'alice', count: 1 },
    ]);
    expect(await users("operation = 'CreateRole' AND json.rule = $.requestParameters.roleName equals 'y'")).toEqual([
      { value: 'alice', count: 1 },
    ]);
    expect(await users("json.rule = $.requestParameters.roleName exists and not $.requestParameters.roleName equals 'x'")).toEqual([
      { value: 'alice', count: 1 },
    ]);
    expect(await users("operation = 'DeleteRole'")).toEqual([]);
  });

  it('counts the values of a path, each once in an event, and leaves out what is too long to choose', async () => {
    await few();
    const values = (of: JsonPath, more: Partial<Parameters<Store['values']>[1]> = {}) =>
      store.values(of, { window: {}, limit: 9, ...more });
    const name = path('requestParameters', 'roleName');
    expect(await values(name)).toEqual([
      { value: 'x', count: 2 },
      { value: 'y', count: 1 },
    ]);
    expect(await values(name, { prefix: 'Y' })).toEqual([{ value: 'y', count: 1 }]);
    expect(await values(name, { where: where("user = 'alice'") })).toEqual([{ value: 'y', count: 1 }]);
    expect(await values(name, { where: where("json.rule = $.userIdentity.userName equals 'bob'") })).toEqual([{ value: 'x', count: 2 }]);
    expect(await values(name, { window: { from: Date.UTC(2024, 5, 1) } })).toEqual([]);
    expect(await values(path('requestParameters', 'tags', null, 'key'))).toEqual([
      { value: 'a', count: 3 },
      { value: 'b', count: 3 },
    ]);
    expect(await values(path('requestParameters', 'a.b', 'c'))).toEqual([{ value: '7', count: 1 }]);
    expect(await values(path('requestParameters', 'long'))).toEqual([]);
    expect(await values(path('*'))).toEqual([]);
  });

  it('reads no more than so many records, and says that there may be more', async () => {
    const many = Array.from({ length: 2_001 }, (_, n) =>
      event(`e${n}`, { eventName: 'PutObject', requestParameters: { bucketName: 'b' } }),
    );
    await loaded(many);
    const request = { window: {}, limit: 9 };
    expect(await store.values(path('requestParameters', 'bucketName'), request)).toEqual([{ value: 'b', count: 2_000, atLeast: true }]);
    const named = where("json.rule = $.requestParameters.bucketName equals 'b'");
    expect(await store.values('user', { ...request, where: named })).toEqual([{ value: 'alice', count: 2_000, atLeast: true }]);
    expect(await store.values('user', request)).toEqual([{ value: 'alice', count: 2_001 }]);
  });

  it('knows the paths of the operations that the query is about', async () => {
    await few();
    const paths = async (condition?: string, window = {}) =>
      (await store.paths({ window, limit: 99, ...(condition !== undefined && { where: where(condition) }) })).map(
        ({ path: text, count }) => `${text} ${count}`,
      );
    const all = await paths();
    expect(all.slice(0, 3)).toEqual(['$.awsRegion 4', '$.eventID 4', '$.eventName 4']);
    expect(all).toContain('$.requestParameters.tags[*].key 3');
    expect(all).toContain('$.requestParameters["a.b"].c 1');
    expect(all).not.toContain('* 1');
    const ofBuckets = await paths("operation MATCHES 'Create*et'");
    expect(ofBuckets).toContain('$.requestParameters["a.b"].c 1');
    expect(ofBuckets.some((text) => text.includes('roleName'))).toBe(false);
    expect(await paths("user = 'bob' AND json.rule = $.nothing exists")).toContain('$.requestParameters.roleName 2');
    expect(await paths(undefined, { from: Date.UTC(2024, 5, 1) })).not.toContain('$.requestParameters.roleName 2');
    expect(await paths("operation = 'DeleteRole'")).toEqual([]);
  });
});
