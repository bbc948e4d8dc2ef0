import * as vscode from 'vscode';
import { SCHEMES } from '../ids';
import { localised } from './document';

/** Where the text about one kind of fault is read: what its code in the Problems panel leads to. */
export function diagnosticUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEMES.diagnostic, path: `/${code}.md` });
}

/** The read-only texts about the faults of queries; empty for a code there is not. */
export const diagnosticTexts: vscode.TextDocumentContentProvider = {
  async provideTextDocumentContent({ path }) {
    const [{ diagnosticDocument }, { isDiagnosticCode }] = await Promise.all([
      import('../../rql/diagnostics/document'),
      import('../../rql/diagnostics/table'),
    ]);
    const code = path.replace(/^\/|\.md$/g, '');
    return isDiagnosticCode(code) ? diagnosticDocument(code, (template, ...args) => localised(template, args)) : '';
  },
};
