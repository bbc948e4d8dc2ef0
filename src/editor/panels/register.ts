import type { AlertFilter } from '../filter';
import type * as vscode from 'vscode';
import { ChainPanels } from './chain';
import { DashboardPanel, type DashboardDeps } from './dashboard';
import { ResultsPanels } from './results';
import type { ResultsDeps } from './results-panel';

export interface PanelDeps {
  readonly session: DashboardDeps['session'];
  readonly filter: AlertFilter;
  readonly extensionUri: vscode.Uri;
  /** Of the user, in all windows. */
  readonly memento: vscode.Memento;
  readonly onSearched: ResultsDeps['onSearched'];
}

export interface Panels {
  dispose(): void;
  readonly dashboard: DashboardPanel;
  readonly results: ResultsPanels;
  readonly chains: ChainPanels;
}

/** Makes the panels and lets them come back after a reload of the window. */
export function registerPanels(deps: PanelDeps): Panels {
  const dashboard = new DashboardPanel(deps);
  const results = new ResultsPanels(deps);
  const chains = new ChainPanels(deps);
  return {
    dashboard,
    results,
    chains,
    dispose: () => {
      dashboard.dispose();
      results.dispose();
      chains.dispose();
    },
  };
}
