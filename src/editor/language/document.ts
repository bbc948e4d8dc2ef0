import * as vscode from 'vscode';
import type { Span } from '../../rql/diagnostic';
import { LANGUAGE } from '../ids';

/** Documents of any scheme: files, unsaved ones, those of other extensions. */
export const SELECTOR: vscode.DocumentSelector = { language: LANGUAGE };

export function isQueries(document: vscode.TextDocument): boolean {
  return document.languageId === LANGUAGE;
}

export function rangeIn(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** The language is loaded when somebody uses it, and not with the extension. */
export async function analyseDocument(document: vscode.TextDocument) {
  const { analyse } = await import('../../rql/query');
  return analyse(document.getText());
}

/** Puts a text of the language core into the language of the editor. The translations are held against `rql/texts.ts` by a test. */
export function localised(template: string, args: readonly string[] = []): string {
  return vscode.l10n.t(template, ...args);
}
