import * as vscode from 'vscode';
import { regionLabel } from '../../domain/regions';
import { SEVERITIES, type Severity } from '../../domain/severity';
import { ROWS, COMMANDS } from '../ids';
import { visible } from '../markdown';
import { alertsText, countsText, numberText, periodText, rootText, sentenceText, severityText, timeText } from '../text';
import type {
  AccountNode,
  AlertNode,
  AnyNode,
  GroupNode,
  HintNode,
  RegionNode,
  ResourceNode,
  SectionNode,
  SliceNode,
  StoryNode,
} from './nodes';
import { regionUri } from './region-decorations';

/** Shape and colour: neither alone tells the severity. */
const ICONS: Readonly<Record<Severity, vscode.ThemeIcon>> = {
  critical: icon('flame', 'charts.red'),
  high: icon('error', 'charts.red'),
  medium: icon('warning', 'list.warningForeground'),
  low: icon('info', 'charts.blue'),
  informational: icon('circle-outline', 'descriptionForeground'),
};
const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** The row of a node. Tooltips are made when somebody points at the row. */
export function treeItem(node: AnyNode): vscode.TreeItem {
  switch (node.kind) {
    case 'story':
      return storyItem(node);
    case 'group':
      return groupItem(node);
    case 'alert':
      return alertItem(node);
    case 'slice':
      return sliceItem(node);
    case 'hint':
      return hintItem(node);
    case 'account':
      return accountItem(node);
    case 'region':
      return regionItem(node);
    case 'section':
      return sectionItem(node);
    case 'resource':
      return resourceItem(node);
  }
}

function storyItem({ id, story, alerts }: StoryNode): vscode.TreeItem {
  const about = [alertsText(alerts.length), periodText(story.firstSeen, story.lastSeen), rootText(story.root)].join(' · ');
  const title = sentenceText(story.title);
  return row(id, title, Collapsed, {
    description: about,
    iconPath: ICONS[story.severity],
    contextValue: ROWS.story,
    accessibilityInformation: { label: vscode.l10n.t('{0}: {1}, {2}', severityText(story.severity), title, about) },
  });
}

function groupItem({ id, by, label, counts, severity }: GroupNode): vscode.TreeItem {
  return row(id, label === '' ? vscode.l10n.t('(unknown)') : label, Collapsed, {
    description: countsText(counts),
    iconPath: ICONS[severity],
    ...(by === 'resource' && { contextValue: ROWS.resourceGroup }),
  });
}

function alertItem({ id, under, alert }: AlertNode): vscode.TreeItem {
  const label = under === 'policy' ? alert.resource : alert.title;
  const about = under === 'policy' || under === 'resource' ? alert.actor : alert.resource;
  const time = timeText(alert.lastSeen);
  const item = row(id, label, None, {
    description: `${visible(about)} · ${time}`,
    iconPath: ICONS[alert.severity],
    contextValue: ROWS.alert,
    accessibilityInformation: {
      label: vscode.l10n.t('{0}: {1}, {2}, {3}', severityText(alert.severity), visible(alert.title), visible(alert.resource), time),
    },
  });
  item.command = { command: COMMANDS.openRecord, title: vscode.l10n.t('Open Record'), arguments: [alert.eventId] };
  return item;
}

function sliceItem({ id, first, last }: SliceNode): vscode.TreeItem {
  return row(id, vscode.l10n.t('{0}–{1}', numberText(first), numberText(last)), Collapsed, {
    iconPath: new vscode.ThemeIcon('list-unordered'),
  });
}

function hintItem({ id, label, description, icon: name, command }: HintNode): vscode.TreeItem {
  const item = row(id, label, None, { description, iconPath: new vscode.ThemeIcon(name) });
  item.command = { command, title: label };
  return item;
}

function accountItem({ id, account, counts }: AccountNode): vscode.TreeItem {
  return row(id, account === '' ? vscode.l10n.t('(no account)') : account, Expanded, {
    description: countsText(counts),
    iconPath: new vscode.ThemeIcon('organization'),
    contextValue: ROWS.account,
  });
}

function regionItem({ id, account, summary }: RegionNode): vscode.TreeItem {
  const { region, counts, unusedButInhabited: unused, lastEvent } = summary;
  const marks = [
    ...(unused ? [vscode.l10n.t('unused but inhabited')] : []),
    countsText(counts),
    vscode.l10n.t('last activity {0}', timeText(lastEvent)),
  ];
  return row(id, region === '' ? vscode.l10n.t('(no region)') : regionLabel(region), Collapsed, {
    description: marks.filter((mark) => mark !== '').join(' · '),
    iconPath: unused ? ICONS.medium : new vscode.ThemeIcon('globe'),
    contextValue: ROWS.region,
    resourceUri: regionUri(account, region, unused),
  });
}

function sectionItem({ id, section, region }: SectionNode): vscode.TreeItem {
  const { counts, resources } = region.summary;
  if (section === 'resources') {
    const label = vscode.l10n.t('Resources seen ({0})', numberText(resources));
    return row(id, label, resources > 0 ? Collapsed : None, { iconPath: new vscode.ThemeIcon('symbol-misc') });
  }
  const total = SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
  return row(id, vscode.l10n.t('Alerts ({0})', numberText(total)), total > 0 ? Collapsed : None, {
    description: countsText(counts),
    iconPath: new vscode.ThemeIcon('bell'),
  });
}

function resourceItem({ id, seen }: ResourceNode): vscode.TreeItem {
  return row(id, seen.resource, None, {
    description: `${visible(seen.type)} · ${timeText(seen.lastSeen)}`,
    iconPath: new vscode.ThemeIcon('symbol-object'),
    contextValue: ROWS.resource,
    command: { command: COMMANDS.openConfiguration, title: vscode.l10n.t('Open Configuration'), arguments: [seen.resource] },
  });
}

function row(id: string, label: string, state: vscode.TreeItemCollapsibleState, rest: Partial<vscode.TreeItem>): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(visible(label), state), { id }, rest);
}

function icon(name: string, colour: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(colour));
}
