import * as vscode from 'vscode';
import { rangeIn } from './document';

/** Folds queries of several lines, the clauses of joins, and comments. */
export const queryFolding: vscode.FoldingRangeProvider = {
  async provideFoldingRanges(document) {
    const { folds } = await import('../../rql/folding');
    return folds(document.getText()).map(({ kind, ...span }) => {
      const { start, end } = rangeIn(document, span);
      return new vscode.FoldingRange(start.line, end.line, kind === 'comment' ? vscode.FoldingRangeKind.Comment : undefined);
    });
  },
};
