import * as vscode from 'vscode';
import { regionLabel } from '../../domain/regions';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import { syncedAt } from '../live/due';
import { fold, problemsOf, type Fold } from '../live/fold';
import { accountText, foldText } from '../live/problem-text';
import { progressText, shortProgressText } from '../live/progress-text';
import type { Syncing } from '../live/syncing';
import { visible, withoutIcons } from '../markdown';
import type { Session } from '../session';
import { numberText, timeText } from '../text';

export interface LiveStatusDeps {
  readonly session: Pick<Session, 'kind'>;
  readonly filter: AlertFilter;
  readonly syncing: Syncing;
}

/** More problems than these the status document tells. */
const MOST_PROBLEMS = 5;
const DAY_MS = 86_400_000;

/** The accounts and the region in force, when they were fetched last, and what is UNKNOWN. Hidden until an account is connected. */
export class LiveStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('nephoscope.live', vscode.StatusBarAlignment.Left);
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly deps: LiveStatusDeps) {
    this.item.name = vscode.l10n.t('Nephoscope: live accounts');
    this.item.command = COMMANDS.showSyncStatus;
    this.subscriptions = [deps.syncing.onDidChange(() => this.show()), deps.filter.onDidChange(() => this.show())];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private show(): void {
    const { session, syncing } = this.deps;
    const { state, running } = syncing;
    if (session.kind === 'sample' || state.connections.length === 0) {
      this.item.hide();
      return;
    }
    const place = this.place();
    const folds = fold(problemsOf(state));
    const at = syncedAt(state);
    const when = running ? this.progress(shortProgressText) : at === undefined ? vscode.l10n.t('not fetched yet') : momentText(at);
    this.item.text = `${running ? '$(sync~spin)' : folds.length > 0 ? '$(warning)' : '$(cloud)'} ${withoutIcons(place)} · ${when}`;
    const lines = [
      vscode.l10n.t('Nephoscope: {0}', place),
      ...(running ? [vscode.l10n.t('Fetching from AWS: {0}', this.progress(progressText))] : []),
      ...(at === undefined ? [] : [vscode.l10n.t('Fetched last: {0}', timeText(at))]),
      ...problemLines(folds),
    ];
    this.item.tooltip = [...lines, vscode.l10n.t('Show the sync status.')].join('\n');
    this.item.accessibilityInformation = { label: lines.join('. '), role: 'button' };
    this.item.show();
  }

  private progress(text: typeof progressText): string {
    const { progress } = this.deps.syncing;
    return progress === undefined
      ? vscode.l10n.t('beginning')
      : text(progress, { t: vscode.l10n.t, number: numberText, moment: momentText });
  }

  /** `production (111111111111), us-east-2 (AWS Ohio)`, or how many accounts there are. */
  private place(): string {
    const { connections } = this.deps.syncing.state;
    const { account, region } = this.deps.filter.state;
    const shown = connections.filter((one) => account === undefined || one.account === account);
    const [first] = shown;
    const who =
      first === undefined
        ? (account ?? '')
        : shown.length === 1
          ? accountText(first)
          : vscode.l10n.t('{0} accounts', numberText(shown.length));
    return region === undefined ? who : `${who}, ${visible(regionLabel(region))}`;
  }
}

function problemLines(folds: readonly Fold[]): readonly string[] {
  const shown = folds.slice(0, MOST_PROBLEMS).map((one) => foldText(one, vscode.l10n.t));
  return folds.length > MOST_PROBLEMS
    ? [...shown, vscode.l10n.t('And {0} more problems.', numberText(folds.length - MOST_PROBLEMS))]
    : shown;
}

/** `12:30 UTC`, or with its day where that is not the past day: the records are in UTC. */
function momentText(time: number): string {
  const text = timeText(time);
  return Math.abs(Date.now() - time) < DAY_MS ? text.slice(11) : text;
}
