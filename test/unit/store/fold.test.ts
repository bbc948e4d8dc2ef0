import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEvent, type AuditEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import type { Predicate } from '../../../src/rql/predicate';
import { matches } from '../../../src/rql/reference';
import type { Column } from '../../../src/store/event-columns';
import { Store } from '../../../src/store/store';
import { realRecords } from '../rql/records';
import { logFile, temporaryFolderForAll } from '../support/folders';
import { references } from '../support/references';

/** A record, read by other code than the store's. */
interface Read {
  readonly record: JsonObject;
  readonly event: AuditEvent;
}

const all = realRecords('invictus-ir', 'stratus-red-team', 'traildiscover');
const byKey = new Map(
  all.map((record): readonly [string, Read] => [
    `${describeEvent(record).account} ${describeEvent(record).eventId}`,
    { record, event: describeEvent(record) },
  ]),
);
const events = [...byKey.values()];
const HALF = events.map(({ event }) => event.time).toSorted((a, b) => a - b)[Math.floor(events.length / 2)] ?? 0;
const WINDOWS = [{}, { from: HALF }, { to: HALF }, { from: HALF - 600_000, to: HALF + 1 }];
const inside = ({ time }: AuditEvent, { from = -Infinity, to = Infinity }: { from?: number; to?: number }): boolean =>
  time >= from && time < to;

function counted(values: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

describe.skipIf(events.length === 0).each(['as it was loaded', 'merged'])('every question against a fold over the records, %s', (state) => {
  const folder = temporaryFolderForAll();
  let store: Store;

  beforeAll(async () => {
    const dir = await folder();
    store = await Store.open(await folder());
    for (let part = 0; part < 3; part++)
      await store.load([
        await logFile(
          dir,
          `${part}.json`,
          events.filter((_, place) => place % 3 === part).map(({ record }) => record),
        ),
      ]);
    if (state === 'merged') expect(await store.merge()).toEqual({ before: 3, after: 1 });
  }, 60_000);
  afterAll(() => store.close());

  const PREDICATES: readonly Predicate[] = [
    { kind: 'always' },
    { kind: 'equals', field: 'operation', values: ['decrypt', 'GETUSER'], fold: true },
    { kind: 'equals', field: 'region', values: ['us-east-1'], fold: false },
    { kind: 'equals', field: 'service', values: ['nowhere.amazonaws.com'], fold: true },
    { kind: 'not', term: { kind: 'equals', field: 'operation', values: ['Decrypt'], fold: false } },
    { kind: 'path', path: [{ kind: 'key', name: 'errorCode' }], test: { kind: 'contains', values: ['Denied', 'NotFound'] } },
    { kind: 'not', term: { kind: 'path', path: [{ kind: 'key', name: 'errorCode' }], test: { kind: 'exists' } } },
    {
      kind: 'path',
      path: [
        { kind: 'key', name: 'requestParameters' },
        { kind: 'key', name: 'policyArn' },
      ],
      test: { kind: 'exists' },
    },
    {
      kind: 'path',
      path: [
        { kind: 'key', name: 'tlsDetails' },
        { kind: 'key', name: 'tlsVersion' },
      ],
      test: { kind: 'startsWith', values: ['TLS'] },
    },
    {
      kind: 'path',
      path: [{ kind: 'key', name: 'resources' }, { kind: 'each' }, { kind: 'key', name: 'ARN' }],
      test: { kind: 'contains', values: [':key/'] },
    },
    {
      kind: 'path',
      path: [
        { kind: 'key', name: 'userIdentity' },
        { kind: 'key', name: 'type' },
      ],
      test: { kind: 'equals', values: ['AssumedRole'], fold: false },
    },
  ];

  it('searches: which, how many, in which order, page by page', async () => {
    let telling = 0;
    for (const predicate of PREDICATES)
      for (const window of WINDOWS) {
        const expected = events
          .filter(({ record, event }) => inside(event, window) && matches(predicate, record))
          .map(({ event }) => event);
        if (expected.length > 0 && expected.length < events.length) telling += 1;
        const { rows, total } = await store.search(predicate, { window, offset: 0, limit: 10_000 });
        expect([predicate, total, rows.length]).toEqual([predicate, expected.length, expected.length]);
        const keys = (list: readonly { account: string; eventId: string }[]): readonly string[] =>
          list.map((e) => `${e.account} ${e.eventId}`).sort();
        expect(keys(rows)).toEqual(keys(expected));
        expect(rows.map(({ time }) => time)).toEqual(expected.map(({ time }) => time).toSorted((a, b) => b - a));
        const page = await store.search(predicate, { window, offset: 7, limit: 5, sort: { column: 'operation', descending: false } });
        expect(page.rows.map(({ operation }) => operation)).toEqual(expected.map(({ operation }) => operation).sort().slice(7, 12)); // prettier-ignore
        expect(page.total).toBe(expected.length);
      }
    expect(telling).toBeGreaterThan(15);
  });

  it('counts values', async () => {
    for (const column of ['operation', 'service', 'region', 'account', 'user', 'role', 'ip'] as const satisfies readonly Column[])
      for (const window of WINDOWS) {
        const expected = counted(events.filter(({ event }) => inside(event, window)).map(({ event }) => event[column]));
        const values = await store.values(column, { window, limit: 1000 });
        expect(new Map(values.map(({ value, count }) => [value, count]))).toEqual(expected);
        expect(values.map(({ count }) => count)).toEqual(values.map(({ count }) => count).toSorted((a, b) => b - a));
      }
  });

  it('tells the places, and what they hold', async () => {
    const places = await store.places({});
    for (const place of places) {
      const there = events.filter(({ event }) => event.account === place.account && event.region === place.region);
      const written = there.filter(({ event }) => event.crud !== 'read' && event.errorCode === undefined).length;
      expect(place).toMatchObject({ events: there.length, writes: written, lastEvent: Math.max(...there.map(({ event }) => event.time)) });
    }
    expect(places.reduce((sum, place) => sum + place.events, 0)).toBe(events.length);
  });

  it('finds all that made, ended or last touched each resource', async () => {
    const touching = new Map<string, Read[]>();
    for (const read of events)
      for (const token of new Set(references(read.record).map((reference) => reference.token)))
        touching.set(token, [...(touching.get(token) ?? []), read]);
    let found = 0;
    for (const [token, reads] of [...touching].slice(0, 250)) {
      const went = reads.map(({ event }) => event).filter(({ errorCode }) => errorCode === undefined);
      const lives = await store.lifeEvents(token, undefined, 1000);
      const expected = went.filter(({ crud }) => crud === 'create' || crud === 'delete');
      expect(lives.map(({ eventId }) => eventId).sort()).toEqual(expected.map(({ eventId }) => eventId).sort());
      const last = await store.lastTouch(token, undefined);
      expect(last?.time).toBe(went.length === 0 ? undefined : Math.max(...went.map(({ time }) => time)));
      if (last !== undefined) expect(JSON.parse(last.record)).toEqual(reads.find(({ event }) => event.eventId === last.eventId)?.record);
      found += lives.length;
    }
    expect(found).toBeGreaterThan(50);
  });
});
