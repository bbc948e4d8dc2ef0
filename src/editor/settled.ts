/** In milliseconds. */
export interface SettledTimes {
  /** Nothing was heard for so long: it is done. */
  readonly quiet: number;
  /** Since something was heard first: it is done although there is no end of it. */
  readonly most: number;
  /** It is done again although nothing is heard: not every system tells, or tells all. */
  readonly poll: number;
}

/** Does a work once those who ask for it have fallen silent, and from time to time unasked; never twice at once. */
export class Settled {
  private timer: NodeJS.Timeout | undefined;
  /** When it was asked for first since it was begun last. */
  private asked: number | undefined;
  private working = false;
  private disposed = false;

  /** @param work must not reject */
  constructor(
    private readonly times: SettledTimes,
    private readonly work: () => Promise<void>,
  ) {}

  ask(): void {
    this.asked ??= Date.now();
    const left = this.asked + this.times.most - Date.now();
    this.wait(Math.max(0, Math.min(this.times.quiet, left)));
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private wait(ms: number): void {
    if (this.disposed || this.working) return; // what is asked for meanwhile follows
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.begin(), ms);
  }

  private async begin(): Promise<void> {
    this.asked = undefined;
    this.working = true;
    await this.work();
    this.working = false;
    this.goOn();
  }

  private goOn(): void {
    this.wait(this.asked === undefined ? this.times.poll : this.times.quiet);
  }
}
