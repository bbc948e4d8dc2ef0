import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import { tellFailure } from '../failures';
import { withoutLinks } from '../markdown';
import { Settled, type SettledTimes } from '../settled';
import { numberText } from '../text';
import { findCli } from './cli';
import { openPage } from './links';
import { keyOf, signInArguments, signInCommand, type Need } from './needs';

export interface SignInDeps {
  readonly log: vscode.LogOutputChannel;
  readonly times?: SettledTimes;
  /** Where sign-ins leave what they came to. */
  readonly cacheDir?: string;
}

/** Goes on with what waits for a need; `false`: it is not met yet. */
export type GoOn = () => Promise<boolean>;

interface Waiting {
  readonly need: Need;
  readonly goOn: GoOn;
}

const TIMES: SettledTimes = { quiet: 1_000, most: 5_000, poll: 15_000 };

/**
 * Sign-ins that accounts wait for: one prompt each, however many accounts and however often it is found expired. A sign-in made anywhere on
 * this machine ends the wait: then there is a newer file in the cache that all tools of AWS share. Nothing in it is read.
 */
export class SignIns implements vscode.Disposable {
  private readonly parts = new DisposableStore();
  private readonly waiting = new Map<string, Waiting>();
  private watching: DisposableStore | undefined;
  /** Of the newest file when it was looked at last. */
  private newest = 0;

  constructor(private readonly deps: SignInDeps) {}

  /** Whether a sign-in to it is waited for. */
  has(need: Need): boolean {
    return this.waiting.has(keyOf(need));
  }

  /** Asks for a sign-in, once until it was made. */
  async need(need: Need, goOn: GoOn): Promise<void> {
    const known = this.has(need);
    this.waiting.set(keyOf(need), { need, goOn });
    await this.watch();
    if (!known) this.ask(need);
  }

  dispose(): void {
    this.watching?.dispose();
    this.parts.dispose();
  }

  private ask(need: Need): void {
    const signIn = vscode.l10n.t('Sign In');
    void vscode.window.showWarningMessage(questionText(need), signIn).then(
      async (choice) => {
        // A message outlives what it asks for: the sign-in may have been made elsewhere.
        if (choice === signIn && this.has(need)) await this.signIn(need);
      },
      (error: unknown) => tellFailure(this.deps.log, error),
    );
  }

  private async signIn(need: Need): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    const cli = await findCli(process.env, folders);
    if (cli === undefined) return tellHow(need);
    this.deps.log.info(`Sign-in by ${cli}.`);
    // Its program, not a shell: a name is an argument and nothing else. At home, so that nothing of the workspace is near.
    const terminal = vscode.window.createTerminal({
      name: vscode.l10n.t('AWS sign-in'),
      shellPath: cli,
      shellArgs: [...signInArguments(need)],
      cwd: homedir(),
      iconPath: new vscode.ThemeIcon('key'),
      isTransient: true,
    });
    terminal.show();
  }

  /** Looks for a sign-in as long as one is waited for. */
  private async watch(): Promise<void> {
    if (this.watching !== undefined) return;
    const parts = new DisposableStore();
    this.watching = parts;
    const folder = this.cacheDir;
    const settled = parts.add(new Settled(this.deps.times ?? TIMES, () => this.look()));
    this.newest = await newestIn(folder);
    const watcher = parts.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), '*.json')));
    parts.add(watcher.onDidCreate(() => settled.ask()));
    parts.add(watcher.onDidChange(() => settled.ask()));
    parts.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && settled.ask()));
    settled.ask(); // one made while this began
  }

  private get cacheDir(): string {
    return this.deps.cacheDir ?? join(homedir(), '.aws', 'sso', 'cache');
  }

  private async look(): Promise<void> {
    const newest = await newestIn(this.cacheDir);
    if (newest <= this.newest) return;
    this.newest = newest;
    for (const [key, { goOn }] of [...this.waiting]) {
      try {
        if (await goOn()) this.waiting.delete(key);
      } catch (error) {
        this.waiting.delete(key);
        tellFailure(this.deps.log, error);
      }
    }
    if (this.waiting.size > 0) return;
    this.watching?.dispose();
    this.watching = undefined;
  }
}

/** When the newest file of a folder was written; 0: there is none. */
async function newestIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const times = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(0, ...times);
}

function questionText({ session, profile, accounts }: Need): string {
  const name = withoutLinks(session ?? profile);
  if (accounts.length === 0) return vscode.l10n.t('The sign-in to {0} has expired. Sign in again to go on.', name);
  if (accounts.length === 1)
    return vscode.l10n.t('The sign-in to {0} has expired. Account {1} waits for it; all else goes on.', name, accounts[0] ?? '');
  return vscode.l10n.t('The sign-in to {0} has expired. {1} accounts wait for it; all else goes on.', name, numberText(accounts.length));
}

/** Without the AWS CLI there is nothing to run: says what to do. */
async function tellHow(need: Need): Promise<void> {
  const command = signInCommand(need);
  const copy = vscode.l10n.t('Copy Command');
  const documentation = vscode.l10n.t('Open Documentation');
  const message =
    command === undefined
      ? vscode.l10n.t(
          'The AWS CLI was not found on this machine. Sign in to {0} with it in a terminal of your own; it is noticed here.',
          withoutLinks(need.session ?? need.profile),
        )
      : vscode.l10n.t('The AWS CLI was not found on this machine. Sign in where it is: {0}; it is noticed here.', command);
  const choice = await vscode.window.showInformationMessage(message, ...(command === undefined ? [] : [copy]), documentation);
  if (choice === copy && command !== undefined) await vscode.env.clipboard.writeText(command);
  if (choice === documentation) await openPage('signIn');
}
