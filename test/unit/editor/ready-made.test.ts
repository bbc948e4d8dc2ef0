import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, textAt, type JsonObject, type JsonValue } from '../../../src/domain/json';
import { DAY, HOUR, resolveRange } from '../../../src/domain/time';
import { answered, isAccessKey, readReadyMade, type ReadyMade } from '../../../src/editor/investigations/ready-made';
import { EngineService } from '../../../src/engine/service';
import { analyse } from '../../../src/rql/query';
import { quoteText } from '../../../src/rql/reader';
import { makeSample } from '../../../src/sample';
import { realRecords } from '../rql/records';
import { logsBelow } from '../sample/written';
import { logFile, temporaryFolderForAll } from '../support/folders';

const FOLDER = 'media/investigations';
const NAMES = readdirSync(FOLDER).sort();
const SEARCHES = NAMES.map((name) => readReadyMade(name.replace('.rql', ''), readFileSync(join(FOLDER, name), 'utf8')));
const ANSWERS = { accessKey: 'AKIA2222222222222222', resource: 'x' };

describe('the ready-made investigations', () => {
  it('are at least ten, each with name, purpose and advice in both languages, and a time range', () => {
    expect(SEARCHES.length).toBeGreaterThanOrEqual(10);
    expect(NAMES.filter((_, index) => SEARCHES[index] === undefined)).toEqual([]);
    for (const search of SEARCHES) {
      for (const text of [search?.name, search?.about, search?.lookFor]) {
        expect(text?.en).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
        expect(text?.ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
      }
    }
  });

  it.each(NAMES)('%s is a query without a fault or a warning, as it stands and with an answer', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    expect(analyse(text).diagnostics).toEqual([]);
    const search = readReadyMade(name, text);
    const query = search && answered(search, ANSWERS[search.ask ?? 'resource'], quoteText);
    expect(analyse(query ?? '').diagnostics).toEqual([]);
    expect(query).not.toMatch(/[{}]/);
  });

  it('take an answer as a text, whatever it is', () => {
    const query = "event from cloud.audit_logs where user = '{resource}'";
    const hostile = "x' OR user != '$& \\";
    const whole = analyse(answered({ query, ask: 'resource' }, hostile, quoteText));
    expect(whole.diagnostics).toEqual([]);
    expect(whole.queries[0]?.predicate).toMatchObject({ kind: 'equals', field: 'user', values: [hostile] });
  });

  it('know an access key when they see one', () => {
    const keys = [
      'AKIAIOSFODNN7EXAMPLE',
      'ASIA2222222222222222',
      'akiaiosfodnn7example',
      'AKIA1',
      'AROAIOSFODNN7EXAMPLE',
      "AKIA2222222222222222'",
    ];
    expect(keys.map(isAccessKey)).toEqual([true, true, false, false, false, false]);
  });

  it('are left out where something is missing', () => {
    const whole = readFileSync(join(FOLDER, NAMES[0] ?? ''), 'utf8');
    expect(readReadyMade('x', whole)).toBeDefined();
    for (const line of whole.split('\n').slice(0, 7)) expect(readReadyMade('x', whole.replace(line, ''))).toBeUndefined();
    expect(readReadyMade('x', whole.replace('// time', '// ask: anything\n// time'))).toBeUndefined();
  });
});

/** Counts by hand, on the raw records alone: which of them an investigation is about, and what tells one row of its answer from another. */
interface ByHand {
  readonly about: (record: JsonObject) => boolean;
  readonly row?: (record: JsonObject) => string;
}

const name = (record: JsonObject): string => textAt(record, 'eventName') ?? '';
const worked = (record: JsonObject): boolean => (record['errorCode'] ?? null) === null;
const role = (record: JsonObject): string => textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName') ?? '-';
const region = (record: JsonObject): string => textAt(record, 'awsRegion') ?? '-';
const ip = (record: JsonObject): string => textAt(record, 'sourceIPAddress') ?? '-';
const who = (record: JsonObject): string =>
  textAt(record, 'userIdentity', 'userName') ?? textAt(record, 'userIdentity', 'principalId') ?? '-';
const hour = (record: JsonObject): number => Math.floor(Date.parse(textAt(record, 'eventTime') ?? '') / HOUR);
const day = (record: JsonObject): number => Math.floor(Date.parse(textAt(record, 'eventTime') ?? '') / DAY);
const isOneOf =
  (...names: readonly string[]) =>
  (record: JsonObject) =>
    names.includes(name(record));
const signedIn = (result: string) => (record: JsonObject) =>
  name(record) === 'ConsoleLogin' && textAt(record, 'responseElements', 'ConsoleLogin') === result;
/** The text of a part of a record: enough to look for something in it without a second reader of paths. */
const textOf = (value: JsonValue | undefined): string => JSON.stringify(value ?? null);

const BY_HAND: Readonly<Record<string, ByHand>> = {
  '04-denied-by-role': {
    about: (record) => /UnauthorizedOperation|^AccessDenied/.test(textAt(record, 'errorCode') ?? ''),
    row: (record) => `${role(record)} ${name(record)}`,
  },
  '05-logins-without-mfa': {
    about: (record) =>
      signedIn('Success')(record) &&
      textAt(record, 'additionalEventData', 'MFAUsed') !== 'Yes' &&
      ['IAMUser', 'Root'].includes(textAt(record, 'userIdentity', 'type') ?? ''),
  },
  '06-failed-logins': { about: signedIn('Failure'), row: (record) => `${who(record)} ${ip(record)}` },
  '07-login-addresses': { about: signedIn('Success'), row: (record) => `${day(record)} ${ip(record)}` },
  '08-root-user': {
    about: (record) =>
      textAt(record, 'userIdentity', 'type') === 'Root' &&
      at(record, 'userIdentity', 'invokedBy') === undefined &&
      record['eventType'] !== 'AwsServiceEvent',
  },
  '09-new-principals': {
    about: (record) =>
      worked(record) &&
      record['eventSource'] === 'iam.amazonaws.com' &&
      /^Create(User|Role|AccessKey|LoginProfile|ServiceLinkedRole|SAMLProvider|OpenIDConnectProvider)$/.test(name(record)),
  },
  '11-open-to-the-world': {
    about: (record) =>
      worked(record) &&
      name(record) === 'AuthorizeSecurityGroupIngress' &&
      /"(?:cidrIp|cidrIpv6)":"[^"]*\/0"/.test(textOf(record['requestParameters'])),
  },
  '12-logging-tampering': {
    about: isOneOf(
      ...['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteEventDataStore', 'DeleteFlowLogs', 'UpdateDetector'],
      ...['StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel', 'DeleteDetector', 'DisableSecurityHub'],
    ),
  },
  '13-network-interfaces': {
    about: (record) => worked(record) && name(record) === 'DeleteNetworkInterface',
    row: (record) => `${hour(record)} ${role(record)}`,
  },
  // Which calls delete or change is the product's to say (`crud`), by the first word of the name; here the words are listed once more.
  '01-deletes': {
    about: (record) => worked(record) && record['readOnly'] !== true && DELETING.test(name(record)),
  },
  '10-first-use-of-a-region': {
    about: (record) => worked(record) && record['readOnly'] !== true,
    row: (record) => `${day(record)} ${region(record)}`,
  },
};
const DELETING = /^(?:Delete|Terminate|Deregister|Release|Remove|Destroy|Purge|BatchDelete|ScheduleKeyDeletion|Leave)/;

const newFolder = temporaryFolderForAll();
const services: EngineService[] = [];
afterAll(async () => {
  for (const service of services) await service.dispose();
});

async function loaded(...paths: readonly string[]): Promise<EngineService> {
  const service = new EngineService({ storeDir: join(await newFolder(), 'store'), policiesDir: 'src/policies/packs' });
  services.push(service);
  await service.load(paths);
  return service;
}

/** Rows of the answer of the product, and rows counted by hand, in the time range at a moment. */
async function bothWays(service: EngineService, records: readonly JsonObject[], search: ReadyMade, now: number) {
  const window = resolveRange(search.range, now);
  const { total } = await service.search({ query: search.query, window, offset: 0, limit: 1 });
  const within = records.filter((record) => {
    const time = Date.parse(textAt(record, 'eventTime') ?? '');
    return time >= (window.from ?? 0) && time < (window.to ?? Infinity);
  });
  const { about, row } = BY_HAND[search.id] ?? { about: () => false };
  const found = within.filter(about);
  return { product: total, hand: row === undefined ? found.length : new Set(found.map(row)).size };
}

const counted = SEARCHES.flatMap((search) => (search !== undefined && search.ask === undefined ? [search] : []));

describe('on the sample, the ready-made investigations', () => {
  const NOW = Date.UTC(2026, 4, 20, 15, 30);
  let service: EngineService;
  let records: readonly JsonObject[];
  beforeAll(async () => {
    const folder = await newFolder();
    await makeSample(folder, { now: NOW });
    records = once(logsBelow(folder).flatMap((log) => log.records));
    service = await loaded(folder);
  }, 120_000);

  it.each(counted)('count what is counted by hand: $id', async (search) => {
    const { product, hand } = await bothWays(service, records, search, NOW);
    expect(product).toBe(hand);
  });

  it('follow an access key and a resource', async () => {
    const keys = records.map((record) => textAt(record, 'userIdentity', 'accessKeyId') ?? '').filter(isAccessKey);
    const [key = ''] = keys;
    const made = records.find((record) => name(record) === 'CreateNetworkInterface' && worked(record));
    const eni = textAt(made ?? {}, 'responseElements', 'networkInterface', 'networkInterfaceId') ?? '';
    const ask = async (id: string, answer: string): Promise<number> => {
      const search = SEARCHES.find((one) => one?.id === id);
      const query = search === undefined ? '' : answered(search, answer, quoteText);
      return (await service.search({ query, window: {}, offset: 0, limit: 1 })).total;
    };
    expect(await ask('02-access-key', key)).toBe(keys.filter((other) => other === key).length);
    const touching = records.filter((record) => worked(record) && record['readOnly'] === false && textOf(record).includes(`"${eni}"`));
    expect(touching.length).toBeGreaterThan(0);
    expect(await ask('03-resource', eni)).toBe(touching.length);
    expect(await ask('03-resource', 'eni-none')).toBe(0);
  });
});

/** The same event may be delivered twice. */
function once(records: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(records.map((record) => [record['eventID'], record])).values()];
}

const real = once(realRecords('invictus-ir'));
describe.skipIf(real.length === 0)('on real logs, the ready-made investigations', () => {
  let service: EngineService;
  const newest = Math.max(...real.map((record) => Date.parse(textAt(record, 'eventTime') ?? '')));
  beforeAll(async () => {
    const folder = await newFolder();
    await logFile(folder, 'a.json', real);
    service = await loaded(folder);
  }, 60_000);

  it.each(counted)('count what is counted by hand: $id', async (search) => {
    const { product, hand } = await bothWays(service, real, search, newest);
    expect(product).toBe(hand);
  });
});
