import * as vscode from 'vscode';
import { EngineError } from '../engine/api';
import { withoutLinks } from './markdown';

/** Tells a person that something failed: what, why, and where the details are. A cancelled call ends quietly. */
export function tellFailure(log: vscode.LogOutputChannel, error: unknown): void {
  if (EngineError.is(error, 'cancelled')) return;
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const message = withoutLinks(error instanceof Error ? error.message : String(error));
  offerLog(log, vscode.window.showErrorMessage(vscode.l10n.t('Nephoscope: {0}', message), showLog()));
}

/** Tells that the engine's process ended by itself; the next question finds a new one. `message` is the engine's, for the log. */
export function tellRestart(log: vscode.LogOutputChannel, message: string): void {
  log.warn(message);
  const text = vscode.l10n.t('The engine of Nephoscope stopped and was started again. Nothing that was loaded is lost.');
  offerLog(log, vscode.window.showWarningMessage(text, showLog()));
}

function showLog(): string {
  return vscode.l10n.t('Show Log');
}

function offerLog(log: vscode.LogOutputChannel, choice: Thenable<string | undefined>): void {
  void choice.then((chosen) => {
    if (chosen === showLog()) log.show();
  });
}

/** The signal of an editor's token. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
