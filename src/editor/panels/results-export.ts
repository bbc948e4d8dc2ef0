import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TimeWindow } from '../../domain/time';
import type { Engine } from '../../engine/api';
import type { ExportOrder } from '../../protocol/results';
import { tellExported } from '../exported';
import { signalOf } from '../failures';
import { withoutLinks } from '../markdown';
import { bytesText, numberText } from '../text';

/** Writes all rows of an answer, as they are shown, to a file that a person chooses. The engine writes them, and a cancel leaves nothing. */
export async function exportRows(
  engine: Engine,
  search: { readonly query: string; readonly window: TimeWindow; readonly title: string },
  { sort, filters, columns }: ExportOrder,
): Promise<void> {
  const target = await askTarget(search.title);
  if (target === undefined) return;
  if (target.scheme !== 'file') {
    void vscode.window.showWarningMessage(vscode.l10n.t('Events can be exported to files of this machine only.'));
    return;
  }
  const format = /\.(?:jsonl|ndjson|json)(?:\.gz)?$/i.test(target.path) ? 'jsonl' : 'csv';
  const { query, window } = search;
  const request = { query, window, filters, columns, format, ...(sort !== undefined && { sort }) } as const;
  const title = vscode.l10n.t('Exporting rows');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const report = await vscode.window.withProgress(options, (progress, token) => {
    let percent = 0;
    const onProgress = ({ rows, rowsTotal }: { readonly rows: number; readonly rowsTotal: number }): void => {
      const now = rowsTotal === 0 ? 100 : (100 * rows) / rowsTotal;
      const message = vscode.l10n.t('{0} of {1} rows', numberText(rows), numberText(rowsTotal));
      progress.report({ message, increment: now - percent });
      percent = now;
    };
    return engine.exportRows(target.fsPath, request, { signal: signalOf(token), onProgress });
  });
  const written = vscode.l10n.t(
    '{0} rows exported ({1}): {2}',
    numberText(report.rows),
    bytesText(report.bytes),
    withoutLinks(target.fsPath),
  );
  void tellExported(target, written);
}

/** The name chosen says the form. */
function askTarget(title: string): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir();
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Rows'),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: vscode.Uri.file(join(folder, `${fileName(title)}.csv`)),
    filters: {
      [vscode.l10n.t('Comma-separated values, for a spreadsheet')]: ['csv'],
      [vscode.l10n.t('JSON Lines')]: ['jsonl'],
    },
  });
}

/** A name that every file system takes, from a title that somebody chose or that is a line of a query. */
function fileName(title: string): string {
  const words = title.startsWith('event ') || title.startsWith('config ') ? '' : title.replace(/[^\p{L}\p{N}]+/gu, '-');
  return words.replace(/^-+|-+$/g, '').slice(0, 60) || 'search-results';
}
