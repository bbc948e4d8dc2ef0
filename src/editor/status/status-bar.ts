import * as vscode from 'vscode';
import type { AlertsModel } from '../alerts-model';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import type { StoreStatus } from '../../engine/api';
import { visible } from '../markdown';
import { coverageText, numberText, rangeText, timeText } from '../text';
import type { Session } from '../session';
import type { WatchState } from '../folder-watch';

export interface StatusBarDeps {
  readonly session: Session;
  readonly filter: AlertFilter;
  readonly model: AlertsModel;
  readonly watch: WatchState;
}

const BUSY = '$(sync~spin)';

/** The data and the time range in force, and how much data it is; a click chooses another range. Hidden until there is data, or some on its way. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('nephoscope.status', vscode.StatusBarAlignment.Left);
  private readonly subscriptions: readonly vscode.Disposable[];
  private status: StoreStatus | undefined;

  constructor(private readonly deps: StatusBarDeps) {
    this.item.name = 'Nephoscope';
    this.item.command = COMMANDS.setTimeRange;
    this.subscriptions = [
      deps.model.onDidLoad(({ status }) => {
        this.status = status;
        this.show();
      }),
      deps.watch.onDidChange(() => this.show()),
    ];
    this.show();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private show(): void {
    const { status } = this;
    const { session, filter, watch } = this.deps;
    const missing = (status?.damaged ?? []).reduce((sum, { events }) => sum + events, 0);
    if (status === undefined || (status.events === 0 && missing === 0)) {
      this.showEmpty();
      return;
    }
    const sample = vscode.l10n.t('Sample investigation');
    const data = session.kind === 'sample' ? sample : vscode.l10n.t('{0} events', numberText(status.events));
    const coverage = session.kind === 'sample' ? `${sample} · ${coverageText(status)}` : coverageText(status);
    const range = rangeText(filter.state.range);
    this.item.text = `${watch.loading ? BUSY : missing === 0 ? '$(telescope)' : '$(warning)'} ${data} · ${range}`;
    const action =
      session.kind === 'sample'
        ? vscode.l10n.t('The sample is as of {0}. Choose another time range.', timeText(session.now()))
        : vscode.l10n.t('Choose another time range.');
    const lines = [vscode.l10n.t('Nephoscope: {0}', coverage), ...(missing === 0 ? [] : [damageText(missing)]), ...this.watched(), action];
    this.item.tooltip = lines.join('\n');
    const label = vscode.l10n.t('Nephoscope: {0}, time range: {1}', coverage, range);
    this.item.accessibilityInformation = { label: missing === 0 ? label : `${label}. ${damageText(missing)}`, role: 'button' };
    this.item.show();
  }

  private showEmpty(): void {
    if (!this.deps.watch.loading) {
      this.item.hide();
      return;
    }
    const text = vscode.l10n.t('Loading new log files');
    this.item.text = `${BUSY} ${text}`;
    this.item.tooltip = this.watched().join('\n');
    this.item.accessibilityInformation = { label: vscode.l10n.t('Nephoscope: {0}', text), role: 'button' };
    this.item.show();
  }

  /** Lines about the folders whose new files are loaded. */
  private watched(): readonly string[] {
    const { folders, loading } = this.deps.watch;
    if (folders.length === 0) return [];
    const [first = ''] = folders;
    const what = folders.length === 1 ? visible(first) : vscode.l10n.t('{0} folders', numberText(folders.length));
    return [loading ? vscode.l10n.t('Loading new log files of: {0}', what) : vscode.l10n.t('Watched for new log files: {0}', what)];
  }
}

function damageText(missing: number): string {
  return vscode.l10n.t(
    'A part of the store is damaged: {0} events are missing. Load their logs again to bring them back.',
    numberText(missing),
  );
}
