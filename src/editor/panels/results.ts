import * as vscode from 'vscode';
import type { ResultsAction } from '../../protocol/results';
import { WEBVIEWS } from '../ids';
import { ResultsPanel, type ResultsDeps, type Search } from './results-panel';

/** One panel per search; running the same search of the same document again shows the panel it has. */
export class ResultsPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly open = new Set<ResultsPanel>();
  private readonly registration = vscode.window.registerWebviewPanelSerializer(WEBVIEWS.results, this);

  constructor(private readonly deps: ResultsDeps) {}

  /** Shows the results of a search, beside the query where that is an open document. */
  run(search: Search): void {
    const panel = [...this.open].find((other) => isSame(other.search, search));
    if (panel !== undefined) {
      panel.run(search);
      return;
    }
    const column = search.documentUri === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    this.fill(vscode.window.createWebviewPanel(WEBVIEWS.results, search.title, column, { enableFindWidget: false }), search, true);
  }

  /** The search whose results a person is at. */
  get shown(): Search | undefined {
    return [...this.open].find(({ panel }) => panel.active)?.search;
  }

  /** Does in the results that a person is at what a command of the editor says. */
  act(name: ResultsAction): void {
    [...this.open].find(({ panel }) => panel.active)?.act(name);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (isSearch(state)) this.fill(panel, state, false);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    for (const { panel } of [...this.open]) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, search: Search, isNew: boolean): void {
    const results = new ResultsPanel(panel, search, this.deps, isNew);
    this.open.add(results);
    panel.onDidDispose(() => {
      results.dispose();
      this.open.delete(results);
    });
  }
}

/** The same query of the same document. A time range, chosen on the chart or written by hand, makes it no other. */
function isSame(a: Search, b: Search): boolean {
  return a.documentUri === b.documentUri && withoutTime(a.query) === withoutTime(b.query);
}

function withoutTime(query: string): string {
  return query.replace(/^[^\S\n]*\/\/[^\S\n]*time[^\S\n]*:[^\n]*\n/gim, '');
}

/** What a webview kept over a reload: our own state, but an older version may have written it. */
function isSearch(state: unknown): state is Search {
  if (typeof state !== 'object' || state === null) return false;
  const { query, range, title } = state as Partial<Record<keyof Search, unknown>>;
  return typeof query === 'string' && typeof title === 'string' && typeof range === 'object' && range !== null && 'kind' in range;
}
