import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Predicate } from '../../../src/rql/predicate';
import type { Column } from '../../../src/store/event-columns';
import { Store } from '../../../src/store/store';
import { event, hasRealLogs, logFile, REAL_LOGS, temporaryFolder } from '../support/folders';

const ALWAYS: Predicate = { kind: 'always' };
const ALL = { window: {}, offset: 0, limit: 100 };

describe('questions', () => {
  let store: Store;
  afterEach(() => store.close());

  /** Six events: two users, two regions, two of them at one moment. */
  async function six(): Promise<void> {
    const logs = await temporaryFolder();
    const bob = { userIdentity: { type: 'IAMUser', userName: "b%ob'_" } };
    const at = (minute: number): { eventTime: string } => ({ eventTime: `2024-05-01T10:0${minute}:00Z` });
    await logFile(logs, 'a.json', [
      event('e1', at(1)),
      event('e3', { ...at(3), ...bob, eventName: 'CreateVpc', responseElements: { vpc: { vpcId: 'vpc-12345678' } } }),
      event('e2', { ...at(3), eventName: 'DeleteVpc', requestParameters: { vpcId: 'vpc-12345678' }, awsRegion: 'eu-west-1' }),
      event('e4', { ...at(4), ...bob, errorCode: 'AccessDenied', eventName: 'CreateVpc' }),
      event('e5', { ...at(5), sourceIPAddress: 'ecs.amazonaws.com', requestParameters: { key: 'ASIAAAAAAAAAAAAAAAAA' } }),
      event('e0', { ...at(0), ...bob, eventName: 'TerminateInstances', requestParameters: { i: ['i-1234567890abcdef0', 'vpc-12345678'] } }),
    ]);
    store = await Store.open(await temporaryFolder());
    await store.load([logs]);
  }

  it('search gives pages in an order that never wavers, with the exact total', async () => {
    await six();
    const ids = async (request: Partial<Parameters<Store['search']>[1]>): Promise<string> => {
      const { rows, total } = await store.search(ALWAYS, { ...ALL, ...request });
      return `${rows.map(({ eventId }) => eventId).join(' ')} of ${total}`;
    };
    expect(await ids({})).toBe('e5 e4 e2 e3 e1 e0 of 6');
    expect(await ids({ offset: 2, limit: 2 })).toBe('e2 e3 of 6');
    expect(await ids({ offset: 6 })).toBe(' of 6');
    expect(await ids({ sort: { column: 'time', descending: false } })).toBe('e0 e1 e2 e3 e4 e5 of 6');
    // Missing values last in both directions; among equals the newest first.
    expect(await ids({ sort: { column: 'ip', descending: true } })).toBe('e4 e2 e3 e1 e0 e5 of 6');
    expect(await ids({ sort: { column: 'user', descending: true } })).toBe('e4 e3 e0 e5 e2 e1 of 6');
    expect(await ids({ sort: { column: 'errorCode', descending: false } })).toBe('e4 e5 e2 e3 e1 e0 of 6');
    expect(await ids({ sort: { column: 'operation', descending: false } })).toBe('e4 e3 e2 e5 e1 e0 of 6');
    const others: Column[] = ['eventId', 'account', 'region', 'service', 'subject', 'role'];
    for (const column of others) expect(await ids({ sort: { column, descending: true } })).toMatch(/ of 6$/);
    // from is within the window, to is not
    const from = Date.UTC(2024, 4, 1, 10, 1);
    expect(await ids({ window: { from, to: Date.UTC(2024, 4, 1, 10, 4) } })).toBe('e2 e3 e1 of 3');
  });

  it('reads a page of everything from the newest of segments whose spans overlap, and misses none', async () => {
    const logs = await temporaryFolder();
    store = await Store.open(await temporaryFolder());
    // Of minutes 0 to 59, each loaded by itself: 0 and 59, then 1 to 5, 4 to 8, 20 to 22, 8 and 30.
    const minutes = [
      [0, 59],
      [1, 2, 3, 5],
      [4, 6, 7, 8],
      [20, 21, 22],
      [8, 30],
    ];
    for (const [n, some] of minutes.entries()) {
      const events = some.map((minute) => event(`s${n}m${minute}`, { eventTime: `2024-05-01T10:${String(minute).padStart(2, '0')}:00Z` }));
      await store.load([await logFile(logs, `${n}.json`, events)]);
    }
    const newestFirst = minutes.flat().sort((a, b) => b - a);
    for (const [offset, limit] of [
      [0, 1],
      [0, 3],
      [0, 4],
      [3, 3],
      [0, 20],
      [9, 9],
    ] as const) {
      const { rows, total } = await store.search(ALWAYS, { window: {}, offset, limit });
      expect([rows.map(({ time }) => new Date(time).getUTCMinutes()), total]).toEqual([
        newestFirst.slice(offset, offset + limit),
        newestFirst.length,
      ]);
    }
  });

  it('values, places and resources count as told', async () => {
    await six();
    expect(await store.values('user', { window: {}, limit: 9 })).toEqual([
      { value: 'alice', count: 3 },
      { value: "b%ob'_", count: 3 },
    ]);
    for (const [prefix, found] of [
      ["B%OB'", 1],
      ['%', 0],
      ["' OR 1=1 --", 0],
      ['a_', 0],
      ['AL', 1],
    ] as const)
      expect(await store.values('user', { window: {}, prefix, limit: 9 })).toHaveLength(found);
    expect(await store.values('ip', { window: {}, limit: 9 })).toEqual([{ value: '192.0.2.7', count: 5 }]); // a service's name is none
    const account = '111122223333';
    const time = (minute: number): number => Date.UTC(2024, 4, 1, 10, minute);
    // us-east-2 names a VPC and an instance, not the session's key; e4 failed, e1 and e5 only read.
    expect(await store.places({})).toEqual([
      { account, region: 'eu-west-1', events: 1, writes: 1, lastEvent: time(3), resources: 1 },
      { account, region: 'us-east-2', events: 5, writes: 2, lastEvent: time(5), resources: 2 },
    ]);
    expect(await store.resources(account, 'us-east-2', 9)).toEqual([
      { resource: 'vpc-12345678', events: 2, lastSeen: time(3) },
      { resource: 'i-1234567890abcdef0', events: 1, lastSeen: time(0) },
    ]);
  });
});

// Counted with Python over the same files: json.load, unique by (eventID, recipientAccountId), Counter of eventName.
const COUNTED = {
  Decrypt: 178,
  AssumeRole: 49,
  GetParameter: 82,
  GetSecretValue: 60,
  DescribeInstances: 20,
  RunInstances: 8,
  CreateUser: 4,
  DeleteNetworkInterface: 3,
  ConsoleLogin: 2,
  CreateDBInstance: 1,
};

describe.skipIf(!hasRealLogs)('questions over public logs', () => {
  let dir: string;
  let store: Store;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nephoscope-'));
    store = await Store.open(dir);
    expect(await store.load([REAL_LOGS])).toMatchObject({ files: 55, events: 2900, new: 2900, rejected: [] });
  });
  afterAll(async () => {
    store.close();
    await rm(dir, { recursive: true });
  });

  it.each(Object.entries(COUNTED))('%s: %i', async (operation, count) => {
    const predicate: Predicate = { kind: 'equals', field: 'operation', values: [operation], fold: false };
    const { rows, total } = await store.search(predicate, ALL);
    expect(total).toBe(count);
    expect(rows).toHaveLength(Math.min(count, ALL.limit));
  });

  it('the most frequent operations, and who deleted which interface', async () => {
    expect(await store.values('operation', { window: {}, limit: 3 })).toEqual([
      { value: 'Decrypt', count: 178 },
      { value: 'DescribeRouteTables', count: 163 },
      { value: 'GetUser', count: 130 },
    ]);
    const predicate: Predicate = { kind: 'equals', field: 'operation', values: ['DeleteNetworkInterface'], fold: false };
    const { rows } = await store.search(predicate, { ...ALL, sort: { column: 'time', descending: false } });
    const found = await Promise.all(
      rows.map(async ({ eventId, subject, role }) => {
        const record = JSON.parse((await store.record(eventId)) ?? '') as { requestParameters: { networkInterfaceId: string } };
        return [record.requestParameters.networkInterfaceId, subject, role];
      }),
    );
    expect(found).toEqual([
      ['eni-076fa9fb98a2500a7', 'bert-jan', undefined],
      ['eni-06b7a305fe9519d03', 'bert-jan', undefined],
      ['eni-0938d805949b4e134', 'SLRManagement', 'AWSServiceRoleForRDS'],
    ]);
  });
});
