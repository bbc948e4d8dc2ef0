import { DAY } from '../../domain/time';
import type { Bucket, S3Object } from './bucket';
import { dayOf, dayPrefix, midnight } from './layout';

export interface ListedObject extends S3Object {
  /** The day of its folder, epoch milliseconds. */
  readonly day: number;
}

/** Some days, listed whole. */
export interface ListedDays {
  /** Newest first. */
  readonly days: readonly number[];
  /** When the listing was asked for, epoch milliseconds: what arrived later is not in it. */
  readonly at: number;
  /** Newest day first. */
  readonly objects: readonly ListedObject[];
}

export interface ListingOptions {
  /** First day, epoch milliseconds of its midnight. */
  readonly from: number;
  readonly now: () => number;
  /** Whether a day has to be looked at. */
  readonly due: (day: number) => boolean;
}

/**
 * What lies below a prefix that is laid out by days, newest day first. One request where there is little: most regions of most accounts have
 * a few files or none. Where there is more than a page, the newest days are listed one by one, so that they need not wait for all the others.
 */
export async function* listDays(bucket: Bucket, prefix: string, { from, now, due }: ListingOptions): AsyncGenerator<ListedDays> {
  const newest = midnight(now()) + DAY; // a clock that is behind must not hide the newest
  const days = daysBetween(from, newest).filter(due);
  const oldest = days.at(-1);
  if (oldest === undefined) return;
  const at = now();
  for await (const { objects, more } of bucket.list(prefix, { after: dayPrefix(prefix, oldest) })) {
    const listed = placed(prefix, objects);
    if (!more) {
      yield { days: daysBetween(oldest, Math.max(newest, ...listed.map(({ day }) => day))), at, objects: newestFirst(listed) };
      return;
    }
    const earliest = Math.min(newest, ...listed.map(({ day }) => day));
    for (const day of days.filter((day) => day >= earliest)) yield await listDay(bucket, prefix, day, now());
    yield { days: days.filter((day) => day < earliest), at, objects: [] };
    return;
  }
}

async function listDay(bucket: Bucket, prefix: string, day: number, at: number): Promise<ListedDays> {
  const objects: S3Object[] = [];
  for await (const page of bucket.list(dayPrefix(prefix, day))) objects.push(...page.objects);
  return { days: [day], at, objects: newestFirst(placed(prefix, objects)) };
}

/** What is no file below a day is left out. */
function placed(prefix: string, objects: readonly S3Object[]): readonly ListedObject[] {
  return objects.flatMap((object) => {
    const day = dayOf(prefix, object.key);
    return day === undefined || object.key.endsWith('/') ? [] : [{ ...object, day }];
  });
}

function newestFirst(objects: readonly ListedObject[]): readonly ListedObject[] {
  return objects.toSorted((a, b) => b.day - a.day || (a.key < b.key ? 1 : -1));
}

/** Both included, newest first. */
function daysBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, (to - from) / DAY + 1) }, (_, back) => to - back * DAY);
}
