import type { Collected } from '../../domain/live';
import { NO_COUNTS, SEVERITIES, type Severity, type SeverityCounts } from '../../domain/severity';
import type { AccountSummary, LiveState, RegionOnRadar, RegionSummary } from '../../engine/api';
import type { FoldNode, GlobalNode, LiveAccount, LivePlace } from './live-nodes';
import type { AccountNode, RegionNode } from './nodes';

/** By account, a space and region. */
export type Radar = ReadonlyMap<string, RegionOnRadar>;

export function radarOf(regions: readonly RegionOnRadar[]): Radar {
  return new Map(regions.map((region) => [`${region.account} ${region.region}`, region]));
}

/** Accounts with events in the time range, and those that are connected: worst first. */
export function accountRows(summaries: readonly AccountSummary[], state: LiveState): readonly AccountNode[] {
  const seen = new Set(summaries.map(({ account }) => account));
  const connected = state.connections.map(({ account }) => account).filter((account) => !seen.has(account));
  const all = [...summaries, ...connected.map((account) => ({ account, regions: [] }))];
  return all.map((summary) => accountNode(summary, liveAccount(summary.account, state))).sort(worstAccountFirst);
}

function liveAccount(account: string, { connections, coverage, collected }: LiveState): LiveAccount | undefined {
  const connection = connections.find((one) => one.account === account);
  if (connection === undefined) return undefined;
  const own = <T extends { readonly account: string }>(parts: readonly T[]): readonly T[] =>
    parts.filter((part) => part.account === account);
  return { connection, coverage: own(coverage), collected: own(collected) };
}

function accountNode({ account, regions }: AccountSummary, live: LiveAccount | undefined): AccountNode {
  const sum = (severity: Severity) => regions.reduce((total, { counts }) => total + counts[severity], 0);
  const counts = {
    critical: sum('critical'),
    high: sum('high'),
    medium: sum('medium'),
    low: sum('low'),
    informational: sum('informational'),
  };
  return { kind: 'account', id: account, account, counts, regions, ...(live !== undefined && { live }) };
}

/**
 * The regions of an account: those that should be empty and are not, then those with the worst alerts, then the busiest. Of a connected
 * account also what belongs to no region, and, each under one row, the regions where nothing is and those that are not asked.
 */
export function regionRows(
  account: AccountNode,
  radar: Radar | undefined,
  isWhole: (place: LivePlace) => boolean,
): readonly (RegionNode | GlobalNode | FoldNode)[] {
  const { live } = account;
  const seen = new Set(account.regions.map(({ region }) => region));
  const more = live?.connection.regions.map(({ region }) => region).filter((region) => !seen.has(region)) ?? [];
  const rows = [
    ...account.regions.map((summary) => regionNode(account, summary.region, summary, radar)),
    ...more.map((region) => regionNode(account, region, undefined, radar)),
  ].sort(strangestFirst);
  if (live === undefined) return rows;
  const global: GlobalNode = { kind: 'global', id: `${account.id}/*`, account: account.account, live: placeOf(live, '') };
  const unasked = rows.filter(isUnasked);
  const quiet = rows.filter((row) => !isUnasked(row) && row.live !== undefined && isWhole(row.live) && isQuiet(row, radar !== undefined));
  const folds = (['quiet', 'unasked'] as const).flatMap((which): readonly FoldNode[] => {
    const regions = { quiet, unasked }[which];
    return regions.length === 0 ? [] : [{ kind: 'fold', id: `${account.id}/*${which}`, which, regions }];
  });
  return [...rows.filter((row) => !unasked.includes(row) && !quiet.includes(row)), global, ...folds];
}

function regionNode(
  { id, account, live }: AccountNode,
  region: string,
  summary: RegionSummary | undefined,
  radar: Radar | undefined,
): RegionNode {
  const shown = radar?.get(`${account} ${region}`);
  return {
    kind: 'region',
    id: `${id}/${region}`,
    account,
    region,
    ...(summary !== undefined && { summary }),
    ...(shown !== undefined && { radar: shown }),
    ...(live !== undefined && region !== '' && { live: placeOf(live, region) }),
  };
}

function placeOf({ connection, coverage, collected }: LiveAccount, region: string): LivePlace {
  const access = connection.regions.find((one) => one.region === region);
  const own = <T extends { readonly region: string }>(parts: readonly T[]): readonly T[] => parts.filter((part) => part.region === region);
  return { connection, region, ...(access !== undefined && { access }), coverage: own(coverage), collected: own(collected) };
}

/** Whether something is there, or was done there, that the regions in use don't account for. */
export function isUnused({ radar, summary }: Pick<RegionNode, 'radar' | 'summary'>): boolean {
  return summary?.unusedButInhabited === true || radar?.unusedButInhabited === true;
}

/** Nobody asks it: it is not opted in, or not chosen; and no events of it are there. */
function isUnasked({ live, summary }: RegionNode): boolean {
  return summary === undefined && live?.access?.chosen === false;
}

/**
 * It was looked at, and there is nothing to see. `told`: the radar has answered, which knows what of it nobody had made; until then
 * whatever was counted is there.
 */
function isQuiet(row: RegionNode, told: boolean): boolean {
  const { summary, live, radar } = row;
  if (summary !== undefined || live === undefined || isUnused(row)) return false;
  const { coverage, collected } = live;
  if (coverage.length === 0 || collected.length === 0) return false;
  if ([...coverage, ...collected].some(({ at, problem }) => at === undefined || problem !== undefined)) return false;
  return told ? (radar?.alive ?? 0) === 0 : collected.every(isNothing);
}

/** All of them were seen, and there was none. */
export function isNothing({ at, resources, problem }: Collected): boolean {
  return at !== undefined && resources === 0 && problem === undefined;
}

function strangestFirst(a: RegionNode, b: RegionNode): number {
  const inhabitants = (row: RegionNode): number => (isUnused(row) ? (row.radar?.alive ?? 0) : 0);
  return (
    Number(isUnused(b)) - Number(isUnused(a)) ||
    Number(inhabitants(b) > 0) - Number(inhabitants(a) > 0) ||
    moreAlerts(a.summary?.counts ?? NO_COUNTS, b.summary?.counts ?? NO_COUNTS) ||
    (b.summary?.events ?? 0) - (a.summary?.events ?? 0) ||
    (b.radar?.alive ?? 0) - (a.radar?.alive ?? 0) ||
    a.region.localeCompare(b.region)
  );
}

function worstAccountFirst(a: AccountNode, b: AccountNode): number {
  return moreAlerts(a.counts, b.counts) || a.account.localeCompare(b.account);
}

/** Negative where `a` has more alerts of the worst severity that tells the two apart. */
function moreAlerts(a: SeverityCounts, b: SeverityCounts): number {
  return SEVERITIES.map((severity) => b[severity] - a[severity]).find((difference) => difference !== 0) ?? 0;
}
