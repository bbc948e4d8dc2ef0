import * as vscode from 'vscode';
import { EngineError } from '../../engine/api';
import { treeItem } from './items';
import type { AnyNode } from './nodes';
import { tooltip } from './tooltips';

/** What both trees do alike: lean rows, tooltips on demand, and the way up that revealing a row needs. */
export abstract class TreeProvider<N extends AnyNode> implements vscode.TreeDataProvider<N>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<N | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private parents = new WeakMap<N, N>();

  /** The children of a node, or the roots. */
  protected abstract children(node: N | undefined): Promise<readonly N[]> | readonly N[];

  async getChildren(node?: N): Promise<N[]> {
    const children = [...(await this.answered(node))];
    if (node !== undefined) for (const child of children) this.parents.set(child, node);
    return children;
  }

  /** A question that the data or the engine changed under has no answer; the change itself makes the editor ask again. */
  private async answered(node: N | undefined): Promise<readonly N[]> {
    try {
      return await this.children(node);
    } catch (error) {
      if (EngineError.is(error, 'cancelled') || EngineError.is(error, 'engine-stopped')) return [];
      throw error;
    }
  }

  getParent(node: N): N | undefined {
    return this.parents.get(node);
  }

  getTreeItem(node: N): vscode.TreeItem {
    return treeItem(node, this.now());
  }

  resolveTreeItem(item: vscode.TreeItem, node: N): vscode.TreeItem {
    const text = tooltip(node, this.now());
    if (text !== undefined) item.tooltip = text;
    return item;
  }

  /** What rows count back from, epoch milliseconds. */
  protected now(): number {
    return Date.now();
  }

  /** Asks again for what stands under one row, and for the row itself. */
  protected refreshRow(node: N): void {
    this.changed.fire(node);
  }

  refresh(): void {
    this.parents = new WeakMap();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
