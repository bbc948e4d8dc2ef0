import * as vscode from 'vscode';
import type { PastSearch } from '../investigations/search-history';
import { lineOf } from '../investigations/search-text';
import { COMMANDS } from '../ids';
import { withoutIcons } from '../markdown';
import { rangeText, timeText } from '../text';
import { outcomeIcon, outcomeText } from '../tree/investigation-items';
import { isSearchNode } from '../tree/investigation-nodes';
import type { CommandDeps, Handler } from './deps';

interface Item extends vscode.QuickPickItem {
  readonly search: PastSearch;
}

/** Commands about the searches that were run. */
export function historyCommands({ history, showResults }: CommandDeps) {
  return {
    [COMMANDS.searchHistory]: async () => {
      if (history.entries.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('No search has been run in this workspace yet.'));
        return;
      }
      const search = await pick(history.entries, (entry) => history.remove(entry));
      if (search !== undefined) showResults({ query: search.query, range: search.range, title: search.title });
    },
    [COMMANDS.removeSearch]: async (argument) => {
      if (isSearchNode(argument) && argument.kind === 'recent') await history.remove(argument.search);
    },
    [COMMANDS.clearHistory]: async () => {
      const clear = vscode.l10n.t('Clear');
      const message = vscode.l10n.t('Forget all searches that were run in this workspace? Saved searches stay.');
      if ((await vscode.window.showWarningMessage(message, { modal: true }, clear)) === clear) await history.clear();
    },
  } satisfies Record<string, Handler>;
}

/** Lets a person choose a search to run again; a button on each takes it out of the list. */
function pick(entries: readonly PastSearch[], onRemove: (entry: PastSearch) => Promise<void>): Promise<PastSearch | undefined> {
  const box = vscode.window.createQuickPick<Item>();
  box.placeholder = vscode.l10n.t('A search to run again');
  box.matchOnDetail = true;
  const remove: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: vscode.l10n.t('Remove from History') };
  box.items = entries.map((search) => ({
    label: withoutIcons(search.title),
    iconPath: outcomeIcon(search),
    description: `${outcomeText(search)} · ${rangeText(search.range)}`,
    detail: `${timeText(search.at)} · ${withoutIcons(lineOf(search.query))}`,
    buttons: [remove],
    search,
  }));
  box.onDidTriggerItemButton(({ item }) => {
    box.items = box.items.filter((other) => other !== item);
    void onRemove(item.search);
  });
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      resolve(box.selectedItems[0]?.search);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined); // after an accept this changes nothing
      box.dispose();
    });
    box.show();
  });
}
