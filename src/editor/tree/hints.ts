import * as vscode from 'vscode';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import { dayText } from '../text';
import type { HintNode } from './nodes';

/** The one row of a list that is empty although there are events: the way to where something is. */
export function emptyHint(filter: AlertFilter, newest: number | undefined): readonly HintNode[] {
  if (filter.narrowed) {
    const label = vscode.l10n.t('Clear Filters');
    return [{ kind: 'hint', id: 'hint/clear', label, description: '', icon: 'clear-all', command: COMMANDS.clearFilter }];
  }
  if (newest === undefined) return [];
  const label = vscode.l10n.t('Show the Newest Day');
  return [{ kind: 'hint', id: 'hint/newest', label, description: dayText(newest), icon: 'calendar', command: COMMANDS.showNewestDay }];
}
