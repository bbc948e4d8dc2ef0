import type { LoadProgress } from '../engine/api';

/** How fast a load goes, by its last seconds. */
export interface Speed {
  readonly eventsPerSecond: number;
  /** Absent while nothing moves. */
  readonly secondsLeft?: number;
}

type Sample = Pick<LoadProgress, 'events' | 'bytesDone'> & { readonly at: number };

/** What is looked back on: files differ, and a segment that is written holds up reading for a moment. */
const LOOKED_BACK_MS = 10_000;
/** Before that a speed says nothing. */
const LEAST_MS = 2_000;

/** Follows the progress of a load. */
export class Pace {
  private samples: readonly Sample[] = [];

  /** The speed as of this progress; `undefined` in the first seconds. `at`: milliseconds of any clock that only goes forward. */
  follow({ events, bytesDone, bytesTotal }: LoadProgress, at: number): Speed | undefined {
    const kept = this.samples.filter((sample) => at - sample.at <= LOOKED_BACK_MS);
    this.samples = [...kept, { events, bytesDone, at }];
    const [first] = this.samples;
    if (first === undefined || at - first.at < LEAST_MS) return undefined;
    const seconds = (at - first.at) / 1000;
    const bytes = bytesDone - first.bytesDone;
    return {
      eventsPerSecond: (events - first.events) / seconds,
      ...(bytes > 0 && { secondsLeft: ((bytesTotal - bytesDone) * seconds) / bytes }),
    };
  }
}
