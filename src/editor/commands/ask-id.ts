import * as vscode from 'vscode';
import { withoutIcons } from '../markdown';

interface Item extends vscode.QuickPickItem {
  readonly value: string;
}

/** Asks for an id: one of those offered, or whatever is typed; `typed` stands there already. `undefined`: dismissed. */
export function askId(prompt: string, offered: readonly string[], typed = ''): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const items = offered.map((value) => ({ label: withoutIcons(value), value }));
  pick.placeholder = prompt;
  const offer = (text: string): void => {
    const value = text.trim();
    const known = value === '' || offered.includes(value);
    pick.items = known ? items : [{ label: withoutIcons(value), description: vscode.l10n.t('as typed'), value }, ...items];
  };
  pick.value = typed;
  offer(typed);
  pick.onDidChangeValue(offer);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const entered = pick.value.trim();
      resolve(pick.activeItems[0]?.value ?? (entered === '' ? undefined : entered)); // a quick typist is ahead of the list
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined); // after an accept this changes nothing
      pick.dispose();
    });
    pick.show();
  });
}
