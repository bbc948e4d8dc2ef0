import { firstTime } from '../../store/frequency';
import type { Store } from '../../store/store';
import { callsIn, countIn, eventsOf, touchesOf, type CallsIn, type Touch, type TouchesOf } from '../../store/touches';
import { tracedOf, type Traced } from './traced';

/** A call that was found by a token, and where it carries it. */
export interface Carrier {
  readonly traced: Traced;
  readonly sides: readonly string[];
}

/**
 * What chains ask of the store. Each question is asked once for as long as this lives, and each record is read once: a flood of
 * events has few causes.
 */
export class LookUps {
  private readonly answers = new Map<string, Promise<unknown>>();
  private readonly records = new Map<string, Traced>();
  private readonly byId = new Map<string, Traced>();

  constructor(readonly store: Store) {}

  /** The events of some ids, by their ids; those that are not there are left out. */
  async events(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Traced>> {
    const wanted = ids.filter((id) => !this.byId.has(id));
    for (const touch of await eventsOf(this.store.reader, wanted, signal)) {
      const traced = this.read(touch);
      if (!this.byId.has(touch.eventId)) this.byId.set(touch.eventId, traced);
    }
    return new Map(ids.flatMap((id) => [this.byId.get(id)].flatMap((traced) => (traced === undefined ? [] : [[id, traced] as const]))));
  }
  /** Successful calls that carry a token. */
  carriers(token: string, request: TouchesOf, signal?: AbortSignal): Promise<readonly Carrier[]> {
    return this.once(`carriers ${token} ${JSON.stringify(request)}`, async () =>
      (await touchesOf(this.store.reader, token, request, signal)).map((touch) => ({ traced: this.read(touch), sides: touch.sides })),
    );
  }

  /** Successful calls by where, when and what. */
  calls(request: CallsIn, signal?: AbortSignal): Promise<readonly Traced[]> {
    return this.once(`calls ${JSON.stringify(request)}`, async () =>
      (await callsIn(this.store.reader, request, signal)).map((touch) => this.read(touch)),
    );
  }

  /** How many successful calls there are by where, when and what: asked before they are read. */
  count(request: Omit<CallsIn, 'newestFirst' | 'limit'>, signal?: AbortSignal): Promise<number> {
    return this.once(`count ${JSON.stringify(request)}`, () => countIn(this.store.reader, request, signal));
  }

  /** When the log of an account begins, in epoch milliseconds. */
  firstTime(account: string, signal?: AbortSignal): Promise<number | undefined> {
    return this.once(`first ${account}`, () => firstTime(this.store.reader, account, signal));
  }

  /** What was found out once, under a key of its own. What failed, or was cancelled by whoever asked first, is asked anew. */
  async once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key) as Promise<T> | undefined; // the key says what was asked, and so of which type the answer is
    if (known !== undefined) {
      try {
        return await known;
      } catch {
        return this.once(key, ask); // by now it is not kept any more
      }
    }
    const asked = ask();
    this.answers.set(key, asked);
    try {
      return await asked;
    } catch (error) {
      this.answers.delete(key);
      throw error;
    }
  }

  private read(touch: Touch): Traced {
    const key = `${touch.account} ${touch.eventId}`;
    let traced = this.records.get(key);
    if (traced === undefined) this.records.set(key, (traced = tracedOf(touch)));
    return traced;
  }
}
