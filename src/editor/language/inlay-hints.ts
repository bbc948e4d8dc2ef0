import * as vscode from 'vscode';

/** Shows the other spelling of regions after them. The editor's own setting `editor.inlayHints.enabled` switches it off. */
export const queryHints: vscode.InlayHintsProvider = {
  async provideInlayHints(document, range) {
    const { inlayHints } = await import('../../rql/inlay-hints');
    return inlayHints(document.getText()).flatMap(({ at, label }) => {
      const position = document.positionAt(at);
      if (!range.contains(position)) return [];
      const hint = new vscode.InlayHint(position, label);
      hint.paddingLeft = true;
      return [hint];
    });
  },
};
