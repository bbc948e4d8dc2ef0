import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { explain } from '../../../src/rql/explain';
import { compileQuery } from '../../../src/rql/query';
import { matches } from '../../../src/rql/reference';
import { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';

const HEAD = 'event from cloud.audit_logs where ';

const QUERIES = [
  `${HEAD}user = 'bob' AND cloud.region = 'AWS Ohio' AND NOT crud = 'read'`,
  `${HEAD}(user = 'bob' OR operation = 'CreateVpc') AND json.rule = $.requestParameters.tags[?any(key equals 'a' and value exists)] exists`,
  `${HEAD}NOT (user = 'bob' OR cloud.region = 'eu-west-1') AND operation MATCHES 'Create*'`,
  `// accounts: 111122223333\n${HEAD}json.rule = $.errorCode exists or $.requestParameters.tags[*].key contains 'b' | count by user`,
  `${HEAD}user = 'nobody' AND json.rule = $.nothing exists`,
];

describe('how many events each condition of a query lets through', () => {
  let store: Store;
  afterEach(() => store.close());

  /** 48 events, every combination of two users, two regions, three operations, two kinds of tags, failed or not. */
  async function loaded(): Promise<readonly JsonObject[]> {
    const logs = await temporaryFolder();
    const events = Array.from({ length: 48 }, (_, n) =>
      event(`e${n}`, {
        eventTime: `2024-05-01T10:${String(n).padStart(2, '0')}:00Z`,
        eventName: ['CreateVpc', 'DeleteVpc', 'DescribeVpcs'][n % 3],
        awsRegion: Math.floor(n / 3) % 2 === 0 ? 'us-east-2' : 'eu-west-1',
        ...(Math.floor(n / 6) % 2 === 0 && { userIdentity: { type: 'IAMUser', userName: 'bob' } }),
        requestParameters: { tags: Math.floor(n / 12) % 2 === 0 ? [{ key: 'a', value: 1 }] : [{ key: 'a' }, { key: 'b', value: 1 }] },
        ...(n >= 24 && { errorCode: 'AccessDenied' }),
      }),
    );
    await logFile(logs, 'a.json', events);
    store = await Store.open(await temporaryFolder());
    await store.load([logs]);
    return events;
  }

  it.each(QUERIES)('as the reference counts them: %s', async (query) => {
    const events = await loaded();
    const compiled = compileQuery(query);
    if (compiled.kind === 'faulty') throw new Error(query);
    const { steps } = explain(compiled.query, query);
    const predicates = steps.flatMap(({ alone, together }) => [alone ?? [], together ?? []].flat());
    const window = { from: Date.UTC(2024, 4, 1, 10, 5), to: Date.UTC(2024, 4, 1, 10, 45) };
    const within = events.slice(5, 45);
    const { total, counts } = await store.countEach(predicates, window);
    expect(total).toBe(40);
    expect(counts).toEqual(predicates.map((predicate) => within.filter((record) => matches(predicate, record)).length));
    const last = steps.findLast(({ depth }) => depth === 0)?.together;
    const all = last && predicates.indexOf(last);
    expect(counts[all ?? -1]).toBe(within.filter((record) => matches(compiled.predicate, record)).length);
  });

  it('counts nothing where nothing is asked, and nothing of an empty store', async () => {
    await loaded();
    expect(await store.countEach([], {})).toEqual({ total: 48, counts: [] });
    const empty = await Store.open(await temporaryFolder());
    expect(await empty.countEach([{ kind: 'always' }, { kind: 'and', terms: [] }, { kind: 'or', terms: [] }], {})).toEqual({
      total: 0,
      counts: [0, 0, 0],
    });
    empty.close();
  });

  it('ends when nobody waits any more', async () => {
    await loaded();
    await expect(store.countEach([{ kind: 'always' }], {}, AbortSignal.abort())).rejects.toMatchObject({ reason: 'cancelled' });
  });
});
