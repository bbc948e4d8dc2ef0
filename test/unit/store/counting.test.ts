import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import { HOUR } from '../../../src/domain/time';
import { compileQuery } from '../../../src/rql/query';
import type { ShownColumn } from '../../../src/rql/shape';
import type { SearchRequest } from '../../../src/store/search';
import { Store } from '../../../src/store/store';
import { realRecords } from '../rql/records';
import { event, logFile, temporaryFolder, temporaryFolderForAll } from '../support/folders';
import { storeIn } from '../support/stores';

/** The columns that a list of them means in a query. */
function columnsOf(list: string): readonly ShownColumn[] {
  const compiled = compileQuery(`event from cloud.audit_logs where cloud.type = 'aws' addcolumn ${list}`);
  if (compiled.kind === 'faulty' || compiled.shape.kind !== 'events') throw new Error(`no columns: ${list}`);
  return compiled.shape.columns;
}

const ALWAYS = { kind: 'always' } as const;
const PAGE = { window: {}, offset: 0, limit: 1000 };

describe('added columns and counts', () => {
  /** Five events within four hours. */
  async function five(): Promise<Store> {
    const logs = await temporaryFolder();
    const at = (time: string): { eventTime: string } => ({ eventTime: `2024-05-01T${time}:00Z` });
    const bob = { userIdentity: { type: 'IAMUser', userName: 'bob' } };
    await logFile(logs, 'a.json', [
      event('e1', { ...at('10:10'), errorCode: 'AccessDenied', tags: ['a', 'b, c', null, 3.5, 4] }),
      event('e2', { ...at('10:50'), ...bob, requestParameters: { a: { 'b"\'': [1, { c: '<b>é' }] } }, errorCode: null }),
      event('e3', { ...at('11:05'), ...bob, errorCode: '', tags: [] }),
      event('e4', { ...at('11:06'), ...bob, errorCode: 'AccessDenied', tags: [{ k: 1 }, true] }),
      event('e5', { ...at('13:59'), errorCode: { odd: 1 }, tags: 'one' }),
    ]);
    const store = await storeIn(await temporaryFolder());
    await store.load([logs]);
    return store;
  }

  const shown = async (store: Store, request: Partial<SearchRequest>): Promise<readonly (readonly (string | null)[])[]> =>
    (await store.search(ALWAYS, { ...PAGE, ...request })).rows.map(({ eventId, more = [] }) => [eventId, ...more]);

  it('shows of a path its value as a text, several with commas between, and nothing where there is none', async () => {
    const store = await five();
    const columns = columnsOf("$.errorCode, $.tags[*], $.tags, $.requestParameters.a['b\"\\''], crud, user, $.none[0].x");
    expect(await shown(store, { columns })).toEqual([
      ['e5', '{"odd":1}', null, 'one', null, 'read', 'alice', null],
      ['e4', 'AccessDenied', '{"k":1}, true', '[{"k":1},true]', null, 'read', 'bob', null],
      ['e3', '', null, '[]', null, 'read', 'bob', null],
      ['e2', null, null, null, '[1,{"c":"<b>é"}]', 'read', 'bob', null],
      ['e1', 'AccessDenied', 'a, b, c, 3.5, 4', '["a","b, c",null,3.5,4]', null, 'read', 'alice', null],
    ]);
    expect(await shown(store, {})).toEqual([['e5'], ['e4'], ['e3'], ['e2'], ['e1']]);
  });

  it('sorts by an added column, and keeps of a limited answer the newest whatever it is sorted by', async () => {
    const store = await five();
    const columns = columnsOf('$.errorCode, user');
    const ids = async (request: Partial<SearchRequest>): Promise<string> => {
      const { rows, total } = await store.search(ALWAYS, { ...PAGE, columns, ...request });
      return `${rows.map(({ eventId }) => eventId).join(' ')} of ${total}`;
    };
    expect(await ids({ sort: { column: 'column 0', descending: true } })).toBe('e5 e4 e1 e3 e2 of 5');
    expect(await ids({ sort: { column: 'column 0', descending: false }, offset: 1, limit: 2 })).toBe('e4 e1 of 5');
    expect(await ids({ sort: { column: 'column 7', descending: false } })).toBe('e5 e4 e3 e2 e1 of 5');
    expect(await ids({ sort: { column: 'count', descending: false } })).toBe('e5 e4 e3 e2 e1 of 5');
    expect(await ids({ most: 3 })).toBe('e5 e4 e3 of 3');
    expect(await ids({ most: 3, offset: 2 })).toBe('e3 of 3');
    expect(await ids({ most: 3, sort: { column: 'time', descending: false } })).toBe('e3 e4 e5 of 3');
    expect(await ids({ most: 2, sort: { column: 'column 1', descending: true } })).toBe('e4 e5 of 2');
    expect(await ids({ most: 50 })).toBe('e5 e4 e3 e2 e1 of 5');
  });

  it('counts by columns, most first; bars by time; pages and limits count rows of the answer', async () => {
    const store = await five();
    const count = async (by: string, request: object = {}): Promise<readonly unknown[]> => {
      const { rows, total } = await store.count(ALWAYS, { ...PAGE, by: by === '' ? [] : columnsOf(by), ...request });
      return [total, ...rows.map(({ time, values, count: n }) => [...(time === undefined ? [] : [time / HOUR]), ...values, n])];
    };
    expect(await count('user')).toEqual([2, ['bob', 3], ['alice', 2]]);
    expect(await count('')).toEqual([1, [5]]);
    expect(await count('$.errorCode, user')).toEqual([
      5,
      ['', 'bob', 1],
      ['AccessDenied', 'alice', 1],
      ['AccessDenied', 'bob', 1],
      ['{"odd":1}', 'alice', 1],
      [null, 'bob', 1],
    ]);
    expect(await count('user', { offset: 1, limit: 1 })).toEqual([2, ['alice', 2]]);
    expect(await count('user', { offset: 9 })).toEqual([2]);
    expect(await count('user', { most: 1 })).toEqual([1, ['bob', 3]]);
    expect(await count('user', { sort: { column: 'column 0', descending: false } })).toEqual([2, ['alice', 2], ['bob', 3]]);
    expect(await count('user', { sort: { column: 'count', descending: false } })).toEqual([2, ['alice', 2], ['bob', 3]]);
    expect(await count('user', { sort: { column: 'time', descending: false } })).toEqual([2, ['bob', 3], ['alice', 2]]);
    const ten = Date.UTC(2024, 4, 1, 10) / HOUR;
    expect(await count('', { width: HOUR })).toEqual([3, [ten, 2], [ten + 1, 2], [ten + 3, 1]]);
    expect(await count('user', { width: 2 * HOUR })).toEqual([3, [ten, 'bob', 3], [ten, 'alice', 1], [ten + 2, 'alice', 1]]);
    expect(await count('user', { width: 2 * HOUR, most: 2 })).toEqual([2, [ten, 'bob', 3], [ten, 'alice', 1]]);
    expect(await count('', { width: HOUR, sort: { column: 'time', descending: true } })).toEqual([3, [ten + 3, 1], [ten + 1, 2], [ten, 2]]);
  });
});

const all = realRecords('invictus-ir', 'stratus-red-team');
/** Each event once, as the store keeps it. */
const real = [...new Map(all.map((record) => [`${describeEvent(record).account} ${describeEvent(record).eventId}`, record])).values()];

describe.skipIf(real.length === 0)('counts of public logs against a fold over them', () => {
  const folder = temporaryFolderForAll();
  let store: Store;
  beforeAll(async () => {
    store = await Store.open(await folder());
    await store.load([await logFile(await folder(), 'all.json', real)]);
  });
  afterAll(() => store.close());

  /** How often each key is made, as the store gives its groups. */
  const folded = (key: (record: (typeof real)[number]) => readonly unknown[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const record of real) {
      const text = JSON.stringify(key(record));
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return counts;
  };

  it.each([undefined, 3 * HOUR])('by who called what and with which error, in bars of %s', async (width) => {
    const by = columnsOf('user, operation, errorCode');
    const { rows, total } = await store.count(ALWAYS, { ...PAGE, limit: 100_000, by, ...(width !== undefined && { width }) });
    const expected = folded((record) => {
      const { time, user = '', operation } = describeEvent(record);
      const code = record['errorCode'];
      return [
        ...(width === undefined ? [] : [Math.floor(time / width) * width]),
        user === '' ? null : user,
        operation,
        typeof code === 'string' ? code : null,
      ];
    });
    const found = rows.map(({ time, values, count }): [string, number] => [
      JSON.stringify([...(width === undefined ? [] : [time]), ...values]),
      count,
    ]);
    expect(new Map(found)).toEqual(expected);
    expect([found.length, total]).toEqual([expected.size, expected.size]);
    const counts = rows.map(({ count }) => count);
    if (width === undefined) expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });
});
