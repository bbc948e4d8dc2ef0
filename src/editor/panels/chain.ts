import * as vscode from 'vscode';
import { WEBVIEWS } from '../ids';
import { ChainPanel, type ChainDeps } from './chain-panel';

/** One panel per subject: tracing the same again shows the panel it has. */
export class ChainPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly open = new Set<ChainPanel>();
  private readonly registration = vscode.window.registerWebviewPanelSerializer(WEBVIEWS.chain, this);

  constructor(private readonly deps: ChainDeps) {}

  /** Shows the cause chain of an event (its id) or of a resource (its id, ARN or name). */
  show(subject: string): void {
    const shown = [...this.open].find((panel) => panel.subject === subject);
    if (shown !== undefined) shown.panel.reveal();
    else this.fill(vscode.window.createWebviewPanel(WEBVIEWS.chain, subject, vscode.ViewColumn.Active), subject);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const subject = subjectOf(state);
    if (subject === undefined) panel.dispose();
    else this.fill(panel, subject);
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    for (const { panel } of [...this.open]) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, subject: string): void {
    const chain = new ChainPanel(panel, subject, this.deps);
    this.open.add(chain);
    panel.onDidDispose(() => {
      chain.dispose();
      this.open.delete(chain);
    });
  }
}

/** What a webview kept over a reload: our own state, but an older version may have written it. */
function subjectOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('subject' in state)) return undefined;
  return typeof state.subject === 'string' && state.subject !== '' ? state.subject : undefined;
}
