import * as vscode from 'vscode';

/** More saved searches than this make no list. */
const LIMIT = 1000;

/** Saved searches: the `.rql` files of the workspace, by name. */
export class InvestigationsTree implements vscode.TreeDataProvider<vscode.Uri>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/*.rql', false, true, false);

  constructor() {
    this.watcher.onDidCreate(() => this.refresh());
    this.watcher.onDidDelete(() => this.refresh());
  }

  async getChildren(node?: vscode.Uri): Promise<vscode.Uri[]> {
    if (node !== undefined) return [];
    const files = await vscode.workspace.findFiles('**/*.rql', undefined, LIMIT);
    return files.sort((a, b) => a.path.localeCompare(b.path));
  }

  getTreeItem(uri: vscode.Uri): vscode.TreeItem {
    const item = new vscode.TreeItem(uri);
    item.id = uri.toString();
    item.description = true; // the editor tells the folder
    item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri] };
    return item;
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.watcher.dispose();
    this.changed.dispose();
  }
}
