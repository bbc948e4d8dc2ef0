import * as vscode from 'vscode';
import type { Collected, Coverage, Problem } from '../../domain/live';
import { regionLabel } from '../../domain/regions';
import { factsMarkdown, type Fact } from '../facts';
import { reasonText } from '../live/problem-text';
import { codeSpan, escapeMarkdown } from '../markdown';
import { agoText, numberText, timeText } from '../text';
import { isUnused } from './account-rows';
import { completeText, healthText } from './live-items';
import { liveKind } from './live-kinds';
import type { KindNode, LiveNode, LivePlace, RestNode } from './live-nodes';
import type { AccountNode, RegionNode } from './nodes';
import { remedyText } from './remedy';

/** More problems than these nobody reads in a tooltip: the first say what kind they are. */
const MOST_PROBLEMS = 8;

export function accountTooltip({ account, regions, live }: AccountNode): vscode.MarkdownString {
  const title = `**${vscode.l10n.t('Account')}** ${codeSpan(account)}`;
  const seen: Fact = [vscode.l10n.t('Regions with events'), numberText(regions.length)];
  if (live === undefined) return factsMarkdown(title, [seen]);
  const { alias, principal, connectedAt, problem, regions: all } = live.connection;
  return factsMarkdown(
    title,
    [
      ...(alias === undefined ? [] : [[vscode.l10n.t('Alias'), codeSpan(alias)] as const]),
      [vscode.l10n.t('Connected as'), codeSpan(principal)],
      [vscode.l10n.t('Connected'), timeText(connectedAt)],
      [vscode.l10n.t('Regions asked'), numberText(all.filter(({ chosen }) => chosen).length)],
      seen,
      [vscode.l10n.t('Events'), escapeMarkdown(completeText(live))],
    ],
    problemLines([...(problem === undefined ? [] : [{ what: vscode.l10n.t('Account'), problem }]), ...problemsOf(live.coverage, [])]),
  );
}

export function regionTooltip(node: RegionNode): vscode.MarkdownString {
  const { region, summary, radar, live } = node;
  const unused = vscode.l10n.t('Not among the regions in use, yet something stands here, or was made or changed');
  const human = radar?.lastHuman;
  return factsMarkdown(
    `**${escapeMarkdown(regionLabel(region))}**${isUnused(node) ? `  \n${unused}` : ''}`,
    [
      ...(summary === undefined
        ? []
        : ([
            [vscode.l10n.t('Events'), numberText(summary.events)],
            [vscode.l10n.t('Writes'), numberText(summary.writes)],
            [vscode.l10n.t('Last activity'), timeText(summary.lastEvent)],
          ] satisfies Fact[])),
      ...(radar === undefined
        ? []
        : ([
            [vscode.l10n.t('Resources alive'), numberText(radar.alive)],
            [vscode.l10n.t('Writes by people'), numberText(radar.humanWrites)],
            [vscode.l10n.t('Writes by services and programs'), numberText(radar.serviceWrites)],
            [vscode.l10n.t('Writes by sessions of roles'), numberText(radar.roleWrites)],
            [vscode.l10n.t('Last person'), human === undefined ? '—' : `${codeSpan(human.name)}, ${timeText(human.at)}`],
            ...(radar.firstSeen === undefined ? [] : [[vscode.l10n.t('First seen'), timeText(radar.firstSeen)] as const]),
          ] satisfies Fact[])),
      ...(live === undefined ? [] : coverageFacts(live)),
    ],
    live === undefined ? '' : problemLines(problemsOf(live.coverage, live.collected)),
  );
}

export function kindTooltip({ api, collected, place }: KindNode, now: number): vscode.MarkdownString {
  const { label } = liveKind(api);
  const seen = collected?.at;
  return factsMarkdown(
    `**${escapeMarkdown(label())}**`,
    [
      [vscode.l10n.t('Kind'), codeSpan(api)],
      [vscode.l10n.t('Account'), codeSpan(place.connection.account)],
      ...(place.region === '' ? [] : [[vscode.l10n.t('Region'), codeSpan(regionLabel(place.region))] as const]),
      [vscode.l10n.t('Seen'), seen === undefined ? vscode.l10n.t('never') : `${timeText(seen)} (${escapeMarkdown(agoText(seen, now))})`],
    ],
    collected?.problem === undefined ? '' : problemLines([{ what: label(), problem: collected.problem }]),
  );
}

export function liveTooltip({ resource }: LiveNode, now: number): vscode.MarkdownString {
  const { name, api, health, summary, why, at } = resource;
  return factsMarkdown(`**${escapeMarkdown(name)}**  \n${codeSpan(resource.resource)}`, [
    [vscode.l10n.t('State'), escapeMarkdown(summary === '' ? healthText(health) : `${healthText(health)}, ${summary}`)],
    ...(why === undefined ? [] : [[vscode.l10n.t('Why'), codeSpan(why)] as const]),
    [vscode.l10n.t('Kind'), codeSpan(api)],
    [vscode.l10n.t('Seen'), `${timeText(at)} (${escapeMarkdown(agoText(at, now))})`],
  ]);
}

export function restTooltip({ collected }: RestNode): vscode.MarkdownString {
  const names = collected.map(({ api }) => liveKind(api).label());
  return factsMarkdown(vscode.l10n.t('Looked at, and nothing was there:'), [], escapeMarkdown(names.join(', ')));
}

function coverageFacts({ coverage }: LivePlace): readonly Fact[] {
  const sources = { lookup: vscode.l10n.t('Events fetched'), trail: vscode.l10n.t('Log files of the trail') };
  return coverage.map(({ source, intervals, at }): Fact => {
    const spans = intervals.map(({ from, to }) => `${timeText(from)} – ${timeText(to)}`);
    const looked = at === undefined ? '' : ` (${vscode.l10n.t('looked at {0}', timeText(at))})`;
    return [sources[source], `${spans.length === 0 ? vscode.l10n.t('none') : spans.join('; ')}${looked}`];
  });
}

interface Placed {
  readonly what: string;
  readonly problem: Problem;
}

function problemsOf(coverage: readonly Coverage[], collected: readonly Collected[]): readonly Placed[] {
  return [
    ...coverage.flatMap(({ region, problem }) =>
      problem === undefined ? [] : [{ what: `${vscode.l10n.t('Events')}, ${region}`, problem }],
    ),
    ...collected.flatMap(({ api, problem }) => (problem === undefined ? [] : [{ what: liveKind(api).label(), problem }])),
  ];
}

/** What is UNKNOWN, why, and what to do. */
function problemLines(problems: readonly Placed[]): string {
  const lines = problems.slice(0, MOST_PROBLEMS).map(({ what, problem }) => {
    const why = vscode.l10n.t('{0}: UNKNOWN, {1}', what, reasonText(problem, vscode.l10n.t));
    return `- ${escapeMarkdown(why)}  \n  ${codeSpan(problem.message)}  \n  ${escapeMarkdown(remedyText(problem))}`;
  });
  const more = problems.length - MOST_PROBLEMS;
  return [...lines, ...(more > 0 ? [`- ${escapeMarkdown(vscode.l10n.t('and {0} more', numberText(more)))}`] : [])].join('\n');
}
