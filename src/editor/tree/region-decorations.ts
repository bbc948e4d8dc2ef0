import * as vscode from 'vscode';
import { SCHEMES } from '../ids';

/** The address that a region's row wears, by which the editor asks for its decoration. */
export function regionUri(account: string, region: string, unusedButInhabited: boolean): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEMES.region, path: `/regions/${account}/${region}`, query: unusedButInhabited ? 'unused' : '' });
}

/** Marks regions that nobody should be using, as the explorer marks files with problems. */
export class RegionDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEMES.region || uri.query !== 'unused') return undefined;
    const tooltip = vscode.l10n.t('Not among the regions in use, yet something was made or changed here');
    return new vscode.FileDecoration('!', tooltip, new vscode.ThemeColor('list.warningForeground'));
  }
}
