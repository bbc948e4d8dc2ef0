import * as vscode from 'vscode';
import type { Severity } from '../../domain/severity';
import { visible } from '../markdown';

/** Shape and colour: neither alone tells the severity. */
export const ICONS: Readonly<Record<Severity, vscode.ThemeIcon>> = {
  critical: icon('flame', 'charts.red'),
  high: icon('error', 'charts.red'),
  medium: icon('warning', 'list.warningForeground'),
  low: icon('info', 'charts.blue'),
  informational: icon('circle-outline', 'descriptionForeground'),
};

export function row(id: string, label: string, state: vscode.TreeItemCollapsibleState, rest: Partial<vscode.TreeItem>): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(visible(label), state), { id }, rest);
}

export function icon(name: string, colour: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(colour));
}
