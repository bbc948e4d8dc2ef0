import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import type { AlertFilter } from '../filter';
import { COMMANDS, SCHEMES } from '../ids';
import type { Session } from '../session';
import { QueryCompletion, TRIGGERS } from './completion';
import { diagnosticTexts } from './diagnostic-documents';
import { Faults } from './diagnostics';
import { SELECTOR } from './document';
import { queryFolding } from './folding';
import { queryFormatter } from './formatting';
import { queryHover } from './hover';
import { queryHints } from './inlay-hints';
import { QueryLenses } from './lenses';
import { changeQueryTime } from './query-time';
import { FIX_KINDS, quickFixes } from './quick-fixes';
import { LEGEND, queryTokens } from './semantic-tokens';
import { querySignatures, SIGNATURE_TRIGGERS } from './signature-help';
import { querySymbols } from './symbols';

export interface LanguageDeps {
  readonly session: Session;
  readonly filter: AlertFilter;
}

/**
 * Makes `.rql` documents speak: completion, faults, their repairs and texts about them, colours, hover, signatures, hints, formatting, folding, lenses,
 * symbols, and the command that changes a query's time range.
 */
export function registerLanguage({ session, filter }: LanguageDeps): DisposableStore {
  const parts = new DisposableStore();
  const completion = new QueryCompletion(session, () => filter.state.range);
  const lenses = parts.add(new QueryLenses(filter));
  parts.add(new Faults());
  parts.add(vscode.languages.registerCompletionItemProvider(SELECTOR, completion, ...TRIGGERS));
  parts.add(vscode.languages.registerCodeActionsProvider(SELECTOR, quickFixes, { providedCodeActionKinds: FIX_KINDS }));
  parts.add(vscode.workspace.registerTextDocumentContentProvider(SCHEMES.diagnostic, diagnosticTexts));
  parts.add(vscode.languages.registerHoverProvider(SELECTOR, queryHover));
  parts.add(vscode.languages.registerSignatureHelpProvider(SELECTOR, querySignatures, ...SIGNATURE_TRIGGERS));
  parts.add(vscode.languages.registerDocumentFormattingEditProvider(SELECTOR, queryFormatter));
  parts.add(vscode.languages.registerDocumentRangeFormattingEditProvider(SELECTOR, queryFormatter));
  parts.add(vscode.languages.registerDocumentSemanticTokensProvider(SELECTOR, queryTokens, LEGEND));
  parts.add(vscode.languages.registerFoldingRangeProvider(SELECTOR, queryFolding));
  parts.add(vscode.languages.registerInlayHintsProvider(SELECTOR, queryHints));
  parts.add(vscode.languages.registerCodeLensProvider(SELECTOR, lenses));
  parts.add(vscode.languages.registerDocumentSymbolProvider(SELECTOR, querySymbols));
  parts.add(
    vscode.commands.registerCommand(COMMANDS.changeQueryTime, (uri: unknown, offset: unknown) =>
      changeQueryTime(uri, offset, filter.state.range),
    ),
  );
  return parts;
}
