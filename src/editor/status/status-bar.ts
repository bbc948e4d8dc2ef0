import * as vscode from 'vscode';
import type { AlertsModel } from '../alerts-model';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import type { StoreStatus } from '../../engine/api';
import { coverageText, numberText, rangeText, timeText } from '../text';
import type { Session } from '../session';

export interface StatusBarDeps {
  readonly session: Session;
  readonly filter: AlertFilter;
  readonly model: AlertsModel;
}

/** The data and the time range in force, and how much data it is; a click chooses another range. Hidden until there is data. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('nephoscope.status', vscode.StatusBarAlignment.Left);
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly deps: StatusBarDeps) {
    this.item.name = 'Nephoscope';
    this.item.command = COMMANDS.setTimeRange;
    this.subscriptions = [deps.model.onDidLoad(({ status }) => this.show(status))];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private show(status: StoreStatus): void {
    const missing = (status.damaged ?? []).reduce((sum, { events }) => sum + events, 0);
    if (status.events === 0 && missing === 0) {
      this.item.hide();
      return;
    }
    const { session, filter } = this.deps;
    const sample = vscode.l10n.t('Sample investigation');
    const data = session.kind === 'sample' ? sample : vscode.l10n.t('{0} events', numberText(status.events));
    const coverage = session.kind === 'sample' ? `${sample} · ${coverageText(status)}` : coverageText(status);
    const range = rangeText(filter.state.range);
    this.item.text = `${missing === 0 ? '$(telescope)' : '$(warning)'} ${data} · ${range}`;
    const action =
      session.kind === 'sample'
        ? vscode.l10n.t('The sample is as of {0}. Choose another time range.', timeText(session.now()))
        : vscode.l10n.t('Choose another time range.');
    const lines = [vscode.l10n.t('Nephoscope: {0}', coverage), ...(missing === 0 ? [] : [damageText(missing)]), action];
    this.item.tooltip = lines.join('\n');
    const label = vscode.l10n.t('Nephoscope: {0}, time range: {1}', coverage, range);
    this.item.accessibilityInformation = { label: missing === 0 ? label : `${label}. ${damageText(missing)}`, role: 'button' };
    this.item.show();
  }
}

function damageText(missing: number): string {
  return vscode.l10n.t(
    'A part of the store is damaged: {0} events are missing. Load their logs again to bring them back.',
    numberText(missing),
  );
}
