import * as vscode from 'vscode';
import { visible } from '../markdown';
import { analyseDocument, rangeIn } from './document';

/** One symbol per query: its name, else its first line. */
export const querySymbols: vscode.DocumentSymbolProvider = {
  async provideDocumentSymbols(document) {
    const { queries } = await analyseDocument(document);
    return queries.map(({ name, text, range }) => {
      const [firstLine = ''] = text.split('\n');
      const place = rangeIn(document, range);
      const head = rangeIn(document, { start: range.start, end: range.start + firstLine.length });
      return new vscode.DocumentSymbol(visible(name ?? firstLine.trim()), '', vscode.SymbolKind.Event, place, head);
    });
  },
};
