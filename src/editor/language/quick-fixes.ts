import * as vscode from 'vscode';
import type { Diagnostic, Fix } from '../../rql/query';
import { analyseDocument, localised, rangeIn } from './document';

/** Offers the repairs of the faults at the cursor. */
export const quickFixes: vscode.CodeActionProvider = {
  async provideCodeActions(document, range, { diagnostics: shown }) {
    const { diagnostics } = await analyseDocument(document);
    return diagnostics
      .filter((diagnostic) => rangeIn(document, diagnostic).intersection(range) !== undefined)
      .flatMap((diagnostic) => diagnostic.fixes.map((fix) => action(document, diagnostic, fix, shown)));
  },
};

function action(
  document: vscode.TextDocument,
  { code, fixes, ...span }: Diagnostic,
  fix: Fix,
  shown: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const found = new vscode.CodeAction(localised(fix.template, fix.args), vscode.CodeActionKind.QuickFix);
  found.edit = new vscode.WorkspaceEdit();
  found.edit.replace(document.uri, rangeIn(document, fix), fix.newText);
  const place = rangeIn(document, span);
  found.diagnostics = shown.filter((diagnostic) => diagnostic.code === code && diagnostic.range.isEqual(place));
  found.isPreferred = fixes.length === 1;
  return found;
}
