import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coveredBy } from '../../../../src/aws/trails/covered';
import { digestEnd } from '../../../../src/aws/trails/chain';
import { dayOf, dayPrefix, deliveredAt, placePrefix } from '../../../../src/aws/trails/layout';
import { LoadedObjects } from '../../../../src/aws/trails/loaded';
import type { Trail } from '../../../../src/domain/live';

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const span = (from: string, to: string): object => ({ from: Date.parse(from), to: Date.parse(to) });
const OBJECT = { key: 'a/b.json.gz', etag: '"1"', bytes: 5 };
/** One that would not tell its state. */
const SILENT: Trail = {
  arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/t',
  name: 't',
  bucket: 'b',
  home: 'us-east-1',
  allRegions: true,
  organisation: false,
  validated: true,
};
const TRAIL: Trail = { ...SILENT, complete: true, logging: true, startedAt: day('2025-01-01') };

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'nephoscope-known-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('what is remembered of a prefix', () => {
  it('is there again, and is another one for another prefix', async () => {
    const known = await LoadedObjects.open(dir, 'x', 's3://b/p one');
    known.add(day('2025-06-01'), OBJECT);
    known.finish(day('2025-06-02'), 1234);
    await known.save();
    const again = await LoadedObjects.open(dir, 'x', 's3://b/p one');
    expect(again.has(day('2025-06-01'), OBJECT)).toBe(true);
    expect(again.has(day('2025-06-02'), OBJECT)).toBe(false);
    expect(again.has(day('2025-06-01'), { ...OBJECT, etag: '"2"' })).toBe(false); // written anew: it is loaded again
    expect([again.whole(day('2025-06-01')), again.whole(day('2025-06-02'))]).toEqual([undefined, 1234]);
    const other = await LoadedObjects.open(dir, 'x', 's3://b/p two');
    expect(other.has(day('2025-06-01'), OBJECT)).toBe(false);
  });

  it('counts as nothing where the file is half of one, or of another version', async () => {
    const known = await LoadedObjects.open(dir, 'x', 'p');
    known.add(0, OBJECT);
    await known.save();
    const [name = ''] = await import('node:fs/promises').then(({ readdir }) => readdir(dir));
    const text = await readFile(join(dir, name), 'utf8');
    await writeFile(join(dir, name), text.replace('objects 1', 'objects 2'));
    expect((await LoadedObjects.open(dir, 'x', 'p')).has(0, OBJECT)).toBe(false);
    await writeFile(join(dir, name), text.slice(0, 10));
    expect((await LoadedObjects.open(dir, 'x', 'p')).has(0, OBJECT)).toBe(false);
  });
});

describe('what a trail covers', () => {
  /** Days whose files are loaded, each with when that was looked at, and with a file or without. */
  const knownOf = async (...days: readonly (readonly [string, string, boolean])[]): Promise<LoadedObjects> => {
    const known = await LoadedObjects.open(dir, 'covered', 'p');
    for (const [date, at, some] of days) {
      known.finish(day(date), Date.parse(at));
      if (some) known.add(day(date), OBJECT);
    }
    return known;
  };

  it('reaches to a delivery before it was looked at, and over quiet days', async () => {
    const known = await knownOf(
      ['2025-06-01', '2025-06-03T12:00:00Z', true],
      ['2025-06-02', '2025-06-03T12:00:00Z', false],
      ['2025-06-03', '2025-06-03T12:00:00Z', false],
    );
    expect(coveredBy(known, TRAIL)).toEqual([span('2025-06-01T00:00:00Z', '2025-06-03T11:45:00Z')]);
  });

  it('leaves out a day that is not loaded, and what of the day before was delivered in it', async () => {
    const known = await knownOf(['2025-06-01', '2025-06-03T12:00:00Z', true], ['2025-06-03', '2025-06-03T12:00:00Z', true]);
    expect(coveredBy(known, TRAIL)).toEqual([
      span('2025-06-01T00:00:00Z', '2025-06-01T23:45:00Z'),
      span('2025-06-03T00:00:00Z', '2025-06-03T11:45:00Z'),
    ]);
  });

  it('says nothing of the time before the trail, while it was stopped, or of one that would not tell and has no files', async () => {
    const quiet = await knownOf(['2025-06-01', '2025-06-03T12:00:00Z', false], ['2025-06-02', '2025-06-03T12:00:00Z', false]);
    const started = { ...TRAIL, startedAt: Date.parse('2025-06-02T06:00:00Z') };
    expect(coveredBy(quiet, started)).toEqual([span('2025-06-02T06:00:00Z', '2025-06-02T23:45:00Z')]);
    const stopped = { ...TRAIL, logging: false, stoppedAt: Date.parse('2025-06-01T10:00:00Z') };
    expect(coveredBy(quiet, stopped)).toEqual([span('2025-06-01T00:00:00Z', '2025-06-01T10:00:00Z')]);
    const paused = { ...started, startedAt: Date.parse('2025-06-01T12:00:00Z'), stoppedAt: Date.parse('2025-06-01T10:00:00Z') };
    const before = await knownOf(
      ['2025-05-31', '2025-06-03T12:00:00Z', true],
      ['2025-06-01', '2025-06-03T12:00:00Z', true],
      ['2025-06-02', '2025-06-03T12:00:00Z', true],
    );
    expect(coveredBy(before, paused)).toEqual([
      span('2025-05-31T00:00:00Z', '2025-06-01T10:00:00Z'),
      span('2025-06-01T12:00:00Z', '2025-06-02T23:45:00Z'),
    ]);
    expect(coveredBy(quiet, { ...SILENT, complete: true })).toEqual([]);
  });

  it('says nothing where the trail records a part only, or would not tell', async () => {
    const known = await knownOf(['2025-06-01', '2025-06-03T12:00:00Z', true]);
    for (const trail of [SILENT, { ...TRAIL, complete: false }]) expect(coveredBy(known, trail)).toEqual([]);
  });
});

describe('keys', () => {
  const place = { bucket: 'b', root: 'p/', organisation: 'o-1', account: '111122223333', region: 'us-east-1' };

  it('are laid out as AWS documents it', () => {
    expect(placePrefix(place, 'CloudTrail')).toBe('p/AWSLogs/o-1/111122223333/CloudTrail/us-east-1/');
    expect(dayPrefix('x/', day('2025-02-03'))).toBe('x/2025/02/03/');
    expect(dayOf('x/', 'x/2025/02/03/f.json.gz')).toBe(day('2025-02-03'));
    for (const key of ['x/f.json.gz', 'y/2025/02/03/f.json.gz', 'x/2025/13/45/f.json.gz']) expect(dayOf('x/', key), key).toBeUndefined();
  });

  it('tell when a file was delivered, and which hour a digest is about', () => {
    const log =
      'AWSLogs/111122223333/CloudTrail/us-east-1/2025/02/03/111122223333_CloudTrail_us-east-1_20250203T0405Z_abcdefghijklmnop.json.gz';
    expect(deliveredAt(log)).toBe(Date.parse('2025-02-03T04:05:00Z'));
    const digest = 'x/111122223333_CloudTrail-Digest_us-east-1_a_b_us-east-1_20250203T040500Z';
    expect(digestEnd(`${digest}.json.gz`)).toBe(Date.parse('2025-02-03T04:05:00Z'));
    expect(digestEnd(`${digest}_backfill.json.gz`)).toBe(Date.parse('2025-02-03T04:05:00Z'));
    expect([deliveredAt(`${digest}.json.gz`), digestEnd(log)]).toEqual([undefined, undefined]);
  });
});
