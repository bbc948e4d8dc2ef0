import type { RegionOnRadar } from '../../src/protocol/dashboard';

export type RadarColumn =
  'region' | 'account' | 'state' | 'alive' | 'humanWrites' | 'roleWrites' | 'serviceWrites' | 'lastHuman' | 'lastHumanAt' | 'firstSeen';

/** What a column is sorted by: numbers and times as such; what is absent comes before all that is there. */
const VALUES: Readonly<Record<RadarColumn, (region: RegionOnRadar) => string | number>> = {
  region: ({ region }) => region,
  account: ({ account }) => account,
  state: ({ unusedButInhabited }) => Number(unusedButInhabited),
  alive: ({ alive }) => alive,
  humanWrites: ({ humanWrites }) => humanWrites,
  roleWrites: ({ roleWrites }) => roleWrites,
  serviceWrites: ({ serviceWrites }) => serviceWrites,
  lastHuman: ({ lastHuman }) => lastHuman?.name ?? '',
  lastHumanAt: ({ lastHuman }) => lastHuman?.at ?? -Infinity,
  firstSeen: ({ firstSeen }) => firstSeen ?? -Infinity,
};

/** Regions in the order of a column, alike ones as they came; without one, as they came: what should be empty first. */
export function sortedRegions(
  regions: readonly RegionOnRadar[],
  sort: { readonly key: RadarColumn; readonly descending: boolean } | undefined,
): readonly RegionOnRadar[] {
  if (sort === undefined) return regions;
  const value = VALUES[sort.key];
  const sign = sort.descending ? -1 : 1;
  return regions.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === y) return 0;
    return sign * (typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y) : x < y ? -1 : 1);
  });
}
