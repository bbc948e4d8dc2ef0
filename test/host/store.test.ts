import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { AlertsModel } from '../../src/editor/alerts-model';
import { storeCommands } from '../../src/editor/commands/store';
import { AlertFilter } from '../../src/editor/filter';
import { SETTINGS } from '../../src/editor/ids';
import { Loading } from '../../src/editor/loading';
import { StatusBar } from '../../src/editor/status/status-bar';
import { WindowSession } from '../../src/editor/window-session';
import { memento } from './fakes';
import { extension, waitUntil, withTempFolder } from './support';

const NOW = Date.UTC(2026, 4, 20, 15, 30);
const TIMEOUT_MS = 60_000;
const log = vscode.window.createOutputChannel('Nephoscope tests', { log: true });

interface Asked {
  readonly message: string;
  readonly detail: string | undefined;
  readonly modal: boolean;
  readonly items: readonly string[];
}

/** A person at the dialogs, which a test host doesn't open: answers each message, and names the file to save to. */
function person(answer: (asked: Asked) => string | undefined, saveTo?: vscode.Uri) {
  const asked: Asked[] = [];
  const hear = (message: string, ...rest: readonly (vscode.MessageOptions | string)[]): Thenable<string | undefined> => {
    const [options] = rest.filter((item) => typeof item !== 'string');
    const items = rest.filter((item) => typeof item === 'string');
    const question = { message, detail: options?.detail, modal: options?.modal === true, items };
    asked.push(question);
    return Promise.resolve(answer(question));
  };
  const { showInformationMessage, showWarningMessage, showSaveDialog } = vscode.window;
  const saves: vscode.SaveDialogOptions[] = [];
  const save = (options: vscode.SaveDialogOptions = {}): Thenable<vscode.Uri | undefined> => {
    saves.push(options);
    return Promise.resolve(saveTo);
  };
  Object.assign(vscode.window, { showInformationMessage: hear, showWarningMessage: hear, showSaveDialog: save });
  leave = () => Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showSaveDialog });
  return { asked, saves };
}
let leave: () => unknown = () => undefined;

/** A window's parts over a store of three events: two of 20 May 2026, one of 2 January. */
async function windowOn(folder: string) {
  const event = (eventID: string, eventTime: string): object => ({ eventID, eventTime, eventName: 'StopLogging', awsRegion: 'us-east-1' });
  const logs = join(folder, 'logs');
  await mkdir(logs);
  await writeFile(join(logs, 'old.json'), JSON.stringify({ Records: [event('e1', '2026-01-02T00:00:00Z')] }));
  const newer = [event('e3', '2026-05-20T15:00:00Z'), event('e2', '2026-05-20T12:00:00Z')];
  await writeFile(join(logs, 'new.json'), JSON.stringify({ Records: newer }));
  const kept = memento();
  const storage = join(folder, 'storage');
  const open = (): WindowSession =>
    new WindowSession({ storage, extensionPath: extension().extensionPath, memento: kept, log, clock: () => NOW });
  const session = open();
  const filter = new AlertFilter(kept);
  for (const name of ['old.json', 'new.json']) await session.load([join(logs, name)], {});
  return { session, open, filter, logs, storage, commands: storeCommands({ session, filter, loading: new Loading(session, log), log }) };
}

async function exported(file: vscode.Uri): Promise<readonly unknown[]> {
  const lines = (await readFile(file.fsPath, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { eventID: unknown }).eventID);
}

describe('the store', function () {
  this.timeout(TIMEOUT_MS);
  afterEach(() => leave());

  it('is cleared when a person says so, after being named with what it holds; log files stay', () =>
    withTempFolder(async (folder) => {
      const { session, commands, logs } = await windowOn(folder);
      let changes = 0;
      session.onDidChange(() => (changes += 1));
      const { asked } = person(() => undefined);
      await commands['nephoscope.clearStore']();
      assert.deepEqual([(await session.status()).events, changes], [3, 0]);
      assert.match(asked[0]?.message ?? '', /\b3 events/);
      assert.match(asked[0]?.detail ?? '', /log files themselves stay untouched/);
      assert.deepEqual([asked[0]?.modal, asked[0]?.items], [true, ['Clear']]);
      leave();
      person(() => 'Clear');
      await commands['nephoscope.clearStore']();
      assert.deepEqual([(await session.status()).events, changes], [0, 1]);
      assert.match(await readFile(join(logs, 'old.json'), 'utf8'), /e1/);
      session.dispose();
    }));

  it('is cleared where it is too damaged to be read', () =>
    withTempFolder(async (folder) => {
      const { session, commands, storage } = await windowOn(folder);
      for (const name of ['manifest.json', 'manifest.copy.json']) await writeFile(join(storage, 'store', name), 'damaged');
      await assert.rejects(session.status(), /Clear the store/);
      const { asked } = person(() => 'Clear');
      await commands['nephoscope.clearStore']();
      assert.match(asked[0]?.message ?? '', /could not be read/);
      assert.equal((await session.status()).events, 0);
      session.dispose();
    }));

  it('is exported for the time range in force, or for all time where that has nothing', () =>
    withTempFolder(async (folder) => {
      const { session, commands, filter } = await windowOn(folder);
      const file = vscode.Uri.file(join(folder, 'out.ndjson'));
      const { asked, saves } = person(({ items }) => items.find((item) => item === 'Export All Time'), file);
      await commands['nephoscope.exportEvents']();
      assert.deepEqual(await exported(file), ['e2', 'e3']);
      assert.match(saves[0]?.defaultUri?.path ?? '', /\/cloudtrail-2026-05-19-to-2026-05-20\.json\.gz$/);
      assert.match(asked[0]?.message ?? '', /^2 events exported \(\d+ byte\): .*out\.ndjson$/);
      assert.ok(asked[0]?.items.includes('Open'));

      await filter.set({ ...filter.state, range: { kind: 'between', from: Date.UTC(2020, 0), to: Date.UTC(2026, 0, 2) } }); // to is not within
      await commands['nephoscope.exportEvents']();
      assert.match(asked[1]?.message ?? '', /no events to export/);
      assert.match(saves[1]?.defaultUri?.path ?? '', /\/cloudtrail-2026-01-02-to-2026-05-20\.json\.gz$/);
      assert.deepEqual(await exported(file), ['e1', 'e2', 'e3']);
      session.dispose();
    }));

  it('tells its size and coverage in the status bar', () =>
    withTempFolder(async (folder) => {
      const { session, filter } = await windowOn(folder);
      const made: vscode.StatusBarItem[] = [];
      const { createStatusBarItem } = vscode.window;
      const keep = (...given: Parameters<typeof createStatusBarItem>): vscode.StatusBarItem => {
        const item = createStatusBarItem(...given);
        made.push(item);
        return item;
      };
      Object.assign(vscode.window, { createStatusBarItem: keep });
      leave = () => Object.assign(vscode.window, { createStatusBarItem });
      const model = new AlertsModel(session, filter);
      const bar = new StatusBar({
        session,
        filter,
        model,
        watch: { folders: [], loading: false, onDidChange: new vscode.EventEmitter<void>().event },
      });
      await model.current();
      const coverage = /^Nephoscope: 3 events · \d+(?:\.\d)? [kM]B · Jan 2\s–\sMay 20, 2026/;
      assert.match(made[0]?.tooltip as string, coverage);
      assert.match(made[0]?.accessibilityInformation?.label ?? '', coverage);
      assert.match(made[0]?.text ?? '', /^\$\(telescope\)/);
      const [status, file] = [await session.status(), join(folder, 'segment')];
      session.status = () => Promise.resolve({ ...status, damaged: [{ file, reason: 'it is missing', events: 1234 }] });
      session.refresh();
      await model.current();
      assert.match(made[0]?.text ?? '', /^\$\(warning\)/);
      assert.match(made[0]?.tooltip as string, /1,234 events are missing\. Load their logs again/);
      assert.match(made[0]?.accessibilityInformation?.label ?? '', /1,234 events are missing/);
      bar.dispose();
      model.dispose();
      session.dispose();
    }));

  it('lets go of what is past the settings: when a window first uses it, and after each load', () =>
    withTempFolder(async (folder) => {
      const { session, open, logs } = await windowOn(folder);
      const settings = vscode.workspace.getConfiguration();
      const set = (days: number | undefined): Thenable<void> =>
        settings.update(SETTINGS.retentionDays, days, vscode.ConfigurationTarget.Global);
      await set(30);
      try {
        const other = open();
        let changes = 0;
        other.onDidChange(() => (changes += 1));
        await other.status();
        await waitUntil('the first use to apply it', () => changes > 0);
        assert.deepEqual([(await other.status()).events, (await session.status()).events], [2, 2]);
        const again = await session.load([join(logs, 'old.json')], {});
        assert.deepEqual([again.new, again.dropped?.events, (await session.status()).events], [1, 1, 2]);
        await set(-1); // typed by hand: no limit
        assert.equal((await session.load([join(logs, 'old.json')], {})).dropped, undefined);
        other.dispose();
      } finally {
        await set(undefined);
      }
      session.dispose();
    }));
});
