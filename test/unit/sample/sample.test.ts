import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import { at, textAt, type JsonObject } from '../../../src/domain/json';
import { generate, makeSample } from '../../../src/sample';
import { filesBelow, inFolder, logsBelow, unzipped } from './written';

const NOW = Date.parse('2025-06-14T22:10:33Z');
const text = (record: JsonObject) => JSON.stringify(record);

describe('the sample as it lies on disk', () => {
  it('has the layout of an organisation trail, and digests that vouch for its files', async () => {
    await inFolder(async (folder) => {
      const summary = await makeSample(folder, { now: NOW });
      const files = filesBelow(folder);
      const name =
        /^AWSLogs\/o-[a-z0-9]{10}\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_\3\4\5T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;
      const logs = logsBelow(folder);
      for (const { path, records } of logs) {
        const [, account, region] = name.exec(path) ?? [];
        expect(account, path).toBeDefined();
        expect(new Set(records.map((r) => `${textAt(r, 'recipientAccountId') ?? ''} ${textAt(r, 'awsRegion') ?? ''}`))).toEqual(
          new Set([`${account ?? ''} ${region ?? ''}`]),
        );
      }
      expect(new Set(logs.map(({ path }) => path.split('/')[2])).size).toBe(3);

      const ids = logs.flatMap(({ records }) => records.map((r) => textAt(r, 'eventID')));
      expect(summary.dir).toBe(folder);
      expect(summary.events).toBe(new Set(ids).size);
      expect(summary.events).toBeGreaterThan(20_000);
      expect(summary.events).toBeLessThan(31_000);
      const times = logs.flatMap(({ records }) => records.map((r) => textAt(r, 'eventTime') ?? '')).sort();
      expect([summary.from, summary.to]).toEqual([times[0], times.at(-1)]);
      expect(Date.parse(summary.from)).toBeGreaterThanOrEqual(NOW - 7 * 24 * 3600_000);
      expect(Date.parse(summary.to)).toBeLessThanOrEqual(NOW);

      const digests = files.filter((path) => path.includes('/CloudTrail-Digest/'));
      expect(digests.length).toBeGreaterThan(50);
      for (const path of digests) {
        for (const entry of unzipped(folder, path)['logFiles'] as readonly JsonObject[]) {
          const text = gunzipSync(readFileSync(join(folder, textAt(entry, 's3Object') ?? ''))); // AWS: "hash of the uncompressed log file"
          expect(createHash('sha256').update(text).digest('hex')).toBe(textAt(entry, 'hashValue'));
        }
      }
      expect(files.filter((path) => path.endsWith('.rql')).length).toBe(3);
      expect(readFileSync(join(folder, 'README.md'), 'utf8')).not.toMatch(/dana/i);
    });
  });

  it('is the same to the byte for the same seed and moment, and replaces an earlier one', async () => {
    await inFolder(async (one) => {
      await inFolder(async (other) => {
        await makeSample(one, { now: NOW, seed: 7 });
        const old = join(other, 'AWSLogs', 'o-7kq2m9x4ta', '111122223333', 'CloudTrail', 'old.json.gz');
        mkdirSync(dirname(old), { recursive: true });
        writeFileSync(old, 'of an earlier sample');
        await makeSample(other, { now: NOW, seed: 7 });
        const files = filesBelow(one);
        expect(filesBelow(other)).toEqual(files);
        const different = files.filter((path) => !readFileSync(join(one, path)).equals(readFileSync(join(other, path))));
        expect(different).toEqual([]);
      });
    });
    expect(generate({ now: NOW, seed: 8 }).map(({ path }) => path)).not.toEqual(generate({ now: NOW, seed: 7 }).map(({ path }) => path));
  });

  it('ends when it is told to', async () => {
    await inFolder(async (folder) => {
      await expect(makeSample(folder, { now: NOW }, AbortSignal.abort())).rejects.toThrow(/abort/i);
      expect(filesBelow(folder)).toEqual([]);
    });
  });
});

describe('the records of the sample', () => {
  const files = generate({ now: NOW });
  const records = files.flatMap((file) => file.records);

  it('can all be read as events, within the size that CloudTrail allows', () => {
    for (const record of records) expect(() => describeEvent(record)).not.toThrow();
    const sizes = records.map((record) => Buffer.byteLength(text(record)));
    expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
    expect(Math.max(...sizes)).toBeGreaterThan(64 * 1024);
  });

  it('come twice now and then, byte for byte and in two files, and in no order within a file', () => {
    const homes = new Map<string, string[]>();
    for (const { path, records: own } of files)
      for (const record of own) homes.set(text(record), [...(homes.get(text(record)) ?? []), path]);
    const repeated = [...homes.values()].filter((paths) => paths.length > 1);
    expect(repeated.length).toBeGreaterThan(100);
    expect(repeated.every((paths) => new Set(paths).size === paths.length)).toBe(true);
    expect(new Set(records.map((r) => textAt(r, 'eventID'))).size).toBe(homes.size); // one id is never two events

    const unordered = files.filter(({ records: own }) =>
      own.some((r, i) => i > 0 && (textAt(r, 'eventTime') ?? '') < (textAt(own[i - 1], 'eventTime') ?? '')),
    );
    expect(unordered.length).toBeGreaterThan(files.length / 2);
  });

  it('show ordinary life: people, pipelines, Terraform, services, failures, and text that is not to be trusted', () => {
    const has = (test: (record: JsonObject) => boolean) => records.filter(test).length;
    expect(has((r) => textAt(r, 'eventName') === 'AssumeRoleWithSAML')).toBeGreaterThan(50);
    expect(has((r) => textAt(r, 'eventName') === 'AssumeRoleWithWebIdentity')).toBeGreaterThan(50);
    expect(has((r) => textAt(r, 'userAgent')?.includes('Terraform') === true)).toBeGreaterThan(1000);
    expect(has((r) => textAt(r, 'userIdentity', 'type') === 'AWSService')).toBeGreaterThan(1000);
    expect(has((r) => textAt(r, 'errorCode') !== undefined)).toBeGreaterThan(100);
    expect(has((r) => textAt(r, 'userAgent') === '<img src=x onerror=alert(1)>')).toBe(1);
    expect(has((r) => text(r).includes('=HYPERLINK('))).toBe(1);
    expect(has((r) => text(r).includes('検証用サーバー'))).toBe(1);
    expect(has((r) => at(r, 'requestParameters', 'omitted') === true)).toBe(1);
  });

  it('leave each region of the company in use, and the story alone in its own', () => {
    const writers = new Map<string, Set<string>>();
    const inOhio = new Set<string>();
    for (const record of records) {
      const event = describeEvent(record);
      if (event.region === 'us-east-2' && !event.serviceDriven) inOhio.add(`${event.subject ?? ''} ${event.account}`);
      if (event.serviceDriven || event.crud === 'read' || event.errorCode !== undefined) continue;
      const days = writers.get(event.region) ?? new Set();
      writers.set(event.region, days.add(`${event.subject ?? ''} ${String(textAt(record, 'eventTime')?.slice(0, 10))}`));
    }
    expect([...inOhio]).toEqual(['dana.lee 777788889999']);
    expect([...writers.keys()].sort()).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1', 'us-east-2']);
    for (const region of ['eu-central-1', 'eu-west-1', 'us-east-1']) {
      const seen = [...(writers.get(region) ?? [])].map((entry) => entry.split(' '));
      expect(new Set(seen.map(([who]) => who)).size).toBeGreaterThan(5);
      expect(new Set(seen.map(([, day]) => day)).size).toBeGreaterThan(4);
    }
  });
});
