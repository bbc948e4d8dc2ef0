import * as vscode from 'vscode';
import { inLanguage } from '../investigations/ready-made';
import type { PastSearch } from '../investigations/search-history';
import { lineOf } from '../investigations/search-text';
import { COMMANDS, ROWS } from '../ids';
import { codeSpan, escapeMarkdown, visible } from '../markdown';
import { numberText, rangeText, timeText } from '../text';
import type { InvestigationNode } from './investigation-nodes';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** The row of a node. Tooltips are made when somebody points at it. */
export function investigationItem(node: InvestigationNode): vscode.TreeItem {
  switch (node.kind) {
    case 'searches':
      return sectionItem(node);
    case 'savedFile':
      return row(node, vscode.workspace.asRelativePath(node.file.uri), Collapsed, {
        iconPath: new vscode.ThemeIcon('file-code'),
        description: numberText(node.file.searches.length),
      });
    case 'saved':
      return row(node, node.search.title, None, {
        iconPath: new vscode.ThemeIcon('search'),
        contextValue: ROWS.savedSearch,
        command: action(COMMANDS.openSearch, node),
        ...(node.search.range !== undefined && { description: rangeText(node.search.range) }),
      });
    case 'recent':
      return row(node, node.search.title, None, {
        iconPath: outcomeIcon(node.search),
        description: `${outcomeText(node.search)} · ${rangeText(node.search.range)}`,
        contextValue: ROWS.recentSearch,
        command: action(COMMANDS.runSearch, node),
      });
    case 'readyMade':
      return row(node, inLanguage(node.search.name, vscode.env.language), None, {
        iconPath: new vscode.ThemeIcon(node.search.ask === undefined ? 'telescope' : 'question'),
        description: rangeText(node.search.range),
        contextValue: ROWS.readyMadeSearch,
        command: action(COMMANDS.runSearch, node),
      });
  }
}

/** Names and queries are somebody's text: nothing in them becomes markup. */
export function investigationTooltip(node: InvestigationNode): vscode.MarkdownString | undefined {
  if (node.kind === 'searches' || node.kind === 'savedFile') return undefined;
  const parts =
    node.kind === 'readyMade'
      ? [
          `**${escapeMarkdown(inLanguage(node.search.name, vscode.env.language))}**`,
          escapeMarkdown(inLanguage(node.search.about, vscode.env.language)),
          `${escapeMarkdown(vscode.l10n.t('Look for:'))} ${escapeMarkdown(inLanguage(node.search.lookFor, vscode.env.language))}`,
        ]
      : [`**${escapeMarkdown(node.search.title)}**`, codeSpan(lineOf(node.search.query))];
  const when = node.kind === 'recent' ? [escapeMarkdown(`${timeText(node.search.at)} · ${outcomeText(node.search)}`)] : [];
  return new vscode.MarkdownString([...parts, ...when].join('\n\n'));
}

/** `1,234 rows in 300 ms`, or how it ended without any. */
export function outcomeText({ outcome, duration }: PastSearch): string {
  if (outcome.kind !== 'answered') return outcome.kind === 'failed' ? vscode.l10n.t('failed') : vscode.l10n.t('cancelled');
  const [amount, unit] = duration < 1000 ? [Math.max(1, Math.round(duration)), 'millisecond'] : [duration / 1000, 'second'];
  const length = new Intl.NumberFormat(vscode.env.language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount);
  const rows = outcome.rows === 1 ? vscode.l10n.t('1 row') : vscode.l10n.t('{0} rows', numberText(outcome.rows));
  return vscode.l10n.t('{0} in {1}', rows, length);
}

export function outcomeIcon({ outcome }: PastSearch): vscode.ThemeIcon {
  if (outcome.kind === 'failed') return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  return new vscode.ThemeIcon(outcome.kind === 'cancelled' ? 'circle-slash' : 'history');
}

function sectionItem(node: InvestigationNode & { readonly kind: 'searches' }): vscode.TreeItem {
  const sections = {
    saved: { label: vscode.l10n.t('Saved'), icon: 'save', contextValue: ROWS.savedSection },
    recent: { label: vscode.l10n.t('Recent'), icon: 'history', contextValue: ROWS.recentSection },
    readyMade: { label: vscode.l10n.t('Ready-made'), icon: 'library', contextValue: ROWS.readyMadeSection },
  };
  const { label, icon, contextValue } = sections[node.section];
  const description = node.count === 0 ? vscode.l10n.t('none yet') : numberText(node.count);
  return row(node, label, node.count === 0 ? None : Expanded, { iconPath: new vscode.ThemeIcon(icon), description, contextValue });
}

function action(command: string, node: InvestigationNode): vscode.Command {
  const title = command === COMMANDS.openSearch ? vscode.l10n.t('Open') : vscode.l10n.t('Run');
  return { command, title, arguments: [node] };
}

function row(
  { id }: InvestigationNode,
  label: string,
  state: vscode.TreeItemCollapsibleState,
  rest: Partial<vscode.TreeItem>,
): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(visible(label), state), { id }, rest);
}
