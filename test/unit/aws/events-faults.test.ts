import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProblemReason } from '../../../src/domain/live';
import { DAY } from '../../../src/domain/time';
import type { FaultRule } from '../../aws/faults';
import { temporaryFolder } from '../support/folders';
import { closestThree, connectedTo, doubleOf, idsIn, idsOf, uncovered, worldOf } from '../support/live';

const NOW = Date.parse('2026-03-04T12:00:30Z');
const now = (): number => NOW;
const PER_REGION = 130;

/** What goes wrong in each region, and what is said of it; absent: nothing, for it went well in the end. */
const FAULTS: Readonly<Record<string, { readonly rule?: Omit<FaultRule, 'region' | 'operation'>; readonly reason?: ProblemReason }>> = {
  'us-east-1': {},
  'us-east-2': { rule: { fault: { kind: 'throttle' }, times: 2, after: 1 } },
  'us-west-1': { rule: { fault: { kind: 'deny' } }, reason: 'denied' },
  'us-west-2': { rule: { fault: { kind: 'expired-token' }, after: 1 }, reason: 'expired' },
  'eu-west-1': { rule: { fault: { kind: 'drop', when: 'body' }, times: 2, after: 1 } },
  'eu-west-2': { rule: { fault: { kind: 'drop', when: 'before' }, times: 2 } },
  'eu-west-3': { rule: { fault: { kind: 'garbage', body: 'cut' }, times: 2, after: 1 } },
  'eu-central-1': { rule: { fault: { kind: 'garbage', body: 'html' } }, reason: 'answer' },
  'eu-north-1': { rule: { fault: { kind: 'server-error', status: 503 }, times: 2 } },
  'ap-south-1': { rule: { fault: { kind: 'never-answer' }, after: 1 }, reason: 'timeout' },
  'af-south-1': { rule: { fault: { kind: 'not-opted-in' } }, reason: 'not-opted-in' },
};
const REGIONS = Object.keys(FAULTS);

describe('faults of regions', () => {
  it('stop no other region, lose nothing and are told; the next sync brings the rest', async () => {
    const world = worldOf(Object.fromEntries(REGIONS.map((region) => [region, PER_REGION])), NOW, 3600);
    const { double } = await doubleOf({ world, now });
    for (const [region, { rule }] of Object.entries(FAULTS))
      if (rule !== undefined) double.faults.add({ ...rule, region, operation: 'LookupEvents' });
    const storeDir = join(await temporaryFolder(), 'store');
    const engine = await connectedTo(['production'], storeDir, now, { patience: { connect: 2_000, answer: 700 } });
    const report = await engine.live.sync({ sources: ['events'] });
    const wrong = Object.entries(FAULTS).flatMap(([region, { reason }]) => (reason === undefined ? [] : [[region, reason]]));
    expect(report.problems.map(({ region, problem }) => [region, problem.reason]).sort()).toEqual(wrong.sort());
    expect(report.problems.every(({ problem }) => problem.operation === 'cloudtrail:LookupEvents')).toBe(true);
    expect(await uncovered(storeDir, world)).toMatchObject({ missing: [] });

    const { coverage } = await engine.live.state();
    for (const [region, { rule, reason }] of Object.entries(FAULTS)) {
      const place = coverage.find((one) => one.region === region);
      expect(place?.problem?.reason, region).toBe(reason);
      if (reason === undefined) expect(place?.intervals, region).toMatchObject([{ from: NOW - 90 * DAY }]);
      // One page went well before it: what it held is there, and counts as covered but for the page's own last second.
      else expect(place?.intervals.length, region).toBe(rule?.after ?? 0);
      expect(closestThree(double, region), region).toBeGreaterThanOrEqual(1000);
    }
    const throttled = double.requests.filter(({ region, operation }) => operation === 'LookupEvents' && region === 'us-east-2');
    const [, refused, again] = throttled.map(({ at }) => at);
    expect((again ?? 0) - (refused ?? 0)).toBeGreaterThanOrEqual(1000); // slower than the quota would let it

    const had = await idsIn(storeDir);
    double.faults.clear();
    const rest = await engine.live.sync({ sources: ['events'] });
    expect(rest).toMatchObject({ new: REGIONS.length * PER_REGION - had.length, problems: [] });
    expect(await idsIn(storeDir)).toEqual(idsOf(world));
    expect((await engine.live.state()).coverage.filter(({ problem }) => problem !== undefined)).toEqual([]);
  }, 60_000);
});
