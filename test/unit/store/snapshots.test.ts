import { spawn } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Look, Seen, Snapshot } from '../../../src/store/snapshot';
import { Snapshots } from '../../../src/store/snapshots';
import { bundled } from '../support/bundle';
import { temporaryFolder } from '../support/folders';
import { storeIn } from '../support/stores';

const ACCOUNT = '111111111111';
const SERVICE = 'aws-ecs-service';
const PLACE = { account: ACCOUNT, region: 'us-east-2', api: SERVICE } as const;

function seen(resource: string, record: Seen['record'] = {}, more: Partial<Seen> = {}): Seen {
  return { resource, name: `name of ${resource}`, tags: {}, record, ...more };
}

function look(at: number, all: readonly Seen[], more: Partial<Look> = {}): Look {
  return { ...PLACE, at, seen: all, found: 'all', ...more };
}

async function all(snapshots: Snapshots, api: string = SERVICE): Promise<readonly Snapshot[]> {
  await snapshots.refresh();
  const found: Snapshot[] = [];
  for await (const some of snapshots.all(api)) found.push(...some);
  return found;
}

async function sizes(dir: string): Promise<number> {
  return (await stat(join(dir, 'inventory', ACCOUNT, 'us-east-2.jsonl'))).size;
}

describe('snapshots', () => {
  it('keep what a look found, as it was, with whoever looked at it since', async () => {
    const dir = await temporaryFolder();
    const snapshots = new Snapshots(dir);
    const worker = seen('arn:worker', { desiredCount: 1, runningCount: 0 }, { parent: 'arn:cluster', since: 5, tags: { team: 'a' } });
    await snapshots.add(look(100, [worker]));
    const expected = { ...PLACE, ...worker, at: 100, until: 100, gone: false };
    expect(await all(snapshots)).toEqual([expected]);
    expect(await all(new Snapshots(dir))).toEqual([expected]);
    expect(await snapshots.collected()).toEqual([{ ...PLACE, at: 100, resources: 1 }]);
    expect(await snapshots.heads(PLACE)).toMatchObject([{ resource: 'arn:worker', name: 'name of arn:worker', parent: 'arn:cluster' }]);
    expect(await snapshots.newest(PLACE, ['arn:worker', 'arn:other'])).toEqual([expected]);
    expect(await snapshots.named('name of arn:worker')).toEqual(['arn:worker']);
  });

  it('of one that is unchanged cost nothing: the time alone moves, in whatever order its keys stand', async () => {
    const dir = await temporaryFolder();
    const snapshots = new Snapshots(dir);
    await snapshots.add(look(100, [seen('a', { one: 1, two: { three: 3, four: 4 } })]));
    const size = await sizes(dir);
    for (const at of [200, 300]) await snapshots.add(look(at, [seen('a', { two: { four: 4, three: 3 }, one: 1 })]));
    expect(await sizes(dir)).toBe(size);
    expect((await all(snapshots)).map(({ at, until }) => [at, until])).toEqual([[100, 300]]);
    expect((await snapshots.collected()).map(({ at }) => at)).toEqual([300]);
    await snapshots.add(look(400, [seen('a', { one: 1, two: { three: 3, four: 5 } })]));
    expect((await snapshots.of('a')).map(({ at, until, record }) => [at, until, record['two']])).toEqual([
      [100, 300, { three: 3, four: 4 }],
      [400, 400, { three: 3, four: 5 }],
    ]);
  });

  it('of one that a whole list no longer has say that it is gone, and back again where it is', async () => {
    const snapshots = new Snapshots(await temporaryFolder());
    await snapshots.add(look(100, [seen('a', { n: 1 }), seen('b')]));
    await snapshots.add(look(200, [seen('b')]));
    await snapshots.add(look(300, [seen('b')]));
    expect((await all(snapshots)).map(({ resource, at, until, gone }) => [resource, at, until, gone])).toEqual([
      ['a', 200, 200, true],
      ['b', 100, 300, false],
    ]);
    expect((await snapshots.of('a')).map(({ gone, record }) => [gone, record])).toEqual([
      [false, { n: 1 }],
      [true, { n: 1 }],
    ]);
    expect((await snapshots.heads(PLACE)).map(({ resource }) => resource)).toEqual(['b']);
    await snapshots.add(look(400, [seen('a', { n: 1 }), seen('b')]));
    expect((await all(snapshots)).map(({ resource, gone }) => [resource, gone])).toEqual([
      ['a', false],
      ['b', false],
    ]);
  });

  it('of a list that failed on the way keep all that was known, and say why nothing is sure', async () => {
    const snapshots = new Snapshots(await temporaryFolder());
    await snapshots.add(look(100, [seen('a'), seen('b')]));
    const problem = { reason: 'denied', operation: 'ecs:ListServices', message: 'no', at: 200 } as const;
    await snapshots.add(look(200, [seen('c')], { found: 'part', problem }));
    expect((await all(snapshots)).map(({ resource, until, gone }) => [resource, until, gone])).toEqual([
      ['a', 100, false],
      ['b', 100, false],
      ['c', 200, false],
    ]);
    expect(await snapshots.collected()).toEqual([{ ...PLACE, at: 100, resources: 3, problem }]);
    await snapshots.add(look(300, [seen('c')]));
    expect(await snapshots.collected()).toEqual([{ ...PLACE, at: 300, resources: 1 }]);
  });

  it('never collected: no time, and not that there are none', async () => {
    const snapshots = new Snapshots(await temporaryFolder());
    const problem = { reason: 'denied', message: 'no', at: 1 } as const;
    await snapshots.add(look(1, [], { found: 'part', problem }));
    expect(await snapshots.collected()).toEqual([{ ...PLACE, resources: 0, problem }]);
    await snapshots.add(look(2, []));
    expect(await snapshots.collected()).toEqual([{ ...PLACE, at: 2, resources: 0 }]);
  });

  it('of a kind of which only some are asked for take none for gone', async () => {
    const snapshots = new Snapshots(await temporaryFolder());
    await snapshots.add(look(1, [seen('a')], { found: 'some' }));
    await snapshots.add(look(2, [seen('b')], { found: 'some' }));
    expect((await snapshots.heads(PLACE)).map(({ resource }) => resource)).toEqual(['a', 'b']);
    expect(await snapshots.collected()).toEqual([{ ...PLACE, at: 2, resources: 2 }]);
    expect(snapshots.wholeLooks(PLACE)).toEqual([]);
  });

  it('keep the members of a record that can no longer be had', async () => {
    const snapshots = new Snapshots(await temporaryFolder());
    await snapshots.add(look(1, [seen('bucket', { acl: 'private', policy: { Statement: [] } })]));
    await snapshots.add(look(2, [seen('bucket', { acl: 'public' }, { unknown: { policy: 'denied' } })]));
    expect(await all(snapshots)).toMatchObject([{ record: { acl: 'public', policy: { Statement: [] } }, unknown: { policy: 'denied' } }]);
  });

  it('take hostile texts as they are', async () => {
    const dir = await temporaryFolder();
    const hostile = 'arn:\n{"at":1}\t\u2028\u0000"\\ ../../etc __proto__';
    const snapshots = new Snapshots(dir);
    await snapshots.add(
      look(1, [
        seen(hostile, { [hostile]: hostile }, { tags: { __proto__x: hostile, [hostile]: '' }, name: '__proto__' }),
        seen('__proto__'),
      ]),
    );
    const found = await all(new Snapshots(dir));
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ resource: hostile, record: { [hostile]: hostile }, tags: { [hostile]: '' } });
    expect(() => void snapshots.add({ ...look(1, []), region: '../x' })).toThrow(RangeError);
    expect(() => void snapshots.add({ ...look(1, []), account: '..' })).toThrow(RangeError);
    expect(await readdir(join(dir, 'inventory'))).toEqual([ACCOUNT, 'writer.lock']);
  });

  it('are shared: what another window writes is seen, and what it clears is gone', async () => {
    const dir = await temporaryFolder();
    const [one, other] = [new Snapshots(dir), new Snapshots(dir)];
    const before = await other.refresh();
    await one.add(look(1, [seen('a')]));
    expect(await other.refresh()).not.toBe(before);
    const same = await other.refresh();
    expect(await other.refresh()).toBe(same);
    expect(await all(other)).toHaveLength(1);
    await Promise.all([one.add(look(2, [seen('a'), seen('b')])), other.add({ ...look(3, [seen('t')]), api: 'aws-ecs-task' })]);
    expect([(await all(one)).length, (await all(one, 'aws-ecs-task')).length]).toEqual([2, 1]);
    const store = await storeIn(dir);
    await store.clear();
    expect([await all(one), await all(other), await one.collected()]).toEqual([[], [], []]);
    await one.add(look(4, [seen('z')]));
    expect((await all(other)).map(({ resource }) => resource)).toEqual(['z']);
  });

  it('are kept together where many looks come at once, each for itself where one place can’t be written', async () => {
    const dir = await temporaryFolder();
    const snapshots = new Snapshots(dir);
    const apis = Array.from({ length: 30 }, (_, n) => `aws-${n}`);
    await Promise.all(apis.flatMap((api) => ['us-east-2', ''].map((region) => snapshots.add({ ...look(1, [seen(api)]), api, region }))));
    // One after the other as each is told, too: none is left waiting.
    for (let at = 2; at < 20; at++) await snapshots.add({ ...look(at, [seen('aws-0')]), api: 'aws-0' });
    const other = new Snapshots(dir);
    expect(await other.collected()).toHaveLength(60);
    for (const api of apis) expect(await all(other, api)).toHaveLength(2);
    await mkdir(join(dir, 'inventory', ACCOUNT, 'eu-west-1.jsonl'));
    const results = await Promise.allSettled(
      ['eu-west-1', 'us-east-2'].map((region) => snapshots.add({ ...look(30, [seen('x')]), region })),
    );
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('drop a last line that is cut off, and say so; what it said is written again', async () => {
    const dir = await temporaryFolder();
    await new Snapshots(dir).add(look(1, [seen('a')]));
    const path = join(dir, 'inventory', ACCOUNT, 'us-east-2.jsonl');
    await appendFile(path, '{"at":2,"api":"aws-ecs-service","resource":"b"');
    const snapshots = new Snapshots(dir);
    expect((await all(snapshots)).map(({ resource }) => resource)).toEqual(['a']);
    expect(await snapshots.add(look(3, [seen('a'), seen('b')]))).toContain(path);
    expect(await snapshots.add(look(4, [seen('a'), seen('b')]))).toBeUndefined();
    expect((await all(new Snapshots(dir))).map(({ resource }) => resource)).toEqual(['a', 'b']);
    expect(
      (await readFile(path, 'utf8'))
        .split('\n')
        .slice(0, -1)
        .every((line) => line.startsWith('{"at":')),
    ).toBe(true);
  });
});

it(
  'outlive a process that is killed while it writes: what was whole is there, and the next look mends the rest',
  { timeout: 60_000 },
  async () => {
    const entry = await bundled('test/unit/support/snapshot-process.ts', 'snapshots');
    const dir = await temporaryFolder();
    for (let kill = 0; kill < 5; kill++) {
      const child = spawn(process.execPath, [entry, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.on('close', resolve));
      await Promise.race([ended, new Promise((begun) => child.stdout.once('data', begun))]);
      await sleep(3 + kill * 7);
      child.kill('SIGKILL');
      await ended;
      const found = await all(new Snapshots(dir), 'aws-ecs-task');
      // Each version names its own look: a record that is mixed of two would not.
      for (const { at, record, gone } of found) expect([record['look'], gone]).toEqual([at, false]);
    }
    const snapshots = new Snapshots(dir);
    await snapshots.add({ ...look(1e9, [seen('last')]), api: 'aws-ecs-task' });
    const left = (await all(new Snapshots(dir), 'aws-ecs-task')).filter(({ gone }) => !gone);
    expect(left.map(({ resource }) => resource)).toEqual(['last']);
  },
);
