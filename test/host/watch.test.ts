import assert from 'node:assert/strict';
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { AlertsModel } from '../../src/editor/alerts-model';
import { watchingCommands } from '../../src/editor/commands/watching';
import { AlertFilter } from '../../src/editor/filter';
import { FolderWatch } from '../../src/editor/folder-watch';
import { SETTINGS } from '../../src/editor/ids';
import { Loading } from '../../src/editor/loading';
import { StatusBar } from '../../src/editor/status/status-bar';
import { AccountsTree } from '../../src/editor/tree/accounts-tree';
import { stopWatching, watchedFolders, watchFolders } from '../../src/editor/watched-folders';
import { WindowSession, type Loaded } from '../../src/editor/window-session';
import { memento } from './fakes';
import { extension, waitUntil, withTempFolder } from './support';

const TIMEOUT_MS = 60_000;
const HOUR = 3_600_000;
/** Nothing is looked for unasked. */
const TOLD = { quiet: 100, most: 1000, poll: HOUR };
const NOTHING: Loaded = { files: 0, events: 0, new: 0, duplicates: 0, rejected: [], seconds: 0, cancelled: false };
const log = vscode.window.createOutputChannel('Nephoscope tests', { log: true });

/** Writes one file of one event; ids are unique, so that each is a new one. */
async function deliver(folder: string, name: string, account: string): Promise<void> {
  const event = {
    eventID: name,
    eventTime: '2026-05-20T15:00:00Z',
    eventName: 'StopLogging',
    awsRegion: 'us-east-1',
    recipientAccountId: account,
  };
  await writeFile(join(folder, name), JSON.stringify({ Records: [event] }));
}

/** Replaces functions of the editor until the test is over. */
function replace<T extends object>(target: T, by: Partial<T>): void {
  const before = Object.fromEntries(Object.keys(by).map((key) => [key, Reflect.get(target, key) as unknown]));
  Object.assign(target, by);
  undo.push(() => Object.assign(target, before));
}
const undo: (() => unknown)[] = [];

/** A window on a store of its own, and what its views show. */
function windowIn(folder: string) {
  const session = new WindowSession({
    storage: join(folder, 'storage'),
    extensionPath: extension().extensionPath,
    memento: memento(),
    log,
  });
  const filter = new AlertFilter(memento());
  const model = new AlertsModel(session, filter);
  const tree = new AccountsTree({ session, filter, model });
  undo.push(() => {
    model.dispose();
    session.dispose();
  });
  const accounts = async () => (await tree.getChildren()).map((node) => tree.getTreeItem(node).label);
  return { session, filter, model, accounts };
}

function watched(...given: ConstructorParameters<typeof FolderWatch>): FolderWatch {
  const watch = new FolderWatch(...given);
  watch.start();
  undo.push(() => watch.dispose());
  return watch;
}

describe('a watched folder', function () {
  this.timeout(TIMEOUT_MS);
  beforeEach(() => void (undo.length = 0));
  afterEach(async () => {
    for (const step of undo.reverse()) step();
    await vscode.workspace.getConfiguration().update(SETTINGS.watchedFolders, undefined, vscode.ConfigurationTarget.Global);
  });

  it('brings what was there, what appears in it, and what is moved into it; the tree and the status bar show it', () =>
    withTempFolder(async (folder) => {
      const logs = join(folder, 'logs');
      const away = join(folder, 'away');
      for (const dir of [logs, away]) await mkdir(dir);
      await deliver(logs, 'a.json', '111111111111');
      await deliver(away, 'c.json', '333333333333');
      await watchFolders([logs]);
      const { session, filter, model, accounts } = windowIn(folder);
      await filter.set({ ...filter.state, range: { kind: 'all' } });
      const items: vscode.StatusBarItem[] = [];
      const { createStatusBarItem } = vscode.window;
      const keep = (...given: unknown[]): vscode.StatusBarItem => {
        const item = Reflect.apply(createStatusBarItem, vscode.window, given) as vscode.StatusBarItem;
        items.push(item);
        return item;
      };
      replace(vscode.window, { createStatusBarItem: keep });
      const watch = watched({ session, log, times: TOLD });
      const bar = new StatusBar({ session, filter, model, watch });
      const busy: string[] = [];
      watch.onDidChange(() => busy.push(items[0]?.text ?? ''));

      await waitUntil('the file that was there', async () => (await session.status()).events === 1);
      assert.deepEqual(await accounts(), ['111111111111']);
      await deliver(logs, 'b.json', '222222222222');
      await waitUntil('the file that appeared', async () => (await accounts()).includes('222222222222'));
      await rename(away, join(logs, 'arrived'));
      await waitUntil('the folder that was moved in', async () => (await accounts()).includes('333333333333'));
      assert.equal((await session.status()).events, 3);
      await waitUntil('the status bar', () => items[0]?.text.includes('3 events'));
      assert.match(items[0]?.tooltip as string, /^Watched for new log files: .*logs$/m);
      assert.ok(
        busy.some((text) => text.includes('$(sync~spin)')),
        busy.join('\n'),
      );
      assert.ok(!items[0]?.text.includes('$(sync~spin)'));
      bar.dispose();
    }));

  it('is looked at from time to time where nobody tells of changes, and reads nothing twice', () =>
    withTempFolder(async (folder) => {
      const none = { dispose: () => undefined };
      const silent = {
        onDidCreate: () => none,
        onDidChange: () => none,
        onDidDelete: () => none,
        ...none,
      } as unknown as vscode.FileSystemWatcher;
      replace(vscode.workspace, { createFileSystemWatcher: () => silent });
      const { session } = windowIn(folder);
      const logs = join(folder, 'logs');
      await mkdir(logs);
      await watchFolders([logs]);
      const reports: Loaded[] = [];
      const loadNew: WindowSession['loadNew'] = async (...given) => {
        const report = await session.loadNew(...given);
        reports.push(report);
        return report;
      };
      watched({ session: { kind: 'own', onDidChange: session.onDidChange, loadNew }, log, times: { quiet: 50, most: 1000, poll: 100 } });
      await deliver(logs, 'a.json', '111111111111');
      await waitUntil('two more looks', () => reports.length > 2 && reports.at(-1)?.files === 0);
      assert.equal(
        reports.reduce((sum, { files }) => sum + files, 0),
        1,
      );
      assert.equal((await session.status()).events, 1);
    }));

  it('tells once what it can’t read, and goes on when it is back', () =>
    withTempFolder(async (folder) => {
      const told: string[] = [];
      const hear = (message: string): Thenable<undefined> => Promise.resolve(void told.push(message));
      replace(vscode.window, { showWarningMessage: hear });
      const { session } = windowIn(folder);
      const logs = join(folder, 'logs');
      await watchFolders([logs]);
      let looks = 0;
      const loadNew: WindowSession['loadNew'] = (...given) => session.loadNew(...given).finally(() => (looks += 1));
      // The extension that runs here watches the folder as well, and tells of it: what this watch names is counted in its own log.
      const named: string[] = [];
      const ownLog = { ...log, info: () => undefined, warn: (line: string) => void named.push(line) };
      watched({
        session: { kind: 'own', onDidChange: session.onDidChange, loadNew },
        log: ownLog,
        times: { quiet: 50, most: 1000, poll: 100 },
      });
      const after = (number: number): Promise<true> => waitUntil(`${number} looks`, () => looks >= number);
      await after(3);
      assert.equal(told[0], '1 files, folders or records of watched folders could not be read.');
      assert.equal(named.length, 1);
      await mkdir(logs);
      await writeFile(join(logs, 'half.json'), '{"Records": [');
      await deliver(logs, 'whole.json', '111111111111');
      await waitUntil('the folder that is back', async () => (await session.status()).events === 1);
      await after(looks + 2);
      assert.equal(named.length, 1); // it may still be being written
      await utimes(join(logs, 'half.json'), new Date(0), new Date(0));
      await waitUntil('the file to be named', () => named.length === 2);
      await after(looks + 3);
      assert.equal(named.length, 2);
    }));

  it('is left alone while the sample is open, and once it is no longer watched', () =>
    withTempFolder(async (folder) => {
      const changed = new vscode.EventEmitter<void>();
      let looks = 0;
      const session = {
        kind: 'sample' as 'own' | 'sample',
        onDidChange: changed.event,
        loadNew: () => {
          looks += 1;
          return Promise.resolve(NOTHING);
        },
      };
      await watchFolders([folder]);
      watched({ session, log, times: { ...TOLD, poll: 150 } });
      const silence = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));
      await silence();
      assert.equal(looks, 0);
      session.kind = 'own';
      changed.fire();
      await waitUntil('the first look', () => looks > 0);
      await stopWatching([folder]);
      const before = looks;
      await silence();
      assert.ok(looks <= before + 1, `${looks - before} looks`); // one may have been under way
    }));

  it('is chosen by hand, loaded, and kept in the settings; and let go of by hand', () =>
    withTempFolder(async (folder) => {
      const logs = join(folder, 'logs');
      await mkdir(logs);
      const told: { readonly message: string; readonly items: readonly unknown[] }[] = [];
      const hear = (message: string, ...items: readonly unknown[]): Thenable<string | undefined> => {
        told.push({ message, items });
        return Promise.resolve(items.find((item) => item === 'Watch for New Files') as string | undefined);
      };
      replace(vscode.window, {
        showInformationMessage: hear,
        showOpenDialog: () => Promise.resolve([vscode.Uri.file(logs)]),
        showQuickPick: ((items: readonly unknown[]) => Promise.resolve(items)) as unknown as typeof vscode.window.showQuickPick,
      });
      await deliver(logs, 'a.json', '111111111111');
      const { session } = windowIn(folder);
      const loading = new Loading(session, log);
      const commands = watchingCommands({ loading });
      await commands['nephoscope.watchFolder']();
      assert.deepEqual(told, [
        { message: `1 new events, 0 duplicates. New log files in ${logs} will be loaded by themselves.`, items: [] },
      ]);
      assert.deepEqual(watchedFolders(), [logs]);
      // What was read by hand is not read again.
      assert.equal((await session.loadNew([logs], {})).files, 0);

      await mkdir(join(logs, 'sub'));
      await loading.load([vscode.Uri.file(join(logs, 'sub'))]);
      assert.deepEqual(told[1]?.items, []); // it is within a watched one
      await commands['nephoscope.stopWatchingFolder']();
      assert.deepEqual(watchedFolders(), []);
      await loading.load([vscode.Uri.file(logs), vscode.Uri.file(join(logs, 'a.json'))]);
      assert.deepEqual(told[2]?.items, ['Watch for New Files']);
      await waitUntil('the setting', () => watchedFolders().length > 0);
      assert.deepEqual(watchedFolders(), [logs]);
    }));

  it('is none in a workspace that isn’t trusted, nor by a path that is relative', async () => {
    await vscode.workspace
      .getConfiguration()
      .update(SETTINGS.watchedFolders, ['logs', 7, '/logs', '/logs'], vscode.ConfigurationTarget.Global);
    assert.deepEqual(watchedFolders(), ['/logs']);
    const { isTrusted } = vscode.workspace;
    Object.defineProperty(vscode.workspace, 'isTrusted', { value: false, configurable: true });
    try {
      assert.deepEqual(watchedFolders(), []);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', { value: isTrusted, configurable: true });
    }
  });
});
