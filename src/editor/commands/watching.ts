import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import { withoutIcons } from '../markdown';
import { stopWatching, watchedFolders } from '../watched-folders';
import type { CommandDeps, Handler } from './deps';

/** Commands about folders whose new log files are loaded by themselves. */
export function watchingCommands({ loading }: Pick<CommandDeps, 'loading'>) {
  return {
    [COMMANDS.watchFolder]: () => loading.watchFolder(),
    [COMMANDS.stopWatchingFolder]: async () => {
      const folders = watchedFolders();
      const chosen = await vscode.window.showQuickPick(
        folders.map((folder) => ({ label: withoutIcons(folder), folder, picked: folders.length === 1 })),
        {
          canPickMany: true,
          title: vscode.l10n.t('Stop Watching Folders'),
          placeHolder: vscode.l10n.t('New log files in them are no longer loaded; what was loaded stays'),
        },
      );
      if (chosen !== undefined && chosen.length > 0) await stopWatching(chosen.map(({ folder }) => folder));
    },
  } satisfies Record<string, Handler>;
}
