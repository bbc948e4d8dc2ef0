import * as vscode from 'vscode';
import { regionLabel } from '../../domain/regions';
import { factsMarkdown } from '../facts';
import { codeSpan, escapeMarkdown } from '../markdown';
import { countsText, numberText, periodText, rootText, sentenceText, severityText, sparklineText, strengthText, timeText } from '../text';
import type { AnyNode } from './nodes';
import { accountTooltip, kindTooltip, liveTooltip, regionTooltip, restTooltip } from './place-tooltips';

/** What a row says when somebody points at it. `undefined`: the row says it all. */
export function tooltip(node: AnyNode, now: number): vscode.MarkdownString | undefined {
  switch (node.kind) {
    case 'alert':
      return alertTooltip(node.alert);
    case 'story':
      return storyTooltip(node);
    case 'group':
      return factsMarkdown(`**${escapeMarkdown(node.label)}**`, [[vscode.l10n.t('Alerts'), escapeMarkdown(countsText(node.counts))]]);
    case 'account':
      return accountTooltip(node);
    case 'region':
      return regionTooltip(node);
    case 'kind':
      return kindTooltip(node, now);
    case 'live':
      return liveTooltip(node, now);
    case 'rest':
      return restTooltip(node);
    case 'resource':
      return factsMarkdown(codeSpan(node.seen.resource), [
        [vscode.l10n.t('Type'), codeSpan(node.seen.type)],
        [vscode.l10n.t('Events'), numberText(node.seen.events)],
        [vscode.l10n.t('Last seen'), timeText(node.seen.lastSeen)],
      ]);
    case 'section':
    case 'slice':
    case 'hint':
    case 'fold':
    case 'global':
      return undefined;
  }
}

function storyTooltip({ story, alerts }: AnyNode & { readonly kind: 'story' }): vscode.MarkdownString {
  const { root, firstSeen, lastSeen, sparkline } = story;
  return factsMarkdown(`**${escapeMarkdown(sentenceText(story.title))}** (${severityText(story.severity)})`, [
    [vscode.l10n.t('Alerts'), numberText(alerts.length)],
    [vscode.l10n.t('Events'), `${numberText(story.events)} ${sparklineText(sparkline)}`],
    [vscode.l10n.t('Period'), escapeMarkdown(periodText(firstSeen, lastSeen))],
    [vscode.l10n.t('Cause'), escapeMarkdown(rootText(root))],
    ...(root.name === undefined ? [] : [[vscode.l10n.t('How sure'), escapeMarkdown(strengthText(root))] as const]),
    [vscode.l10n.t('Account'), codeSpan(story.account)],
    [vscode.l10n.t('Region'), codeSpan(regionLabel(story.region))],
  ]);
}

function alertTooltip(alert: (AnyNode & { readonly kind: 'alert' })['alert']): vscode.MarkdownString {
  return factsMarkdown(`**${escapeMarkdown(alert.title)}** (${severityText(alert.severity)})`, [
    [vscode.l10n.t('Resource'), codeSpan(alert.resource)],
    [vscode.l10n.t('Actor'), codeSpan(alert.actor)],
    [vscode.l10n.t('Operation'), codeSpan(alert.operation)],
    [vscode.l10n.t('Account'), codeSpan(alert.account)],
    [vscode.l10n.t('Region'), codeSpan(regionLabel(alert.region))],
    [vscode.l10n.t('First seen'), timeText(alert.firstSeen)],
    [vscode.l10n.t('Last seen'), timeText(alert.lastSeen)],
    [vscode.l10n.t('Events'), numberText(alert.events)],
    [vscode.l10n.t('Policy'), codeSpan(alert.policy)],
  ]);
}
