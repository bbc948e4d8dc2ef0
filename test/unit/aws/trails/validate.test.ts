import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { textAt, type JsonObject } from '../../../../src/domain/json';
import { generate } from '../../../../src/sample';
import { ACCOUNTS, ORGANISATION, TRAIL, TRAIL_BUCKET } from '../../../../src/sample/world';
import type { Double } from '../../../aws/double';
import type { StoredObject } from '../../../aws/world/bucket';
import { NOW, putLog, startTrailDouble, trailBench, type TrailBench } from './support';

const { sandbox } = ACCOUNTS;
const HOUR = 3_600_000;
const REGION = 'us-east-2';
/** A day, the digests of which are all there. */
const WINDOW = { from: Date.UTC(2026, 4, 18, 12), to: Date.UTC(2026, 4, 19, 12) };
const ROOT = `AWSLogs/${ORGANISATION}/${sandbox}`;
/** By the end of its hour. */
const digestKey = (hour: number): string => {
  const stamp = `${new Date(hour).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const day = new Date(hour).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${ROOT}/CloudTrail-Digest/${REGION}/${day}/${sandbox}_CloudTrail-Digest_${REGION}_${TRAIL}_us-east-1_${stamp}.json.gz`;
};
const url = (key: string): string => `s3://${TRAIL_BUCKET}/${key}`;
const files = generate({ now: NOW })
  .filter(({ account, region, delivered }) => account === sandbox && region === REGION && delivered >= WINDOW.from && delivered < WINDOW.to)
  .map(({ path }) => path);
const [FILE = '', OTHER = ''] = files;
const MIDDLE = Date.UTC(2026, 4, 19, 0);

let double: Double;
let bench: TrailBench;
beforeAll(async () => {
  double = await startTrailDouble();
  bench = await trailBench(double, ['sandbox'], [REGION]);
});
afterAll(async () => {
  await bench.close();
  await double.close();
});
let undo: (() => void)[];
beforeEach(() => {
  undo = [];
  double.faults.clear();
});
afterEach(() => {
  for (const back of undo) back();
});

/** Puts something in the place of an object, for one test. */
function replace(key: string, change: (object: StoredObject) => StoredObject | undefined): void {
  const object = bench.objects.get(key);
  if (object === undefined) throw new Error(`no object ${key}`);
  undo.push(() => bench.objects.put(key, object));
  const other = change(object);
  if (other === undefined) bench.objects.delete(key);
  else bench.objects.put(key, other);
}
const edited = (object: StoredObject, edit: (text: string) => string): StoredObject => ({
  ...object,
  body: () => gzipSync(edit(gunzipSync(object.body()).toString())),
});
const validate = (window = WINDOW) => bench.live.validate({ account: sandbox, ...window });

describe('log files that nobody touched', () => {
  it('are valid, each of them, in every hour', async () => {
    const told: number[] = [];
    const report = await bench.live.validate({ account: sandbox, ...WINDOW }, { onProgress: ({ files: seen }) => void told.push(seen) });
    expect(report).toEqual({ digests: 24, valid: files.length, faults: [], cancelled: false });
    expect(files.length).toBeGreaterThan(20);
    expect(told.at(-1)).toBe(files.length);
  });

  it('are not spoken of before the first digest; that hour is named, and the present one is not due', async () => {
    const report = await validate({ from: Date.UTC(2026, 4, 17, 0), to: NOW });
    const first = Date.UTC(2026, 4, 17, 10); // the double signs what came in the latest three days: the first at 10:05
    expect(report.faults).toEqual([
      {
        file: url(`${ROOT}/CloudTrail-Digest/${REGION}/`),
        fault: 'gap',
        reason: expect.stringContaining(`2026-05-17T00:00:00Z to ${new Date(first).toISOString().slice(0, 19)}Z`) as string,
      },
    ]);
  });
});

describe('what somebody touched', () => {
  it.each([
    ['changed', 'a record less', FILE, (object: StoredObject) => edited(object, (text) => text.replace('"eventName"', '"eventNam"'))],
    ['changed', 'cut', FILE, (object: StoredObject) => ({ ...object, body: () => object.body().subarray(0, 300) })],
    [
      'changed',
      'a second part behind it',
      FILE,
      (object: StoredObject) => ({ ...object, body: () => Buffer.concat([object.body(), gzipSync('{}')]) }),
    ],
    ['missing', 'gone', FILE, () => undefined],
  ] as const)('is %s: a log file, %s', async (fault, _, key, change) => {
    replace(key, change);
    const report = await validate();
    expect(report.faults).toMatchObject([{ file: url(key), fault }]);
    expect(report.valid).toBe(files.length - 1);
  });

  it('is a log file that CloudTrail never delivered', async () => {
    const forged = `${OTHER.slice(0, OTHER.lastIndexOf('_'))}_forgedforgedforg.json.gz`;
    putLog(bench.objects, forged, [{ eventID: 'x' }]);
    undo.push(() => bench.objects.delete(forged));
    const report = await validate();
    expect(report.faults).toMatchObject([{ file: url(forged), fault: 'unsigned' }]);
    expect(report.valid).toBe(files.length);
  });

  it('is a digest whose content was changed: nothing that it names is valid', async () => {
    replace(digestKey(MIDDLE), (object) => edited(object, (text) => text.replace(/"hashValue":"[0-9a-f]{4}/, '"hashValue":"0000')));
    const report = await validate();
    expect(report.faults).toMatchObject([{ file: url(digestKey(MIDDLE)), fault: 'changed' }]);
    expect([report.digests, report.valid]).toEqual([23, files.length - namedBy(MIDDLE)]);
  });

  it('is a digest without a signature, or with one of a key that CloudTrail does not know', async () => {
    replace(digestKey(MIDDLE), ({ lastModified, body }) => ({ lastModified, body }));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    replace(digestKey(MIDDLE - 3 * HOUR), (object) => {
      const content = JSON.parse(gunzipSync(object.body()).toString()) as JsonObject;
      const text = JSON.stringify({ ...content, digestPublicKeyFingerprint: 'f'.repeat(32), logFiles: [] });
      const hash = createHash('sha256').update(text).digest('hex');
      const place = `${textAt(content, 'digestS3Bucket') ?? ''}/${textAt(content, 'digestS3Object') ?? ''}`;
      const signed = [textAt(content, 'digestEndTime'), place, hash, textAt(content, 'previousDigestSignature')].join('\n');
      const signature = sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('hex');
      return { ...object, body: () => gzipSync(text), metadata: { signature, 'signature-algorithm': 'SHA256withRSA' } };
    });
    const report = await validate();
    expect(report.faults).toMatchObject(
      [digestKey(MIDDLE), digestKey(MIDDLE - 3 * HOUR)].sort().map((key) => ({ file: url(key), fault: 'unsigned' })),
    );
    expect(report.digests).toBe(22);
  });

  it('is a digest that is gone, in the middle and at the end', async () => {
    const last = WINDOW.to;
    replace(digestKey(MIDDLE), () => undefined);
    replace(digestKey(last), () => undefined);
    const report = await validate();
    expect(report.faults).toMatchObject([
      { fault: 'gap', reason: expect.stringContaining('2026-05-19T11:00:00Z to 2026-05-19T12:00:00Z') as string },
      { file: url(digestKey(MIDDLE)), fault: 'missing' },
    ]);
    expect([report.digests, report.valid]).toEqual([22, files.length - namedBy(MIDDLE) - namedBy(last)]);
  });

  it('is a digest that the chain passes over', async () => {
    const forged = digestKey(MIDDLE - HOUR / 2);
    const other = bench.objects.get(digestKey(MIDDLE));
    if (other !== undefined) bench.objects.put(forged, other);
    undo.push(() => bench.objects.delete(forged));
    const report = await validate();
    expect(report.faults).toMatchObject([{ file: url(forged), fault: 'unsigned' }]);
    expect(report.digests).toBe(24);
  });

  it('is a digest of another hour in the place of one', async () => {
    const other = bench.objects.get(digestKey(MIDDLE - HOUR));
    replace(digestKey(MIDDLE), () => other);
    expect((await validate()).faults).toMatchObject([{ file: url(digestKey(MIDDLE)), fault: 'changed' }]);
  });
});

describe('what can not be found out', () => {
  it('is unreadable, and never valid', async () => {
    double.faults.add({ service: 's3', operation: 'GetObject', after: 2, times: 1, fault: { kind: 'deny' } });
    const report = await validate();
    expect(report.faults).toMatchObject([{ fault: 'unreadable' }]);
    expect(report.valid).toBeLessThan(files.length);
  });

  it.each([
    ['cloudtrail', 'ListPublicKeys'],
    ['s3', 'ListObjectsV2'],
    ['cloudtrail', 'DescribeTrails'],
  ] as const)('where %s:%s is denied', async (service, operation) => {
    double.faults.add({ service, operation, fault: { kind: 'deny' } });
    const report = await validate();
    expect(report).toMatchObject({ digests: 0, valid: 0, faults: [{ fault: 'unreadable' }] });
  });

  it('ends where it is cancelled', async () => {
    const stop = new AbortController();
    double.faults.add({ service: 's3', operation: 'GetObject', after: 5, fault: { kind: 'never-answer' } });
    setTimeout(() => stop.abort(), 500);
    const report = await bench.live.validate({ account: sandbox, ...WINDOW }, { signal: stop.signal });
    expect(report.cancelled).toBe(true);
    expect(report.faults).toEqual([]);
    expect(report.valid).toBeLessThan(files.length);
  });
});

/** Log files of an hour, by its end. */
function namedBy(end: number): number {
  return generate({ now: NOW }).filter(
    ({ account, region, delivered }) => account === sandbox && region === REGION && delivered >= end - HOUR && delivered < end,
  ).length;
}
