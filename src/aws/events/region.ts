import { union, within, without, type Intervals } from '../../domain/interval';
import type { Interval, Problem } from '../../domain/live';
import { DAY, MINUTE } from '../../domain/time';
import type { PartContext } from '../part';
import { Failed, OPERATION, type Lookup } from './lookup';
import type { Bringer, Stage } from './stage';

/** How far back LookupEvents goes, in days. */
const MOST_DAYS = 90;
const PAGE = 50;
const SECOND = 1000;
/**
 * How long an event may take until it can be looked up. CloudTrail delivers within five minutes on average and promises nothing; its
 * documentation has spoken of fifteen. What is newer than that is fetched and not called covered, so that the next sync fetches it again.
 */
const SETTLING = 15 * MINUTE;
/** After so long on the way into the past, what has happened since comes first. */
const LEG = 30 * MINUTE;
/** How often a token may be refused with nothing gained in between. */
const MOST_REFUSED = 3;
/** Pages that may hold no older second than the one before: a hundred thousand events of one second, or a service that goes round in circles. */
const MOST_STUCK = 2_000;
/** Broken events that are named. */
const NAMED = 5;

/** Fetches the events of one region, newest first: what is not covered, and what may have come late. */
export class Region implements Bringer {
  mark = '';
  /** What need not be fetched again: covered, or fetched by this run. */
  private had: Intervals = [];
  /** As much of it as is in the store. */
  private stored: Intervals = [];
  /** When the leg began, by the service's clock, a whole second. */
  private asked = 0;
  /** By how much that clock was ahead of ours then, as we knew it. */
  private ahead = 0;
  private readonly broken = new Set<string>();

  constructor(
    readonly context: PartContext,
    private readonly lookup: Lookup,
    private readonly stage: Stage,
  ) {}

  async fetch(): Promise<void> {
    const { context } = this;
    let problem: Problem | undefined;
    try {
      await this.fetchAll();
    } catch (error) {
      if (error instanceof Failed) problem = error.problem;
      else if (!context.signal.aborted) throw error;
    }
    await this.stage.settled(); // after a failure and a cancel too: what was fetched is kept
    problem ??= this.complaint();
    if (problem !== undefined) context.tell.problem(problem);
    const fresh = this.isFresh();
    if (problem === undefined && !fresh) return;
    await context.store.look({
      account: context.connection.account,
      region: context.region,
      source: 'lookup',
      ...(fresh && { at: this.asked }),
      ...(problem !== undefined && { problem }),
    });
  }

  loaded(spans: Intervals): void {
    this.stored = union(this.stored, spans);
    if (this.isFresh()) this.context.tell.covered(this.stored.at(-1)?.from ?? this.asked);
  }

  /** Whether the newest events there were are in the store. */
  private isFresh(): boolean {
    return (this.stored.at(-1)?.to ?? 0) > this.asked;
  }

  /** Once more where the store was cleared meanwhile: what was fetched before that is gone. */
  private async fetchAll(): Promise<void> {
    const { store, connection, region } = this.context;
    for (let current = await store.accountCoverage(connection.account); current.mark !== this.mark;) {
      this.mark = current.mark;
      const known = current.places.find((place) => place.region === region && place.source === 'lookup')?.intervals ?? [];
      this.had = within(known, { from: -Infinity, to: this.lookup.now() - SETTLING });
      this.stored = this.had;
      while (!(await this.leg()));
      await this.stage.settled();
      current = await store.accountCoverage(connection.account);
    }
  }

  /** From now back, as far as it gets. Returns whether all was fetched. */
  private async leg(): Promise<boolean> {
    const { store, request } = this.context;
    const until = performance.now() + LEG;
    this.ahead = this.lookup.ahead;
    this.asked = wholeSecond(this.lookup.now());
    const oldest = this.asked - Math.min(request.days ?? MOST_DAYS, MOST_DAYS) * DAY;
    const from = wholeSecond(Math.max(oldest, await store.keptSince(this.asked)));
    const gap = (): Interval | undefined => without([{ from, to: this.asked + SECOND }], this.had).at(-1);
    for (let next = gap(); next !== undefined; next = gap()) {
      if (await this.fill(next, until)) continue;
      this.had = within(this.had, { from: -Infinity, to: Math.min(this.asked, this.lookup.now()) - SETTLING });
      return false;
    }
    return true;
  }

  /** Fetches the events of an interval, newest first. Returns whether it got to its end in time. */
  private async fill({ from, to }: Interval, until: number): Promise<boolean> {
    let down = to; // all events from here on are had
    let end = to;
    let token: string | undefined;
    for (let refused = 0, stuck = 0; ;) {
      // Both ends are within the range as the service takes it: a second is fetched twice rather than never.
      const range = { StartTime: new Date(wholeSecond(from)), EndTime: new Date(end), MaxResults: PAGE };
      const page = await this.lookup.page({ ...range, ...(token !== undefined && { NextToken: token }) });
      if (page === 'refused') {
        if (++refused > MOST_REFUSED) throw this.failed('refuses to go on where it was');
        token = undefined;
        end = down;
        continue;
      }
      token = page.next;
      // The rest of its last second may be on the next page.
      const next = token === undefined ? from : Math.min(down, Math.max(from, wholeSecond(page.down ?? down) + SECOND));
      stuck = next < down ? 0 : stuck + 1;
      if (next < down) refused = 0;
      if (stuck > MOST_STUCK) throw this.failed('gives the same events again and again');
      const spans = [{ from: next, to: down }];
      for (const id of page.broken) this.broken.add(id);
      await this.stage.add(this, {
        records: page.records,
        spans,
        covered: within(spans, { from: -Infinity, to: Math.min(this.asked, this.lookup.now()) - SETTLING }),
      });
      this.had = union(this.had, spans);
      down = next;
      const misjudged = Math.abs(this.lookup.ahead - this.ahead) > MINUTE; // this answer told the time
      if (misjudged) return false;
      if (token === undefined || down <= from) return true;
      if (performance.now() > until) return false;
    }
  }

  private failed(what: string): Failed {
    const message = `${OPERATION} in ${this.context.region} ${what}. What was fetched until then is kept. Sync again later.`;
    return new Failed({ reason: 'answer', operation: OPERATION, message, at: this.context.deps.now() });
  }

  /** What is to be said of a region that answered. */
  private complaint(): Problem | undefined {
    if (this.broken.size === 0) return undefined;
    const named = [...this.broken].slice(0, NAMED).map((id) => (/^[\w-]{1,64}$/.test(id) ? id : '?'));
    const message = `${this.broken.size} of the events that ${OPERATION} gave in ${this.context.region} hold no readable record and were left out: ${named.join(', ')}${this.broken.size > NAMED ? ', …' : ''}. All others are kept.`;
    return { reason: 'answer', operation: OPERATION, message, at: this.context.deps.now() };
  }
}

function wholeSecond(time: number): number {
  return Math.floor(time / SECOND) * SECOND;
}
