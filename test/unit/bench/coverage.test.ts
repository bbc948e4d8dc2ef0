import { expect, it } from 'vitest';
import { coverageTable, linkedById, temporaryOf, writesOf } from '../../../bench/lib/coverage';
import type { Chain, Hop, Root } from '../../../src/domain/chain';
import { event, logFile, temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

it('counts successful writes, those about objects left out, and what an id alone links', async () => {
  const s3 = { eventSource: 's3.amazonaws.com', readOnly: false };
  const made = { eventName: 'CreateVolume', readOnly: false, responseElements: { volumeId: 'vol-0aaaaaaaaaaaaaaaa' } };
  const gone = { eventName: 'DeleteVolume', readOnly: false, requestParameters: { volumeId: 'vol-0aaaaaaaaaaaaaaaa' } };
  const key = { userIdentity: { type: 'IAMUser', userName: 'alice', accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } };
  const records = [
    event('made', { ...made, eventTime: '2024-05-01T09:00:00Z' }),
    event('gone', { ...gone, ...key }),
    event('policy', { ...s3, eventName: 'PutBucketPolicy', requestParameters: { bucketName: 'b' } }),
    ...['PutObject', 'DeleteObjects', 'CompleteMultipartUpload'].map((eventName) => event(eventName, { ...s3, eventName })),
    event('failed', { ...gone, errorCode: 'Client.UnauthorizedOperation' }),
    event('read', { eventName: 'DescribeVolumes', readOnly: true, ...key }),
  ];
  const store = await storeIn(await temporaryFolder());
  await store.load([await logFile(await temporaryFolder(), 'a.json', [...records, ...records])]);
  const writes = await writesOf(store);
  expect(writes).toEqual(['gone', 'made', 'policy']);
  expect(await temporaryOf(store)).toEqual(['gone', 'read']);
  expect(await linkedById(store, writes)).toBe(1);
});

it('tells how chains go, and which share of them leads anywhere', () => {
  const hop = { eventId: 'a', strength: 'exact' } as Hop;
  const chain = (length: number, kind: Root['kind'], strength: Root['strength'] = 'exact'): Chain => ({
    subject: 'a',
    hops: Array.from({ length }, () => hop),
    root: { kind, strength },
    alternatives: [],
  });
  const chains = [chain(2, 'human', 'scored'), chain(3, 'before-log'), chain(1, 'human'), chain(1, 'unknown')];
  const [head = '', , row = ''] = coverageTable([{ what: 'some', chains }]);
  const cells = (line: string): readonly string[] => line.trim().split(/ {2,}/);
  const told = new Map(cells(head).map((name, n) => [name, cells(row)[n]]));
  expect(Object.fromEntries(told)).toMatchObject({
    what: 'some',
    events: '4',
    'linked, exact': '1',
    'linked, scored': '1',
    'the caller is named': '1',
    unknown: '1',
    'linked or rooted': '75.0 %',
  });
});
