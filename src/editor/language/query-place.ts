import * as vscode from 'vscode';
import { queryAt, type LocatedQuery } from '../commands/query-at';
import { analyseDocument } from './document';

/** Where a command about a query is to look for it. */
export interface Place {
  readonly document: vscode.TextDocument;
  readonly offset: number;
}

/** As a CodeLens says (address, offset), else the cursor; `undefined`: no text is open. */
export async function placeOf(uri: unknown, offset: unknown): Promise<Place | undefined> {
  const address = typeof uri === 'string' ? vscode.Uri.parse(uri, true) : uri;
  if (address instanceof vscode.Uri && typeof offset === 'number') {
    return { document: await vscode.workspace.openTextDocument(address), offset };
  }
  const active = vscode.window.activeTextEditor;
  return active && { document: active.document, offset: active.document.offsetAt(active.selection.active) };
}

/** The query there, in the text as it is now. */
export async function locate({ document, offset }: Place): Promise<LocatedQuery | undefined> {
  return queryAt(document.getText(), await analyseDocument(document), offset);
}
