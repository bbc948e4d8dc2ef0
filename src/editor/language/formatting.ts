import * as vscode from 'vscode';
import type { Span } from '../../rql/diagnostic';
import { rangeIn } from './document';

/** Puts the queries of a document, or those that reach into a range of it, in the form of the language. */
export const queryFormatter: vscode.DocumentFormattingEditProvider & vscode.DocumentRangeFormattingEditProvider = {
  provideDocumentFormattingEdits: (document) => edits(document),
  provideDocumentRangeFormattingEdits: (document, range) =>
    edits(document, { start: document.offsetAt(range.start), end: document.offsetAt(range.end) }),
};

async function edits(document: vscode.TextDocument, within?: Span): Promise<vscode.TextEdit[]> {
  const { formatEdits } = await import('../../rql/format');
  return formatEdits(document.getText(), within).map(({ newText, ...span }) => vscode.TextEdit.replace(rangeIn(document, span), newText));
}
