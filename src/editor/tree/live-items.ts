import * as vscode from 'vscode';
import type { Collected, Health } from '../../domain/live';
import { COMMANDS, ROWS } from '../ids';
import { reasonText } from '../live/problem-text';
import { visible } from '../markdown';
import { agoText, dayText, numberText } from '../text';
import { commonStretch, newestStretch } from './coverage';
import { ICONS, icon, row } from './item-parts';
import { liveKind } from './live-kinds';
import type { FoldNode, GlobalNode, KindNode, LiveAccount, LiveNode, LivePlace, RestNode } from './live-nodes';

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

/** Shape and colour of what is not as it should be; what is well has the icon of its kind. */
const HEALTH: Readonly<Record<Exclude<Health, 'ok'>, vscode.ThemeIcon>> = {
  error: ICONS.high,
  warning: ICONS.medium,
  busy: icon('sync', 'charts.blue'),
  stopped: icon('circle-slash', 'disabledForeground'),
  unknown: icon('question', 'descriptionForeground'),
};

export function healthText(health: Health): string {
  switch (health) {
    case 'ok':
      return vscode.l10n.t('well');
    case 'busy':
      return vscode.l10n.t('changing');
    case 'warning':
      return vscode.l10n.t('warning');
    case 'error':
      return vscode.l10n.t('error');
    case 'stopped':
      return vscode.l10n.t('stopped');
    case 'unknown':
      return vscode.l10n.t('unknown');
  }
}

export function foldItem({ id, which, regions }: FoldNode): vscode.TreeItem {
  const count = numberText(regions.length);
  const label = { quiet: vscode.l10n.t('Regions where nothing is ({0})', count), unasked: vscode.l10n.t('Regions not asked ({0})', count) }[
    which
  ];
  return row(id, label, Collapsed, {
    iconPath: which === 'quiet' ? new vscode.ThemeIcon('globe') : HEALTH.stopped,
    contextValue: ROWS.fold,
  });
}

export function globalItem({ id, live }: GlobalNode, now: number): vscode.TreeItem {
  return row(id, vscode.l10n.t('Account as a Whole'), Collapsed, {
    description: joined(unknownText(live.collected), seenText(live.collected, now)),
    iconPath: new vscode.ThemeIcon('symbol-interface'),
    contextValue: ROWS.global,
  });
}

/** A kind that could not be looked at says so, and why; what is known from before is there all the same. */
export function kindItem({ id, api, collected, filter }: KindNode, now: number): vscode.TreeItem {
  const { label, icon: name } = liveKind(api);
  if (collected?.at === undefined) {
    const why = collected?.problem === undefined ? vscode.l10n.t('not looked at yet') : reasonText(collected.problem, vscode.l10n.t);
    const text = vscode.l10n.t('UNKNOWN, {0}', why);
    return row(id, label(), None, {
      description: text,
      iconPath: HEALTH.unknown,
      contextValue: ROWS.unknownKind,
      accessibilityInformation: { label: `${label()}: ${text}` },
    });
  }
  const { resources, problem } = collected;
  return row(id, vscode.l10n.t('{0} ({1})', label(), numberText(resources)), Collapsed, {
    description: joined(
      filter === undefined ? '' : vscode.l10n.t('filter: {0}', visible(filter)),
      problem === undefined ? '' : reasonText(problem, vscode.l10n.t),
      seenText([collected], now),
    ),
    iconPath: problem === undefined ? new vscode.ThemeIcon(filter === undefined ? name : 'filter') : ICONS.medium,
    contextValue: filter === undefined ? ROWS.kind : ROWS.filteredKind,
  });
}

export function liveItem({ id, resource }: LiveNode): vscode.TreeItem {
  const { api, name, health, summary, why } = resource;
  const { icon: own, below } = liveKind(api);
  const label = name === '' ? resource.resource : name;
  const about = joined(visible(summary), why === undefined || health === 'ok' ? '' : visible(why));
  return row(id, label, below === undefined ? None : Collapsed, {
    description: about,
    iconPath: health === 'ok' ? new vscode.ThemeIcon(own) : HEALTH[health],
    contextValue: ROWS.live,
    accessibilityInformation: { label: vscode.l10n.t('{0}: {1}, {2}', healthText(health), visible(label), about) },
    command: { command: COMMANDS.openConfiguration, title: vscode.l10n.t('Open Configuration'), arguments: [resource.resource] },
  });
}

export function restItem({ id, collected }: RestNode, now: number): vscode.TreeItem {
  return row(id, vscode.l10n.t('Kinds of which there is nothing ({0})', numberText(collected.length)), None, {
    description: seenText(collected, now),
    iconPath: new vscode.ThemeIcon('check'),
  });
}

/** How fresh all of it is: by what was seen longest ago. Empty: nothing was. */
export function seenText(collected: readonly Collected[], now: number): string {
  const times = collected.flatMap(({ at }) => at ?? []);
  return times.length === 0 ? '' : vscode.l10n.t('seen {0}', agoText(Math.min(...times), now));
}

/** How many kinds are not known, or not known any more. Empty: all are. */
export function unknownText(collected: readonly Collected[]): string {
  const unknown = collected.filter(({ at, problem }) => at === undefined || problem !== undefined).length;
  if (unknown === 0) return '';
  return unknown === 1 ? vscode.l10n.t('1 kind UNKNOWN') : vscode.l10n.t('{0} kinds UNKNOWN', numberText(unknown));
}

/** Since when no event is missing. */
export function completeText(live: LiveAccount | LivePlace): string {
  const stretch = 'region' in live ? newestStretch(live.coverage) : commonStretch(chosenCoverage(live));
  return stretch === undefined ? vscode.l10n.t('events not complete') : vscode.l10n.t('complete since {0}', dayText(stretch.from));
}

function chosenCoverage({ connection, coverage }: LiveAccount) {
  const chosen = connection.regions.filter((region) => region.chosen);
  return chosen.map(({ region }) => coverage.filter((one) => one.region === region));
}

/** What there is to say, in one line. */
export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
