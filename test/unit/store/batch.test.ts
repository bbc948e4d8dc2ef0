import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import { Batch } from '../../../src/store/batch';
import { MEMBERS, Scanner, SIDES } from '../../../src/store/scanner';
import { Random } from '../rql/random';
import { HANDMADE, realRecords } from '../rql/records';
import { event } from '../support/folders';
import { references } from '../support/references';
import { readerOver } from '../support/reader';

const records = [...HANDMADE, ...realRecords('invictus-ir', 'stratus-red-team', 'traildiscover', 'exemplars')];

function scan(text: string): { readonly scanner: Scanner; readonly bytes: Buffer; readonly end: number } {
  const scanner = new Scanner();
  const bytes = Buffer.from(text);
  return { scanner, bytes, end: scanner.scan(bytes, 0) };
}

describe('the scanner', () => {
  it('finds the members where JSON.parse finds them', () => {
    for (const record of records)
      for (const text of [JSON.stringify(record), JSON.stringify(record, null, 2)]) {
        const { scanner, bytes, end } = scan(text);
        expect(end).toBe(bytes.length);
        for (const [place, member] of MEMBERS.entries()) {
          const from = scanner.from[place] ?? -1;
          const found = from < 0 ? undefined : (JSON.parse(bytes.toString('utf8', from, scanner.to[place])) as unknown);
          expect([member, found]).toEqual([member, record[member]]);
        }
      }
  });

  it('takes for an object what JSON.parse takes for one, and nothing else, also of broken text', () => {
    const random = new Random(20240501);
    const bits = ['"', '\\', '{', '}', '[', ']', ',', ':', '1', '-', '.', 'e', '0', 't', 'null', ' ', '\n', '\u0001', '\\u12', '\\ud800', 'é', '']; // prettier-ignore
    const texts = [
      JSON.stringify(event('a', { n: [1.5e-3, -0, true, false, null, '\\"é\u2028', {}, []] })),
      '{}',
      ' {"a":{}}',
      '{"a":[[],{}]}',
    ];
    let good = 0;
    for (let round = 0; round < 40_000; round++) {
      const text = random.pick(texts);
      const at = random.below(text.length);
      const broken = text.slice(0, at) + random.pick(bits) + text.slice(at + random.below(3));
      const isGood = isObject(broken) && broken.startsWith('{');
      const { end, bytes } = scan(broken.trimEnd());
      expect([broken, end === bytes.length]).toEqual([broken, isGood]);
      if (isGood) good += 1;
    }
    expect(good).toBeGreaterThan(1000);
    expect(good).toBeLessThan(39_000);
  });

  it('nests as deep as a hostile log does', () => {
    const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(scan(deep).end).toBe(deep.length);
    expect(scan(deep.slice(0, -2)).end).toBe(-1);
  });

  it('gives records of the same keys the same fingerprint, and others another', () => {
    const of = (record: JsonObject): number => scan(JSON.stringify(record)).scanner.fingerprint;
    expect(of({ a: 1, b: { c: 'x' } })).toBe(of({ a: 'y', b: { c: null } }));
    const different = [{ a: 1 }, { b: 1 }, { a: {} }, { a: [] }, { a: { b: 1 } }, { a: 1, b: 1 }, { ab: 1 }, { a: [{}] }, { a: [{}, {}] }];
    expect(new Set(different.map((record) => of(record as JsonObject))).size).toBe(different.length);
  });
});

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

describe('a batch', () => {
  it('describes events and names their resources as reading the whole record does', () => {
    const scanner = new Scanner();
    for (const record of records) {
      const batch = new Batch();
      const bytes = Buffer.from(JSON.stringify(record));
      expect(batch.add(bytes, 0, scanner.scan(bytes, 0), scanner)).toBe(true);
      const { eventId, time, ...rest } = describeEvent(record);
      const [{ identity, ...actor } = fail('no actor'), action = fail('no action')] = [batch.actors.list[0], batch.actions.list[0]];
      expect([eventId, batch.times[0]]).toEqual([record['eventID'], time]);
      expect({ ...actor, ...action, serviceDriven: actor.serviceDriven || action.serviceDriven }).toEqual(rest);
      expect(JSON.parse(identity?.toString() ?? 'null')).toEqual(record['userIdentity'] ?? null);
      const { references: found } = batch;
      const named = Array.from({ length: found.count }, (_, n) => ({
        token: batch.tokens.list[found.tokenOf[n] ?? 0],
        side: SIDES[found.sideOf[n] ?? 0],
      }));
      expect(sorted(named)).toEqual(sorted(references(record)));
    }
  });

  it('names each resource once on a side, and none in a wildcard, a text or a key', () => {
    const batch = new Batch();
    const record = event('a', {
      requestParameters: { a: ['vpc-12345678', { b: 'vpc-12345678' }], policy: '{"Resource":"arn:aws:s3:::x"}', w: 'arn:aws:s3:::x*' },
      responseElements: { c: 'subnet-12345678', d: null, 'vpc-87654321': 1 },
      resources: [{ ARN: 'arn:aws:s3:::b', accountId: 'vpc-aaaaaaaa' }],
    });
    const bytes = Buffer.from(JSON.stringify(record).replace('subnet-12345678', 'subnet\\u002d12345678'));
    const scanner = new Scanner();
    batch.add(bytes, 0, scanner.scan(bytes, 0), scanner);
    // A dash that is written as an escape hides an id from the quick look; nobody writes one so.
    expect(batch.tokens.list).toEqual(['vpc-12345678', 'arn:aws:s3:::b']);
    expect(batch.references.count).toBe(2);
  });

  it('counts an event of one id and account once', () => {
    const batch = new Batch();
    const scanner = new Scanner();
    const add = (record: JsonObject): boolean => {
      const bytes = Buffer.from(JSON.stringify(record));
      return batch.add(bytes, 0, scanner.scan(bytes, 0), scanner);
    };
    const id = '6b8d3c1e-0f9a-4c57-8a1d-2f6e9b7c4d50';
    expect([add(event(id)), add(event(id)), add(event(id, { recipientAccountId: '444455556666' })), add(event(id.toUpperCase()))]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(batch.events).toBe(3);
  });
});

describe('what is written', () => {
  it('comes back byte for byte, whatever the order, the white space and the kind of the parts', async () => {
    const id = (n: number): string => `6b8d3c1e-0f9a-4c57-8a1d-${String(n).padStart(12, '0')}`;
    const time = '"eventTime":"2024-05-01T10:00:00Z"';
    const texts = [
      `{"eventID":"${id(1)}",${time}}`,
      `{ ${time} , "responseElements" : { "x" : "\\u0004 \\u0001" } ,\n"requestParameters":[1],"userIdentity":{"a":{}}, "eventID" : "${id(2)}" }`,
      `{"requestParameters":"","responseElements":0,"userIdentity":"u",${time},"eventID":"${id(3)}"}`,
      `{"requestParameters":null,"responseElements":null,"userIdentity":null,${time},"eventID":"${id(4)}"}`,
      `{"requestParameters":{"n":12345678901234567890,"日本":"é🙂"},${time},"eventID":"not a UUID \\"é"}`,
      `{"detail":{"eventID":"x"},"userIdentity":{"a":1},"eventID":"${id(5)}","userIdentity":{"b":2},${time}}`,
      ...[6, 7].map(
        (n) =>
          `{${time},"userIdentity":{"type":"IAMUser","arn":"${'x'.repeat(100)}","n":0\r},"requestParameters":{"a":${n}},"eventID":"${id(n)}"}`,
      ),
      ...records.map((record) => JSON.stringify(record)),
    ];
    const parsed = texts.map((text) => JSON.parse(text) as JsonObject);
    const textOf = new Map(parsed.map((record, n) => [record, texts[n] ?? '']));
    const once = [
      ...new Map(parsed.map((record) => [`${describeEvent(record).account} ${describeEvent(record).eventId}`, record])).values(),
    ];
    const reader = await readerOver(once, (record) => textOf.get(record) ?? '');
    const rows = await reader.rows('SELECT event_id, account, record FROM records', []);
    expect(sorted(rows.map(({ event_id: eventId, account, record }) => [account, eventId, record]))).toEqual(
      sorted(once.map((record) => [describeEvent(record).account, describeEvent(record).eventId, textOf.get(record)])),
    );
    reader.close();
  });
});

function fail(reason: string): never {
  throw new Error(reason);
}

function sorted(list: readonly unknown[]): readonly string[] {
  return list.map((item) => JSON.stringify(item)).sort();
}
