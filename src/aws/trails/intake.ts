import type { Cover } from '../../store/coverage';
import type { LiveDeps, Loaded } from '../index';

type Load = LiveDeps['load'];

interface Waiting {
  readonly paths: readonly string[];
  readonly covers: readonly Cover[];
  readonly signal: AbortSignal;
  readonly done: (loaded: Loaded) => void;
  readonly failed: (reason: unknown) => void;
}

const NOTHING: Omit<Loaded, 'rejected' | 'cancelled'> = { events: 0, new: 0, duplicates: 0 };

/** Files from many places, loaded together: the store takes one load at a time, and each of them makes a segment. */
export class Intake {
  private waiting: readonly Waiting[] = [];
  private running = false;

  constructor(private readonly load: Load) {}

  /** What was loaded together is counted for one of those who asked; what was rejected is told to whoever brought it. */
  take(paths: readonly string[], covers: readonly Cover[], signal: AbortSignal): Promise<Loaded> {
    return new Promise((done, failed) => {
      this.waiting = [...this.waiting, { paths, covers, signal, done, failed }];
      void this.run();
    });
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
      const { signal } = first;
      const together = this.waiting.filter((one) => one.signal === signal);
      this.waiting = this.waiting.filter((one) => one.signal !== signal);
      try {
        const loaded = await this.load(
          together.flatMap(({ paths }) => paths),
          { signal, covers: together.flatMap(({ covers }) => covers) },
        );
        for (const { paths, done } of together) {
          const mine = new Set(paths);
          const rejected = loaded.rejected.filter(({ file }) => mine.has(file));
          done({ ...(paths === first.paths ? loaded : { ...NOTHING, cancelled: loaded.cancelled }), rejected });
        }
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    this.running = false;
  }
}
