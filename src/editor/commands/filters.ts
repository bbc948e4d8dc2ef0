import * as vscode from 'vscode';
import { DAY, formatRange, parseRange, PAST_DAY, PAST_HOUR, PAST_WEEK, type TimeRange } from '../../domain/time';
import { SEVERITIES } from '../../domain/severity';
import type { FilterState } from '../filter';
import { COMMANDS } from '../ids';
import { rangeText, severityText } from '../text';
import { nodeOf } from './arguments';
import type { CommandDeps, Handler } from './deps';

const RANGES: readonly TimeRange[] = [PAST_HOUR, PAST_DAY, PAST_WEEK, { kind: 'past', amount: 30, unit: 'days' }, { kind: 'all' }];

/** Commands that change what the lists show. */
export function filterCommands(deps: CommandDeps) {
  const { filter, session, views } = deps;
  return {
    [COMMANDS.setTimeRange]: async () => {
      const range = await pickRange(filter.state.range);
      if (range !== undefined) await filter.set(withRange(filter.state, range));
    },
    [COMMANDS.setSeverity]: async () => {
      const severities = await pickSeverities(filter.state);
      if (severities !== undefined) await filter.set({ ...filter.state, severities });
    },
    [COMMANDS.filterToRegion]: async (argument) => {
      const node = nodeOf(argument, views.selection);
      if (node?.kind === 'region') await filter.set({ ...filter.state, account: node.account, region: node.region });
      if (node?.kind === 'alert') await filter.set({ ...filter.state, account: node.alert.account, region: node.alert.region });
    },
    [COMMANDS.filterToStory]: async (argument) => {
      const node = nodeOf(argument, views.selection);
      if (node?.kind === 'story') await filter.set({ ...filter.state, story: { id: node.story.id, title: node.story.title } });
    },
    [COMMANDS.clearFilter]: () => filter.set({ range: filter.state.range, severities: [], types: [] }),
    [COMMANDS.showNewestDay]: async () => {
      const { to } = await session.status();
      if (to !== undefined) await filter.set(withRange(filter.state, dayOf(to)));
    },
    [COMMANDS.groupByStory]: () => views.groupBy('story'),
    [COMMANDS.groupByPolicy]: () => views.groupBy('policy'),
    [COMMANDS.groupByResource]: () => views.groupBy('resource'),
    [COMMANDS.groupByActor]: () => views.groupBy('actor'),
  } satisfies Record<string, Handler>;
}

/** The UTC day that holds a time. */
export function dayOf(time: number): TimeRange {
  const from = time - (((time % DAY) + DAY) % DAY);
  return { kind: 'between', from, to: from + DAY };
}

/** Another range; hours chosen on the chart belonged to the old one. */
function withRange({ severities, types, account, region, story }: FilterState, range: TimeRange): FilterState {
  return {
    range,
    severities,
    types,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(story !== undefined && { story }),
  };
}

/** Lets a person choose a time range; `undefined`: dismissed. */
export async function pickRange(
  current: TimeRange,
  placeHolder = vscode.l10n.t('Time range of alerts, dashboard and searches'),
): Promise<TimeRange | undefined> {
  const custom = { label: vscode.l10n.t('Another range…'), description: vscode.l10n.t('from and to, or since when') };
  const ranges = RANGES.map((range) => ({
    label: rangeText(range),
    ...(formatRange(range) === formatRange(current) && { description: vscode.l10n.t('in force') }),
    range,
  }));
  const choice = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly range?: TimeRange }>([...ranges, custom], {
    placeHolder,
  });
  return choice === custom ? askRange(current) : choice?.range;
}

async function askRange(current: TimeRange): Promise<TimeRange | undefined> {
  const text = await vscode.window.showInputBox({
    value: formatRange(current),
    prompt: vscode.l10n.t('For example: past 3 days · 2023-07-10T00:00Z .. 2023-07-11T00:00Z · since 2023-07-10 · all'),
    validateInput: (value) =>
      parseRange(value) === undefined ? vscode.l10n.t('This is no time range. Times without an offset are in UTC.') : undefined,
  });
  return text === undefined ? undefined : parseRange(text);
}

/** `undefined`: dismissed; all or none chosen: all. */
async function pickSeverities({ severities }: FilterState): Promise<FilterState['severities'] | undefined> {
  const items = SEVERITIES.map((severity) => ({
    label: severityText(severity),
    picked: severities.length === 0 || severities.includes(severity),
    severity,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: vscode.l10n.t('Severities to show'),
  });
  if (choice === undefined) return undefined;
  return choice.length === SEVERITIES.length ? [] : choice.map(({ severity }) => severity);
}
