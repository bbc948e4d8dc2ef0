/** Anything that is let go of once. The editor's own `Disposable` fits. */
export interface Disposable {
  dispose(): unknown;
}

/** Holds disposables and lets go of them together, last first. A thing added after that is disposed at once: nothing leaks past the end. */
export class DisposableStore implements Disposable {
  private readonly items: Disposable[] = [];
  private disposed = false;

  /** Returns what it was given, so that making and keeping are one line. */
  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.push(item);
    return item;
  }

  /** Disposes of everything. One that throws doesn't keep the others alive: its error is thrown at the end. */
  dispose(): void {
    this.disposed = true;
    const errors: unknown[] = [];
    for (let item = this.items.pop(); item !== undefined; item = this.items.pop()) {
      try {
        item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Something could not be disposed of.');
  }
}
