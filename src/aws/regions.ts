import type { LiveRegion } from '../domain/live';
import { partitionOf } from '../domain/partition';
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

/**
 * Regions that every account has: those from before 20 March 2019 can't be switched off, later ones are off until somebody opts in (AWS
 * Account Management, "Enable or disable AWS Regions").
 */
const ALWAYS_OPEN: ReadonlySet<string> = new Set(
  `us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 ap-south-1
   ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2`.split(/\s+/),
);

/** Whether a region is open to every account of its partition. */
export function isAlwaysOpen(region: string): boolean {
  return ALWAYS_OPEN.has(region) || partitionOf(region) !== 'aws';
}

/** The regions of an account that is connected again: a choice stays, and whoever had chosen all has those that were opened since. */
export function regionsAgain(found: readonly LiveRegion[], before: readonly LiveRegion[]): readonly LiveRegion[] {
  const all = before.every((region) => region.chosen === isOpen(region));
  const chosen = new Set(before.filter((region) => region.chosen).map(({ region }) => region));
  return found.map((region) => ({ ...region, chosen: isOpen(region) && (all || chosen.has(region.region)) }));
}
