import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time';
import type { Histogram, HistogramRequest } from '../../../src/engine/api';
import { EngineService } from '../../../src/engine/service';
import { realRecords } from '../rql/records';
import { event, logFile, temporaryFolderForAll } from '../support/folders';

const MIDNIGHT = Date.parse('2024-05-01T00:00:00Z');
const HEAD = "event from cloud.audit_logs where cloud.type = 'aws'";
const newFolder = temporaryFolderForAll();
const services: EngineService[] = [];
afterAll(async () => {
  for (const service of services) await service.dispose();
});

async function serviceOf(records: readonly unknown[]): Promise<EngineService> {
  const logs = await newFolder();
  await logFile(logs, 'a.json', records);
  const service = new EngineService({ storeDir: join(await newFolder(), 'store'), policiesDir: 'src/policies/packs' });
  services.push(service);
  await service.load([logs]);
  return service;
}

/** Each bar as `start in hours: counts`, then the series. */
function drawn({ bars, series, others, total }: Histogram): string {
  const names = [...series.map((name) => name ?? '-'), ...(others > 0 ? [`+${others}`] : [])];
  return `${bars.map(({ time, counts }) => `${(time - MIDNIGHT) / HOUR}: ${counts.join('/')}`).join(', ')} | ${names.join(' ')} | ${total}`;
}

describe('how the events of a search spread over time', () => {
  let service: EngineService;
  const ask = async (tail: string, request: Partial<HistogramRequest> = {}): Promise<string> => {
    const whole = { window: { from: MIDNIGHT, to: MIDNIGHT + DAY }, bucket: 3 * HOUR, bucketOffset: 0 };
    return drawn(await service.histogram({ query: `${HEAD} ${tail}`, ...whole, ...request }));
  };

  beforeAll(async () => {
    const by = (id: string, time: string, userName: string | undefined) =>
      event(id, {
        eventTime: `2024-05-01T${time}Z`,
        userIdentity: userName === undefined ? { type: 'AWSService' } : { type: 'IAMUser', userName },
      });
    service = await serviceOf([
      by('e1', '00:00:00', 'ann'),
      by('e2', '02:59:59', 'bob'),
      by('e3', '03:00:00', 'bob'),
      by('e4', '10:30:00', undefined),
      by('e5', '10:40:00', "o'neil <b>"),
      by('e6', '23:59:59', 'bob'),
    ]);
  });

  it('is a count for each bar, a bar beginning with its first millisecond', async () => {
    expect(await ask('')).toBe('0: 2, 3: 1, 9: 2, 21: 1 | - | 6');
    expect(await ask("AND user = 'nobody'")).toBe(' |  | 0');
    expect(await ask('', { window: { from: MIDNIGHT + 1, to: MIDNIGHT + 23 * HOUR } })).toBe('0: 1, 3: 1, 9: 2 | - | 4');
  });

  it('begins bars where the clocks of the viewer have round times', async () => {
    // India is 5:30 ahead: bars of three hours begin at 00:30, 03:30 … UTC.
    expect(await ask('', { bucketOffset: 30 * MINUTE })).toBe('-2.5: 1, 0.5: 2, 9.5: 2, 21.5: 1 | - | 6');
  });

  it('splits the bars of a time chart, which keep its width, by its column', async () => {
    expect(await ask('| timechart 6h by user')).toBe("0: 2/1/0/0, 6: 0/0/1/1, 18: 1/0/0/0 | bob ann o'neil <b> - | 6");
    expect(await ask('| timechart 12h')).toBe('0: 5, 12: 1 | - | 6');
  });

  it('holds to the limit of a query as its rows do', async () => {
    expect(await ask('limit search records to 4')).toBe('3: 1, 9: 2, 21: 1 | - | 4');
    // The first two rows of `timechart 3h by user`: ann and bob, one each, in the first bar.
    expect(await ask('limit search records to 2 | timechart 3h by user')).toBe('0: 1/1 | ann bob | 2');
    expect(await ask('limit search records to 1 | count by user')).toBe('0: 2, 3: 1, 9: 2, 21: 1 | - | 6');
  });

  it('widens the bars of a time chart to a multiple where they would be too many', async () => {
    const window = { from: MIDNIGHT, to: MIDNIGHT + 10 * DAY };
    const { bucket, bars } = await service.histogram({ query: `${HEAD} | timechart 1m`, window, bucket: DAY, bucketOffset: 0 });
    expect([bucket, bars.length]).toEqual([72 * MINUTE, 4]); // 14,400 minutes by 200 bars
  });

  it('rejects a query with faults', async () => {
    await expect(ask('AND nothing = 1')).rejects.toMatchObject({ reason: 'query' });
  });
});

const real = [...new Map(realRecords('invictus-ir').map((record) => [record['eventID'], record])).values()];
describe.skipIf(real.length === 0)('the bars of real logs', () => {
  it('have as many events for each name as counting the records by hand gives; all names past the sixth are one series', async () => {
    const service = await serviceOf(real);
    const events = real.map((record) => describeEvent(record));
    const times = events.map(({ time }) => time);
    const window = { from: Math.min(...times), to: Math.max(...times) + 1 };
    const answer = await service.histogram({ query: `${HEAD} | timechart 5m by operation`, window, bucket: DAY, bucketOffset: 0 });

    const perName = tally(events.map(({ operation }) => operation));
    const names = [...perName].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
    expect(answer.series).toEqual(names.slice(0, 6));
    expect(answer.others).toBe(names.length - 6);
    const cells = tally(
      events.map(({ time, operation }) => `${Math.floor(time / answer.bucket)} ${Math.min(6, names.indexOf(operation))}`),
    );
    const found = answer.bars.flatMap(({ time, counts }) =>
      counts.flatMap((n, series) => (n === 0 ? [] : [[`${time / answer.bucket} ${series}`, n] as const])),
    );
    expect(new Map(found)).toEqual(cells);
    expect(answer.total).toBe(real.length);
  });
});

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
