import type { PlacedProblem, SyncProgress, SyncReport, SyncSource } from './live-api';
import type { Tell } from './part';

/** A person sees no more than four a second. */
const PROGRESS_MS = 250;

export interface Place {
  readonly account: string;
  /** Empty: the account as a whole. */
  readonly region: string;
  readonly source: SyncSource;
}

/** What all parts of a sync have said so far, added up. */
export class Tally {
  private readonly started = performance.now();
  private readonly counts = { calls: 0, events: 0, new: 0, duplicates: 0, resources: 0 };
  /** The last one of each place and kind of resource. */
  private readonly problems = new Map<string, PlacedProblem>();
  private readonly elsewhere = new Set<string>();
  /** By part that brings events, back to when it has them; `undefined`: it hasn't said so yet. */
  private readonly since = new Map<string, number | undefined>();
  private partsDone = 0;
  private partsTotal = 0;
  private told = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly onProgress: ((progress: SyncProgress) => void) | undefined) {}

  /** These parts will be fetched. */
  expect(places: readonly Place[]): void {
    this.partsTotal += places.length;
    for (const place of places) if (place.source === 'events') this.since.set(keyOf(place), this.since.get(keyOf(place)));
    this.changed();
  }

  /** These are fetched by another window. */
  leave(account: string, places: readonly Place[]): void {
    this.partsTotal -= places.length;
    for (const place of places) this.since.delete(keyOf(place));
    this.elsewhere.add(account);
    this.changed();
  }

  done(): void {
    this.partsDone += 1;
    this.changed();
  }

  problem(problem: PlacedProblem): void {
    this.problems.set(`${keyOf(problem)} ${problem.api ?? ''}`, problem);
    this.changed();
  }

  /** What one part is given to speak with. */
  of(place: Place): Tell {
    const count = (more: Partial<typeof this.counts>): void => {
      for (const [name, by] of Object.entries(more)) this.counts[name as keyof typeof this.counts] += by;
      this.changed();
    };
    return {
      call: () => count({ calls: 1 }),
      events: ({ read, new: added, duplicates }) => count({ events: read, new: added, duplicates }),
      resources: (resources) => count({ resources }),
      covered: (since) => {
        if (this.since.has(keyOf(place))) this.since.set(keyOf(place), since);
        this.changed();
      },
      problem: (problem, api) => this.problem({ ...place, ...(api !== undefined && { api }), problem }),
    };
  }

  /** The last word: nothing is told after it. */
  report(cancelled: boolean): SyncReport {
    clearTimeout(this.timer);
    this.tell();
    return {
      ...this.counts,
      problems: [...this.problems.values()],
      elsewhere: [...this.elsewhere].sort(),
      seconds: Math.round(performance.now() - this.started) / 1000,
      cancelled,
    };
  }

  private changed(): void {
    if (this.onProgress === undefined || this.timer !== undefined) return;
    const wait = Math.max(0, this.told + PROGRESS_MS - performance.now());
    this.timer = setTimeout(() => this.tell(), wait);
  }

  private tell(): void {
    this.timer = undefined;
    this.told = performance.now();
    const depths = [...this.since.values()];
    const covered = depths.filter((since) => since !== undefined);
    this.onProgress?.({
      partsDone: this.partsDone,
      partsTotal: this.partsTotal,
      events: this.counts.events,
      stored: this.counts.new,
      resources: this.counts.resources,
      ...(depths.length > 0 && covered.length === depths.length && { coveredSince: Math.max(...covered) }),
      problems: this.problems.size,
    });
  }
}

function keyOf({ account, region, source }: Place): string {
  return `${account} ${region} ${source}`;
}
