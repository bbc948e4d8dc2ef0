import * as vscode from 'vscode';
import type { AlertsModel } from '../alerts-model';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import { numberText, rangeText, timeText } from '../text';
import type { Session } from '../session';

export interface StatusBarDeps {
  readonly session: Session;
  readonly filter: AlertFilter;
  readonly model: AlertsModel;
}

/** The data and the time range in force; a click chooses another range. Hidden until there is data. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('nephoscope.status', vscode.StatusBarAlignment.Left);
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly deps: StatusBarDeps) {
    this.item.name = 'Nephoscope';
    this.item.command = COMMANDS.setTimeRange;
    this.subscriptions = [deps.model.onDidLoad(({ status }) => this.show(status.events))];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private show(events: number): void {
    if (events === 0) {
      this.item.hide();
      return;
    }
    const { session, filter } = this.deps;
    const data = session.kind === 'sample' ? vscode.l10n.t('Sample investigation') : vscode.l10n.t('{0} events', numberText(events));
    const range = rangeText(filter.state.range);
    this.item.text = `$(telescope) ${data} · ${range}`;
    this.item.tooltip =
      session.kind === 'sample'
        ? vscode.l10n.t('Nephoscope: the sample investigation as of {0}. Choose another time range.', timeText(session.now()))
        : vscode.l10n.t('Nephoscope: {0} events in the store. Choose another time range.', numberText(events));
    this.item.accessibilityInformation = { label: vscode.l10n.t('Nephoscope: {0}, time range: {1}', data, range), role: 'button' };
    this.item.show();
  }
}
