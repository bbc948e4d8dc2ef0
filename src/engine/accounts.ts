import type { Alert } from '../domain/alert';
import { countBySeverity, NO_COUNTS } from '../domain/severity';
import type { Store } from '../store/store';
import type { AccountSummary } from './api';

/** What happened in each region of each account. */
export function summarise(
  places: Awaited<ReturnType<Store['places']>>,
  alerts: readonly Alert[],
  inUse: readonly string[],
): readonly AccountSummary[] {
  const byPlace = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const place = `${alert.account} ${alert.region}`;
    const there = byPlace.get(place);
    if (there === undefined) byPlace.set(place, [alert]);
    else there.push(alert);
  }
  const accounts = new Map<string, AccountSummary['regions'][number][]>();
  for (const { account, ...place } of places) {
    const regions = accounts.get(account) ?? [];
    const counts = byPlace.get(`${account} ${place.region}`);
    const unusedButInhabited = place.region !== '' && place.writes > 0 && !inUse.includes(place.region);
    regions.push({ ...place, counts: counts === undefined ? NO_COUNTS : countBySeverity(counts), unusedButInhabited });
    accounts.set(account, regions);
  }
  return [...accounts].map(([account, regions]) => ({ account, regions }));
}
