import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject, type JsonValue } from '../../../src/domain/json';

const DATA = '../shared/data';

/** Real audit records of the shared data, those without an id left out; empty, with a word why, where the data is absent. */
export function realRecords(...folders: readonly string[]): readonly JsonObject[] {
  return folders.flatMap((folder) => {
    const root = join(DATA, folder);
    if (!existsSync(root)) {
      console.log(`skipped: ${root} is not on this machine`);
      return [];
    }
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort()
      .flatMap((name) => recordsIn(JSON.parse(readFileSync(join(root, name), 'utf8')) as JsonValue));
  });
}

function recordsIn(value: JsonValue): readonly JsonObject[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(recordsIn);
  if (!isObject(value)) return [];
  const inner = value['Records'];
  if (inner !== undefined) return recordsIn(inner);
  return typeof value['eventTime'] === 'string' && typeof value['eventID'] === 'string' ? [value] : [];
}

const BASE = {
  eventTime: '2024-05-01T10:00:00Z',
  awsRegion: 'us-east-2',
  eventSource: 'ecs.amazonaws.com',
  recipientAccountId: '111122223333',
};

/** Records made by hand: hostile, null, empty and Unicode ones. */
export const HANDMADE: readonly JsonObject[] = [
  { ...BASE, eventID: 'h1', eventName: "Robert'); DROP TABLE events;--", userIdentity: { type: 'IAMUser', userName: "o'brien" } },
  { ...BASE, eventID: 'h2', eventName: 'CreateService', sourceIPAddress: '203.0.113.9', requestParameters: null, responseElements: null },
  { ...BASE, eventID: 'h3', eventName: '100%_sure\\n', sourceIPAddress: 'ecs.amazonaws.com', errorCode: '' },
  {
    ...BASE,
    eventID: 'h4',
    eventName: 'Straße',
    sourceIPAddress: '2001:DB8::1',
    userIdentity: { type: 'IAMUser', userName: 'İSTANBUL ΣΑΣ ÅÉ' },
  },
  {
    ...BASE,
    eventID: 'h5',
    eventName: 'createservice',
    sourceIPAddress: 'a:b:::c',
    requestParameters: { 'a.b': { "it's": 1 }, 'q"t\\': [true] },
  },
  {
    ...BASE,
    eventID: 'h6',
    eventName: 'X',
    sourceIPAddress: '::ffff:203.0.113.9',
    requestParameters: { n: [1.0, 2.5, '22', '022', null, 'x'], e: [], o: {} },
  },
  {
    ...BASE,
    eventID: 'h7',
    eventName: 'Y',
    requestParameters: { n: 22, flag: false, text: 'False', nested: [[1, 'deep'], ['22']], e: '' },
  },
  {
    ...BASE,
    eventID: 'h8',
    eventName: 'Z',
    requestParameters: { '0': 'zero', '*': 'star', '': 'empty', n: { n: null } },
    userIdentity: null,
  },
  {
    ...BASE,
    eventID: 'h9',
    eventName: '日本語🙂',
    awsRegion: 'US-EAST-2',
    requestParameters: { n: '🙂', big: 12345678901234568, small: 1e-7 },
  },
  { eventID: 'h10', eventTime: '2024-05-01T10:00:00Z', requestParameters: [{ n: 1 }, { n: 'null' }], sourceIPAddress: '10.0.0.256' },
  {
    eventID: 'h11',
    eventTime: '2024-05-01T10:00:00Z',
    eventName: 'line\nbreak\u2028end',
    sourceIPAddress: '255.255.255.255',
    constructor: 'x',
    __proto__x: 1,
  },
  {
    ...BASE,
    eventID: 'h12',
    requestParameters: {
      w: ['two  words', '\u3000a\u00a0b\tc\u2028', ' ', '👩‍👩‍👧', '\u0000 \v', 'x'],
      n: [1000, 0.5, -1, 'null', true],
      e: [[], '', {}, null],
    },
  },
  {
    ...BASE,
    eventID: 'h13',
    eventName: 'AuthorizeSecurityGroupIngress',
    requestParameters: {
      n: [{ p: 22, r: ['0.0.0.0/0', '::/0'], o: { x: 'y' } }, null, { p: '443', r: [], name: 'AuthorizeSecurityGroupIngress' }],
      nested: [{ r: [{ r: [1, 2] }, { r: [] }] }, { r: [{ r: [2, 'x'] }] }],
      e: [null],
    },
  },
];
