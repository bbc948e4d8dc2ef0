import * as vscode from 'vscode';
import type { Diagnostic } from '../../rql/query';
import { DisposableStore } from '../disposables';
import { LANGUAGE } from '../ids';
import { diagnosticUri } from './diagnostic-documents';
import { analyseDocument, isQueries, localised, rangeIn } from './document';

/** Milliseconds of rest before a text is looked at again. */
const REST = 150;
const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

/** Keeps the faults of all open query documents up to date. */
export class Faults implements vscode.Disposable {
  private readonly parts = new DisposableStore();
  private readonly collection = this.parts.add(vscode.languages.createDiagnosticCollection(LANGUAGE));
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor() {
    this.parts.add(vscode.workspace.onDidOpenTextDocument((document) => this.plan(document, 0)));
    this.parts.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.plan(document, REST)));
    this.parts.add(vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)));
    for (const document of vscode.workspace.textDocuments) this.plan(document, 0);
  }

  private plan(document: vscode.TextDocument, delay: number): void {
    if (!isQueries(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    const timer = setTimeout(() => {
      this.waiting.delete(key);
      void this.check(document);
    }, delay);
    this.waiting.set(key, timer);
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { diagnostics } = await analyseDocument(document);
    if (document.isClosed || document.version !== version) return; // a newer text is planned already
    this.collection.set(
      document.uri,
      diagnostics.map((diagnostic) => shown(document, diagnostic)),
    );
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    this.collection.delete(document.uri);
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.parts.dispose();
  }
}

function shown(document: vscode.TextDocument, { template, args, severity, code, ...span }: Diagnostic): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeIn(document, span), localised(template, args), SEVERITIES[severity]);
  diagnostic.source = LANGUAGE;
  diagnostic.code = { value: code, target: diagnosticUri(code) };
  return diagnostic;
}
