import * as vscode from 'vscode';

/** Says what was written, and offers to look at it. */
export async function tellExported(target: vscode.Uri, message: string): Promise<void> {
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  const reveal = revealText();
  const openFile = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(
    message,
    ...(local ? [reveal] : []),
    ...(target.path.endsWith('.gz') ? [] : [openFile]), // the editor shows no compressed text
  );
  if (choice === reveal) await vscode.commands.executeCommand('revealFileInOS', target);
  if (choice === openFile) await vscode.commands.executeCommand('vscode.open', target);
}

/** As the editor's own command is called on each system. */
function revealText(): string {
  if (process.platform === 'win32') return vscode.l10n.t('Reveal in File Explorer');
  return process.platform === 'darwin' ? vscode.l10n.t('Reveal in Finder') : vscode.l10n.t('Open Containing Folder');
}
