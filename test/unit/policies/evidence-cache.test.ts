import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { evaluate, makeAlertBook } from '../../../src/policies/evaluate';
import { EvidenceCache } from '../../../src/policies/evidence-cache';
import { readManifest, writeManifest } from '../../../src/store/manifest';
import type { Reader } from '../../../src/store/reader';
import { Store } from '../../../src/store/store';
import { event, logFile, temporaryFolder } from '../support/folders';
import { packFiles } from '../support/packs';

const PACK = packFiles().map(({ policy }) => policy);
const IN_USE = ['us-east-1'];

const open: Store[] = [];
afterEach(() => open.splice(0).forEach((store) => store.close()));

interface TestStore {
  readonly store: Store;
  readonly dir: string;
  /** Loads records as one segment; resolves to the segment's name. */
  readonly load: (records: readonly JsonObject[]) => Promise<string>;
}

async function testStore(): Promise<TestStore> {
  const dir = await temporaryFolder();
  const store = await Store.open(dir);
  open.push(store);
  return {
    store,
    dir,
    async load(records) {
      const before = new Set(namesOf(store));
      const logs = await temporaryFolder();
      await logFile(logs, 'a.json', records);
      await store.load([logs]);
      const [name, ...more] = namesOf(store).filter((segment) => !before.has(segment));
      if (name === undefined || more.length > 0) throw new Error('A load of a few records makes one segment.');
      return name;
    },
  };
}

function namesOf({ reader }: Store): readonly string[] {
  return reader.segments().map(({ name }) => name);
}

/** What became of the manifest in another process. */
async function replaceSegments(dir: string, segments: Awaited<ReturnType<typeof readManifest>>['segments']): Promise<void> {
  const manifest = await readManifest(dir);
  await writeManifest(dir, { ...manifest, generation: manifest.generation + 1, segments });
}

/** The reader itself, and what was asked of it: of each statement the segments, and how many policies. */
function recording(store: Store, before: () => Promise<void> = () => Promise.resolve()) {
  const asked: { segments: readonly string[]; policies: number }[] = [];
  const reader: Reader = {
    segments: () => store.reader.segments(),
    async rows(sql, params, signal) {
      const tables = new Set(sql.match(/\bevents_\d+\b/g));
      const segments = store.reader.segments().filter(({ events }) => tables.has(events));
      asked.push({ segments: segments.map(({ name }) => name), policies: sql.match(/ AS policy,/g)?.length ?? 0 });
      await before();
      return store.reader.rows(sql, params, signal);
    },
  };
  return { reader, asked, segmentsAsked: (): readonly string[] => [...new Set(asked.splice(0).flatMap(({ segments }) => segments))] };
}

const MINUTES = Array.from({ length: 20 }, (_, minute) => minute);
const at = (minute: number): string => new Date(Date.UTC(2024, 4, 1, 10, minute)).toISOString();

const SERVICE_ROLE: JsonObject = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs-eni-provisioning',
  sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS' } },
};

/** Every other event of a burst that only both halves together make, a change of a security group, and a write where nobody works. */
function half(which: 0 | 1): readonly JsonObject[] {
  const churn = MINUTES.filter((minute) => minute % 2 === which).map((minute) =>
    event(`churn-${minute}`, {
      eventName: 'DeleteNetworkInterface',
      eventTime: at(minute),
      userIdentity: SERVICE_ROLE,
      requestParameters: { networkInterfaceId: `eni-${minute}` },
    }),
  );
  const regions = { eventName: 'RunInstances', awsRegion: which === 0 ? 'us-east-1' : 'ap-south-1', eventTime: at(50 + which) };
  const group = { eventName: 'DeleteSecurityGroup', eventTime: at(30), requestParameters: { groupId: 'sg-1' } };
  return [...churn, event(`group-${which}`, group), event(`place-${which}`, regions)];
}

describe('evidence kept by segment', () => {
  it('makes the same book after two loads as one evaluation of everything, and asks the new segment alone', async () => {
    const [grown, whole] = [await testStore(), await testStore()];
    const cache = new EvidenceCache();
    const { reader, segmentsAsked } = recording(grown.store);
    const book = () => makeAlertBook(reader, PACK, { regionsInUse: IN_USE, cache });

    const first = await grown.load(half(0));
    expect((await book()).size).toBe((await makeAlertBook(grown.store.reader, PACK, { regionsInUse: IN_USE })).size);
    expect(segmentsAsked()).toEqual([first]);

    const second = await grown.load(half(1));
    const alerts = (await book()).alerts({});
    expect(segmentsAsked()).toEqual([second]);

    await whole.load([...half(0), ...half(1)]);
    expect(alerts).toEqual(await evaluate(whole.store.reader, PACK, { window: {}, regionsInUse: IN_USE }));
    expect(alerts.filter(({ policy }) => policy === 'nephoscope.network-interface-churn')).toHaveLength(20);
    expect(alerts.find(({ resource }) => resource === 'sg-1')).toMatchObject({ events: 2, eventId: 'group-1' });
    expect(alerts.some(({ policy }) => policy === 'nephoscope.unused-region-write')).toBe(true);

    await book();
    expect(segmentsAsked()).toEqual([]);
  });

  it('asks many segments in few statements', async () => {
    const { store, load } = await testStore();
    const names: string[] = [];
    for (const minute of MINUTES.slice(0, 10)) names.push(await load([event(`e-${minute}`, { eventName: 'DeleteSecurityGroup' })]));
    const { reader, asked } = recording(store);
    const [alert] = (await makeAlertBook(reader, PACK, { regionsInUse: ['us-east-2'] })).alerts({});
    expect(alert).toMatchObject({ events: 10 });
    const broad = asked.filter(({ policies }) => policies > 1);
    expect(broad.map(({ segments }) => segments.length)).toEqual([3, 3, 3, 1]);
    expect(broad.flatMap(({ segments }) => segments).sort()).toEqual(names.toSorted());
  });

  it('with another choice of regions asks only the policies that look at them', async () => {
    const { store, load } = await testStore();
    await load([...half(0), ...half(1)]);
    const cache = new EvidenceCache();
    const { reader, asked } = recording(store);
    await makeAlertBook(reader, PACK, { regionsInUse: IN_USE, cache });
    asked.splice(0);
    const regionsInUse = ['us-east-2', 'ap-south-1'];
    const book = await makeAlertBook(reader, PACK, { regionsInUse, cache });
    expect(asked.map(({ policies }) => policies)).toEqual([PACK.filter(({ scope }) => scope === 'unused-regions').length]);
    expect(book.alerts({})).toEqual(await evaluate(store.reader, PACK, { window: {}, regionsInUse }));
    asked.splice(0);
    await makeAlertBook(reader, PACK, { regionsInUse: regionsInUse.toReversed(), cache });
    expect(asked).toEqual([]);
  });

  it('with other policies asks everything anew', async () => {
    const { store, load } = await testStore();
    await load(half(0));
    const cache = new EvidenceCache();
    await makeAlertBook(store.reader, PACK, { regionsInUse: IN_USE, cache });
    const others = PACK.filter(({ id }) => id === 'nephoscope.security-group-change');
    const book = await makeAlertBook(store.reader, others, { regionsInUse: IN_USE, cache });
    expect(book.alerts({}).map(({ resource }) => resource)).toEqual(['sg-1']);
  });

  it('forgets a segment that is no longer in force', async () => {
    const { store, dir, load } = await testStore();
    const first = await load(half(0));
    await load(half(1));
    const cache = new EvidenceCache();
    await makeAlertBook(store.reader, PACK, { regionsInUse: IN_USE, cache });
    const { segments } = await readManifest(dir);
    await replaceSegments(
      dir,
      segments.filter(({ file }) => file !== first),
    );
    await store.refresh();
    const alerts = (await makeAlertBook(store.reader, PACK, { regionsInUse: IN_USE, cache })).alerts({});
    expect(alerts.map(({ eventId }) => eventId)).not.toContain('place-0');
    const fresh = await testStore();
    await fresh.load(half(1));
    expect(alerts).toEqual(await evaluate(fresh.store.reader, PACK, { window: {}, regionsInUse: IN_USE }));
    await replaceSegments(dir, []);
    await store.refresh();
    expect((await makeAlertBook(store.reader, PACK, { regionsInUse: IN_USE, cache })).size).toBe(0);
  });

  it.each([1, 2])('asks anew where segments became one before statement %i, and counts each event once', async (statement) => {
    const [parted, whole] = [await testStore(), await testStore()];
    await parted.load(half(0));
    await parted.load(half(1));
    const merged = await whole.load([...half(0), ...half(1)]);
    let statements = 0;
    const { reader, asked } = recording(parted.store, async () => {
      statements += 1;
      if (statements !== statement) return;
      await copyFile(join(whole.dir, 'segments', merged), join(parted.dir, 'segments', merged));
      await replaceSegments(parted.dir, (await readManifest(whole.dir)).segments);
      await parted.store.refresh();
    });
    const book = await makeAlertBook(reader, PACK, { regionsInUse: IN_USE });
    expect(asked.at(-1)?.segments).toEqual([merged]);
    expect(book.alerts({})).toEqual(await evaluate(whole.store.reader, PACK, { window: {}, regionsInUse: IN_USE }));
  });

  it('lets two evaluations run at once while a load goes on', async () => {
    const { store, load } = await testStore();
    await load(half(0));
    const cache = new EvidenceCache();
    const book = (regionsInUse: readonly string[]) => makeAlertBook(store.reader, PACK, { regionsInUse, cache });
    await Promise.all([book(IN_USE), book(['eu-west-1']), load(half(1)), book(IN_USE), book([])]);
    for (const regionsInUse of [IN_USE, []])
      expect((await book(regionsInUse)).alerts({})).toEqual(await evaluate(store.reader, PACK, { window: {}, regionsInUse }));
  });

  it('passes on a failure that has another cause', async () => {
    const { store, load } = await testStore();
    await load(half(0));
    const { reader } = recording(store, () => Promise.reject(new Error('out of memory')));
    await expect(makeAlertBook(reader, PACK, { regionsInUse: IN_USE })).rejects.toThrow('out of memory');
    const signal = AbortSignal.abort();
    await expect(makeAlertBook(store.reader, PACK, { regionsInUse: IN_USE, signal })).rejects.toMatchObject({ reason: 'cancelled' });
  });
});

describe('the segments of a store', () => {
  it('are the files of the manifest, and hold every event once between them', async () => {
    const { store, dir, load } = await testStore();
    expect(store.reader.segments()).toEqual([]);
    await load(half(0));
    await load([...half(0), ...half(1)]);
    expect([...namesOf(store)].sort()).toEqual((await readdir(join(dir, 'segments'))).sort());
    const counts = await Promise.all(
      store.reader.segments().map(async ({ events }) => (await store.reader.rows(`SELECT count(*) AS n FROM ${events}`, []))[0]?.['n']),
    );
    expect(counts).toEqual([half(0).length, half(1).length]);
  });
});
