import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundle';
import { event, hasRealLogs, logFile, REAL_LOGS, temporaryFolder } from '../support/folders';

let cli: string;
let root: string;
let store: string;

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function rows(out: string): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const CREATED = { service: { serviceArn: 'arn:aws:ecs:us-east-2:111122223333:service/c/s' } };

beforeAll(async () => {
  cli = await bundled('src/cli/main.ts', 'cli');
  root = await mkdtemp(join(tmpdir(), 'nephoscope-'));
  store = join(root, 'store');
  await logFile(root, 'a.json', [
    event('1', { eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: 'main' } }),
    event('2', { eventName: 'CreateService', eventSource: 'ecs.amazonaws.com', responseElements: CREATED }),
    event('3', { userIdentity: { type: 'IAMUser', userName: '=cmd|"calc"!A0' }, eventTime: '2024-05-02T10:00:00Z' }),
  ]);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('the headless entry', () => {
  it('load answers one object on standard output, progress beside it, and fails where nothing could be read', async () => {
    const { code, out, err } = await run('load', '--store', store, join(root, 'a.json'), join(root, 'none.json'));
    const [report, ...more] = rows(out);
    expect([code, more]).toEqual([0, []]);
    expect(Object.keys(report ?? {}).sort()).toEqual(['duplicates', 'events', 'files', 'new', 'rejected', 'seconds']);
    expect(report).toMatchObject({ files: 1, events: 3, new: 3, duplicates: 0, rejected: [{ file: join(root, 'none.json') }] });
    expect(err).toContain('1 of 1 files');
    expect((await run('load', '--store', store, join(root, 'none.json'))).code).toBe(1);
  });

  it('search gives a row an event, and a spreadsheet no formula', async () => {
    const query = "event from cloud.audit_logs where cloud.region = 'AWS Ohio' AND operation = 'CreateService'";
    const { code, out, err } = await run('search', '--store', store, query);
    expect([code, err]).toEqual([0, '']);
    const [row, ...more] = rows(out);
    expect(more).toEqual([]);
    expect(Object.keys(row ?? {})).toEqual(
      ['time', 'eventId', 'account', 'region', 'service', 'operation', 'user', 'subject', 'role', 'ip', 'errorCode'], // spec: headless
    );
    expect(row).toMatchObject({ time: '2024-05-01T10:00:00Z', eventId: '2', user: 'alice', role: null });
    const time = ['--time', 'past 1 day', '--now', '2024-05-02T12:00:00Z'];
    const csv = await run(
      'search',
      '--store',
      store,
      '--format',
      'csv',
      ...time,
      "event from cloud.audit_logs where operation = 'DescribeInstances'",
    );
    const [, line] = csv.out.split('\n');
    expect(line).toContain(`"'=cmd|""calc""!A0"`);
    expect(csv.out.trimEnd().split('\n')).toHaveLength(2);
    const file = join(root, 'q.rql');
    await writeFile(file, query);
    expect((await run('search', '--store', store, '--file', file, '--limit', '1')).out).toBe(out);
  });

  it('search writes to a file what it prints, with the mark that spreadsheets know UTF-8 by', async () => {
    const query = "event from cloud.audit_logs where cloud.type = 'aws' addcolumn $.userAgent";
    for (const [format, mark] of [
      ['csv', '\ufeff'],
      ['jsonl', ''],
    ] as const) {
      const file = join(root, `out.${format}`);
      const { code, out } = await run('search', '--store', store, '--format', format, '--out', file, query);
      const printed = await run('search', '--store', store, '--format', format, query);
      expect([code, await readFile(file, 'utf8')]).toEqual([0, mark + printed.out]);
      expect(rows(out)).toEqual([{ file, rows: 3, bytes: Buffer.byteLength(mark + printed.out) }]);
    }
    expect((await run('search', '--store', store, '--limit', '1', '--out', join(root, 'x.csv'), query)).code).toBe(2);
  });

  it('search gives the columns that a query adds, and those of one that counts', async () => {
    const ask = async (tails: string, ...options: readonly string[]): Promise<string> =>
      (await run('search', '--store', store, ...options, `event from cloud.audit_logs where cloud.type = 'aws' ${tails}`)).out;
    const [row] = rows(await ask('addcolumn $.awsRegion $.none limit search records to 1'));
    expect(Object.keys(row ?? {}).slice(-3)).toEqual(['errorCode', '$.awsRegion', '$.none']);
    expect([row?.['$.awsRegion'], row?.['$.none']]).toEqual([row?.['region'], null]);
    const all = rows(await ask(''));
    const users = new Map<unknown, number>();
    for (const { user } of all) users.set(user, (users.get(user) ?? 0) + 1);
    expect(new Map(rows(await ask('| count by user')).map(({ user, count }) => [user, count]))).toEqual(users);
    expect(await ask('| count by user limit search records to 1', '--format', 'csv')).toMatch(/^user,count\n[^,\n]+,\d+\n$/);
    const days = all.map(({ time }) => `${String(time).slice(0, 10)}T00:00:00Z`);
    const expected = [...new Set(days)].sort().map((time) => ({ time, count: days.filter((day) => day === time).length }));
    expect(rows(await ask('| timechart 1d'))).toEqual(expected);
  });

  it('tells wrong usage from failure', async () => {
    for (const args of [
      [],
      ['fly'],
      ['load'],
      ['search', '--store', store],
      ['search', '--shop', 'x', 'q'],
      ['alerts', '--store', store, '--fail-on', 'awful'],
      ['config', '--store'],
      ['history', '--store', store],
      ['trace', '--store', store],
    ]) {
      const { code, out, err } = await run(...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/nephoscope/);
    }
    const faulty = await run('search', '--store', store, 'event from nowhere');
    expect([faulty.code, faulty.out]).toEqual([1, '']);
    expect((await run('status', '--store', join(root, 'a.json'))).code).toBe(2);
    expect(await run('alerts', '--store', join(root, 'a.json'))).toMatchObject({ code: 1, out: '' });
  });

  it('alerts fails the build at a severity', async () => {
    const all = await run('alerts', '--store', store);
    const found = rows(all.out);
    expect(all.code).toBe(0);
    // The trail that was stopped is the worst of it.
    const trail = found.filter(({ resource }) => resource === 'main');
    expect(trail.length).toBeGreaterThan(0);
    const severities = new Set(found.map(({ severity }) => severity));
    const worst = ['critical', 'high', 'medium', 'low', 'informational'].find((severity) => severities.has(severity)) ?? '';
    expect((await run('alerts', '--store', store, '--fail-on', worst)).code).toBe(3);
    expect((await run('alerts', '--store', store, '--fail-on', 'informational', '--time', 'since 2030-01-01')).code).toBe(0);
    expect(await run('alerts', '--store', store, '--status', 'dismissed', '--fail-on', 'low')).toMatchObject({ code: 0, out: '' });
  });

  it('stories give a row each, and alerts say which is theirs', async () => {
    const { code, out } = await run('stories', '--store', store);
    const told = rows(out);
    expect(code).toBe(0);
    for (const story of told)
      expect(Object.keys(story)).toEqual(['id', 'title', 'severity', 'alerts', 'events', 'firstSeen', 'lastSeen', 'root']); // spec: headless
    const alerts = rows((await run('alerts', '--store', store)).out);
    for (const { id, alerts: many } of told) expect(alerts.filter(({ story }) => story === id)).toHaveLength(Number(many));
    expect(told.reduce((sum, { alerts: many }) => sum + Number(many), 0)).toBe(alerts.length);
    expect(alerts.length).toBeGreaterThan(0);
    expect(told[0]).toMatchObject({ root: { kind: 'human', name: 'alice' }, lastSeen: '2024-05-01T10:00:00Z' });
    expect((await run('stories', '--store', store, '--time', 'since 2030-01-01')).out).toBe('');
  });

  it('trace answers one chain, for an event and for a resource, with times as ISO 8601', async () => {
    const { code, out } = await run('trace', '--store', store, '2');
    const [chain, ...more] = rows(out);
    expect([code, more]).toEqual([0, []]);
    expect(chain).toMatchObject({
      subject: '2',
      hops: [
        {
          eventId: '2',
          time: '2024-05-01T10:00:00Z',
          operation: 'CreateService',
          principal: 'alice',
          edge: 'asked',
          strength: 'exact',
          shared: [],
        },
      ],
      root: { kind: 'human', name: 'alice', principal: 'arn:aws:iam::111122223333:user/alice', eventId: '2', strength: 'exact' },
      alternatives: [],
    });
    const service = await run('trace', '--store', store, CREATED.service.serviceArn);
    expect(rows(service.out)).toEqual([{ ...chain, subject: CREATED.service.serviceArn }]);
    expect(await run('trace', '--store', store, 'nobody')).toMatchObject({ code: 1, out: '' });
  });

  it('config, check and complete answer', async () => {
    const config = await run('config', '--store', store, 's');
    expect(rows(config.out)).toMatchObject([{ resource: CREATED.service.serviceArn, status: 'active', region: 'us-east-2', unknown: [] }]);
    const history = await run('history', '--store', store, 's');
    expect(rows(history.out)).toMatchObject([{ operation: 'CreateService', change: 'created', sources: [{ path: '$' }] }]);
    expect(rows(history.out)[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
    expect(await run('history', '--store', store, 'nobody')).toMatchObject({ code: 1, out: '' });
    expect(await run('config', '--store', store, 'nobody')).toMatchObject({ code: 1, out: '' });
    const file = join(await temporaryFolder(), 'q.rql');
    await writeFile(file, "event from cloud.audit_logs where\n operatio = 'CreateService'");
    const check = await run('check', file);
    expect(check.code).toBe(1);
    expect(rows(check.out)[0]).toMatchObject({ line: 1, character: 1, endLine: 1, endCharacter: 9, severity: 'error' });
    await writeFile(file, "// why\nEVENT from cloud.audit_logs where user='x'and ip exists\n");
    const formatted = "// why\nevent from cloud.audit_logs where user = 'x' AND ip EXISTS\n";
    expect(await run('format', file)).toEqual({ code: 0, out: formatted, err: '' });
    const text = "event from cloud.audit_logs where operation = '";
    await writeFile(file, text);
    const complete = await run('complete', '--store', store, '--file', file, '--line', '0', '--character', String(text.length));
    expect(rows(complete.out).map(({ label }) => label)).toContain('StopLogging');
  });

  it('sql prints a query in both dialects, its texts apart', async () => {
    const query = "event from cloud.audit_logs where user = 'o\\'brien' | count by operation limit search records to 5";
    const time = ['--time', '2024-05-01T00:00Z .. 2024-05-02T00:00Z'];
    const [duckdb] = rows((await run('sql', '--dialect', 'duckdb', ...time, query)).out);
    expect(duckdb).toMatchObject({ dialect: 'duckdb', parameters: [Date.UTC(2024, 4, 1), Date.UTC(2024, 4, 2), "o'brien"] });
    expect(duckdb?.['sql']).toMatch(/^SELECT \*, count\(\*\) AS n FROM .* LIMIT 5$/s);
    const { code, out, err } = await run('sql', '--dialect', 'trino', ...time, query);
    const [trino, ...more] = rows(out);
    expect([code, err, more]).toEqual([0, '', []]);
    expect(trino).toMatchObject({ dialect: 'trino', parameters: ["'o''brien'"], columns: ['operation', 'count'] });
    expect(trino?.['sql']).toMatch(/^SELECT r\.c0 AS "operation", .*"timestamp" >= '2024\/05\/01'.*\nLIMIT 5$/s);
    const faulty = await run('sql', '--dialect', 'trino', 'event from nowhere');
    expect([faulty.code, faulty.out]).toEqual([1, '']);
    const refused = await run('sql', '--dialect', 'trino', 'event from cloud.audit_logs where json.rule = $.managementEvent is true');
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('$.managementEvent') as string });
    for (const args of [
      ['sql', query],
      ['sql', '--dialect', 'mysql', query],
      ['sql', '--dialect', 'trino'],
      ['sql', '--dialect', 'trino', query, query],
    ])
      expect((await run(...args)).code).toBe(2);
  });

  it('export writes what loads again, retain and clear take out of the store what they say', async () => {
    const dir = join(await temporaryFolder(), 'store');
    expect((await run('load', '--store', dir, join(root, 'a.json'))).code).toBe(0);
    const file = join(root, 'out.ndjson.gz');
    const exported = await run('export', '--store', dir, '--out', file, '--time', 'past 1 day', '--now', '2024-05-01T12:00:00Z');
    expect([exported.code, rows(exported.out)]).toMatchObject([0, [{ file, events: 2 }]]);
    expect(exported.err).toContain('2 of 2 events');
    const again = join(await temporaryFolder(), 'store');
    expect(rows((await run('load', '--store', again, file)).out)).toMatchObject([{ new: 2, rejected: [] }]);
    const wrong = await run('export', '--store', dir, '--out', join(root, 'none', 'x.json'));
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain(join(root, 'none', 'x.json'));

    const keep = ['retain', '--store', again, '--now', '2024-05-31T12:00:00Z'];
    expect(rows((await run(...keep, '--days', '90', '--gigabytes', '1.5')).out)).toEqual([{ segments: 0, events: 0, bytes: 0 }]);
    expect(rows((await run(...keep, '--days', '29.5')).out)).toMatchObject([{ segments: 1, events: 2 }]);

    for (const name of ['manifest.json', 'manifest.copy.json']) await writeFile(join(dir, name), 'damaged');
    expect(await run('search', '--store', dir, "event from cloud.audit_logs where operation = 'x'")).toMatchObject({ code: 1, out: '' });
    expect(rows((await run('clear', '--store', dir)).out)).toMatchObject([{ segments: 1, events: null }]);
    expect(rows((await run('load', '--store', dir, join(root, 'a.json'))).out)).toMatchObject([{ new: 3 }]);
    expect(rows((await run('clear', '--store', dir)).out)).toMatchObject([{ segments: 1, events: 3 }]);
    const none = await run('clear', '--store', join(root, 'none'));
    expect([none.code, none.out, none.err]).toEqual([1, '', expect.stringContaining('There is no store in')]);

    for (const args of [
      ['retain', '--store', dir],
      [...keep, '--days', '0'],
      [...keep, '--gigabytes', 'much'],
      ['clear', dir],
      ['export', '--store', dir],
      ['export', '--store', dir, '--out', file, '--format', 'xml'],
      ['clear', '--store', dir, 'and more'],
    ])
      expect(await run(...args)).toMatchObject({ code: 2, out: '' });
  });

  it.skipIf(!hasRealLogs)('names who ran CreateDBInstance in public logs', async () => {
    const dir = join(root, 'real');
    expect(rows((await run('load', '--store', dir, REAL_LOGS)).out)).toMatchObject([{ new: 2900 }]);
    const { out } = await run('search', '--store', dir, "event from cloud.audit_logs where operation = 'CreateDBInstance'");
    expect(rows(out)).toMatchObject([{ user: 'bert-jan', time: '2023-07-10T12:15:06Z', eventId: 'fdc74c82-c299-4211-a08e-b5f125ee3b58' }]);
  });

  it('search prints the resources that a config query finds', async () => {
    const query = "config from cloud.resource where api.name = 'aws-ecs-service' addcolumn $.serviceArn";
    const { code, out } = await run('search', '--store', store, query);
    const service = CREATED.service.serviceArn;
    const [row, ...more] = rows(out);
    expect([code, more]).toEqual([0, []]);
    expect(row).toMatchObject({ resource: service, api: 'aws-ecs-service', status: 'active', tags: {}, '$.serviceArn': service });
  });
});
