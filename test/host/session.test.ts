import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { countBySeverity } from '../../src/domain/severity';
import { AlertsModel } from '../../src/editor/alerts-model';
import { configurationText } from '../../src/editor/documents/configuration-text';
import { AlertFilter } from '../../src/editor/filter';
import { isUnused } from '../../src/editor/tree/account-rows';
import { AccountsTree } from '../../src/editor/tree/accounts-tree';
import { AlertsTree } from '../../src/editor/tree/alerts-tree';
import { WindowSession } from '../../src/editor/window-session';
import { memento } from './fakes';
import { extension, withTempFolder } from './support';

const NOW = Date.UTC(2026, 4, 20, 15, 30);
const SAMPLE_TIMEOUT_MS = 180_000;

const log = vscode.window.createOutputChannel('Nephoscope tests', { log: true });

function sessionIn(storage: string, options: { readonly memento?: vscode.Memento; readonly extensionPath?: string } = {}): WindowSession {
  const { extensionPath = extension().extensionPath } = options;
  return new WindowSession({ storage, extensionPath, memento: options.memento ?? memento(), log, clock: () => NOW });
}

const unheard = { signal: new AbortController().signal, onLoading: () => undefined };

describe('a session', () => {
  it('of an absent store is empty, and starts no engine to say so', () =>
    withTempFolder(async (folder) => {
      const session = sessionIn(folder, { extensionPath: join(folder, 'no engine here') });
      assert.equal((await session.status()).events, 0);
      assert.deepEqual(await readdir(folder), []);
      session.dispose();
    }));

  it('loads log files, names what it could not read, and loads nothing twice', () =>
    withTempFolder(async (folder) => {
      const logs = join(folder, 'logs');
      await mkdir(logs);
      const event = {
        eventVersion: '1.08',
        eventID: 'e-1',
        eventTime: '2026-05-20T15:00:00Z',
        eventName: 'StopLogging',
        awsRegion: 'us-east-1',
      };
      await writeFile(join(logs, 'good.json'), JSON.stringify({ Records: [{ ...event, eventSource: 'cloudtrail.amazonaws.com' }] }));
      await writeFile(join(logs, 'bad.json'), '{"Records": [');
      const session = sessionIn(folder);
      let changes = 0;
      session.onDidChange(() => (changes += 1));
      const first = await session.load([logs], {});
      assert.deepEqual([first.new, first.duplicates, first.rejected.length], [1, 0, 1]);
      assert.ok(first.rejected[0]?.file.endsWith('bad.json'));
      const second = await session.load([join(logs, 'good.json')], {});
      assert.deepEqual([second.new, second.duplicates], [0, 1]);
      assert.deepEqual([changes, session.kind, (await session.status()).events], [1, 'own', 1]);
      session.dispose();
    })).timeout(60_000);

  it('is as it was when the sample is cancelled', () =>
    withTempFolder(async (folder) => {
      const session = sessionIn(folder);
      const controller = new AbortController();
      const report = await session.openSample({ signal: controller.signal, onLoading: () => controller.abort() });
      assert.deepEqual([report, session.kind], [undefined, 'own']);
      assert.deepEqual(await readdir(join(folder, 'sample')), []);
      session.dispose();
    })).timeout(SAMPLE_TIMEOUT_MS);
});

describe('the sample investigation', function () {
  this.timeout(SAMPLE_TIMEOUT_MS);
  const window = memento();
  let folder: string;
  let session: WindowSession;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nephoscope-test-'));
    session = sessionIn(folder, { memento: window });
    await session.openSample(unheard);
  });
  after(async () => {
    session.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives 205 alerts for the past 24 hours, 172 of them high', async () => {
    const model = new AlertsModel(session, new AlertFilter(memento()));
    const { alerts } = await model.current();
    assert.deepEqual([alerts.length, countBySeverity(alerts).high], [205, 172]);
    model.dispose();
  });

  it('shows us-east-2 as unused but inhabited, and the churn of its interfaces as the largest group', async () => {
    const filter = new AlertFilter(memento());
    const model = new AlertsModel(session, filter);
    const accounts = new AccountsTree({ session, filter, model });
    const regions = (await Promise.all((await accounts.getChildren()).map((account) => accounts.getChildren(account)))).flat();
    const unused = regions.filter((node) => node.kind === 'region' && isUnused(node));
    assert.deepEqual(
      unused.map((node) => accounts.getTreeItem(node).label),
      ['us-east-2 (AWS Ohio)'],
    );
    const groups = await new AlertsTree(model, filter, () => 'policy').getChildren();
    const largest = groups.filter((node) => node.kind === 'group').sort((a, b) => b.alerts.length - a.alerts.length)[0];
    assert.equal(largest?.alerts[0]?.operation, 'DeleteNetworkInterface');
    model.dispose();
  });

  it('keeps the last known configuration of a deleted interface', async () => {
    const model = new AlertsModel(session, new AlertFilter(memento()));
    const { alerts } = await model.current();
    const deleted = alerts.find(({ operation }) => operation === 'DeleteNetworkInterface');
    const configuration = await session.engine.configuration(deleted?.resource ?? '');
    assert.ok(configuration);
    const text = configurationText(configuration, (message) => message);
    assert.match(text, /^\/\/ Resource: eni-/);
    assert.match(text, /^\/\/ Region: us-east-2 \(AWS Ohio\)$/m);
    assert.match(text, /^\/\/ Status: deleted;/m);
    assert.match(text, /"networkInterfaceId": "eni-/);
    model.dispose();
  });

  it('survives a reload of the window, and leaves nothing when it is closed', async () => {
    const reloaded = sessionIn(folder, { memento: window });
    assert.deepEqual([reloaded.kind, reloaded.now()], ['sample', NOW]);
    reloaded.dispose();
    await session.closeSample();
    assert.deepEqual([session.kind, window.get('nephoscope.sample'), existsSync(join(folder, 'store'))], ['own', undefined, false]);
    assert.deepEqual(await readdir(join(folder, 'sample')), []);
  });
});
