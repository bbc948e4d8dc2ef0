import type { RegionLife } from '../domain/region-life';
import { NO_LIFE, regionLives } from '../provenance/region-life';
import type { Store } from '../store/store';
import type { RegionOnRadar } from './api';
import type { Inventory } from './resources';

type Place = Omit<RegionOnRadar, 'unusedButInhabited'>;

/** What stands and who has worked in each region of each account; made anew by the first question after the store or what was seen has changed. */
export class Radar {
  private made: { readonly state: string; readonly places: Promise<readonly Place[]> } | undefined;

  constructor(private readonly inventory: Inventory) {}

  /** Regions that should be empty and are not come first, those where most stands on top. */
  async show(store: Store, inUse: readonly string[]): Promise<readonly RegionOnRadar[]> {
    const state = await this.inventory.upToDate(store);
    if (this.made?.state !== state) {
      const places = this.make(store);
      this.made = { state, places };
      places.catch(() => {
        if (this.made?.places === places) this.made = undefined; // the next question tries again
      });
    }
    const places = await this.made.places;
    const isUnused = ({ region }: Place): boolean => inUse.length > 0 && !inUse.includes(region); // where nothing tells which are, none is
    return places.map((place) => ({ ...place, unusedButInhabited: isInhabited(place) && isUnused(place) })).sort(strangestFirst);
  }

  private async make(store: Store): Promise<readonly Place[]> {
    const [seen, alive, lives] = await Promise.all([store.seenIn(), store.alive(), regionLives(store)]);
    const empty = { alive: 0, ...NO_LIFE };
    const places = new Map<string, Place>();
    for (const { account, region, from, to } of seen)
      places.set(`${account} ${region}`, {
        account,
        region,
        ...empty,
        ...lives.get(`${account} ${region}`),
        firstSeen: from,
        lastEvent: to,
      });
    for (const { account, region, alive: count } of alive)
      places.set(`${account} ${region}`, { account, region, ...empty, ...places.get(`${account} ${region}`), alive: count });
    return [...places.values()].filter(({ region }) => region !== '');
  }
}

function isInhabited({ alive, humanWrites, serviceWrites, roleWrites }: RegionLife & { readonly alive: number }): boolean {
  return alive > 0 || humanWrites + serviceWrites + roleWrites > 0;
}

function strangestFirst(a: RegionOnRadar, b: RegionOnRadar): number {
  return (
    Number(b.unusedButInhabited) - Number(a.unusedButInhabited) ||
    (a.unusedButInhabited ? b.alive - a.alive : 0) ||
    a.account.localeCompare(b.account) ||
    b.alive - a.alive ||
    a.region.localeCompare(b.region)
  );
}
