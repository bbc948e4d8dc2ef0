import * as vscode from 'vscode';
import type { PlacedProblem } from '../../engine/api';
import { DisposableStore } from '../disposables';
import { tellFailure } from '../failures';
import { COMMANDS } from '../ids';
import { visible, withoutLinks } from '../markdown';
import { numberText } from '../text';
import { roleName } from './account-list';
import type { Connecting } from './connecting';
import { fold } from './fold';
import { keyOf, needsOf, type AccessProblem, type Need } from './needs';
import { foldText } from './problem-text';
import type { SignIns } from './sign-in';
import type { SyncEnd, Syncing } from './syncing';

export interface AttentionDeps {
  readonly syncing: Syncing;
  readonly signIns: SignIns;
  readonly connecting: Connecting;
  readonly log: vscode.LogOutputChannel;
}

/** What of a sync a person must hear: what only they can do, once each; what is UNKNOWN after one they asked for, in one message. */
export class Attention implements vscode.Disposable {
  private readonly parts = new DisposableStore();
  /** Accounts whose code is asked for. */
  private readonly codes = new Set<string>();

  constructor(private readonly deps: AttentionDeps) {
    this.parts.add(
      deps.syncing.onDidEnd((end) => {
        this.hear(end).catch((error: unknown) => tellFailure(deps.log, error));
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  private async hear({ occasion, report }: SyncEnd): Promise<void> {
    for (const { account, region, source, api, problem } of report.problems) {
      const place = [account, region, source, api].filter((part) => part !== undefined && part !== '').join(' ');
      this.deps.log.warn(`UNKNOWN: ${visible(place)}: ${problem.operation ?? ''} ${visible(problem.message)}`);
    }
    for (const need of this.needs()) await this.meet(need);
    if (occasion === 'quiet') return;
    const unknown = report.problems.filter((problem) => needsOf([this.access(problem)]).length === 0);
    if (unknown.length > 0) tellUnknown(unknown);
    else if (occasion === 'asked' && report.elsewhere.length > 0) tellElsewhere(report.elsewhere);
  }

  /** Of all that is connected, as it is known after the sync. */
  private needs(): readonly Need[] {
    const { connections, coverage, collected } = this.deps.syncing.state;
    const problems = [...connections, ...coverage, ...collected].flatMap(({ account, problem }) =>
      problem === undefined ? [] : [this.access({ account, problem })],
    );
    return needsOf(problems);
  }

  private access({ account, problem }: Pick<PlacedProblem, 'account' | 'problem'>): AccessProblem {
    const connection = this.deps.syncing.state.connections.find((one) => one.account === account);
    return { profile: connection?.access.profile ?? '', account, problem };
  }

  private async meet(need: Need): Promise<void> {
    if (need.kind === 'mfa') for (const account of need.accounts) this.askCode(account);
    else await this.deps.signIns.need(need, () => this.goOn(need));
  }

  /** After a sign-in: fetches what waited for it. `false`: it was a sign-in to something else. */
  private async goOn(need: Need): Promise<boolean> {
    await this.deps.syncing.sync('quiet', need.accounts);
    return !this.needs().some((still) => keyOf(still) === keyOf(need));
  }

  private askCode(account: string): void {
    const connection = this.deps.syncing.state.connections.find((one) => one.account === account);
    if (connection === undefined || this.codes.has(account)) return;
    this.codes.add(account);
    const enter = vscode.l10n.t('Enter Code…');
    const { profile, role } = connection.access;
    void vscode.window
      .showWarningMessage(vscode.l10n.t('Account {0} waits for an MFA code; all else goes on.', account), enter)
      .then(async (choice) => {
        if (choice !== enter) return; // not asked again in this window
        await this.deps.connecting.giveCode({ profile, ...(role !== undefined && { role: roleName(role), accounts: [account] }) });
        this.codes.delete(account);
      })
      .then(undefined, (error: unknown) => tellFailure(this.deps.log, error));
  }
}

function tellUnknown(problems: readonly PlacedProblem[]): void {
  const folds = fold(problems);
  const [first] = folds;
  if (first === undefined) return;
  const status = vscode.l10n.t('Show Sync Status');
  const text = withoutLinks(foldText(first, vscode.l10n.t));
  const message = folds.length === 1 ? text : vscode.l10n.t('{0} And {1} more problems.', text, numberText(folds.length - 1));
  void vscode.window.showWarningMessage(message, status).then((choice) => {
    if (choice === status) void vscode.commands.executeCommand(COMMANDS.showSyncStatus);
  });
}

function tellElsewhere(accounts: readonly string[]): void {
  const message = vscode.l10n.t('Another window is fetching at this moment: {0}. What it fetches is shown here, too.', accounts.join(', '));
  void vscode.window.showInformationMessage(message);
}
