export interface PageOf<R> {
  readonly rows: readonly R[];
  readonly total: number;
}

/** Gets a stretch of rows; rejects when the signal fires. */
export type FetchPage<R> = (offset: number, limit: number, signal: AbortSignal) => Promise<PageOf<R>>;

export interface PagesEvents {
  /** Rows or the total are there that weren't. */
  onRows(): void;
  /** A page could not be had. Not told for pages nobody wants any more. */
  onError(error: unknown): void;
}

/** A list too long to hold, got page by page as it is looked at. Pages scrolled past before they came are cancelled. */
export class Pages<R> {
  private readonly kept = new Map<number, readonly R[]>();
  private readonly coming = new Map<number, AbortController>();
  /** How many rows there are; `undefined` until the first page is there. */
  total: number | undefined;

  constructor(
    private readonly fetch: FetchPage<R>,
    private readonly events: PagesEvents,
    private readonly size = 500,
    private readonly keep = 60,
  ) {}

  row(index: number): R | undefined {
    return this.kept.get(Math.floor(index / this.size))?.[index % this.size];
  }

  /** Whether any page is on its way. */
  get busy(): boolean {
    return this.coming.size > 0;
  }

  /** Asks for what is missing of the rows from `first` up to `last`, excluded. */
  want(first: number, last: number): void {
    const end = Math.min(last, this.total ?? 1);
    const wanted = new Set<number>();
    for (let page = Math.floor(first / this.size); page * this.size < end; page += 1) wanted.add(page);
    for (const [page, controller] of this.coming) if (!wanted.has(page)) this.drop(page, controller);
    for (const page of wanted) if (!this.kept.has(page) && !this.coming.has(page)) void this.get(page);
  }

  /** Rows `first` to `last`, both included, those that are not there got for this alone: a person waits for them. */
  async stretch(first: number, last: number, signal: AbortSignal): Promise<readonly R[]> {
    const rows: R[] = [];
    for (let at = first; at <= last;) {
      const here = this.row(at);
      if (here !== undefined) {
        rows.push(here);
        at += 1;
        continue;
      }
      const more = (await this.fetch(at, Math.min(last - at + 1, this.size), signal)).rows;
      if (more.length === 0) break;
      rows.push(...more);
      at += more.length;
    }
    return rows;
  }

  /** Wants nothing more; what is there stays. */
  cancel(): void {
    for (const [page, controller] of this.coming) this.drop(page, controller);
  }

  private drop(page: number, controller: AbortController): void {
    this.coming.delete(page);
    controller.abort();
  }

  private async get(page: number): Promise<void> {
    const controller = new AbortController();
    this.coming.set(page, controller);
    try {
      const { rows, total } = await this.fetch(page * this.size, this.size, controller.signal);
      if (controller.signal.aborted) return;
      this.coming.delete(page);
      this.total = total;
      this.kept.set(page, rows);
      const oldest = this.kept.keys().next();
      if (this.kept.size > this.keep && oldest.done !== true) this.kept.delete(oldest.value);
      this.events.onRows();
    } catch (error) {
      if (controller.signal.aborted) return;
      this.coming.delete(page);
      this.events.onError(error);
    }
  }
}
