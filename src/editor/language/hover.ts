import * as vscode from 'vscode';
import { localised, rangeIn } from './document';

/** Explains what stands under the pointer. The Markdown is ours: nothing of the document's text is in it. */
export const queryHover: vscode.HoverProvider = {
  async provideHover(document, position) {
    const { hover } = await import('../../rql/hover');
    const found = hover(document.getText(), document.offsetAt(position), (template, ...args) => localised(template, args));
    return found && new vscode.Hover(new vscode.MarkdownString(found.markdown), rangeIn(document, found));
  },
};
