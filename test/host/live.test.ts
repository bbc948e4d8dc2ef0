import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { countBySeverity } from '../../src/domain/severity';
import { ACCOUNTS } from '../../src/sample/world';
import { AlertsModel } from '../../src/editor/alerts-model';
import { liveCommands } from '../../src/editor/commands/live';
import { AlertFilter } from '../../src/editor/filter';
import { Attention } from '../../src/editor/live/attention';
import { Connecting } from '../../src/editor/live/connecting';
import { SignIns } from '../../src/editor/live/sign-in';
import { statusText } from '../../src/editor/live/status-text';
import { Syncing, type SyncEnd } from '../../src/editor/live/syncing';
import { timeText } from '../../src/editor/text';
import { WindowSession } from '../../src/editor/window-session';
import { startDouble, type Double } from '../aws/double';
import { writeSsoToken } from '../aws/environment';
import { sampleWorld } from '../aws/world/sample-world';
import type { AccountWorld, EventLog, World } from '../aws/world/world';
import { memento } from './fakes';
import { extension, waitUntil } from './support';

const TIMEOUT_MS = 120_000;
const HOUR = 3_600_000;
const TIMES = { quiet: 100, most: 1_000, poll: 300 };
const log = vscode.window.createOutputChannel('Nephoscope tests', { log: true });
const undo: (() => unknown)[] = [];

/** Replaces functions of the editor until the test is over. */
function replace<T extends object>(target: T, by: Partial<T>): void {
  const before = Object.fromEntries(Object.keys(by).map((key) => [key, Reflect.get(target, key) as unknown]));
  Object.assign(target, by);
  undo.push(() => Object.assign(target, before));
}

/** A person who picks rows by their labels, answers boxes in turn and presses the buttons named; and what was told to them. */
function person(answers: {
  readonly picks?: readonly string[];
  readonly boxes?: readonly string[];
  readonly presses?: readonly string[];
}): string[] {
  const told: string[] = [];
  const { picks = [], presses = [] } = answers;
  const boxes = [...(answers.boxes ?? [])];
  const hear = (message: string, ...items: readonly unknown[]): Thenable<string | undefined> => {
    told.push(message);
    return Promise.resolve(items.find((item) => presses.includes(item as string)) as string | undefined);
  };
  const chosen = <T extends vscode.QuickPickItem>(items: readonly T[]): readonly T[] =>
    items.filter(({ label }) => picks.some((pick) => label.endsWith(pick)));
  replace(vscode.window, {
    showInformationMessage: hear,
    showWarningMessage: hear,
    showErrorMessage: hear,
    showInputBox: () => Promise.resolve(boxes.shift()),
    showQuickPick: ((items: readonly vscode.QuickPickItem[]) =>
      Promise.resolve(chosen(items)[0])) as unknown as typeof vscode.window.showQuickPick,
    createQuickPick: <T extends vscode.QuickPickItem>() => quickPick<T>(chosen),
  });
  return told;
}

/** The parts of a quick pick that are used. It is accepted as soon as it is shown. */
function quickPick<T extends vscode.QuickPickItem>(choose: (items: readonly T[]) => readonly T[]): vscode.QuickPick<T> {
  const [changed, accepted, hidden] = [
    new vscode.EventEmitter<readonly T[]>(),
    new vscode.EventEmitter<void>(),
    new vscode.EventEmitter<void>(),
  ];
  const pick = {
    items: [] as readonly T[],
    selectedItems: [] as readonly T[],
    activeItems: [] as readonly T[],
    onDidChangeSelection: changed.event,
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidTriggerButton: new vscode.EventEmitter<vscode.QuickInputButton>().event,
    show: () => {
      pick.selectedItems = choose(pick.items);
      changed.fire(pick.selectedItems);
      accepted.fire();
    },
    hide: () => hidden.fire(),
    dispose: () => undefined,
  };
  return pick as unknown as vscode.QuickPick<T>;
}

/**
 * The world of the past two days, with the regions alone in which something happened in them, and one that is not opted in: a sync asks all
 * there are, at the pace of AWS.
 */
function ofLate(world: World): World {
  const since = Date.now() - 48 * HOUR;
  const late = (account: AccountWorld, region: string): EventLog => {
    const log = account.events(region);
    return Array.from({ length: log.length }, (_, index) => log.at(index)).flatMap((event) =>
      event !== undefined && event.time >= since ? [event] : [],
    );
  };
  const all = [...world.accounts.values()];
  const regions = Object.entries(all[0]?.regions ?? {}).filter(
    ([region, optIn]) => optIn === 'not-opted-in' || all.some((account) => late(account, region).length > 0),
  );
  const accounts = all.map((account): AccountWorld => ({
    ...account,
    regions: Object.fromEntries(regions),
    events: (region) => late(account, region),
  }));
  return { ...world, accounts: new Map(accounts.map((account) => [account.id, account])) };
}

describe('live accounts', function () {
  this.timeout(TIMEOUT_MS);
  const environment = { ...process.env };
  let double: Double;
  let home: string;
  let storage: string;

  before(async () => {
    double = await startDouble({ lookupsPerSecond: Infinity, world: ofLate(sampleWorld(Date.now())) });
    home = await mkdtemp(join(tmpdir(), 'nephoscope-home-'));
    Object.assign(process.env, await double.environment(home));
  });
  after(async () => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, environment);
    await double.close();
    await rm(home, { recursive: true, force: true });
  });
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'nephoscope-test-'));
  });
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
    double.faults.clear();
    await rm(storage, { recursive: true, force: true });
  });

  /** A window on a store of its own, with all that its live accounts are made of. */
  function windowIn() {
    const now = Date.now();
    const session = new WindowSession({ storage, extensionPath: extension().extensionPath, memento: memento(), log, clock: () => now });
    const syncing = new Syncing({ session, log });
    const signIns = new SignIns({ log, times: TIMES });
    const connecting = new Connecting({ session, syncing, signIns, log });
    const attention = new Attention({ syncing, signIns, connecting, log });
    const ends: SyncEnd[] = [];
    syncing.onDidEnd((end) => ends.push(end));
    undo.push(() => {
      for (const part of [attention, signIns, syncing, session]) part.dispose();
    });
    const ended = (count = 1): Promise<SyncEnd | undefined> =>
      waitUntil('the end of a sync', () => ends.length >= count && ends, TIMEOUT_MS).then((all) => all.at(-1));
    return { session, syncing, signIns, connecting, commands: liveCommands({ session, syncing, connecting }), ended };
  }

  it('are connected, fetched at once and told to the views: 205 alerts in 24 hours, 172 of them high', async () => {
    const told = person({ picks: ['production', 'staging', 'sandbox'] });
    const { session, connecting, ended } = windowIn();
    let changes = 0;
    session.onDidChange(() => (changes += 1));
    await connecting.connect();
    const end = await ended();
    assert.deepEqual([end?.occasion, end?.report.cancelled], ['first', false]);
    assert.match(told[0] ?? '', /^Connected 3 accounts\. /);
    assert.ok(changes >= 2, `${changes} changes`);
    const model = new AlertsModel(session, new AlertFilter(memento()));
    const { alerts } = await model.current();
    assert.deepEqual([alerts.length, countBySeverity(alerts).high], [205, 172]);
    model.dispose();
  });

  it('of a list are reached by a role; one that nobody lets us take is told once, with its reason', async () => {
    const told = person({
      picks: ['Assume a Role in Several Accounts…', 'production'],
      boxes: ['NephoscopeReadOnly', `${ACCOUNTS.staging}\n${ACCOUNTS.sandbox} 999999999999`],
    });
    const { session, connecting, ended } = windowIn();
    await connecting.connect();
    await ended();
    const { connections } = await session.liveState();
    assert.deepEqual(connections.map(({ account }) => account).sort(), [ACCOUNTS.staging, ACCOUNTS.sandbox].sort());
    assert.equal(told.filter((message) => message.startsWith('Not connected: 999999999999: not permitted')).length, 1, told.join('\n'));
  });

  it('leave a denied region UNKNOWN, and say so in one message; the rest is there', async () => {
    double.faults.add({ service: 'cloudtrail', operation: 'LookupEvents', region: 'us-east-2', fault: { kind: 'deny' } });
    const told = person({ picks: ['sandbox'] });
    const { session, connecting, ended } = windowIn();
    await connecting.connect();
    const end = await ended();
    assert.ok((end?.report.new ?? 0) > 0);
    const text = await waitUntil('the message', () => told.find((message) => message.includes('UNKNOWN')));
    assert.match(text, new RegExp(`^${ACCOUNTS.sandbox}, us-east-2 \\(AWS Ohio\\): not permitted \\(cloudtrail:LookupEvents\\)`));
    const status = statusText(await session.liveState(), vscode.l10n.t, timeText);
    assert.match(status, /us-east-2 \(AWS Ohio\)\n {4}Events: UNKNOWN/);
    assert.match(status, /us-east-1 \(AWS Virginia\)[^:]*\n {4}Events: \d{4}-/);
  });

  it('wait for a sign-in with one prompt, and go on by themselves when it was made elsewhere', async () => {
    const told = person({ picks: ['sandbox-sso-expired'] });
    const { session, connecting, ended } = windowIn();
    await connecting.connect();
    assert.deepEqual(told, ['The sign-in to nimbus-old has expired. Sign in again to go on.']);
    await writeSsoToken(home, 'nimbus-old', Date.now() + 8 * HOUR);
    await ended();
    assert.deepEqual(
      (await session.liveState()).connections.map(({ account }) => account),
      [ACCOUNTS.sandbox],
    );
    assert.equal(told.filter((message) => message.includes('has expired')).length, 1);
  });

  it('are signed in to by the AWS CLI as a program of its own, with the name as one argument', async () => {
    const bin = join(home, 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'aws'), '#!/bin/sh\n');
    await chmod(join(bin, 'aws'), 0o755);
    replace(process.env, { PATH: bin });
    const opened: vscode.TerminalOptions[] = [];
    const createTerminal = (options: vscode.TerminalOptions): vscode.Terminal => {
      opened.push(options);
      return { show: () => undefined } as unknown as vscode.Terminal;
    };
    replace(vscode.window, { createTerminal: createTerminal as typeof vscode.window.createTerminal });
    person({ presses: ['Sign In'] });
    const { signIns } = windowIn();
    const need = { kind: 'sign-in', profile: 'p', session: '--x; rm -rf ~', accounts: [] } as const;
    await signIns.need(need, () => Promise.resolve(true));
    await waitUntil('the terminal', () => opened.length > 0);
    assert.deepEqual([opened[0]?.shellPath, opened[0]?.shellArgs], [join(bin, 'aws'), ['sso', 'login', '--sso-session=--x; rm -rf ~']]);
  });

  it('are reached with the code of a device, which is asked for and kept nowhere', async () => {
    person({ picks: ['sandbox-mfa'], boxes: ['123456'] });
    const { session, connecting, ended } = windowIn();
    await connecting.connect();
    await ended();
    const state = await session.liveState();
    assert.deepEqual(
      state.connections.map(({ account }) => account),
      [ACCOUNTS.sandbox],
    );
    assert.ok(!JSON.stringify(state).includes('123456'));
  });

  it('stop when asked, keep what has come, and are let go of with their data', async () => {
    double.faults.add({ service: 'cloudtrail', fault: { kind: 'delay', ms: 300 } });
    person({ picks: ['sandbox'], presses: ['Disconnect'] });
    const { session, syncing, connecting, commands, ended } = windowIn();
    await connecting.connect();
    await waitUntil('some events', () => (syncing.progress?.stored ?? 0) > 0);
    commands['nephoscope.stopSyncing']();
    assert.equal((await ended())?.report.cancelled, true);
    assert.equal(syncing.running, false);
    const { events } = await session.status();
    assert.ok(events > 0);
    await commands['nephoscope.disconnectAccount'](undefined);
    assert.deepEqual((await session.liveState()).connections, []);
    assert.equal((await session.status()).events, events);
  });

  it('are none in a workspace that isn’t trusted: nothing is asked, and the engine refuses', async () => {
    const { isTrusted } = vscode.workspace;
    Object.defineProperty(vscode.workspace, 'isTrusted', { value: false, configurable: true });
    try {
      const told = person({});
      const { session, connecting } = windowIn();
      await connecting.connect();
      assert.deepEqual(told, ['No AWS account is asked from a workspace that isn’t trusted.']);
      assert.equal(session.live, undefined);
      await assert.rejects(session.engine.live.profiles(), { reason: 'live-off' });
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', { value: isTrusted, configurable: true });
    }
  });

  it('turn the window from the sample to the user’s own data, after asking', async () => {
    const asked = person({});
    const { syncing, signIns } = windowIn();
    let closed = 0;
    const closeSample = (): Promise<void> => Promise.resolve(void (closed += 1));
    const sample = { kind: 'sample' as const, live: undefined, closeSample, refresh: () => undefined };
    const connecting = new Connecting({ session: sample, syncing, signIns, log });
    await connecting.connect();
    assert.match(asked[0] ?? '', /shows the sample investigation/);
    assert.equal(closed, 0);
    person({ presses: ['Close the Sample and Connect'] });
    await connecting.connect();
    assert.equal(closed, 1);
  });
});
