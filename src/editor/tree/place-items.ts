import * as vscode from 'vscode';
import { regionLabel } from '../../domain/regions';
import { SEVERITIES } from '../../domain/severity';
import { ROWS } from '../ids';
import { reasonText } from '../live/problem-text';
import { visible } from '../markdown';
import { countsText, dayText, numberText, timeText } from '../text';
import { isUnused } from './account-rows';
import { ICONS, icon, row } from './item-parts';
import { completeText, joined, seenText, unknownText } from './live-items';
import type { LivePlace } from './live-nodes';
import type { AccountNode, RegionNode, SectionNode } from './nodes';
import { regionUri } from './region-decorations';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export function accountItem({ id, account, counts, live }: AccountNode, now: number): vscode.TreeItem {
  const label = account === '' ? vscode.l10n.t('(no account)') : account;
  if (live === undefined) {
    return row(id, label, Expanded, {
      description: countsText(counts),
      iconPath: new vscode.ThemeIcon('organization'),
      contextValue: ROWS.account,
    });
  }
  const { alias, problem } = live.connection;
  const about = joined(
    alias === undefined ? '' : visible(alias),
    problem === undefined ? '' : reasonText(problem, vscode.l10n.t),
    countsText(counts),
    completeText(live),
    seenText(live.collected, now),
  );
  return row(id, label, Expanded, {
    description: about,
    iconPath: problem === undefined ? new vscode.ThemeIcon('organization') : ICONS.medium,
    contextValue: problem === undefined ? ROWS.liveAccount : ROWS.troubledAccount,
    accessibilityInformation: { label: `${vscode.l10n.t('Account')} ${label}, ${about}` },
  });
}

export function regionItem(node: RegionNode, now: number): vscode.TreeItem {
  const { id, account, region, live } = node;
  const label = region === '' ? vscode.l10n.t('(no region)') : regionLabel(region);
  const about = joined(...marks(node), ...(live === undefined ? [] : liveMarks(live, now)));
  return row(id, label, Collapsed, {
    description: about,
    iconPath: regionIcon(node),
    contextValue: live === undefined ? ROWS.region : live.access?.chosen === true ? ROWS.liveRegion : ROWS.unaskedRegion,
    resourceUri: regionUri(account, region, isUnused(node) ? 'unused' : live?.access?.chosen === false ? 'unasked' : 'used'),
    accessibilityInformation: { label: `${label}, ${about}` },
  });
}

/** What the records tell; of a region that should be empty also what stands there, and whose doing it is. */
function marks(node: RegionNode): readonly string[] {
  const { summary, radar } = node;
  const unused = isUnused(node);
  return [
    ...(unused ? [vscode.l10n.t('unused but inhabited')] : []),
    ...(unused && radar !== undefined && radar.alive > 0 ? [vscode.l10n.t('{0} alive', numberText(radar.alive))] : []),
    ...(unused && radar?.lastHuman !== undefined ? [`${visible(radar.lastHuman.name)} ${dayText(radar.lastHuman.at)}`] : []),
    ...(summary === undefined ? [] : [countsText(summary.counts), vscode.l10n.t('last activity {0}', timeText(summary.lastEvent))]),
  ];
}

function liveMarks(place: LivePlace, now: number): readonly string[] {
  const { access, coverage, collected } = place;
  if (access?.optIn === 'not-opted-in') return [vscode.l10n.t('not opted in')];
  if (access?.chosen === false) return [vscode.l10n.t('not asked')];
  const [problem] = coverage.flatMap((one) => one.problem ?? []);
  return [
    problem === undefined ? '' : reasonText(problem, vscode.l10n.t),
    unknownText(collected),
    coverage.length + collected.length === 0 ? vscode.l10n.t('not looked at yet') : completeText(place),
    seenText(collected, now),
  ];
}

function regionIcon(node: RegionNode): vscode.ThemeIcon {
  if (isUnused(node)) return ICONS.medium;
  if (node.live?.access?.chosen === false) return icon('circle-slash', 'disabledForeground');
  return isShut(node) ? icon('lock', 'list.warningForeground') : new vscode.ThemeIcon('globe');
}

/** Nothing of it can be known. */
function isShut({ live }: RegionNode): boolean {
  const parts = [...(live?.coverage ?? []), ...(live?.collected ?? [])];
  return parts.length > 0 && parts.every(({ problem }) => problem !== undefined);
}

export function sectionItem({ id, section, region: { summary } }: SectionNode): vscode.TreeItem {
  if (section === 'resources') {
    const resources = summary?.resources ?? 0;
    const label = vscode.l10n.t('Resources seen ({0})', numberText(resources));
    return row(id, label, resources > 0 ? Collapsed : None, { iconPath: new vscode.ThemeIcon('symbol-misc') });
  }
  const total = SEVERITIES.reduce((sum, severity) => sum + (summary?.counts[severity] ?? 0), 0);
  return row(id, vscode.l10n.t('Alerts ({0})', numberText(total)), total > 0 ? Collapsed : None, {
    description: summary === undefined ? '' : countsText(summary.counts),
    iconPath: new vscode.ThemeIcon('bell'),
  });
}
