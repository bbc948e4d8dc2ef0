/** How long one piece of work may keep the thread. */
const SLICE_MS = 12;

/** Lets others have the thread now and then, so that a long piece of work in this process holds up no question and no message. */
export class Breath {
  private since = performance.now();

  /** Gives the thread away where this work has had it for long enough. */
  async take(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.since = performance.now();
  }
}
