/** Lets a number of things be under way at once; the others wait in turn. */
export class Limiter {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(places: number) {
    this.free = places;
  }

  /** Resolves once there is a place, to what gives it back: to be called once, further calls do nothing. Rejects with the signal's reason. */
  async take(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.free > 0) this.free--;
    else await this.turn(signal);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    };
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const granted = (): void => {
        signal?.removeEventListener('abort', given);
        resolve();
      };
      const given = (): void => {
        this.waiting.splice(this.waiting.indexOf(granted), 1);
        reject(signal?.reason as Error);
      };
      this.waiting.push(granted);
      signal?.addEventListener('abort', given, { once: true });
    });
  }
}
