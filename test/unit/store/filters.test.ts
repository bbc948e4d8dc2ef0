import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/rql/query';
import type { ShownColumn } from '../../../src/rql/shape';
import type { Filter, SearchRequest } from '../../../src/store/search';
import type { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

const ALWAYS = { kind: 'always' } as const;
const PAGE = { window: {}, offset: 0, limit: 1000 };

function columnsOf(list: string): readonly ShownColumn[] {
  const compiled = compileQuery(`event from cloud.audit_logs where cloud.type = 'aws' addcolumn ${list}`);
  if (compiled.kind === 'faulty' || compiled.shape.kind !== 'events') throw new Error(`no columns: ${list}`);
  return compiled.shape.columns;
}

/** Six events, the newest first by their names. */
async function six(): Promise<Store> {
  const logs = await temporaryFolder();
  const user = (userName: string): object => ({ userIdentity: { type: 'IAMUser', userName } });
  const at = (minute: number): object => ({ eventTime: `2024-05-01T10:0${minute}:00Z` });
  await logFile(logs, 'a.json', [
    event('e1', { ...at(6), ...user('Alice'), awsRegion: 'us-east-2', errorCode: 'AccessDenied', tags: ['a', 'b%'] }),
    event('e2', { ...at(5), ...user("bob'); --"), awsRegion: 'eu-west-1', errorCode: '', tags: [] }),
    event('e3', { ...at(4), ...user('100%_x'), awsRegion: 'us-east-1' }),
    event('e4', { ...at(3), userIdentity: null, awsRegion: 'mars-north-1', tags: 'b%' }),
    event('e5', { ...at(2), ...user('alice'), eventName: 'PutObject', awsRegion: 'us-east-2' }),
    event('e6', { ...at(1), ...user('carol'), eventName: 'PutObject', awsRegion: 'ap-northeast-1' }),
  ]);
  const store = await storeIn(await temporaryFolder());
  await store.load([logs]);
  return store;
}

describe('filters of columns', () => {
  const matching = (column: Filter['column'], text: string, negated = false): Filter => ({ column, kind: 'matches', text, negated });
  const being = (column: Filter['column'], text: string, negated = false): Filter => ({ column, kind: 'is', text, negated });
  const ids = async (store: Store, filters: readonly Filter[], request: Partial<SearchRequest> = {}): Promise<string> => {
    const { rows, total } = await store.search(ALWAYS, { ...PAGE, ...request, filters });
    return `${rows.map(({ eventId }) => eventId).join(' ')} of ${total}`;
  };

  it('look at the text that a column shows, in any case, with * for any text and nothing else special', async () => {
    const store = await six();
    expect(await ids(store, [matching('user', 'ALI')])).toBe('e1 e5 of 2');
    expect(await ids(store, [matching('user', 'a*e')])).toBe('e1 e5 of 2');
    expect(await ids(store, [matching('user', '%')])).toBe('e3 of 1');
    expect(await ids(store, [matching('user', "'); --")])).toBe('e2 of 1');
    expect(await ids(store, [matching('user', 'ali', true)])).toBe('e2 e3 e4 e6 of 4');
    expect(await ids(store, [being('user', 'alice')])).toBe('e5 of 1');
    expect(await ids(store, [being('user', 'alice', true)])).toBe('e1 e2 e3 e4 e6 of 5');
    expect(await ids(store, [matching('user', 'ali'), matching('operation', 'put')])).toBe('e5 of 1');
    expect(await ids(store, [matching('eventId', 'E4')])).toBe('e4 of 1');
    expect(await ids(store, [matching('user', 'nobody')])).toBe(' of 0');
  });

  it('find blanks, and regions by the names people see', async () => {
    const store = await six();
    expect(await ids(store, [being('user', '')])).toBe('e4 of 1');
    expect(await ids(store, [being('errorCode', '')])).toBe('e2 e3 e4 e5 e6 of 5');
    expect(await ids(store, [being('errorCode', '', true)])).toBe('e1 of 1');
    expect(await ids(store, [matching('region', 'ohio')])).toBe('e1 e5 of 2');
    expect(await ids(store, [matching('region', 'us-east')])).toBe('e1 e3 e5 of 3');
    expect(await ids(store, [matching('region', 'tokyo', true)])).toBe('e1 e2 e3 e4 e5 of 5');
    expect(await ids(store, [matching('region', 'mars')])).toBe('e4 of 1');
  });

  it('look at added columns, page by page and in any order', async () => {
    const store = await six();
    const columns = columnsOf('$.tags[*], $.tags, user');
    expect(await ids(store, [matching('column 0', 'A, B%')], { columns })).toBe('e1 of 1');
    expect(await ids(store, [being('column 1', '')], { columns })).toBe('e3 e5 e6 of 3');
    expect(await ids(store, [matching('column 2', 'li')], { columns, sort: { column: 'time', descending: false } })).toBe('e5 e1 of 2');
    expect(await ids(store, [matching('column 2', 'a')], { columns, offset: 1, limit: 1 })).toBe('e5 of 3');
    expect(await ids(store, [matching('column 2', 'a')], { columns, sort: { column: 'column 2', descending: true } })).toBe(
      'e6 e5 e1 of 3',
    );
    expect(await ids(store, [matching('column 7', 'x')], { columns })).toBe('e1 e2 e3 e4 e5 e6 of 6');
  });

  it('narrow a limited answer, and never make it longer', async () => {
    const store = await six();
    expect(await ids(store, [matching('user', 'ali')], { most: 3 })).toBe('e1 of 1');
    expect(await ids(store, [matching('user', 'ali')], { most: 5 })).toBe('e1 e5 of 2');
  });

  it('narrow rows that count', async () => {
    const store = await six();
    const count = async (filters: readonly Filter[], request: object = {}) => {
      const by = columnsOf('user, operation');
      const { rows, total } = await store.count(ALWAYS, { ...PAGE, by, ...request, filters });
      return [total, ...rows.map(({ values }) => values[0])];
    };
    expect(await count([matching('column 0', 'ALI')])).toEqual([2, 'Alice', 'alice']);
    expect(await count([being('column 0', '')])).toEqual([1, null]);
    expect(await count([matching('column 1', 'put', true), being('column 0', '', true)])).toEqual([3, '100%_x', 'Alice', "bob'); --"]);
    expect(await count([matching('column 0', 'alice')], { offset: 5 })).toEqual([2]);
    expect(await count([matching('user', 'x')])).toEqual([6, '100%_x', 'Alice', 'alice', "bob'); --", 'carol', null]);
  });

  it('tell the length of a long answer before its rows', async () => {
    const store = await six();
    const told: number[] = [];
    const onTotal = (total: number): number => told.push(total);
    const { total } = await store.search(ALWAYS, {
      ...PAGE,
      columns: columnsOf('user'),
      sort: { column: 'column 0', descending: true },
      onTotal,
    });
    expect([told, total]).toEqual([[6], 6]);
  });
});
