import * as vscode from 'vscode';
import { SCHEMES } from '../ids';

/** How a region is: nobody should be using it, nobody asks it, or neither. */
export type RegionMark = 'unused' | 'unasked' | 'used';

/** The address that a region's row wears, by which the editor asks for its decoration. */
export function regionUri(account: string, region: string, mark: RegionMark): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEMES.region, path: `/regions/${account}/${region}`, query: mark });
}

/** Marks regions that nobody should be using, as the explorer marks files with problems, and greys those that are not asked. */
export class RegionDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEMES.region) return undefined;
    if (uri.query === 'unasked') return new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor('disabledForeground'));
    if (uri.query !== 'unused') return undefined;
    const tooltip = vscode.l10n.t('Not among the regions in use, yet something stands here, or was made or changed');
    return new vscode.FileDecoration('!', tooltip, new vscode.ThemeColor('list.warningForeground'));
  }
}
