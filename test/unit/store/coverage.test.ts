import { existsSync } from 'node:fs';
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../../src/domain/live';
import { DAY } from '../../../src/domain/time';
import type { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

const ACCOUNT = '111122223333';
const place = { account: ACCOUNT, region: 'us-east-2', source: 'lookup' } as const;
const day = (number: number): number => Date.UTC(2024, 4, number);
const days = (from: number, to: number): Interval => ({ from: day(from), to: day(to) });

/** Loads an event of each of these days as all there was on them, and says so. */
async function loadDays(store: Store, numbers: readonly number[], mark?: string): Promise<string> {
  const known = mark ?? (await store.accountCoverage(ACCOUNT)).mark;
  const records = numbers.map((n) => event(`e${n}`, { eventTime: new Date(day(n) + DAY / 2).toISOString() }));
  const file = await logFile(await temporaryFolder(), 'some.json', records);
  await store.load([file], { covers: [{ ...place, mark: known, intervals: numbers.map((n) => days(n, n + 1)) }] });
  return known;
}

async function intervals(store: Store): Promise<readonly Interval[]> {
  return (await store.coverage()).flatMap((covered) => covered.intervals);
}

describe('what is covered', () => {
  it('grows with what is loaded, for each place, and another window sees it', async () => {
    const dir = await temporaryFolder();
    const store = await storeIn(dir);
    expect(await store.coverage()).toEqual([]);
    await loadDays(store, [3, 4]);
    await loadDays(store, [2, 20]);
    await store.look({ ...place, at: 7 });
    await store.look({ ...place, region: 'eu-west-1', problem: { reason: 'denied', message: 'no', at: 8 } });
    const expected = [
      { ...place, region: 'eu-west-1', intervals: [], problem: { reason: 'denied', message: 'no', at: 8 } },
      { ...place, intervals: [days(2, 5), days(20, 21)], at: 7 },
    ];
    expect(await (await storeIn(dir)).coverage()).toEqual(expected);
    await store.look({ ...place, region: 'eu-west-1', at: 9 });
    expect(await store.coverage()).toEqual([{ ...place, region: 'eu-west-1', intervals: [], at: 9 }, expected[1]]);
  });

  it('does not grow by a load that was cancelled, nor by one that could not read a file', async () => {
    const store = await storeIn(await temporaryFolder());
    const { mark } = await store.accountCoverage(ACCOUNT);
    const covers = [{ ...place, mark, intervals: [days(1, 2)] }];
    await store.load([join(await temporaryFolder(), 'gone.json')], { covers });
    await store.load([await logFile(await temporaryFolder(), 'a.json', [event('1')])], { covers, signal: AbortSignal.abort() });
    expect(await intervals(store)).toEqual([]);
  });

  it('goes with a Clear, and what was fetched before it is not called covered after it', async () => {
    const store = await storeIn(await temporaryFolder());
    const before = await loadDays(store, [1, 2]);
    await store.clear();
    expect(await store.coverage()).toEqual([]);
    const after = (await store.accountCoverage(ACCOUNT)).mark;
    expect(after).not.toBe(before);
    await loadDays(store, [3], before);
    expect(await intervals(store)).toEqual([]);
    await loadDays(store, [3], after);
    expect(await intervals(store)).toEqual([days(3, 4)]);
  });

  it('is cut by retention to what is kept, which is as far as it is worth to fetch again', async () => {
    const store = await storeIn(await temporaryFolder());
    const now = day(31);
    await loadDays(store, [1, 2]);
    await loadDays(store, [20]);
    expect(await store.keptSince(now)).toBe(-Infinity);
    await store.retain({ days: 20 }, now);
    expect(await store.keptSince(now + DAY)).toBe(day(12));
    // The events of 1 and 2 May, at noon, are gone, and so is what lies between them: only what is in front and behind may stay.
    expect(await intervals(store)).toEqual([
      { from: day(1), to: day(1) + DAY / 2 },
      { from: day(2) + DAY / 2 + 1, to: day(3) },
      days(20, 21),
    ]);

    await store.retain({ gigabytes: 1e-9 }, now);
    expect(await store.keptSince(now)).toBe(day(20) + DAY / 2 + 1);
    await store.retain({ gigabytes: 1e-9 }, now);
    expect(await store.keptSince(now)).toBe(day(20) + DAY / 2 + 1);
    await store.retain({ gigabytes: 1 }, now); // there is room again
    expect(await store.keptSince(now)).toBe(-Infinity);
    await store.retain({ days: 1, gigabytes: 1e-9 }, now);
    await store.clear();
    expect(await store.keptSince(now)).toBe(day(30));
    await store.retain({}, now);
    expect(await store.keptSince(now)).toBe(-Infinity);
  });

  it('loses what lay in a part of the store that is damaged, so that it is fetched again', async () => {
    const dir = await temporaryFolder();
    const store = await storeIn(dir);
    await loadDays(store, [1]);
    await loadDays(store, [5]);
    store.close();
    const [segment = ''] = await readdir(join(dir, 'segments'));
    await truncate(join(dir, 'segments', segment), 100);
    const again = await storeIn(dir);
    expect((await again.status()).damaged).toHaveLength(1);
    await again.load([await logFile(await temporaryFolder(), 'a.json', [event('1')])]);
    const noon = (await again.status()).events === 2 ? await intervals(again) : [];
    expect(noon.filter(({ from, to }) => to - from === DAY)).toHaveLength(1);
    expect(noon).toHaveLength(3);
  });

  it('counts as nothing where its file is broken', async () => {
    const dir = await temporaryFolder();
    const store = await storeIn(dir);
    await loadDays(store, [1]);
    await writeFile(join(dir, 'live', 'coverage', `${ACCOUNT}.json`), '{"format":1,"mark":"x","places":[{"inter');
    expect(await store.coverage()).toEqual([]);
    await loadDays(store, [2]);
    expect(await intervals(store)).toEqual([days(2, 3)]);
    await expect(store.accountCoverage('../../x')).rejects.toThrow(/not an account/);
  });

  it('leaves a store without live accounts as it is', async () => {
    const dir = await temporaryFolder();
    const store = await storeIn(dir);
    await store.load([await logFile(await temporaryFolder(), 'a.json', [event('1')])]);
    await store.retain({}, day(31));
    await store.clear();
    expect(existsSync(join(dir, 'live'))).toBe(false);
  });
});

describe('files that wait to be loaded', () => {
  it('are taken away by the next writer where their process died, and left where it lives', async () => {
    const dir = await temporaryFolder();
    const store = await storeIn(dir);
    const mine = await store.stagingFolder();
    const dead = join(dir, 'live', 'staging', 'tmp-999999999-0a0b0c0d');
    await writeFile(join(mine, 'a.jsonl'), '');
    await mkdir(dead);
    await store.load([await logFile(await temporaryFolder(), 'a.json', [event('1')])]);
    expect([existsSync(join(mine, 'a.jsonl')), existsSync(dead)]).toEqual([true, false]);
  });
});
