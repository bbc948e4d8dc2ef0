import * as vscode from 'vscode';
import { TOKEN_TYPES } from '../../rql/token-types';
import { rangeIn } from './document';

export const LEGEND = new vscode.SemanticTokensLegend([...TOKEN_TYPES]);

/** Colours words by what they are: an attribute is one only where the query has it. */
export const queryTokens: vscode.DocumentSemanticTokensProvider = {
  async provideDocumentSemanticTokens(document) {
    const { semanticTokens } = await import('../../rql/semantic-tokens');
    const builder = new vscode.SemanticTokensBuilder(LEGEND);
    for (const { type, ...span } of semanticTokens(document.getText())) builder.push(rangeIn(document, span), type);
    return builder.build();
  },
};
