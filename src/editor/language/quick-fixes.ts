import * as vscode from 'vscode';
import type { Diagnostic, Fix } from '../../rql/query';
import { LANGUAGE } from '../ids';
import { analyseDocument, localised, rangeIn } from './document';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append(LANGUAGE);

/** What it offers, so that the editor asks for nothing else. */
export const FIX_KINDS: readonly vscode.CodeActionKind[] = [vscode.CodeActionKind.QuickFix, FIX_ALL];

/** Offers the repairs of the faults at the cursor, each also for all of its kind; when saving, those that change no meaning. */
export const quickFixes: vscode.CodeActionProvider = {
  async provideCodeActions(document, range, { diagnostics: shown, only }) {
    const { diagnostics } = await analyseDocument(document);
    const { harmlessRepairs, repairsOf } = await import('../../rql/repairs');
    if (only !== undefined && vscode.CodeActionKind.Source.contains(only)) {
      const repairs = harmlessRepairs(diagnostics);
      return repairs.length === 0 ? [] : [action(document, vscode.l10n.t('Fix everything that changes no meaning'), repairs, FIX_ALL)];
    }
    const here = diagnostics.filter((diagnostic) => rangeIn(document, diagnostic).intersection(range) !== undefined);
    const single = here.flatMap((diagnostic) => diagnostic.fixes.map((fix) => quickFix(document, diagnostic, fix, shown)));
    const kinds = [...new Set(here.map(({ code }) => code))].flatMap((code) => {
      const repairs = repairsOf(diagnostics, code);
      const title = vscode.l10n.t('Fix all {0} problems in this file', code);
      return repairs.length > 1 ? [action(document, title, repairs, vscode.CodeActionKind.QuickFix)] : [];
    });
    return [...single, ...kinds];
  },
};

function quickFix(
  document: vscode.TextDocument,
  { code, fixes, ...span }: Diagnostic,
  fix: Fix,
  shown: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const found = action(document, localised(fix.template, fix.args), [fix], vscode.CodeActionKind.QuickFix);
  const place = rangeIn(document, span);
  found.diagnostics = shown.filter((diagnostic) => codeOf(diagnostic) === code && diagnostic.range.isEqual(place));
  found.isPreferred = fixes.length === 1;
  return found;
}

function action(document: vscode.TextDocument, title: string, repairs: readonly Fix[], kind: vscode.CodeActionKind): vscode.CodeAction {
  const found = new vscode.CodeAction(title, kind);
  found.edit = new vscode.WorkspaceEdit();
  for (const { newText, ...span } of repairs) found.edit.replace(document.uri, rangeIn(document, span), newText);
  return found;
}

function codeOf({ code }: vscode.Diagnostic): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}
