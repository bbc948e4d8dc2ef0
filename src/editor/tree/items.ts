import * as vscode from 'vscode';
import { ROWS, COMMANDS } from '../ids';
import { visible } from '../markdown';
import { alertsText, countsText, numberText, periodText, rootText, sentenceText, severityText, timeText } from '../text';
import { ICONS, row } from './item-parts';
import { foldItem, globalItem, kindItem, liveItem, restItem } from './live-items';
import type { AlertNode, AnyNode, GroupNode, HintNode, ResourceNode, SliceNode, StoryNode } from './nodes';
import { accountItem, regionItem, sectionItem } from './place-items';

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

/** The row of a node, as of now (epoch milliseconds). Tooltips are made when somebody points at the row. */
export function treeItem(node: AnyNode, now: number): vscode.TreeItem {
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
      return accountItem(node, now);
    case 'region':
      return regionItem(node, now);
    case 'section':
      return sectionItem(node);
    case 'resource':
      return resourceItem(node);
    case 'fold':
      return foldItem(node);
    case 'global':
      return globalItem(node, now);
    case 'kind':
      return kindItem(node, now);
    case 'live':
      return liveItem(node);
    case 'rest':
      return restItem(node, now);
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

function hintItem({ id, label, description, icon: name, command, about }: HintNode): vscode.TreeItem {
  const item = row(id, label, None, { description, iconPath: new vscode.ThemeIcon(name) });
  item.command = { command, title: label, ...(about !== undefined && { arguments: [about] }) };
  return item;
}

function resourceItem({ id, seen }: ResourceNode): vscode.TreeItem {
  return row(id, seen.resource, None, {
    description: `${visible(seen.type)} · ${timeText(seen.lastSeen)}`,
    iconPath: new vscode.ThemeIcon('symbol-object'),
    contextValue: ROWS.resource,
    command: { command: COMMANDS.openConfiguration, title: vscode.l10n.t('Open Configuration'), arguments: [seen.resource] },
  });
}
