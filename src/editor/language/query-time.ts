import * as vscode from 'vscode';
import type { TimeRange } from '../../domain/time';
import { pickRange } from '../commands/filters';
import { rangeIn } from './document';
import { locate, placeOf } from './query-place';

/**
 * Asks for a time range and writes it as the directive of the query at an offset of a document.
 * @param uri the document, as a CodeLens says it; absent, as from the palette: the query at the cursor
 * @param inForce the range of queries that have none of their own
 */
export async function changeQueryTime(uri: unknown, offset: unknown, inForce: TimeRange): Promise<void> {
  const place = await placeOf(uri, offset);
  if (place === undefined) return;
  const found = await locate(place);
  if (found === undefined) {
    void vscode.window.showWarningMessage(vscode.l10n.t('There is no query here.'));
    return;
  }
  const range = await pickRange(found.query.timeRange ?? inForce, vscode.l10n.t('Time range of this query'));
  const current = range && (await locate(place)); // the text may have changed while the person chose
  if (range === undefined || current === undefined) return;
  const { timeEdit } = await import('../../rql/time-edit');
  const { newText, ...span } = timeEdit(place.document.getText(), current.query, range);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(place.document.uri, rangeIn(place.document, span), newText);
  await vscode.workspace.applyEdit(edit);
}
