import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import type { RowsExportRequest } from '../../../src/engine/api';
import { EngineService } from '../../../src/engine/service';
import { event, logFile, temporaryFolder } from '../support/folders';

const open: EngineService[] = [];
afterEach(async () => {
  for (const service of open.splice(0)) await service.dispose();
});

const at = (minute: number): JsonObject => ({ eventTime: `2024-05-01T10:${String(minute).padStart(2, '0')}:00Z` });
const user = (userName: string): JsonObject => ({ userIdentity: { type: 'IAMUser', userName } });
const ALL = "event from cloud.audit_logs where cloud.type = 'aws'";

async function engineWith(records: readonly JsonObject[]): Promise<EngineService> {
  const logs = await temporaryFolder();
  await logFile(logs, 'a.json', records);
  const service = new EngineService({ storeDir: await temporaryFolder(), policiesDir: '' });
  open.push(service);
  await service.load([logs]);
  return service;
}

const five = () =>
  engineWith([
    event('e1', { ...at(5), ...user('=1+1'), awsRegion: 'us-east-2', errorCode: 'A,"B"', x: 'two\nlines' }),
    event('e2', { ...at(4), ...user('日本 太郎'), awsRegion: 'us-east-2', x: null }),
    event('e3', { ...at(3), userIdentity: null, awsRegion: 'eu-west-1', x: '\tt' }),
    event('e4', { ...at(2), ...user('-x'), awsRegion: 'us-east-2', x: ['@a', 'b'] }),
    event('e5', { ...at(1), ...user('bob'), awsRegion: 'us-east-2', x: '' }),
  ]);

async function exported(engine: EngineService, request: Partial<RowsExportRequest>): Promise<string> {
  const path = join(await temporaryFolder(), 'out');
  const report = await engine.exportRows(path, { query: `${ALL} addcolumn $.x`, window: {}, format: 'csv', ...request });
  const bytes = readFileSync(path);
  expect(report.bytes).toBe(bytes.length);
  return bytes.toString('utf8');
}

describe('an export of rows', () => {
  it('writes comma-separated values with a mark, quoted, and never a formula, in the columns asked for', async () => {
    const text = await exported(await five(), { columns: ['operation', 'user', 'errorCode', 'column 0', 'time'] });
    expect(text).toBe(
      [
        '\ufeffoperation,user,errorCode,$.x,time\n',
        `DescribeInstances,'=1+1,"A,""B""","two\nlines",2024-05-01T10:05:00Z\n`,
        'DescribeInstances,日本 太郎,,,2024-05-01T10:04:00Z\n',
        `DescribeInstances,,,'\tt,2024-05-01T10:03:00Z\n`,
        `DescribeInstances,'-x,,"[""@a"",""b""]",2024-05-01T10:02:00Z\n`,
        'DescribeInstances,bob,,,2024-05-01T10:01:00Z\n',
      ].join(''),
    );
  });

  it('guards headers too: a query names columns as it likes', async () => {
    const text = await exported(await five(), { query: `${ALL} addcolumn @x`, columns: ['column 0'] });
    expect(text.split('\n')[0]).toBe("\ufeff'@x");
  });

  it('writes an object a line, without a mark, in the order and with the filters that are shown', async () => {
    const text = await exported(await five(), {
      format: 'jsonl',
      columns: ['column 0', 'eventId'],
      sort: { column: 'user', descending: false },
      filters: [{ column: 'region', kind: 'matches', text: 'ohio', negated: false }],
    });
    expect(text).toBe(
      [
        '{"$.x":"[\\"@a\\",\\"b\\"]","eventId":"e4"}',
        '{"$.x":"two\\nlines","eventId":"e1"}',
        '{"$.x":"","eventId":"e5"}',
        '{"$.x":null,"eventId":"e2"}',
        '',
      ].join('\n'),
    );
  });

  it('writes what a query counts, and what a limit leaves', async () => {
    const engine = await five();
    expect(await exported(engine, { query: `${ALL} | count by cloud.region` })).toBe(
      '\ufeffcloud.region,count\nus-east-2,4\neu-west-1,1\n',
    );
    expect(await exported(engine, { query: `${ALL} | timechart 1h` })).toBe('\ufefftime,count\n2024-05-01T10:00:00Z,5\n');
    const limited = await exported(engine, { query: `${ALL} limit search records to 2`, format: 'jsonl', columns: ['eventId'] });
    expect(limited).toBe('{"eventId":"e1"}\n{"eventId":"e2"}\n');
  });

  it('writes more rows than a search shows at once, each once, and counts as it goes', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) => event(`n${index}`, at(index % 60)));
    const engine = await engineWith(many);
    const path = join(await temporaryFolder(), 'out.jsonl');
    const told: number[] = [];
    const request = { query: ALL, window: {}, format: 'jsonl', columns: ['eventId'] } as const;
    const report = await engine.exportRows(path, request, { onProgress: ({ rows, rowsTotal }) => told.push(rows, rowsTotal) });
    expect([report.rows, told.at(-2), told.at(-1)]).toEqual([12_000, 12_000, 12_000]);
    const ids = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(new Set(ids).size).toBe(12_000);
  });

  it('writes the resources of a config query: in the columns asked for, sorted, filtered, or counted', async () => {
    const group = (id: string, minute: number, groupId: string, more: JsonObject = {}): JsonObject =>
      event(id, { eventName: 'CreateSecurityGroup', ...at(minute), responseElements: { groupId }, ...more });
    const engine = await engineWith([
      group('g1', 1, 'sg-1', { requestParameters: { groupName: '=1+1' } }),
      group('g2', 2, 'sg-2', { requestParameters: { groupName: 'web, "blue"' } }),
      group('g3', 3, 'sg-3', { awsRegion: 'eu-west-1' }),
    ]);
    const query = "config from cloud.resource where api.name = 'aws-ec2-describe-security-groups' addcolumn $.groupName";
    const columns = ['resource', 'status', 'column 0', 'asOf'] as const;
    const sort = { column: 'resource', descending: false } as const;
    const filters = [{ column: 'resource', kind: 'matches', text: 'sg-3', negated: true }] as const;
    expect(await exported(engine, { query, columns, sort, filters })).toBe(
      [
        '\ufeffresource,status,$.groupName,asOf\n',
        "sg-1,active,'=1+1,2024-05-01T10:01:00Z\n",
        'sg-2,active,"web, ""blue""",2024-05-01T10:02:00Z\n',
      ].join(''),
    );
    expect(await exported(engine, { query, format: 'jsonl', columns: ['resource', 'tags'], sort })).toBe(
      ['sg-1', 'sg-2', 'sg-3'].map((resource) => `{"resource":"${resource}","tags":{}}\n`).join(''),
    );
    const counting = `${query.replace(/ addcolumn.*/, '')} group by cloud.region`;
    expect(await exported(engine, { query: counting })).toBe('\ufeffcloud.region,count\nus-east-2,2\neu-west-1,1\n');
  });

  it('leaves nothing of a cancelled export, and what was there before', async () => {
    const engine = await engineWith(Array.from({ length: 5000 }, (_, index) => event(`n${index}`, at(index % 60))));
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'out.csv'), 'before');
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    const export_ = engine.exportRows(join(folder, 'out.csv'), { query: ALL, window: {}, format: 'csv' }, options);
    await expect(export_).rejects.toMatchObject({ reason: 'cancelled' });
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['out.csv']);
    const none = join(folder, 'no', 'such', 'folder.csv');
    await expect(engine.exportRows(none, { query: ALL, window: {}, format: 'csv' })).rejects.toMatchObject({ reason: 'store' });
    expect(existsSync(none)).toBe(false);
  });
});
