import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time';
import type { EngineService } from '../../../src/engine/service';
import { temporaryFolder } from '../support/folders';
import { connectedTo, doubleOf, recordOf, worldOf } from '../support/live';

const NOW = Date.parse('2026-03-04T12:00:30Z');
const now = (): number => NOW;

async function idsOf(engine: EngineService): Promise<readonly string[]> {
  const page = await engine.search({
    query: "event from cloud.audit_logs where cloud.type = 'aws'",
    window: {},
    offset: 0,
    limit: 100_000,
  });
  return page.kind === 'events' ? page.rows.map(({ eventId }) => eventId).sort() : [];
}

const intervalsOf = async (engine: EngineService, region: string) =>
  (await engine.live.state()).coverage.find((place) => place.region === region && place.source === 'lookup')?.intervals;

describe('events of a live account', () => {
  it('are all there once, with what is covered up to what may still come', async () => {
    const world = worldOf({ 'us-east-1': 120, 'us-east-2': 250, 'eu-west-1': 0 }, NOW, 60);
    const { double } = await doubleOf({ world, now, lookupsPerSecond: 2 });
    const storeDir = join(await temporaryFolder(), 'store');
    const engine = await connectedTo(['production'], storeDir, now);
    const report = await engine.live.sync({ sources: ['events'] });
    expect(report).toMatchObject({ events: 370, new: 370, duplicates: 0, problems: [], elsewhere: [], cancelled: false });
    expect(await idsOf(engine)).toHaveLength(370);
    const settled = Math.floor((NOW - 15 * MINUTE) / 1000) * 1000;
    for (const region of ['us-east-1', 'us-east-2', 'eu-west-1'])
      expect(await intervalsOf(engine, region)).toEqual([{ from: settled - 90 * DAY + 15 * MINUTE, to: settled }]);
    expect(double.requests.filter(({ operation, error }) => operation === 'LookupEvents' && error !== undefined)).toEqual([]);

    world.account.arrive([recordOf('us-east-2', 900, NOW - 10 * MINUTE), recordOf('us-east-2', 901, NOW - HOUR)]);
    const again = await engine.live.sync({ sources: ['events'] });
    expect(again).toMatchObject({ new: 1, problems: [] }); // the older one came later than anything may
  });
});
