import { union, within, without, type Intervals } from '../../domain/interval';
import type { Trail } from '../../domain/live';
import { DAY, MINUTE } from '../../domain/time';
import type { LoadedObjects } from './loaded';

/** From an event to the delivery of its file: five minutes on average, without a promise; AWS speaks of fifteen. */
const LAG = 15 * MINUTE;

/**
 * The spans of time whose events are in the store, by the days whose files are. A file lies in the day of its delivery: the last events of a
 * day come with the first files of the next one. Of the time when the trail did not deliver nothing is said, nor of one that records a part only.
 */
export function coveredBy(known: LoadedObjects, { complete, logging, startedAt, stoppedAt }: Trail): Intervals {
  if (complete !== true) return [];
  const days = [...known.days()];
  const first = Math.min(...days.filter(({ objects }) => objects > 0).map(({ day }) => day));
  const delivering = { from: Math.min(startedAt ?? Infinity, first), to: logging === false ? (stoppedAt ?? 0) : Infinity };
  const pause = startedAt !== undefined && stoppedAt !== undefined ? [{ from: stoppedAt, to: startedAt }] : []; // empty, where it stands now
  const whole = days.flatMap(({ day, whole }) => {
    if (whole === undefined) return [];
    const end = known.whole(day + DAY) === undefined ? day + DAY - LAG : day + DAY;
    return { from: day, to: Math.min(end, whole - LAG) };
  });
  return without(within(union(whole), delivering), pause);
}
