import type { SyncProgress } from '../../engine/api';
import type { Translate } from '../documents/configuration-text';

/** How numbers and moments are written in the editor's language. */
export interface Writing {
  readonly t: Translate;
  readonly number: (count: number) => string;
  /** Epoch milliseconds into a time of the day, or a day where it is longer ago. */
  readonly moment: (time: number) => string;
}

/** Several syncs of a window as one. */
export function sumOf(all: readonly SyncProgress[]): SyncProgress | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  return others.reduce<SyncProgress>((sum, one) => {
    // Every place is covered only as far as the one that is covered least.
    const since =
      sum.coveredSince === undefined || one.coveredSince === undefined ? undefined : Math.max(sum.coveredSince, one.coveredSince);
    return {
      partsDone: sum.partsDone + one.partsDone,
      partsTotal: sum.partsTotal + one.partsTotal,
      events: sum.events + one.events,
      stored: sum.stored + one.stored,
      resources: sum.resources + one.resources,
      problems: sum.problems + one.problems,
      ...(since !== undefined && { coveredSince: since }),
    };
  }, first);
}

/** `12 of 48 parts · events back to 12:30`: for a place that is narrow. */
export function shortProgressText({ partsDone, partsTotal, coveredSince }: SyncProgress, { t, number, moment }: Writing): string {
  return [
    t('{0} of {1} parts', number(partsDone), number(partsTotal)),
    ...(coveredSince === undefined ? [] : [t('events back to {0}', moment(coveredSince))]),
  ].join(' · ');
}

/** `12 of 48 parts · events back to 12:30 · 34,000 events · 210 resources` */
export function progressText(progress: SyncProgress, writing: Writing): string {
  const { events, resources, problems } = progress;
  const { t, number } = writing;
  return [
    shortProgressText(progress, writing),
    t('{0} events', number(events)),
    ...(resources === 0 ? [] : [t('{0} resources', number(resources))]),
    ...(problems === 0 ? [] : [t('{0} problems', number(problems))]),
  ].join(' · ');
}
