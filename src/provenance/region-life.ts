import type { RegionLife } from '../domain/region-life';
import { GLOBAL_SERVICES } from '../domain/regions';
import type { Store } from '../store/store';
import { callerOf } from './chain/caller';
import { tracedOf } from './chain/traced';

export const NO_LIFE: RegionLife = { humanWrites: 0, serviceWrites: 0, roleWrites: 0 };

/**
 * Who has worked where: by account, a space and region. What is written by services that record in one region whatever the caller's
 * says nothing of that region, and is left out.
 */
export async function regionLives(store: Store, signal?: AbortSignal): Promise<ReadonlyMap<string, RegionLife>> {
  const lives = new Map<string, RegionLife>();
  for (const { account, region, writes, newest } of await store.writers(GLOBAL_SERVICES, signal)) {
    const place = `${account} ${region}`;
    const life = lives.get(place) ?? NO_LIFE;
    const caller = newest === undefined ? undefined : callerOf(tracedOf(newest));
    if (newest === undefined || caller?.kind === 'service' || (caller?.kind === 'named' && caller.is === 'service')) {
      lives.set(place, { ...life, serviceWrites: life.serviceWrites + writes });
    } else if (caller?.kind === 'named') {
      const later = newest.time >= (life.lastHuman?.at ?? -Infinity);
      lives.set(place, {
        ...life,
        humanWrites: life.humanWrites + writes,
        ...(later && { lastHuman: { name: caller.name, at: newest.time } }),
      });
    } else lives.set(place, { ...life, roleWrites: life.roleWrites + writes });
  }
  return lives;
}
