import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Connection, LiveResource } from '../../src/domain/live';
import type { CommandDeps } from '../../src/editor/commands/deps';
import { liveRowCommands } from '../../src/editor/commands/live-rows';
import { COMMANDS } from '../../src/editor/ids';
import type { KindNode, LiveNode } from '../../src/editor/tree/live-nodes';
import type { AnyNode } from '../../src/editor/tree/nodes';
import type { SyncReport, SyncRequest } from '../../src/engine/api';
import { NOW } from './fakes';
import { waitUntil } from './support';

const ACCOUNT = '777788889999';
const SERVICE = `arn:aws:ecs:us-east-2:${ACCOUNT}:service/load-test/worker`;
const CONNECTION: Connection = {
  account: ACCOUNT,
  partition: 'aws',
  access: { profile: 'sandbox' },
  principal: `arn:aws:sts::${ACCOUNT}:assumed-role/ReadOnly/me`,
  regions: [{ region: 'us-east-2', optIn: 'opt-in-not-required', chosen: true }],
  connectedAt: NOW,
};
const PLACE = { connection: CONNECTION, region: 'us-east-2', coverage: [], collected: [] };

function row(api: string, resource: string): LiveNode {
  const about: LiveResource = { account: ACCOUNT, region: 'us-east-2', api, resource, name: resource, health: 'ok', summary: '', at: NOW };
  return { kind: 'live', id: resource, place: PLACE, resource: about };
}
const KIND: KindNode = { kind: 'kind', id: 'clusters', place: PLACE, api: 'aws-ecs-cluster' };

const undo: (() => void)[] = [];
function replace<T extends object, K extends keyof T>(target: T, name: K, by: T[K]): void {
  const before = target[name];
  target[name] = by;
  undo.push(() => (target[name] = before));
}

/** The commands over a session that only notes what it is asked to look at. */
function commands(selection?: AnyNode) {
  const asked: SyncRequest[] = [];
  const filtered: (readonly [row: string, text: string])[] = [];
  const report: SyncReport = {
    events: 0,
    new: 0,
    duplicates: 0,
    resources: 0,
    calls: 1,
    problems: [],
    elsewhere: [],
    seconds: 0,
    cancelled: false,
  };
  const session = {
    live: {},
    sync: (_: unknown, request: SyncRequest) => {
      asked.push(request);
      return Promise.resolve(report);
    },
  };
  const views = { selection, filterKind: (node: KindNode, text: string) => filtered.push([node.id, text]) };
  return { run: liveRowCommands({ session, views } as unknown as CommandDeps), asked, filtered };
}

describe('commands on the rows of live resources', () => {
  afterEach(() => {
    for (const back of undo.splice(0)) back();
  });

  it('Copy ARN gives the ARN of a resource that goes by its id, also of the row that is selected', async () => {
    const { run } = commands(row('aws-ecs-service', SERVICE));
    await run[COMMANDS.copyArn](row('aws-ec2-describe-security-groups', 'sg-0bb608f5819e292a4'));
    const expected = `arn:aws:ec2:us-east-2:${ACCOUNT}:security-group/sg-0bb608f5819e292a4`;
    await waitUntil('the ARN', async () => (await vscode.env.clipboard.readText()) === expected);
    await run[COMMANDS.copyArn](undefined);
    await waitUntil('the ARN of the selected row', async () => (await vscode.env.clipboard.readText()) === SERVICE);
  });

  it('Open in AWS Console opens an address of AWS for what is well formed, and none for what is not', async () => {
    const opened: string[] = [];
    const told: string[] = [];
    replace(vscode.env, 'openExternal', (uri) => {
      opened.push(uri.toString(true));
      return Promise.resolve(true);
    });
    replace(vscode.window, 'showInformationMessage', (message: string) => {
      told.push(message);
      return Promise.resolve(undefined);
    });
    const { run } = commands();
    await run[COMMANDS.openInConsole](row('aws-ec2-describe-instances', 'i-0abc1234def567890'));
    assert.deepEqual(opened, ['https://console.aws.amazon.com/ec2/home?region=us-east-2#InstanceDetails:instanceId=i-0abc1234def567890']);
    await run[COMMANDS.openInConsole](row('aws-ec2-describe-instances', 'i-0#@evil.example.com/'));
    assert.equal(opened.length, 1);
    assert.equal(told.length, 1);
  });

  it('Refresh looks again at what the row is about and at what stands below it, and at nothing else', async () => {
    const { run, asked } = commands();
    await run[COMMANDS.refreshRow](KIND);
    await run[COMMANDS.refreshRow](row('aws-ecs-service', SERVICE));
    const place = { sources: ['inventory'], accounts: [ACCOUNT], regions: ['us-east-2'] };
    assert.deepEqual(asked, [
      { ...place, apis: ['aws-ecs-cluster'] },
      { ...place, apis: ['aws-ecs-service', 'aws-ecs-task'] },
    ]);
  });

  it('Filter Resources takes what is typed, and leaves the filter where the box is closed', async () => {
    const { run, filtered } = commands();
    const typed = ['  worker ', undefined];
    replace(vscode.window, 'showInputBox', () => Promise.resolve(typed.shift()));
    await run[COMMANDS.filterResources](KIND);
    await run[COMMANDS.filterResources](KIND);
    assert.deepEqual(filtered, [['clusters', 'worker']]);
    run[COMMANDS.clearResourceFilter](KIND);
    assert.deepEqual(filtered.at(-1), ['clusters', '']);
  });
});
