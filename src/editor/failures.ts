import * as vscode from 'vscode';
import { EngineError } from '../engine/api';
import { withoutLinks } from './markdown';

/** Tells a person that something failed: what, why, and where the details are. A cancelled call ends quietly. */
export function tellFailure(log: vscode.LogOutputChannel, error: unknown): void {
  if (EngineError.is(error, 'cancelled')) return;
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const message = withoutLinks(error instanceof Error ? error.message : String(error));
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage(vscode.l10n.t('Nephoscope: {0}', message), showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}

/** The signal of an editor's token. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
