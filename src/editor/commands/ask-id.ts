import * as vscode from 'vscode';
import { withoutIcons } from '../markdown';

interface Item extends vscode.QuickPickItem {
  readonly value: string;
}

/** Asks for an id: one of those offered, or whatever is typed. `undefined`: dismissed. */
export function askId(prompt: string, offered: readonly string[]): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const items = offered.map((value) => ({ label: withoutIcons(value), value }));
  pick.placeholder = prompt;
  pick.items = items;
  pick.onDidChangeValue((typed) => {
    const value = typed.trim();
    const known = value === '' || offered.includes(value);
    pick.items = known ? items : [{ label: withoutIcons(value), description: vscode.l10n.t('as typed'), value }, ...items];
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const typed = pick.value.trim();
      resolve(pick.activeItems[0]?.value ?? (typed === '' ? undefined : typed)); // a quick typist is ahead of the list
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined); // after an accept this changes nothing
      pick.dispose();
    });
    pick.show();
  });
}
