import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time';
import type { SyncProgress } from '../../../src/engine/api';
import type { EngineService } from '../../../src/engine/service';
import type { Double } from '../../aws/double';
import { temporaryFolder } from '../support/folders';
import { closestThree, connectedTo, doubleOf, engineOn, idsIn, idsOf, recordOf, uncovered, worldOf } from '../support/live';

const NOW = Date.parse('2026-03-04T12:00:30Z');
/** What is newer may still come: fifteen minutes. */
const SETTLED = NOW - 15 * MINUTE;
const now = (): number => NOW;
const sync = { sources: ['events'] } as const;

const storeFolder = async (): Promise<string> => join(await temporaryFolder(), 'store');
const lookups = (double: Double, region: string) =>
  double.requests.filter((request) => request.operation === 'LookupEvents' && request.region === region);
const coverageOf = async (engine: EngineService, region: string) =>
  (await engine.live.state()).coverage.find((place) => place.region === region && place.source === 'lookup');

describe('events of a live account', () => {
  it('are all there once, within the quota, with what is covered up to what may still come', async () => {
    const regions = ['us-east-1', 'us-east-2', 'eu-west-1'];
    const world = worldOf({ 'us-east-1': 120, 'us-east-2': 250, 'eu-west-1': 0 }, NOW, 60);
    const { double } = await doubleOf({ world, now });
    const storeDir = await storeFolder();
    const engine = await connectedTo(['production'], storeDir, now);
    const progress: SyncProgress[] = [];
    const report = await engine.live.sync(sync, { onProgress: (snapshot) => progress.push(snapshot) });
    expect(report).toMatchObject({ calls: 9, events: 370, new: 370, duplicates: 0, problems: [], elsewhere: [], cancelled: false });
    expect(await idsIn(storeDir)).toEqual(idsOf(world));
    for (const region of regions)
      expect(await coverageOf(engine, region)).toMatchObject({ intervals: [{ from: NOW - 90 * DAY, to: SETTLED }], at: NOW });
    expect(double.requests.filter(({ operation, error }) => operation === 'LookupEvents' && error !== undefined)).toEqual([]);
    expect(closestThree(double, 'us-east-2')).toBeGreaterThanOrEqual(1000);
    expect(progress.length).toBeLessThanOrEqual(4 * report.seconds + 2);
    expect(progress.at(-1)).toEqual({
      partsDone: 3,
      partsTotal: 3,
      events: 370,
      stored: 370,
      resources: 0,
      coveredSince: NOW - 90 * DAY,
      problems: 0,
    });

    // What came late, as late as it may, and what came later than anything may.
    world.account.arrive([recordOf('us-east-2', 900, NOW - 10 * MINUTE), recordOf('us-east-2', 901, NOW - HOUR)]);
    double.requests.length = 0;
    expect(await engine.live.sync(sync)).toMatchObject({ new: 1, problems: [], calls: 3 });
    expect(lookups(double, 'us-east-2')[0]?.input).toMatchObject({ StartTime: new Date(SETTLED) });
  });

  it('come newest first, and a sync that is cancelled keeps what it had and goes on there', async () => {
    const world = worldOf({ 'us-east-2': 700 }, NOW, 600);
    const { double } = await doubleOf({ world, now });
    const storeDir = await storeFolder();
    const engine = await connectedTo(['production'], storeDir, now);
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 4_500);
    const report = await engine.live.sync(sync, { signal: cancel.signal });
    expect(report).toMatchObject({ cancelled: true, problems: [], duplicates: 0 });
    expect(report.new).toBeGreaterThanOrEqual(200);
    expect(report.new).toBeLessThan(700);
    const { missing, covered } = await uncovered(storeDir, world);
    expect(missing).toEqual([]);
    expect(covered).toBeGreaterThan(report.new - 60); // all but a page, and the newest
    const before = lookups(double, 'us-east-2').length;
    const rest = await engine.live.sync(sync);
    expect(rest).toMatchObject({ cancelled: false, new: 700 - report.new });
    expect(lookups(double, 'us-east-2').length).toBeLessThanOrEqual(14 + 4);
    expect(before).toBeGreaterThan(4);
    expect(await idsIn(storeDir)).toEqual(idsOf(world));
  });

  it('go on by time where a token is refused, in the middle of a second with many events', async () => {
    const world = worldOf({ 'us-east-2': 0 }, NOW);
    const at = NOW - DAY;
    world.account.arrive(
      Array.from({ length: 230 }, (_, n) => recordOf('us-east-2', n, n < 20 ? at + 1000 * (n + 1) : n < 200 ? at : at - 1000 * n)),
    );
    const { double } = await doubleOf({ world, now });
    double.faults.add({
      operation: 'LookupEvents',
      after: 2,
      times: 1,
      fault: { kind: 'refuse', code: 'InvalidNextTokenException', message: 'The token has expired.', status: 400 },
    });
    const storeDir = await storeFolder();
    const engine = await connectedTo(['production'], storeDir, now);
    expect(await engine.live.sync(sync)).toMatchObject({ new: 230, problems: [] });
    expect(await idsIn(storeDir)).toEqual(idsOf(world));
    expect((await coverageOf(engine, 'us-east-2'))?.intervals).toEqual([{ from: NOW - 90 * DAY, to: SETTLED }]);
  });

  it('whose token is always refused are a problem, and what was had is kept', async () => {
    const world = worldOf({ 'us-east-2': 230 }, NOW - DAY, 0);
    const { double } = await doubleOf({ world, now });
    const fault = { kind: 'refuse', code: 'InvalidNextTokenException', message: 'No.', status: 400 } as const;
    double.faults.add({ operation: 'LookupEvents', after: 1, fault });
    const engine = await connectedTo(['production'], await storeFolder(), now);
    const report = await engine.live.sync(sync);
    expect(report.problems).toMatchObject([{ region: 'us-east-2', problem: { operation: 'cloudtrail:LookupEvents' } }]);
    expect(report.new).toBe(50);
    const coverage = await coverageOf(engine, 'us-east-2');
    expect(coverage).toMatchObject({ intervals: [{ from: NOW - DAY + 1000 - ((NOW - DAY) % 1000), to: SETTLED }], problem: {} });
  });

  it('that hold no record are counted and named, and the others are kept', async () => {
    const world = worldOf({ 'us-east-2': 10 }, NOW - HOUR, 60);
    const { double } = await doubleOf({ world, now });
    const [, second] = [world.account.events('us-east-2').at(0), world.account.events('us-east-2').at(1)];
    const broken = { ...second?.record(), eventTime: 'yesterday' };
    if (second !== undefined) second.record = () => ({ ...broken, eventTime: new Date(second.time).toISOString(), eventID: '' });
    const storeDir = await storeFolder();
    const engine = await connectedTo(['production'], storeDir, now);
    const report = await engine.live.sync(sync);
    expect(report).toMatchObject({ new: 9, problems: [{ region: 'us-east-2', problem: { reason: 'answer' } }] });
    expect((await coverageOf(engine, 'us-east-2'))?.problem?.message).toMatch(/^1 of the events/);
    expect(await idsIn(storeDir)).toEqual(idsOf(world).filter((id) => id !== second?.id));
    expect(double.requests.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('that another window cleared meanwhile are fetched again', async () => {
    const world = worldOf({ 'us-east-2': 400 }, NOW, 600);
    await doubleOf({ world, now });
    const storeDir = await storeFolder();
    const engine = await connectedTo(['production'], storeDir, now);
    const running = engine.live.sync(sync);
    await new Promise((done) => setTimeout(done, 3_600));
    expect((await engineOn(storeDir, now).clear()).events).toBeGreaterThan(0);
    expect((await running).problems).toEqual([]);
    expect(await uncovered(storeDir, world)).toMatchObject({ missing: [] });
    expect(await idsIn(storeDir)).toEqual(idsOf(world));
  });

  it('are fetched no further back than retention keeps them, and than was asked for', async () => {
    const world = worldOf({ 'us-east-2': 40 }, NOW, 86_400);
    const { double } = await doubleOf({ world, now });
    const storeDir = await storeFolder();
    const engine = await connectedTo(['production'], storeDir, now);
    await engine.retain({ days: 20 }, NOW);
    expect(await engine.live.sync({ ...sync, days: 10 })).toMatchObject({ new: 11 });
    expect(await engine.live.sync(sync)).toMatchObject({ new: 10 });
    expect((await coverageOf(engine, 'us-east-2'))?.intervals).toEqual([{ from: NOW - 20 * DAY, to: SETTLED }]);
    await engine.retain({ days: 5 }, NOW + 20 * DAY); // all is older than that
    expect(await uncovered(storeDir, world)).toEqual({ missing: [], covered: 0 });
    await engine.retain({}, NOW);
    expect(await engine.live.sync(sync)).toMatchObject({ new: 40, duplicates: 0 });
    expect(await idsIn(storeDir)).toEqual(idsOf(world));
    expect(lookups(double, 'us-east-2').every(({ error }) => error === undefined)).toBe(true);
  });
});
