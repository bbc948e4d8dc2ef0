import { setMaxListeners } from 'node:events';
import type { CallOptions } from '../domain/call';
import type { Connection, Problem } from '../domain/live';
import type { Store } from '../store/store';
import type { Accounts, Opened } from './accounts';
import type { LiveDeps } from './index';
import type { SyncProgress, SyncReport, SyncRequest, SyncSource } from './live-api';
import { problemOf } from './problem';
import type { Source, Sources } from './sources';
import { Tally, type Place } from './tally';

/** Accounts that are asked at once: each has its own quotas, and each region of it keeps a connection. */
const ACCOUNTS_AT_ONCE = 16;

interface Run {
  readonly sources: Sources;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly tally: Tally;
}

/** Fetches what is new of the connected accounts: a part for each source, account and region, side by side. None stops or waits for another. */
export class Sync {
  constructor(
    private readonly deps: LiveDeps,
    private readonly accounts: Accounts,
    private readonly sources: () => Sources,
  ) {}

  /** @throws LiveError `input` where an account is named that is not connected */
  async sync(request: SyncRequest, { signal, onProgress }: CallOptions<SyncProgress> = {}): Promise<SyncReport> {
    const named = request.accounts ?? (await this.accounts.connections()).map(({ account }) => account);
    const opened = await Promise.all([...new Set(named)].map((account) => this.accounts.open(account)));
    const stop = signal ?? new AbortController().signal;
    setMaxListeners(0, stop); // every request that is under way listens to it
    const run: Run = {
      sources: this.sources(),
      store: await this.deps.store(),
      signal: stop,
      tally: new Tally(onProgress),
    };
    const before = new Map<Opened, Promise<unknown>>();
    const work = roundsOf(request, opened.length).flatMap((round) =>
      opened.map((one) => {
        const parts = [...new Set(round.sources)].map((name) => [name, placesOf(name, run.sources[name], one.connection, round)] as const);
        for (const [, places] of parts) run.tally.expect(places);
        return async () => {
          await before.get(one);
          const fetched = Promise.all(parts.map(([name, places]) => this.source(run, one, round, name, places)));
          before.set(one, fetched);
          await fetched;
        };
      }),
    );
    await sideBySide(work, ACCOUNTS_AT_ONCE, run.signal);
    return run.tally.report(run.signal.aborted);
  }

  /** One source of one account, by one process of the machine at a time: what AWS allows an account is for all windows together. */
  private async source(run: Run, opened: Opened, request: SyncRequest, name: SyncSource, places: readonly Place[]): Promise<void> {
    const { sources, store, signal, tally } = run;
    if (places.length === 0) return;
    const { account } = opened.connection;
    const fetch = async (): Promise<void> => {
      if (signal.aborted) return;
      await Promise.all(places.map((place) => this.part(run, opened, request, place)));
    };
    try {
      const mine = await store.exclusively(`${account}-${name}`, fetch, { wait: sources[name].waits, signal });
      if (!mine) tally.leave(account, places);
    } catch (error) {
      if (!signal.aborted) tally.problem({ account, region: '', source: name, problem: this.problem(error) });
    }
  }

  private async part(
    { sources, store, signal, tally }: Run,
    { connection, clients }: Opened,
    request: SyncRequest,
    place: Place,
  ): Promise<void> {
    const tell = tally.of(place);
    try {
      await sources[place.source].fetch({ connection, region: place.region, clients, request, store, deps: this.deps, signal, tell });
    } catch (error) {
      if (!signal.aborted) tell.problem(this.problem(error));
    }
    tally.done();
  }

  /** Of what was thrown past those who know which call it was. */
  private problem(error: unknown): Problem {
    const { reason, message, at } = problemOf(error, '', this.deps.now());
    return { reason, message, at };
  }
}

/**
 * Where not all accounts are asked at once, the past day of each comes first: an account with many events would hold its place for hours, and
 * the last ones would show nothing until then.
 */
function roundsOf(request: SyncRequest, accounts: number): readonly SyncRequest[] {
  const history = request.sources.filter((source) => source !== 'inventory');
  if (accounts <= ACCOUNTS_AT_ONCE || history.length === 0 || (request.days ?? Infinity) <= 1) return [request];
  return [
    { ...request, days: 1 },
    { ...request, sources: history },
  ];
}

/** Regions that are not chosen, or not opted in, are not asked. */
function placesOf(source: SyncSource, { per }: Source, { account, regions }: Connection, request: SyncRequest): readonly Place[] {
  const chosen = regions.filter(({ chosen, optIn }) => chosen && optIn !== 'not-opted-in').map(({ region }) => region);
  const all = [...(per.includes('account') ? [''] : []), ...(per.includes('region') ? chosen : [])];
  const wanted = request.regions === undefined ? all : all.filter((region) => request.regions?.includes(region));
  return wanted.map((region) => ({ account, region, source }));
}

/** Does all of it, at most so many at once; what has not begun when the signal fires is left. */
async function sideBySide(work: readonly (() => Promise<unknown>)[], most: number, signal: AbortSignal): Promise<void> {
  const waiting = work.values();
  const next = async (): Promise<void> => {
    for (const one of waiting) if (!signal.aborted) await one();
  };
  await Promise.all(Array.from({ length: Math.min(most, work.length) }, next));
}
