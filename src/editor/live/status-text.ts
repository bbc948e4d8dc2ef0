import type { Collected, Connection, Coverage, LiveRegion } from '../../domain/live';
import { regionLabel } from '../../domain/regions';
import type { LiveState } from '../../engine/api';
import type { Translate } from '../documents/configuration-text';
import { visible } from '../markdown';
import { accountText, reasonText } from './problem-text';

/** How moments are written: `2026-11-20 18:04 UTC`. */
type TimeText = (time: number) => string;

const NAMES_A_LINE = 4;

/** All that is known of the connected accounts, in words: each account and region, what is covered, and what is UNKNOWN and why. */
export function statusText(state: LiveState, t: Translate, time: TimeText): string {
  if (state.connections.length === 0) return `${t('No account is connected.')}\n`;
  return state.connections.map((connection) => accountLines(connection, state, t, time).join('\n')).join('\n\n') + '\n';
}

function accountLines(connection: Connection, { coverage, collected }: LiveState, t: Translate, time: TimeText): readonly string[] {
  const { account, access, principal, regions, connectedAt, problem } = connection;
  const profile = access.profile === '' ? t('environment') : t('profile {0}', visible(access.profile));
  const way = access.role === undefined ? profile : `${profile}, ${t('role {0}', visible(access.role))}`;
  const places = ['', ...regions.filter(({ chosen }) => chosen).map(({ region }) => region)].map((region): Place => {
    const own = <T extends { readonly account: string; readonly region: string }>(parts: readonly T[]): readonly T[] =>
      parts.filter((part) => part.account === account && part.region === region);
    const parts = [...own(coverage), ...own(collected)];
    const lines = placeLines(region, own(coverage), own(collected), t, time);
    return { region, lines, faulty: parts.some((part) => part.problem !== undefined) };
  });
  return [
    accountText(connection),
    `  ${t('Reached by: {0}', way)}`,
    `  ${t('As: {0}', visible(principal))}`,
    `  ${t('Connected: {0}', time(connectedAt))}`,
    `  ${regionCounts(regions, t)}`,
    ...(problem === undefined ? [] : [`  ${t('UNKNOWN at present: {0}', reasonText(problem, t))}`, `    ${visible(problem.message)}`]),
    ...alike(places).flatMap(({ names, lines }) => ['', ...titles(names.map((region) => placeName(region, t))), ...lines]),
  ];
}

interface Place {
  readonly region: string;
  readonly lines: readonly string[];
  /** Whether something of it is UNKNOWN. */
  readonly faulty: boolean;
}

/** Places that the same is said of, together; those of which something is UNKNOWN first. */
function alike(places: readonly Place[]): readonly { readonly names: readonly string[]; readonly lines: readonly string[] }[] {
  const groups = new Map<string, Place[]>();
  for (const place of [...places.filter(({ faulty }) => faulty), ...places.filter(({ faulty }) => !faulty)]) {
    if (place.lines.length === 0) continue;
    const key = place.lines.join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  }
  return [...groups.values()].map((group) => ({ names: group.map(({ region }) => region), lines: group[0]?.lines ?? [] }));
}

/** Names of places, as many to a line as one can read. */
function titles(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (let first = 0; first < names.length; first += NAMES_A_LINE) {
    const last = first + NAMES_A_LINE >= names.length;
    lines.push(`  ${names.slice(first, first + NAMES_A_LINE).join(', ')}${last ? '' : ','}`);
  }
  return lines;
}

function placeName(region: string, t: Translate): string {
  return region === '' ? t('The account as a whole') : visible(regionLabel(region));
}

function regionCounts(regions: readonly LiveRegion[], t: Translate): string {
  const count = (which: (region: LiveRegion) => boolean): string => String(regions.filter(which).length);
  return t(
    'Regions: {0} asked, {1} left out, {2} not opted in',
    count(({ chosen }) => chosen),
    count(({ chosen, optIn }) => !chosen && optIn !== 'not-opted-in'),
    count(({ optIn }) => optIn === 'not-opted-in'),
  );
}

function placeLines(
  region: string,
  coverage: readonly Coverage[],
  collected: readonly Collected[],
  t: Translate,
  time: TimeText,
): readonly string[] {
  return [
    ...(coverage.length === 0 && region !== '' ? [`    ${t('Events: UNKNOWN, not fetched yet')}`] : []),
    ...coverage.flatMap((one) => coverageLines(one, t, time)),
    ...inventoryLines(collected, t, time),
  ];
}

function coverageLines({ source, intervals, at, problem }: Coverage, t: Translate, time: TimeText): readonly string[] {
  const name = source === 'lookup' ? t('Events') : t('Events of the trail');
  const covered = intervals.map(({ from, to }) => t('{0} to {1}', time(from), time(to))).join('; ');
  const reason = problem === undefined ? '' : reasonText(problem, t);
  const looked = at === undefined ? '' : ` (${t('looked at {0}', time(at))})`;
  return [
    `    ${name}: ${covered === '' ? t('UNKNOWN, nothing is covered') : covered}${looked}`,
    ...(problem === undefined
      ? []
      : [`      ${covered === '' ? reason : t('UNKNOWN after that: {0}', reason)}`, `      ${visible(problem.message)}`]),
  ];
}

function inventoryLines(collected: readonly Collected[], t: Translate, time: TimeText): readonly string[] {
  const seen = collected.filter(({ at }) => at !== undefined);
  const resources = seen.reduce((sum, one) => sum + one.resources, 0);
  const oldest = Math.min(...seen.map(({ at = 0 }) => at));
  return [
    ...(seen.length === 0
      ? []
      : [`    ${t('Resources: {0}, looked for {1} kinds, as of {2}', String(resources), String(seen.length), time(oldest))}`]),
    ...collected.flatMap(({ api, problem }) =>
      problem === undefined
        ? []
        : [`    ${t('{0}: UNKNOWN, {1}', visible(api), reasonText(problem, t))}`, `      ${visible(problem.message)}`],
    ),
  ];
}
