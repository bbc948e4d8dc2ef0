import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generate } from '../../../../src/sample';
import { ACCOUNTS, ORGANISATION } from '../../../../src/sample/world';
import { cutCoverage } from '../../../../src/store/coverage';
import type { Double } from '../../../aws/double';
import { bucketOf, delivered, NOW, putLog, startTrailDouble, trailBench, type TrailBench } from './support';

const { production, sandbox } = ACCOUNTS;
const TRAILS = { sources: ['trails'] } as const;
const REGIONS = ['us-east-2', 'eu-central-1'];
const keyOf = (region: string, day: string, stamp: string): string =>
  `AWSLogs/${ORGANISATION}/${sandbox}/CloudTrail/${region}/${day}/${sandbox}_CloudTrail_${region}_${stamp}_aaaaaaaaaaaaaaaa.json.gz`;
const event = (id: string): object => ({
  eventVersion: '1.11',
  eventID: id,
  eventTime: '2026-05-12T08:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'us-east-2',
  recipientAccountId: sandbox,
  userIdentity: { type: 'Root', accountId: sandbox },
});
/** What tests put into the bucket, taken out again after each. */
const LATE = keyOf('us-east-2', '2026/05/15', '20260515T0805Z');
const NEWEST = keyOf('us-east-2', '2026/05/20', '20260520T0920Z');
let double: Double;
let bench: TrailBench;
beforeAll(async () => void (double = await startTrailDouble()));
afterAll(() => double.close());
const stored = async (): Promise<number> => (await bench.store.status()).events;
afterEach(async () => {
  for (const key of [LATE, NEWEST]) bench.objects.delete(key);
  await bench.close();
});

describe('the trail of an organisation, of two accounts in all regions where something happened and one where nothing did', () => {
  beforeEach(async () => {
    bench = await trailBench(double, ['production', 'sandbox'], [...REGIONS, 'us-east-1', 'eu-west-1', 'ap-south-1']);
  });

  it('brings all its events into the store, once, and then nothing', async () => {
    const expected = [production, sandbox].map((account) => delivered(account));
    const files = expected.reduce((sum, one) => sum + one.files, 0);
    const events = expected.reduce((sum, one) => sum + one.events, 0);
    const report = await bench.live.sync(TRAILS);
    expect(report.problems).toEqual([]);
    expect(report.new).toBe(events);
    expect(report.events).toBe(events + report.duplicates);
    expect(await stored()).toBe(events);
    expect(bench.calls('GetObject')).toBe(files);
    expect(report.calls).toBe(double.requests.length);

    double.requests.length = 0;
    const again = await bench.window().sync(TRAILS); // of another window, which knows nothing but what lies on disk
    expect([again.events, again.new, bench.calls('GetObject')]).toEqual([0, 0, 0]);
    expect(again.problems).toEqual([]);
  }, 120_000);
});

describe('the trail, of one account in two regions', () => {
  const whole = delivered(sandbox, (region) => REGIONS.includes(region));
  beforeEach(async () => {
    bench = await trailBench(double, ['sandbox'], REGIONS);
  });

  it('finds a file that comes days late, and fetches no other', async () => {
    await bench.live.sync(TRAILS);
    expect(await stored()).toBe(whole.events);
    putLog(bench.objects, LATE, [event('11111111-2222-4333-8444-555555555555')]);
    double.requests.length = 0;
    const report = await bench.live.sync(TRAILS);
    expect([report.new, bench.calls('GetObject')]).toEqual([1, 1]);
  });

  it('covers what was delivered, as far as the trail did deliver', async () => {
    await bench.live.sync(TRAILS);
    const places = (await bench.store.coverage()).filter(({ source }) => source === 'trail');
    expect(places.map(({ region }) => region)).toEqual(REGIONS.toSorted());
    const place = places.find(({ region }) => region === 'eu-central-1');
    const pause = { from: NOW - 145 * 3_600_000, to: NOW - 144.8 * 3_600_000 }; // as the double has it
    const firstFile = generate({ now: NOW }).find(({ account, region }) => account === sandbox && region === 'eu-central-1');
    const firstDay = Math.floor((firstFile?.delivered ?? 0) / 86_400_000) * 86_400_000;
    expect(place).toMatchObject({
      at: NOW,
      intervals: [
        { from: firstDay, to: pause.from },
        { from: pause.to, to: NOW - 15 * 60_000 },
      ],
    });
    expect(place?.problem).toBeUndefined();
  });

  it('goes no further back than it is told', async () => {
    await bench.live.sync({ ...TRAILS, days: 1 });
    const since = Date.UTC(2026, 4, 19);
    const files = generate({ now: NOW }).filter(
      ({ account, region, delivered: at }) => account === sandbox && REGIONS.includes(region) && at >= since && at <= NOW,
    );
    expect(bench.calls('GetObject')).toBe(files.length);
    expect(files.length).toBeGreaterThan(10);
  });

  it('brings everything again after a Clear', async () => {
    await bench.live.sync(TRAILS);
    await bench.store.clear();
    expect(await stored()).toBe(0);
    expect((await bench.live.sync(TRAILS)).new).toBe(whole.events);
  });

  it('goes on in the other regions where one refuses, and says what to do', async () => {
    double.faults.add({ service: 'cloudtrail', operation: 'DescribeTrails', region: 'us-east-2', fault: { kind: 'deny' } });
    const report = await bench.live.sync(TRAILS);
    expect(report.problems).toMatchObject([
      { account: sandbox, region: 'us-east-2', source: 'trails', problem: { reason: 'denied', operation: 'cloudtrail:DescribeTrails' } },
    ]);
    expect(await stored()).toBe(delivered(sandbox, (region) => region !== 'us-east-2' && REGIONS.includes(region)).events);
    double.faults.clear();
    await bench.live.sync(TRAILS);
    expect(await stored()).toBe(whole.events);
  });

  it('loses nothing where connections break in the middle of objects', async () => {
    double.faults.add({ service: 's3', operation: 'GetObject', after: 3, times: 9, fault: { kind: 'drop', when: 'body' } });
    double.faults.add({ service: 's3', operation: 'GetObject', after: 30, times: 5, fault: { kind: 'drop', when: 'before' } });
    const report = await bench.live.sync(TRAILS);
    expect(report.problems).toEqual([]);
    expect(await stored()).toBe(whole.events);
  });

  it('names an object that can not be had, covers not its day, and fetches it the next time', async () => {
    putLog(bench.objects, NEWEST, [event('11111111-2222-4333-8444-555555555555')]);
    await bench.live.chooseRegions(sandbox, ['us-east-2']);
    double.faults.add({ service: 's3', operation: 'GetObject', times: 1, fault: { kind: 'deny' } }); // the newest is asked for first
    const report = await bench.live.sync(TRAILS);
    expect(report.problems).toMatchObject([
      { problem: { reason: 'denied', operation: 's3:GetObject', message: expect.stringContaining(NEWEST) as string } },
    ]);
    const all = delivered(sandbox, (region) => region === 'us-east-2').events;
    expect(await stored()).toBe(all);
    const newest = async (): Promise<number | undefined> => (await bench.store.coverage())[0]?.intervals.at(-1)?.to;
    expect(await newest()).toBe(Date.UTC(2026, 4, 19, 23, 45));
    expect((await bench.live.sync(TRAILS)).new).toBe(1);
    expect(await newest()).toBe(NOW - 15 * 60_000);
  });

  it('names a broken object, keeps what is good of it, and looks at it again until it is mended', async () => {
    const records = Array.from({ length: 2000 }, (_, n) => event(`11111111-2222-4333-8444-${String(n).padStart(12, '0')}`));
    putLog(bench.objects, LATE, records);
    const body = bench.objects.get(LATE)?.body() ?? new Uint8Array();
    bench.objects.put(LATE, { lastModified: new Date(NOW), body: () => body.subarray(0, body.length / 2) });
    const report = await bench.live.sync(TRAILS);
    expect(report.problems).toMatchObject([
      { region: 'us-east-2', problem: { reason: 'answer', message: expect.stringContaining(LATE) as string } },
    ]);
    const kept = (await stored()) - whole.events;
    expect(kept).toBeGreaterThan(100);
    expect(kept).toBeLessThan(2000);
    const covered = (await bench.store.coverage()).find(({ region }) => region === 'us-east-2')?.intervals ?? [];
    const isCovered = (time: string): boolean => covered.some(({ from, to }) => from <= Date.parse(time) && Date.parse(time) < to);
    expect(['2026-05-14T23:50:00Z', '2026-05-15T08:00:00Z', '2026-05-16T08:00:00Z'].map(isCovered)).toEqual([false, false, true]);
    putLog(bench.objects, LATE, records);
    double.requests.length = 0;
    expect((await bench.live.sync(TRAILS)).problems).toEqual([]);
    expect(bench.calls('GetObject')).toBe(1);
    expect(await stored()).toBe(whole.events + 2000);
  });

  it('keeps what was loaded where it is cancelled, and goes on from there', async () => {
    const stop = new AbortController();
    double.faults.add({ service: 's3', operation: 'GetObject', after: 40, fault: { kind: 'never-answer' } });
    setTimeout(() => stop.abort(), 1_000);
    const report = await bench.live.sync(TRAILS, { signal: stop.signal });
    expect(report.cancelled).toBe(true);
    expect(report.problems).toEqual([]);
    double.faults.clear();
    await bench.live.sync(TRAILS);
    expect(await stored()).toBe(whole.events);
  });

  it('reads the bucket with the account that may, where another one may not, and says what to do where nobody may', async () => {
    const bucket = bucketOf(double);
    const { readers } = bucket;
    bucket.readers = [];
    const report = await bench.live.sync(TRAILS);
    expect(report.problems).toHaveLength(REGIONS.length);
    expect(report.problems[0]?.problem).toMatchObject({
      reason: 'denied',
      operation: 's3:ListObjectsV2',
      message: expect.stringMatching(/may not read s3:\/\/nimbus-works-cloudtrail\/.*s3:ListBucket and s3:GetObject/) as string,
    });
    const [place] = await bench.store.coverage();
    expect(place).toMatchObject({ source: 'trail', intervals: [], problem: { reason: 'denied' } });
    await bench.live.connect([{ profile: 'production' }]); // whose bucket it is
    expect((await bench.live.sync({ ...TRAILS, accounts: [sandbox] })).problems).toEqual([]);
    bucket.readers = readers;
    expect(await stored()).toBe(whole.events);
  });

  it('fetches again what was in a part of the store that is gone', async () => {
    await bench.live.sync(TRAILS);
    const day = { from: Date.UTC(2026, 4, 17), to: Date.UTC(2026, 4, 18) };
    await cutCoverage(bench.storeDir, [day]); // as it is cut where a segment is damaged
    double.requests.length = 0;
    expect((await bench.live.sync(TRAILS)).problems).toEqual([]);
    const files = generate({ now: NOW }).filter(
      ({ account, region, delivered: at }) => account === sandbox && REGIONS.includes(region) && at >= day.from && at < day.to,
    );
    expect(bench.calls('GetObject')).toBe(files.length);
    expect((await bench.store.coverage())[0]?.intervals.some(({ from, to }) => from <= day.from && to >= day.to)).toBe(true);
  });

  it('counts nothing as covered by a trail that records a part only, or would not tell', async () => {
    const [trail] = double.world.trails;
    const selectors = trail?.selectors ?? [];
    if (trail !== undefined) trail.selectors = [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [] }];
    const partly = await bench.live.sync(TRAILS);
    if (trail !== undefined) trail.selectors = selectors;
    expect(partly.problems).toEqual([]);
    expect(await stored()).toBe(whole.events);
    expect((await bench.store.coverage()).flatMap(({ intervals }) => intervals)).toEqual([]);
    double.faults.add({ service: 'cloudtrail', operation: 'GetEventSelectors', fault: { kind: 'deny' } });
    const silent = await bench.live.sync(TRAILS);
    expect(silent.problems[0]?.problem).toMatchObject({ reason: 'denied', operation: 'cloudtrail:GetEventSelectors' });
    expect((await bench.store.coverage()).map(({ intervals, problem }) => [intervals.length, problem?.reason])).toEqual(
      REGIONS.map(() => [0, 'denied']),
    );
    double.faults.clear();
    await bench.live.sync(TRAILS);
    expect((await bench.store.coverage()).map(({ intervals, problem }) => [intervals.length > 0, problem])).toEqual(
      REGIONS.map(() => [true, undefined]),
    );
  });

  it('says that it is stopped', async () => {
    const [trail] = double.world.trails;
    const status = trail?.status ?? {};
    if (trail !== undefined) trail.status = { IsLogging: false, StopLoggingTime: new Date(Date.UTC(2026, 4, 19, 10)) };
    const report = await bench.live.sync(TRAILS);
    if (trail !== undefined) trail.status = status;
    expect(report.problems).toHaveLength(REGIONS.length);
    expect(report.problems[0]?.problem.message).toMatch(/does not log since 2026-05-19T10:00:00Z/);
    expect(await stored()).toBe(whole.events); // what lies in its bucket is read all the same
    const [place] = await bench.store.coverage();
    expect(place?.intervals.at(-1)?.to).toBe(Date.UTC(2026, 4, 19, 10));
  });
});
