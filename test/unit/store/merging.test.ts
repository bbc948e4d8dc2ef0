import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../src/store/manifest';
import { nextGroup } from '../../../src/store/merging';
import { Store } from '../../../src/store/store';
import { realRecords } from '../rql/records';
import { event, logFile, temporaryFolder } from '../support/folders';

const HOUR = 3_600_000;
const PAGE = { window: {}, offset: 0, limit: 100_000 };

/** Everything a store tells, in an order of its own. */
async function told(store: Store): Promise<unknown> {
  const sorted = (rows: readonly unknown[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();
  const { rows, total } = await store.search({ kind: 'always' }, PAGE);
  const { events, from, to, accounts } = await store.status();
  const ask = async (sql: string): Promise<readonly string[]> => sorted(await store.reader.rows(sql, []));
  return {
    total,
    events,
    from,
    to,
    accounts,
    rows: sorted(rows),
    records: await ask('SELECT event_id, account, record FROM records'),
    references: await ask(
      `SELECT r.token, r.side, r.time, r.account, r.region, r.crud, r.failed, e.event_id FROM refs r JOIN events e ON e.segment = r.segment AND e."row" = r.event`,
    ),
    paths: await ask('SELECT DISTINCT operation, path FROM shapes'),
    counts: await ask('SELECT field, value, sum(events)::INTEGER AS events FROM counts GROUP BY ALL'),
  };
}

describe('merging', () => {
  it('changes nothing that is told, makes one segment of many and leaves no file behind', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await Store.open(dir);
    const records = realRecords('invictus-ir', 'stratus-red-team', 'traildiscover');
    const some = [
      ...records,
      ...Array.from({ length: 50 }, (_, n) => event(`odd ${n}`, { requestParameters: { id: `vpc-${String(n).padStart(8, '0')}` } })),
    ];
    for (let n = 0; n < 5; n++)
      await store.load([
        await logFile(
          logs,
          `${n}.json`,
          some.filter((_, place) => place % 5 === n),
        ),
      ]);
    expect(store.reader.segments()).toHaveLength(5);
    const before = await told(store);
    const touched = await store.lastTouch('vpc-00000007', undefined);
    expect(await store.merge()).toEqual({ before: 5, after: 1 });
    expect(store.reader.segments()).toHaveLength(1);
    expect(await told(store)).toEqual(before);
    expect(await store.lastTouch('vpc-00000007', undefined)).toEqual(touched);
    expect(touched).toMatchObject({ eventId: 'odd 7', sides: ['request'] });
    expect(await readdir(join(dir, 'segments'))).toHaveLength(1);
    expect(await store.merge()).toEqual({ before: 0, after: 0 });
    // What was merged is still known.
    expect(await store.load([logs])).toMatchObject({ new: 0 });
    store.close();
  });

  it('ends early and whole when it is told to', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await Store.open(dir);
    for (let n = 0; n < 3; n++) await store.load([await logFile(logs, `${n}.json`, [event(`a${n}`)])]);
    const stop = new AbortController();
    stop.abort();
    expect(await store.merge(stop.signal)).toEqual({ before: 0, after: 0 });
    const later = new AbortController();
    const merging = store.merge(later.signal);
    setTimeout(() => later.abort(), 5);
    await merging;
    expect(await store.status()).toMatchObject({ events: 3 });
    expect((await readdir(join(dir, 'segments'))).every((name) => name.endsWith('.duckdb'))).toBe(true);
    store.close();
  });

  it('disturbs no question that is asked meanwhile', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const store = await Store.open(dir);
    const at = { work: true };
    let asked = 0;
    const ask = async (): Promise<void> => {
      while (at.work) {
        const { rows, total } = await store.search({ kind: 'always' }, PAGE);
        if (total > 0) expect(rows.length).toBeGreaterThan(0);
        const events = (await store.status()).events;
        const touch = await store.lastTouch('vpc-00000007', undefined);
        if (events > 0) expect(touch?.record).toContain('vpc-00000007');
        asked += 1;
      }
    };
    const asking = Promise.all([ask(), ask()]);
    for (let round = 0; round < 6; round++) {
      for (let n = 0; n < 3; n++)
        await store.load([
          await logFile(logs, `${round}-${n}.json`, [event(`a${round}-${n}`, { requestParameters: { id: 'vpc-00000007' } })]),
        ]);
      await store.merge();
    }
    at.work = false;
    await asking;
    expect(asked).toBeGreaterThan(20);
    store.close();
  });

  it('is seen by another window, whose questions go on', async () => {
    const [dir, logs] = [await temporaryFolder(), await temporaryFolder()];
    const [store, other] = [await Store.open(dir), await Store.open(dir)];
    for (let n = 0; n < 3; n++) await store.load([await logFile(logs, `${n}.json`, [event(`a${n}`)])]);
    await other.refresh();
    await store.merge();
    expect((await other.search({ kind: 'always' }, PAGE)).total).toBe(3); // of the files it has open, deleted or not
    await other.refresh();
    expect((await other.search({ kind: 'always' }, PAGE)).total).toBe(3);
    for (const one of [store, other]) one.close();
  });
});

describe('the group that is merged next', () => {
  const segment = (from: number, events: number, runs = 1): Segment => ({
    file: `${from}`,
    events,
    from,
    to: from + HOUR,
    bytes: events * 100,
    runs,
  });

  it('is of neighbours in time, and as large as a segment may be', () => {
    const few = [segment(3, 400_000), segment(1, 300_000), segment(2, 200_000), segment(4, 500_000)];
    expect(nextGroup(few).map(({ from }) => from)).toEqual([1, 2, 3]);
    expect(nextGroup([segment(1, 600_000), segment(2, 600_000)])).toEqual([]);
    expect(nextGroup([])).toEqual([]);
  });

  it('holds no large sorted segment for the sake of a small one, until those are as many', () => {
    expect(nextGroup([segment(1, 800_000), segment(2, 1000)])).toEqual([]);
    expect(nextGroup([segment(1, 800_000), segment(2, 1000), segment(3, 1000)])).toEqual([]);
    expect(nextGroup([segment(1, 1000), segment(2, 1000)])).toHaveLength(2);
  });

  it('may be one segment of many runs', () => {
    expect(nextGroup([segment(1, 900_000, 12)])).toHaveLength(1);
    expect(nextGroup([segment(1, 900_000, 1)])).toEqual([]);
    expect(nextGroup([segment(1, 100, 3)])).toEqual([]);
  });
});
