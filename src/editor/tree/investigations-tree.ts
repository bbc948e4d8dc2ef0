import * as vscode from 'vscode';
import type { StoreStatus } from '../../engine/api';
import type { SavedFile, SavedSearches } from '../investigations/saved-searches';
import type { SearchHistory } from '../investigations/search-history';
import type { Shipped } from '../investigations/shipped';
import { investigationItem, investigationTooltip } from './investigation-items';
import type { InvestigationNode } from './investigation-nodes';

export interface InvestigationsDeps {
  readonly saved: SavedSearches;
  readonly history: SearchHistory;
  readonly shipped: Shipped;
  /** Of the store. */
  readonly status: () => Promise<Pick<StoreStatus, 'events'>>;
}

/** Searches to run: those saved in the workspace, those run lately, and those that come with the product. */
export class InvestigationsTree implements vscode.TreeDataProvider<InvestigationNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly deps: InvestigationsDeps) {
    const refresh = (): void => this.refresh();
    this.subscriptions = [deps.saved.onDidChange(refresh), deps.history.onDidChange(refresh)];
  }

  async getChildren(node?: InvestigationNode): Promise<InvestigationNode[]> {
    if (node === undefined) return this.sections();
    if (node.kind === 'savedFile') return searchesOf(node.file);
    if (node.kind !== 'searches') return [];
    switch (node.section) {
      case 'saved':
        return (await this.deps.saved.files()).flatMap((file) => (file.searches.length === 1 ? searchesOf(file) : [fileNode(file)]));
      case 'recent':
        return this.deps.history.entries.map((search) => ({ kind: 'recent', id: `recent:${search.at}:${search.query}`, search }));
      case 'readyMade':
        return (await this.deps.shipped.searches()).map((search) => ({ kind: 'readyMade', id: `readyMade:${search.id}`, search }));
    }
  }

  getTreeItem(node: InvestigationNode): vscode.TreeItem {
    return investigationItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: InvestigationNode): vscode.TreeItem {
    const tooltip = investigationTooltip(node);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  /** None where there is nothing to search in, nor a search that was saved or run: the welcome says what to do. */
  private async sections(): Promise<InvestigationNode[]> {
    const [files, shipped, { events }] = await Promise.all([this.deps.saved.files(), this.deps.shipped.searches(), this.deps.status()]);
    const saved = files.reduce((sum, { searches }) => sum + searches.length, 0);
    const recent = this.deps.history.entries.length;
    if (events + saved + recent === 0) return [];
    const counts = { saved, recent, readyMade: shipped.length };
    return (['saved', 'recent', 'readyMade'] as const).map((section) => ({
      kind: 'searches',
      id: `section:${section}${counts[section] === 0 ? ':empty' : ''}`, // another row: the editor would leave a once empty one folded
      section,
      count: counts[section],
    }));
  }
}

function fileNode(file: SavedFile): InvestigationNode {
  return { kind: 'savedFile', id: `file:${file.uri.toString()}`, file };
}

function searchesOf({ searches }: SavedFile): InvestigationNode[] {
  return searches.map((search) => ({ kind: 'saved', id: `saved:${search.uri.toString()}:${search.offset}`, search }));
}
