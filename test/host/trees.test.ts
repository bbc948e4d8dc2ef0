import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { NO_COUNTS } from '../../src/domain/severity';
import { AlertsModel } from '../../src/editor/alerts-model';
import { AlertFilter } from '../../src/editor/filter';
import { AccountsTree } from '../../src/editor/tree/accounts-tree';
import { AlertsTree } from '../../src/editor/tree/alerts-tree';
import { LogDrop } from '../../src/editor/tree/drop';
import type { Grouping } from '../../src/editor/tree/nodes';
import { RegionDecorations } from '../../src/editor/tree/region-decorations';
import type { Story } from '../../src/domain/story';
import type { Engine } from '../../src/engine/api';
import { alert, fakeSession, memento, NOW, region } from './fakes';

function trees(answers: Partial<Engine>, events = 1) {
  const session = fakeSession(answers, events);
  const filter = new AlertFilter(memento());
  const model = new AlertsModel(session, filter);
  let grouping: Grouping = 'policy';
  const alerts = new AlertsTree(model, filter, () => grouping);
  const accounts = new AccountsTree({ session, filter, model });
  return { session, filter, model, alerts, accounts, groupBy: (by: Grouping) => (grouping = by) };
}

describe('the Accounts tree', () => {
  const counts = { ...NO_COUNTS, high: 172, medium: 1 };
  const answers: Partial<Engine> = {
    alerts: (request) =>
      Promise.resolve([alert('1'), alert('2', { region: 'us-east-1' })].filter((a) => !request.region || a.region === request.region)),
    accounts: () =>
      Promise.resolve([
        { account: '000000000000', regions: [region('eu-west-1', { counts: { ...NO_COUNTS, high: 171, low: 99 } })] },
        {
          account: '111111111111',
          regions: [region('us-east-1', { events: 9000 }), region('us-east-2', { counts, resources: 1, unusedButInhabited: true })],
        },
      ]),
    resources: () => Promise.resolve([{ resource: 'demo', type: 'AWS::ECS::Cluster', events: 3, lastSeen: 0 }]),
  };

  it('leads from the account by a region that nobody should be using to its alerts and resources', async () => {
    const { accounts } = trees(answers);
    const [account] = await accounts.getChildren();
    assert.ok(account);
    const [inhabited, busy] = await accounts.getChildren(account);
    assert.ok(inhabited && busy);
    const item = accounts.getTreeItem(inhabited);
    assert.equal(item.label, 'us-east-2 (AWS Ohio)');
    assert.match(String(item.description), /^unused but inhabited · 172 high · 1 medium · last activity 2026-01-10 11:59 UTC$/);
    assert.equal(new RegionDecorations().provideFileDecoration(item.resourceUri ?? vscode.Uri.parse('x:'))?.badge, '!');
    assert.equal(
      new RegionDecorations().provideFileDecoration(accounts.getTreeItem(busy).resourceUri ?? vscode.Uri.parse('x:')),
      undefined,
    );

    const sections = await accounts.getChildren(inhabited);
    assert.deepEqual(
      sections.map((section) => accounts.getTreeItem(section).label),
      ['Alerts (173)', 'Resources seen (1)'],
    );
    const [alerts, resources] = await Promise.all(sections.map((section) => accounts.getChildren(section)));
    assert.deepEqual(
      alerts?.map((node) => node.kind === 'alert' && node.alert.id),
      ['1'],
    );
    assert.deepEqual(
      resources?.map((node) => accounts.getTreeItem(node).label),
      ['demo'],
    );
  });

  it('is empty without data, so that the welcome shows, and asks no engine for it', async () => {
    const { accounts, alerts } = trees({}, 0);
    assert.deepEqual(await accounts.getChildren(), []);
    assert.deepEqual(await alerts.getChildren(), []);
  });
});

describe('the Alerts tree', () => {
  it('shows ten thousand alerts in stretches, without a pause', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => alert(`${index}`));
    const { alerts, groupBy } = trees({ alerts: () => Promise.resolve(many) });
    const start = performance.now();
    const [group] = await alerts.getChildren();
    assert.ok(group);
    const slices = await alerts.getChildren(group);
    assert.equal(slices.length, 10);
    const [slice] = slices;
    assert.ok(slice);
    const rows = await alerts.getChildren(slice);
    assert.equal(rows.length, 1000);
    assert.ok(rows.every((row) => alerts.getTreeItem(row).tooltip === undefined));
    groupBy('resource');
    assert.equal((await alerts.getChildren()).length, 10);
    assert.ok(performance.now() - start < 500, `took ${performance.now() - start} ms`);
  });

  it('folds alerts into stories: story, policy, alert; one that stands alone is itself', async () => {
    const members = [alert('1'), alert('2'), alert('3', { policy: 'p.other', title: 'Another policy' }), alert('4', { title: 'Alone' })];
    const told: Story = {
      id: 's-1',
      title: { text: '{0}: {1}', args: ['Something goes on', 1204] },
      severity: 'high',
      account: '111111111111',
      region: 'us-east-2',
      alerts: ['1', '2', '3'],
      events: 6,
      firstSeen: NOW - 2000,
      lastSeen: NOW - 1000,
      sparkline: [1, 0, 8],
      root: { kind: 'human', name: 'dana.lee', strength: 'scored' },
      eventId: 'event-1',
    };
    const alone = { ...told, id: 's-2', alerts: ['4'] };
    const { alerts, groupBy } = trees({ alerts: () => Promise.resolve(members), stories: () => Promise.resolve([told, alone]) });
    groupBy('story');
    const [story, single, ...more] = await alerts.getChildren();
    assert.ok(story && single);
    assert.deepEqual([more, single.kind], [[], 'alert']);
    const item = alerts.getTreeItem(story);
    assert.equal(item.label, 'Something goes on: 1,204');
    assert.equal(item.contextValue, 'story');
    assert.match(String(item.description), /^3 alerts · 2026-01-10 11:59 UTC · probably dana\.lee$/);
    const { tooltip } = alerts.resolveTreeItem(item, story);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Events: 6 ▂▁█/);
    assert.match(tooltip.value, /How sure: scored/);
    const policies = await alerts.getChildren(story);
    assert.deepEqual(
      policies.map((node) => alerts.getTreeItem(node).label),
      ['Network interfaces come and go', 'Another policy'],
    );
    const [policy] = policies;
    assert.ok(policy);
    assert.equal((await alerts.getChildren(policy)).length, 2);
    assert.equal((await alerts.find('3'))?.alert.id, '3');
  });

  it('lets nothing in a record become markup or a link', async () => {
    const hostile = '[x](command:workbench.action.quit) <b>$(trash)</b> ` https://evil.test\n# y';
    const { alerts } = trees({ alerts: () => Promise.resolve([alert('1', { resource: hostile, actor: hostile, title: hostile })]) });
    const [group] = await alerts.getChildren();
    assert.ok(group);
    const [row] = await alerts.getChildren(group);
    assert.ok(row);
    for (const node of [group, row]) {
      const { tooltip } = alerts.resolveTreeItem(alerts.getTreeItem(node), node);
      assert.ok(tooltip instanceof vscode.MarkdownString);
      assert.deepEqual([tooltip.isTrusted, tooltip.supportHtml, tooltip.supportThemeIcons], [false, false, false]);
      const html = await vscode.commands.executeCommand<string>('markdown.api.render', tooltip.value);
      assert.doesNotMatch(html, /<a|<b>|<h1/);
    }
  });

  it('finds the row of an alert with its way up, in a stretch too', async () => {
    const many = Array.from({ length: 1500 }, (_, index) => alert(`${index}`, { lastSeen: -index }));
    const { alerts } = trees({ alerts: () => Promise.resolve(many) });
    const row = await alerts.find('1200');
    assert.ok(row);
    const slice = alerts.getParent(row);
    const group = slice && alerts.getParent(slice);
    assert.deepEqual([slice?.kind, group?.kind, group && alerts.getParent(group)], ['slice', 'group', undefined]);
    assert.equal(await alerts.find('none'), undefined);
  });

  it('says where the newest events are when the time range has none, and how to widen a narrow filter', async () => {
    const { alerts, filter } = trees({ alerts: () => Promise.resolve([]) });
    const hints = async () => (await alerts.getChildren()).map((node) => alerts.getTreeItem(node).command?.command);
    assert.deepEqual(await hints(), ['nephoscope.showNewestDay']);
    await filter.set({ ...filter.state, severities: ['low'] });
    assert.deepEqual(await hints(), ['nephoscope.clearFilter']);
  });

  it('asks once for all who look, and again when the filter changes', async () => {
    let asked = 0;
    const { model, filter } = trees({
      alerts: async (_, options) => {
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
        options?.signal?.throwIfAborted();
        return [alert(`${asked}`)];
      },
    });
    const before = Promise.all([model.current(), model.current()]);
    await filter.set({ ...filter.state, severities: ['high'] });
    const [one, two] = await before;
    assert.equal(one.alerts[0]?.id, two.alerts[0]?.id);
    assert.equal((await model.current()).alerts[0]?.id, String(asked));
    assert.ok(asked <= 2);
  });
});

describe('a drop on the Accounts tree', () => {
  it('loads the files and folders of the list, and nothing else', async () => {
    const loaded: string[] = [];
    const drop = new LogDrop((uris) => {
      loaded.push(...uris.map((uri) => uri.toString()));
      return Promise.resolve();
    });
    const transfer = new vscode.DataTransfer();
    transfer.set(
      'text/uri-list',
      new vscode.DataTransferItem('# two of them\r\nfile:///logs/a.json.gz\r\nfile:///logs%20b\r\nnot an address'),
    );
    await drop.handleDrop(undefined, transfer);
    await drop.handleDrop(undefined, new vscode.DataTransfer());
    assert.deepEqual(loaded, ['file:///logs/a.json.gz', 'file:///logs%20b']);
  });
});
