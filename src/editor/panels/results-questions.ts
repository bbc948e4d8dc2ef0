import * as vscode from 'vscode';
import type { ColumnChoice, ColumnFilter, FilterQuestion } from '../../protocol/results';
import { withoutIcons } from '../markdown';
import { filterFrom, textOfFilter } from './filter-text';

/** Lets a person choose which columns are shown; `null`: it is to stay as it was. */
export async function chooseColumns(columns: readonly ColumnChoice[]): Promise<readonly string[] | null> {
  const items = columns.map(({ key, title, shown }) => ({ label: withoutIcons(title), picked: shown, key }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Columns'),
    placeHolder: vscode.l10n.t('Choose the columns to show'),
  });
  return chosen === undefined || chosen.length === 0 ? null : chosen.map(({ key }) => key);
}

/** Lets a person type what a column is filtered by. Empty: by nothing any more; `null`: it is to stay as it was. */
export async function askFilter({ column, title, filter }: FilterQuestion): Promise<readonly ColumnFilter[] | null> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter: {0}', title),
    prompt: vscode.l10n.t(
      'Part of the text, or =text for all of it. ! first leaves out what matches, = alone finds blanks, * stands for any text.',
    ),
    placeHolder: vscode.l10n.t('Empty: no filter'),
    value: filter === undefined ? '' : textOfFilter(filter),
  });
  if (text === undefined) return null;
  const wanted = filterFrom(column, text);
  return wanted === undefined ? [] : [wanted];
}
