import { createHash } from 'node:crypto';
import type { Alert } from '../domain/alert';
import type { Story } from '../domain/story';
import type { TimeWindow } from '../domain/time';
import type { AlertBook } from '../policies/alert-book';
import { Causes } from '../provenance/stories/causes';
import { tellStories } from '../provenance/stories/tell';
import type { Store } from '../store/store';
import type { Provenance } from './provenance';

/** Answers that are kept: the tree, the dashboard and a filter or two. */
const KEPT = 6;

interface Known {
  readonly causes: Causes;
  readonly told: Map<string, readonly Story[]>;
}

/** Stories of alerts. What was found of their causes is kept as long as the book that the alerts are of. */
export class Stories {
  private readonly known = new WeakMap<AlertBook, Known>();

  constructor(private readonly provenance: Provenance) {}

  /** @param alerts of the book, in the window. @throws what the store throws, also when the signal fires */
  async of(store: Store, book: AlertBook, alerts: readonly Alert[], window: TimeWindow, signal?: AbortSignal): Promise<readonly Story[]> {
    const { causes, told } = await this.about(book, store);
    const key = keyOf(alerts);
    const stories = told.get(key) ?? (await tellStories(causes, alerts, book.moments(window), signal));
    told.delete(key); // the last asked for is the last to go
    told.set(key, stories);
    for (const old of [...told.keys()].slice(0, -KEPT)) told.delete(old);
    return stories;
  }

  private async about(book: AlertBook, store: Store): Promise<Known> {
    let known = this.known.get(book);
    if (known === undefined) {
      const tracer = await this.provenance.tracer(store);
      known = { causes: new Causes(tracer.look, (eventId, signal) => tracer.trace(eventId, signal)), told: new Map() };
      this.known.set(book, known);
    }
    return known;
  }
}

/** The alerts with what they rest on: another event behind one of them, and the story may be another. */
function keyOf(alerts: readonly Alert[]): string {
  const hash = createHash('sha256');
  for (const { id, eventId, events } of alerts) hash.update(`${id} ${eventId} ${events}\n`);
  return hash.digest('base64');
}
