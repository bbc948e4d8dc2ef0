import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNTS, ORGANISATION, TRAIL, TRAIL_BUCKET } from '../../../../src/sample/world';
import type { Double } from '../../../aws/double';
import { delivered, NOW, putLog, startTrailDouble, trailBench, type TrailBench } from './support';

const { production, sandbox } = ACCOUNTS;
/** A bucket that lives in another region than the one that is asked first. */
const ELSEWHERE = 'nimbus-works-assets-eu-west-1';
const event = (id: string): object => ({
  eventVersion: '1.11',
  eventID: id,
  eventTime: '2026-05-12T08:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'us-east-2',
  recipientAccountId: production,
  userIdentity: { type: 'Root', accountId: production },
});

let double: Double;
let bench: TrailBench;
beforeAll(async () => void (double = await startTrailDouble()));
afterAll(() => double.close());
beforeEach(async () => void (bench = await trailBench(double, ['production'], ['us-east-1', 'us-east-2'])));
afterEach(() => bench.close());

describe('a prefix of S3', () => {
  it('is loaded with the logs in it, once', async () => {
    const url = `s3://${TRAIL_BUCKET}/AWSLogs/${ORGANISATION}/${sandbox}/CloudTrail/us-east-2/`;
    const expected = delivered(sandbox, (region) => region === 'us-east-2');
    const report = await bench.live.loadPrefix({ account: production, url });
    expect(report).toMatchObject({ objects: expected.files, new: expected.events, problems: [], cancelled: false });
    expect((await bench.store.status()).events).toBe(expected.events);
    expect(bench.calls('GetObject')).toBe(expected.files);
    double.requests.length = 0;
    expect(await bench.live.loadPrefix({ account: production, url })).toMatchObject({ objects: expected.files, events: 0, problems: [] });
    expect(bench.calls('GetObject')).toBe(0);
  });

  it('may lie in a bucket of any region, in any layout', async () => {
    const objects = double.world.buckets.get(ELSEWHERE)?.objects;
    if (objects === undefined) throw new Error(`the double has no bucket ${ELSEWHERE}`);
    putLog(objects, 'logs/of last week.json.gz', [event('11111111-2222-4333-8444-000000000001')]);
    objects.put('logs/lines.log', {
      lastModified: new Date(NOW),
      body: () => Buffer.from(JSON.stringify(event('11111111-2222-4333-8444-000000000002'))),
    });
    objects.put('logs/cut.json.gz', { lastModified: new Date(NOW), body: () => gzipSync('{"Records":[').subarray(0, 20) });
    objects.put('logs/picture.png', { lastModified: new Date(NOW), body: () => Buffer.from('no log') });
    for (const beside of ['CloudTrail-Insight', 'CloudTrail-Digest'])
      putLog(objects, `logs/${beside}/x.json.gz`, [event('11111111-2222-4333-8444-000000000003')]);
    const report = await bench.live.loadPrefix({ account: production, url: `s3://${ELSEWHERE}/logs/` });
    expect(report).toMatchObject({ objects: 3, new: 2 });
    expect(report.problems).toMatchObject([
      { reason: 'answer', message: expect.stringContaining(`s3://${ELSEWHERE}/logs/cut.json.gz`) as string },
    ]);
  });

  it('is told where it can not be read, and refused where it is none', async () => {
    const { problems } = await bench.live.loadPrefix({ account: production, url: 's3://nobody-has-this-bucket/x' });
    expect(problems).toMatchObject([{ operation: 's3:ListObjectsV2', message: expect.stringContaining('does not exist') as string }]);
    for (const url of ['https://example.com/x', 's3://', 's3://UPPER/x', '/tmp'])
      await expect(bench.live.loadPrefix({ account: production, url }), url).rejects.toMatchObject({ name: 'LiveError', reason: 'input' });
    await expect(bench.live.loadPrefix({ account: sandbox, url: 's3://bucket/x' })).rejects.toMatchObject({ reason: 'input' });
  });
});

describe('the trails of an account', () => {
  it('are told once, whatever the number of regions, with what each records', async () => {
    const { trails, problems } = await bench.live.trails(production);
    expect(problems).toEqual([]);
    expect(trails).toEqual([
      {
        arn: `arn:aws:cloudtrail:us-east-1:${production}:trail/${TRAIL}`,
        name: TRAIL,
        bucket: TRAIL_BUCKET,
        home: 'us-east-1',
        allRegions: true,
        organisation: true,
        validated: true,
        complete: true,
        logging: true,
        startedAt: NOW - 144.8 * 3_600_000,
        stoppedAt: NOW - 145 * 3_600_000,
      },
    ]);
  });

  it('are told of the regions that do tell', async () => {
    double.faults.add({ service: 'cloudtrail', operation: 'DescribeTrails', region: 'us-east-2', fault: { kind: 'deny' } });
    const { trails, problems } = await bench.live.trails(production);
    expect(trails).toHaveLength(1);
    expect(problems).toMatchObject([{ region: 'us-east-2', source: 'trails', problem: { reason: 'denied' } }]);
  });
});
