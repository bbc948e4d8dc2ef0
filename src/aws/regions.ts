import type { LiveRegion } from '../domain/live';
import { LiveError } from './error';

/** Whether a region can be asked at all. */
export function isOpen({ optIn }: Pick<LiveRegion, 'optIn'>): boolean {
  return optIn !== 'not-opted-in';
}

/**
 * The regions of an account once these are chosen.
 * @param codes absent: all that are opted in
 * @throws LiveError `input`, where one is none of the account's or is not opted in
 */
export function regionsChosen(regions: readonly LiveRegion[], codes?: readonly string[]): readonly LiveRegion[] {
  const known = new Map(regions.map((region) => [region.region, region]));
  for (const code of codes ?? []) {
    const region = known.get(code);
    if (region === undefined)
      throw new LiveError('input', `The account has no region ${code}. Choose among ${[...known.keys()].sort().join(', ')}.`);
    if (!isOpen(region))
      throw new LiveError('input', `The account has not opted in to ${code}. Enable the region in the account first, or leave it out.`);
  }
  if (codes?.length === 0) throw new LiveError('input', 'Choose at least one region; to stop asking the account, disconnect it.');
  return regions.map((region) => ({ ...region, chosen: isOpen(region) && (codes?.includes(region.region) ?? true) }));
}
