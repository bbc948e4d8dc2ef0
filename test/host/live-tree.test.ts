import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { APIS } from '../../src/domain/inventory';
import type { Collected, Connection, Coverage, LiveRegion, LiveResource, Problem } from '../../src/domain/live';
import { AlertsModel } from '../../src/editor/alerts-model';
import { AlertFilter } from '../../src/editor/filter';
import { AccountsTree } from '../../src/editor/tree/accounts-tree';
import { LIVE_KINDS } from '../../src/editor/tree/live-kinds';
import type { AccountsNode } from '../../src/editor/tree/nodes';
import { RegionDecorations } from '../../src/editor/tree/region-decorations';
import { EngineError, type Engine, type LiveResourcesRequest, type LiveState, type RegionOnRadar } from '../../src/engine/api';
import { fakeSession, memento, NOW, region } from './fakes';

const ACCOUNT = '777788889999';
const MINUTE = 60_000;
const SEEN = NOW - 5 * MINUTE;
const CLUSTER = `arn:aws:ecs:us-east-2:${ACCOUNT}:cluster/load-test`;
const SERVICE = `arn:aws:ecs:us-east-2:${ACCOUNT}:service/load-test/worker`;
const DENIED: Problem = {
  reason: 'denied',
  operation: 'lambda:ListFunctions',
  message: 'User is not authorized to perform: lambda:ListFunctions',
  at: SEEN,
};

const chosen = (code: string): LiveRegion => ({ region: code, optIn: 'opt-in-not-required', chosen: true });
const CONNECTION: Connection = {
  account: ACCOUNT,
  alias: 'nimbus-works-sandbox',
  partition: 'aws',
  access: { profile: 'sandbox' },
  principal: `arn:aws:sts::${ACCOUNT}:assumed-role/ReadOnly/me`,
  regions: [chosen('us-east-2'), chosen('eu-west-1'), chosen('eu-west-2'), { region: 'af-south-1', optIn: 'not-opted-in', chosen: false }],
  connectedAt: SEEN,
};

const kind = (api: string, resources: number, more: Partial<Collected> = {}): Collected => ({
  account: ACCOUNT,
  region: 'us-east-2',
  api,
  at: SEEN,
  resources,
  ...more,
});
const covered = (code: string, from: number): Coverage => ({
  account: ACCOUNT,
  region: code,
  source: 'lookup',
  intervals: [{ from, to: SEEN }],
  at: SEEN,
});
const resource = (api: string, id: string, name: string, more: Partial<LiveResource> = {}): LiveResource => ({
  account: ACCOUNT,
  region: 'us-east-2',
  api,
  resource: id,
  name,
  health: 'ok',
  summary: '',
  at: SEEN,
  ...more,
});

const LAMBDA = { api: 'aws-lambda-list-functions', account: ACCOUNT, region: 'us-east-2', resources: 0, problem: DENIED };
/** Kinds that belong to no region. */
const ONCE = /^aws-(?:iam|s3api|region)/;
const STATE: Partial<LiveState> = {
  connections: [CONNECTION],
  coverage: ['us-east-2', 'eu-west-1'].map((code) => covered(code, Date.UTC(2025, 9, 12))),
  collected: [
    ...APIS.filter(({ name }) => !ONCE.test(name)).map(({ name }) => kind(name, 0, { region: 'eu-west-1' })),
    kind('aws-ec2-describe-instances', 0),
    LAMBDA,
    kind('aws-ec2-describe-vpcs', 2500),
    kind('aws-ecs-task', 0),
    kind('aws-ecs-service', 1),
    kind('aws-ecs-cluster', 1),
    kind('aws-iam-list-roles', 3, { region: '' }),
  ],
};

const FAILING = resource('aws-ecs-service', SERVICE, 'worker', {
  parent: CLUSTER,
  health: 'error',
  summary: '0 of 1 running',
  why: '(service worker) was unable to place a task. ResourceInitializationError',
});

/** Resources of the double, as the engine would page them. */
function answer({ api, parent, filter = '', limit }: LiveResourcesRequest) {
  const vpcs = Array.from({ length: 2500 }, (_, n) => resource(api, `vpc-${n.toString(16).padStart(8, '0')}`, `net-${n}`));
  const all = { 'aws-ecs-cluster': [resource(api, CLUSTER, 'load-test')], 'aws-ecs-service': [FAILING], 'aws-ec2-describe-vpcs': vpcs }[
    api
  ];
  const found = (all ?? []).filter((one) => one.parent === parent && one.name.includes(filter));
  return Promise.resolve({ resources: found.slice(0, limit), total: found.length });
}

function treeOf(state: Partial<LiveState>, answers: Partial<Engine> = {}, events = 0) {
  const asked: LiveResourcesRequest[] = [];
  const session = fakeSession({ alerts: () => Promise.resolve([]), ...answers }, events, {
    state,
    resources: (request) => {
      asked.push(request);
      return answer(request);
    },
  });
  const filter = new AlertFilter(memento());
  return { tree: new AccountsTree({ session, filter, model: new AlertsModel(session, filter) }), asked };
}

function labelOf(tree: AccountsTree, row: AccountsNode): string {
  const { label } = tree.getTreeItem(row);
  assert.ok(typeof label === 'string');
  return label;
}

/** Unfolds rows by their labels, each of which begins with what is given. */
async function unfold(tree: AccountsTree, ...labels: readonly string[]): Promise<readonly AccountsNode[]> {
  let rows: readonly AccountsNode[] = await tree.getChildren();
  for (const label of labels) {
    const row = rows.find((one) => labelOf(tree, one).startsWith(label));
    assert.ok(row, `no row ${label} among ${rows.map((one) => labelOf(tree, one)).join(', ')}`);
    rows = await tree.getChildren(row);
  }
  return rows;
}

const labels = (tree: AccountsTree, rows: readonly AccountsNode[]) => rows.map((row) => labelOf(tree, row));

describe('the Accounts tree of a connected account', () => {
  it('has it without any event, with its alias, how far its events are complete, and when it was seen', async () => {
    const { tree } = treeOf(STATE);
    const [account] = await tree.getChildren();
    assert.ok(account);
    const item = tree.getTreeItem(account);
    assert.deepEqual(
      [item.label, item.description, item.contextValue],
      [ACCOUNT, 'nimbus-works-sandbox · events not complete · seen 5 min. ago', 'liveAccount'],
    );
    const all = treeOf({ ...STATE, coverage: ['us-east-2', 'eu-west-1', 'eu-west-2'].map((code) => covered(code, Date.UTC(2025, 9, 12))) });
    const [complete] = await all.tree.getChildren();
    assert.ok(complete);
    assert.match(String(all.tree.getTreeItem(complete).description), /· complete since 2025-10-12 ·/);
  });

  it('says what is wrong with an account that can’t be asked', async () => {
    const problem: Problem = { reason: 'sso-expired', message: 'The SSO session has expired.', at: SEEN };
    const { tree } = treeOf({ ...STATE, connections: [{ ...CONNECTION, problem }] });
    const [account] = await tree.getChildren();
    assert.ok(account);
    const item = tree.getTreeItem(account);
    assert.equal(item.contextValue, 'troubledAccount');
    assert.match(String(item.description), /the sign-in has expired/);
    const { tooltip } = tree.resolveTreeItem(item, account);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Sign in/);
  });

  it('shows every region: unknown ones, what belongs to none, and under one row each those where nothing is and those not opted in, in grey', async () => {
    const { tree } = treeOf(STATE);
    const rows = await unfold(tree, ACCOUNT);
    assert.deepEqual(labels(tree, rows), [
      'eu-west-2 (AWS London)',
      'us-east-2 (AWS Ohio)',
      'Account as a Whole',
      'Regions where nothing is (1)',
      'Regions not asked (1)',
    ]);
    const [london, ohio] = rows;
    assert.ok(london && ohio);
    assert.equal(tree.getTreeItem(london).description, 'not looked at yet');
    assert.equal(tree.getTreeItem(ohio).description, '1 kind UNKNOWN · complete since 2025-10-12 · seen 5 min. ago');
    const [africa] = await unfold(tree, ACCOUNT, 'Regions not asked');
    assert.ok(africa);
    const item = tree.getTreeItem(africa);
    assert.deepEqual([item.description, item.contextValue], ['not opted in', 'unaskedRegion']);
    const colour = new RegionDecorations().provideFileDecoration(item.resourceUri ?? vscode.Uri.parse('x:'))?.color;
    assert.equal(colour?.id, 'disabledForeground');
  });

  it('has a row for each kind that is there or unknown, with its reason, and one for all that is not there', async () => {
    const { tree, asked } = treeOf(STATE);
    const rows = await unfold(tree, ACCOUNT, 'us-east-2');
    assert.deepEqual(labels(tree, rows), [
      'ECS Clusters (1)',
      'VPCs (2,500)',
      'Lambda Functions',
      'Other kinds (22): UNKNOWN, not looked at yet', // 28 in a region, of which the state has six
      'Kinds of which there is nothing (1)',
    ]);
    assert.deepEqual(asked, []); // nothing is asked before it is unfolded
    const unknown = rows[2];
    assert.ok(unknown);
    const item = tree.getTreeItem(unknown);
    assert.deepEqual([item.description, item.collapsibleState, item.contextValue], ['UNKNOWN, not permitted', 0, 'unknownKind']);
    const { tooltip } = tree.resolveTreeItem(item, unknown);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Allow lambda\\:ListFunctions in the IAM policy/);
    const [never] = await unfold(tree, ACCOUNT, 'eu-west-2');
    assert.ok(never);
    const command = tree.getTreeItem(never).command;
    assert.equal(tree.getTreeItem(never).label, 'Resources: UNKNOWN, not looked at yet');
    assert.equal(command?.command, 'nephoscope.refreshRow');
    assert.equal((command.arguments?.[0] as AccountsNode).kind, 'region');
  });

  it('leads from a cluster to its failing service, which is red and says why', async () => {
    const { tree, asked } = treeOf(STATE);
    const [service] = await unfold(tree, ACCOUNT, 'us-east-2', 'ECS Clusters', 'load-test');
    assert.ok(service);
    assert.deepEqual(
      asked.map(({ api, parent }) => [api, parent]),
      [
        ['aws-ecs-cluster', undefined],
        ['aws-ecs-service', CLUSTER],
        ['aws-ecs-task', CLUSTER],
      ],
    );
    const item = tree.getTreeItem(service);
    assert.equal(item.description, `0 of 1 running · ${FAILING.why ?? ''}`);
    assert.ok(item.iconPath instanceof vscode.ThemeIcon);
    assert.deepEqual([item.iconPath.id, item.iconPath.color?.id], ['error', 'charts.red']);
    assert.match(item.accessibilityInformation?.label ?? '', /^error: worker, 0 of 1 running/);
    assert.deepEqual(item.command?.arguments, [SERVICE]);
    assert.deepEqual(await tree.getChildren(service), []); // no task is there, and none is unknown
  });

  it('says under a cluster that its services are unknown', async () => {
    const collected = [
      kind('aws-ecs-cluster', 1),
      { ...LAMBDA, api: 'aws-ecs-service', problem: { ...DENIED, operation: 'ecs:ListServices' } },
    ];
    const { tree } = treeOf({ ...STATE, collected });
    const rows = await unfold(tree, ACCOUNT, 'us-east-2', 'ECS Clusters', 'load-test');
    const about = rows.map((row) => [tree.getTreeItem(row).label, tree.getTreeItem(row).description]);
    assert.deepEqual(about.slice(0, 2), [
      ['ECS Services', 'UNKNOWN, not permitted'],
      ['Container Instances', 'UNKNOWN, not looked at yet'],
    ]);
  });

  it('shows long lists in stretches, and filtered ones by asking the engine for no more', async () => {
    const { tree, asked } = treeOf(STATE);
    const path = [ACCOUNT, 'us-east-2', 'VPCs'] as const;
    assert.deepEqual(labels(tree, await unfold(tree, ...path)), ['1–1,000', '1,001–2,000', '2,001–2,500']);
    const kindRow = (await unfold(tree, ACCOUNT, 'us-east-2')).find((row) => row.kind === 'kind' && row.api === 'aws-ec2-describe-vpcs');
    assert.ok(kindRow?.kind === 'kind');
    tree.filterKind(kindRow, 'net-249');
    assert.equal((await unfold(tree, ...path)).length, 11); // 249 and 2490 to 2499
    assert.equal(asked.at(-1)?.filter, 'net-249');
    const filtered = (await unfold(tree, ACCOUNT, 'us-east-2')).find((row) => row.kind === 'kind' && row.filter !== undefined);
    assert.ok(filtered);
    assert.equal(tree.getTreeItem(filtered).contextValue, 'filteredKind');
    assert.equal(tree.getTreeItem(filtered).description, 'filter: net-249 · seen 5 min. ago');
    tree.filterKind(kindRow, 'nobody');
    const [none] = await unfold(tree, ...path);
    assert.equal(none && tree.getTreeItem(none).command?.command, 'nephoscope.clearResourceFilter');
    tree.filterKind(kindRow, '');
    assert.equal((await unfold(tree, ...path)).length, 3);
  });

  it('says that connected accounts are unknown where they can’t be told, and shows the rest', async () => {
    const session = fakeSession({
      alerts: () => Promise.resolve([]),
      accounts: () => Promise.resolve([{ account: ACCOUNT, regions: [] }]),
    });
    const broken = { ...session, liveState: () => Promise.reject(new EngineError('store', 'connections.json is no list of connections.')) };
    const filter = new AlertFilter(memento());
    const tree = new AccountsTree({ session: broken, filter, model: new AlertsModel(session, filter) });
    const rows = await tree.getChildren();
    assert.deepEqual(labels(tree, rows), ['Connected accounts: UNKNOWN', ACCOUNT]);
    assert.equal(rows[0] && tree.getTreeItem(rows[0]).description, 'connections.json is no list of connections.');
  });

  it('lets nothing in a record become markup, a link or another line', async () => {
    const hostile = '[x](command:workbench.action.quit) <b>$(trash)</b> ` https://evil.test\n# y';
    const bad = resource('aws-ecs-cluster', hostile, hostile, { health: 'error', summary: hostile, why: hostile });
    const session = fakeSession({ alerts: () => Promise.resolve([]) }, 0, {
      state: STATE,
      resources: () => Promise.resolve({ resources: [bad], total: 1 }),
    });
    const filter = new AlertFilter(memento());
    const tree = new AccountsTree({ session, filter, model: new AlertsModel(session, filter) });
    const [row] = await unfold(tree, ACCOUNT, 'us-east-2', 'ECS Clusters');
    assert.ok(row);
    const item = tree.getTreeItem(row);
    assert.doesNotMatch(`${labelOf(tree, row)}${String(item.description)}`, /\n/);
    const { tooltip } = tree.resolveTreeItem(item, row);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.deepEqual([tooltip.isTrusted, tooltip.supportHtml, tooltip.supportThemeIcons], [false, false, false]);
    assert.doesNotMatch(await vscode.commands.executeCommand<string>('markdown.api.render', tooltip.value), /<a|<b>|<h1/);
  });

  it('has a row in its table for every kind of record, each with a name of its own', () => {
    assert.deepEqual(LIVE_KINDS.map(({ api }) => api).sort(), APIS.map(({ name }) => name).sort());
    assert.equal(new Set(LIVE_KINDS.map(({ label }) => label())).size, LIVE_KINDS.length);
  });
});

describe('the radar in the Accounts tree', () => {
  it('says of a region that should be empty what stands there and who was the last person, once it is known', async () => {
    const ohio: RegionOnRadar = {
      account: ACCOUNT,
      region: 'us-east-2',
      alive: 3,
      humanWrites: 3,
      serviceWrites: 1148,
      roleWrites: 0,
      lastHuman: { name: 'dana.lee', at: Date.UTC(2026, 0, 7, 14, 37) },
      firstSeen: Date.UTC(2026, 0, 7, 14, 29),
      unusedButInhabited: true,
    };
    let tell: (regions: readonly RegionOnRadar[]) => void = () => undefined;
    const { tree } = treeOf(
      {},
      {
        accounts: () => Promise.resolve([{ account: ACCOUNT, regions: [region('eu-west-1', { events: 900 }), region('us-east-2')] }]),
        radar: () => new Promise((resolve) => (tell = resolve)),
      },
      1,
    );
    assert.deepEqual(labels(tree, await unfold(tree, ACCOUNT)), ['eu-west-1 (AWS Ireland)', 'us-east-2 (AWS Ohio)']);
    const changed = new Promise<unknown>((resolve) => tree.onDidChangeTreeData(resolve));
    tell([ohio]);
    const again = (await changed) as AccountsNode; // the account alone is asked again
    const [first] = await tree.getChildren(again);
    assert.ok(first);
    const item = tree.getTreeItem(first);
    assert.equal(item.label, 'us-east-2 (AWS Ohio)');
    assert.equal(item.description, 'unused but inhabited · 3 alive · dana.lee 2026-01-07 · last activity 2026-01-10 11:59 UTC');
    assert.equal(new RegionDecorations().provideFileDecoration(item.resourceUri ?? vscode.Uri.parse('x:'))?.badge, '!');
    const { tooltip } = tree.resolveTreeItem(item, first);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Last person: `dana\.lee`, 2026-01-07 14:37 UTC/);
    tree.dispose();
  });
});
