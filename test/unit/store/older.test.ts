import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/domain/event';
import type { JsonObject } from '../../../src/domain/json';
import { compileQuery } from '../../../src/rql/query';
import { Store } from '../../../src/store/store';
import { realRecords } from '../rql/records';
import { event, logFile, temporaryFolder } from '../support/folders';
import { references } from '../support/references';

const id = (n: number): string => `6b8d3c1e-0f9a-4c57-8a1d-${String(n).padStart(12, '0')}`;
const RECORDS: readonly JsonObject[] = [
  event(id(1), { eventName: 'CreateVpc', responseElements: { vpc: { vpcId: 'vpc-12345678' } }, requestParameters: null }),
  event('no UUID', {
    eventName: 'DeleteVpc',
    eventTime: '2024-05-01T10:00:05Z',
    requestParameters: { vpcId: 'vpc-12345678' },
    errorCode: 'AccessDenied',
  }),
  ...realRecords('invictus-ir').slice(0, 300),
];

/** A store as the first format wrote it: its tables are written down here, for the code that made them is gone. */
async function firstFormat(dir: string): Promise<void> {
  await mkdir(join(dir, 'segments'), { recursive: true });
  const instance = await DuckDBInstance.create(join(dir, 'segments', 'old.duckdb'));
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE events (event_id VARCHAR NOT NULL, account VARCHAR NOT NULL, time BIGINT NOT NULL, region VARCHAR NOT NULL,
    service VARCHAR NOT NULL, operation VARCHAR NOT NULL, user_name VARCHAR, subject VARCHAR, role VARCHAR, ip VARCHAR, crud VARCHAR NOT NULL,
    error_code VARCHAR, service_driven BOOLEAN NOT NULL, access_key VARCHAR, record VARCHAR NOT NULL)`);
  await connection.run(`CREATE TABLE refs (token VARCHAR NOT NULL, event_id VARCHAR NOT NULL, account VARCHAR NOT NULL, region VARCHAR NOT NULL,
    time BIGINT NOT NULL, side VARCHAR NOT NULL)`);
  const times: number[] = [];
  for (const record of RECORDS) {
    const e = describeEvent(record);
    times.push(e.time);
    const optional = [e.user, e.subject, e.role, e.ip].map((value) => value ?? null);
    await connection.run('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      e.eventId, e.account, e.time, e.region, e.service, e.operation, ...optional, e.crud, e.errorCode ?? null, e.serviceDriven, e.accessKey ?? null, JSON.stringify(record),
    ]); // prettier-ignore
    for (const { token, side } of references(record))
      await connection.run('INSERT INTO refs VALUES (?, ?, ?, ?, ?, ?)', [token, e.eventId, e.account, e.region, e.time, side]);
  }
  connection.closeSync();
  instance.closeSync();
  const segment = { file: 'old.duckdb', events: RECORDS.length, from: Math.min(...times), to: Math.max(...times), bytes: 1 };
  await writeFile(join(dir, 'manifest.json'), JSON.stringify({ format: 1, generation: 7, segments: [segment] }));
}

async function answers(store: Store): Promise<unknown> {
  const found = async (text: string): Promise<unknown> => {
    const compiled = compileQuery(`event from cloud.audit_logs where ${text}`);
    if (compiled.kind === 'faulty') throw new Error(text);
    return store.search(compiled.predicate, { window: {}, offset: 0, limit: 1000 });
  };
  const { events, from, to, accounts } = await store.status();
  return {
    status: { events, from, to, accounts },
    error: await found(`json.rule = $.errorCode equals 'AccessDenied'`),
    path: await found(`json.rule = $.requestParameters.vpcId equals 'vpc-12345678'`),
    identity: await found(`json.rule = $.userIdentity.type equals 'IAMUser'`),
    operation: await found(`operation = 'createvpc'`),
    touch: await store.lastTouch('vpc-12345678', undefined),
    life: await store.lifeEvents('vpc-12345678', undefined, 10),
    values: await store.values('operation', { window: {}, limit: 100 }),
    records: await Promise.all(RECORDS.map(async (record) => store.record(describeEvent(record).eventId))),
  };
}

describe('a store of the first format', () => {
  it('answers as one of today does, takes new events in, and is written anew by merging', async () => {
    const [dir, today, logs] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
    await firstFormat(dir);
    const file = await logFile(logs, 'all.json', RECORDS);
    const [old, fresh] = [await Store.open(dir), await Store.open(today)];
    expect(await fresh.load([file])).toMatchObject({ new: RECORDS.length });
    expect(await answers(old)).toEqual(await answers(fresh));
    expect(await answers(fresh)).toMatchObject({ touch: { eventId: id(1) }, records: RECORDS.map((record) => JSON.stringify(record)) });

    expect(await old.load([file])).toMatchObject({ new: 0, duplicates: RECORDS.length });
    const more = await logFile(logs, 'more.json', [event(id(2))]);
    for (const store of [old, fresh]) expect(await store.load([more])).toMatchObject({ new: 1 });
    expect(await answers(old)).toEqual(await answers(fresh));

    expect(await old.merge()).toEqual({ before: 2, after: 1 });
    expect(await answers(old)).toEqual(await answers(fresh));
    expect(JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8'))).toMatchObject({
      format: 2,
      segments: [{ events: RECORDS.length + 1, runs: 1 }],
    });
    for (const store of [old, fresh]) store.close();
  });
});
