import * as vscode from 'vscode';
import type { AlertsModel, AlertsSnapshot } from '../alerts-model';
import { DisposableStore } from '../disposables';
import type { AlertFilter } from '../filter';
import { CONTEXTS, VIEWS } from '../ids';
import { dayText, filterText, numberText, rangeText } from '../text';
import type { WindowSession } from '../window-session';
import { AccountsTree } from './accounts-tree';
import { AlertsTree } from './alerts-tree';
import { LogDrop } from './drop';
import type { KindNode } from './live-nodes';
import { InvestigationsTree, type InvestigationsDeps } from './investigations-tree';
import { GROUPINGS, type AccountsNode, type AlertNode, type AlertsNode, type AnyNode, type Grouping } from './nodes';
import { RegionDecorations } from './region-decorations';

export interface ViewsDeps {
  readonly session: WindowSession;
  readonly filter: AlertFilter;
  readonly model: AlertsModel;
  readonly memento: vscode.Memento;
  readonly investigations: Omit<InvestigationsDeps, 'status'>;
  readonly load: (uris: readonly vscode.Uri[]) => Promise<void>;
}

const GROUPING_KEY = 'nephoscope.groupBy';

/** The three views of the side bar, with what stands around their rows: title, message, badge and context keys. */
export class Views implements vscode.Disposable {
  private readonly parts = new DisposableStore();
  private readonly alertsTree: AlertsTree;
  private readonly accountsTree: AccountsTree;
  private readonly investigationsTree: InvestigationsTree;
  private readonly alerts: vscode.TreeView<AlertsNode>;
  private readonly accounts: vscode.TreeView<AccountsNode>;
  private grouping: Grouping;

  constructor(private readonly deps: ViewsDeps) {
    const { session, filter, model, memento } = deps;
    this.grouping = GROUPINGS.find((by) => by === memento.get(GROUPING_KEY)) ?? 'story';
    this.alertsTree = this.parts.add(new AlertsTree(model, filter, () => this.grouping));
    this.accountsTree = this.parts.add(new AccountsTree({ session, filter, model }));
    this.investigationsTree = this.parts.add(new InvestigationsTree({ ...deps.investigations, status: () => session.status() }));
    this.alerts = this.parts.add(vscode.window.createTreeView(VIEWS.alerts, { treeDataProvider: this.alertsTree, showCollapseAll: true }));
    this.accounts = this.parts.add(
      vscode.window.createTreeView(VIEWS.accounts, {
        treeDataProvider: this.accountsTree,
        showCollapseAll: true,
        dragAndDropController: new LogDrop(deps.load),
      }),
    );
    this.parts.add(
      vscode.window.createTreeView(VIEWS.investigations, { treeDataProvider: this.investigationsTree, showCollapseAll: true }),
    );
    this.parts.add(vscode.window.registerFileDecorationProvider(new RegionDecorations()));
    this.parts.add(model.onDidChange(() => this.refresh()));
    this.parts.add(model.onDidLoad((snapshot) => this.tell(snapshot)));
    setContext(CONTEXTS.hasData, session.hasStore); // a store that turns out empty corrects this
    this.describe();
  }

  /** The node a command without an argument is about: what is selected in the view used last. */
  get selection(): AnyNode | undefined {
    const views: readonly vscode.TreeView<AnyNode>[] = this.alerts.visible ? [this.alerts, this.accounts] : [this.accounts, this.alerts];
    return views.map(({ selection }) => selection[0]).find((node) => node !== undefined);
  }

  async groupBy(grouping: Grouping): Promise<void> {
    this.grouping = grouping;
    this.describe();
    this.alertsTree.refresh();
    await this.deps.memento.update(GROUPING_KEY, grouping);
  }

  /** Narrows the live resources of one kind to those whose name or id holds a text; empty: shows them all. */
  filterKind(node: KindNode, text: string): void {
    this.accountsTree.filterKind(node, text);
  }

  /** Shows an alert in the Alerts tree. `false`: the filter leaves it out. */
  async reveal(alertId: string): Promise<boolean> {
    const node: AlertNode | undefined = await this.alertsTree.find(alertId);
    if (node === undefined) return false;
    await this.alerts.reveal(node, { select: true, focus: true });
    return true;
  }

  dispose(): void {
    this.parts.dispose();
  }

  private refresh(): void {
    this.describe();
    this.alertsTree.refresh();
    this.accountsTree.refresh();
    this.investigationsTree.refresh();
  }

  /** What is in force, before and whatever the answer. */
  private describe(): void {
    const { session, filter } = this.deps;
    setContext(CONTEXTS.sampleOpen, session.kind === 'sample');
    setContext(CONTEXTS.narrowed, filter.narrowed);
    setContext(CONTEXTS.groupBy, this.grouping);
    this.alerts.description = filterText(filter.state);
    this.accounts.description =
      session.kind === 'sample' ? vscode.l10n.t('Sample Investigation, as of {0}', dayText(session.now())) : rangeText(filter.state.range);
  }

  private tell({ status, alerts }: AlertsSnapshot): void {
    setContext(CONTEXTS.hasData, status.events > 0);
    const open = alerts.filter(({ severity, status }) => status === 'open' && (severity === 'critical' || severity === 'high')).length;
    this.alerts.badge =
      open === 0 ? undefined : { value: open, tooltip: vscode.l10n.t('{0} open alerts of high or critical severity', numberText(open)) };
    this.alerts.message = status.events > 0 && alerts.length === 0 ? this.whyEmpty(status.to) : '';
  }

  private whyEmpty(newest: number | undefined): string {
    const { state, narrowed } = this.deps.filter;
    if (narrowed) return vscode.l10n.t('No alert passes the filters: {0}.', filterText(state));
    const range = rangeText(state.range);
    if (newest === undefined) return vscode.l10n.t('No alerts in the time range: {0}.', range);
    return vscode.l10n.t('No alerts in the time range: {0}. The newest event is of {1}.', range, dayText(newest));
  }
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
