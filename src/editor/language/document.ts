import * as vscode from 'vscode';
import type { Span } from '../../rql/diagnostic';
import type { Analysis } from '../../rql/query';
import { LANGUAGE } from '../ids';

/** Documents of any scheme: files, unsaved ones, those of other extensions. */
export const SELECTOR: vscode.DocumentSelector = { language: LANGUAGE };

export function isQueries(document: vscode.TextDocument): boolean {
  return document.languageId === LANGUAGE;
}

export function rangeIn(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

const kept = new WeakMap<vscode.TextDocument, { readonly version: number; readonly analysis: Analysis }>();

/** Each text is read once for all that ask: faults, lenses, repairs, symbols. The language is loaded when somebody uses it, and not with the extension. */
export async function analyseDocument(document: vscode.TextDocument): Promise<Analysis> {
  const { analyse } = await import('../../rql/query');
  const { version } = document;
  const known = kept.get(document);
  if (known?.version === version) return known.analysis;
  const analysis = analyse(document.getText());
  kept.set(document, { version, analysis });
  return analysis;
}

/** Puts a text of the language core into the language of the editor. The translations are held against `rql/texts.ts` by a test. */
export function localised(template: string, args: readonly string[] = []): string {
  return vscode.l10n.t(template, ...args);
}
