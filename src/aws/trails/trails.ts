import { join } from 'node:path';
import type { CallOptions } from '../../domain/call';
import type { Trail } from '../../domain/live';
import type { Accounts } from '../accounts';
import { LiveError } from '../error';
import type { LiveDeps } from '../index';
import type {
  PlacedProblem,
  PrefixProgress,
  PrefixReport,
  PrefixRequest,
  TrailList,
  ValidateProgress,
  ValidateReport,
  ValidateRequest,
} from '../live-api';
import type { PartContext } from '../part';
import { problemOf } from '../problem';
import { Caller } from './caller';
import { isCancelled } from './errors';
import { fetchTrail } from './fetch';
import { Intake } from './intake';
import { LoadedObjects } from './loaded';
import { loadPrefix } from './prefix';
import { Readers } from './readers';
import { trailsOf } from './trail';
import { Validation } from './validation';

/** What trails have delivered to buckets, and what else of logs lies in S3. */
export class Trails {
  private readonly readers: Readers;
  private readonly intake: Intake;

  constructor(
    private readonly deps: LiveDeps,
    private readonly accounts: Accounts,
  ) {
    this.readers = new Readers(accounts);
    this.intake = new Intake(deps.load);
  }

  /** The trails of an account, by what its chosen regions say. */
  async list(account: string, { signal }: CallOptions = {}): Promise<TrailList> {
    const { caller, regions } = await this.asking(account, signal);
    const trails = new Map<string, Trail>();
    const problems: PlacedProblem[] = [];
    await Promise.all(
      regions.map(async (region) => {
        try {
          for (const trail of await trailsOf(caller, region)) if (!trails.has(trail.arn)) trails.set(trail.arn, trail);
        } catch (error) {
          problems.push({ account, region, source: 'trails', problem: problemOf(error, 'cloudtrail:DescribeTrails', this.deps.now()) });
        }
      }),
    );
    throwIfCancelled(signal);
    return { trails: [...trails.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1)), problems };
  }

  /** Fetches what the trails of one region have delivered since the last time. Where there is no trail there is nothing to say. */
  async fetch(context: PartContext): Promise<void> {
    const { connection, clients, region, store, signal, tell } = context;
    const { account } = connection;
    const place = { account, region, source: 'trail' } as const;
    const caller = new Caller({ connection, clients, signal, call: () => tell.call() });
    let trails: readonly Trail[];
    try {
      trails = await trailsOf(caller, region);
    } catch (error) {
      if (isCancelled(signal)) return;
      const problem = problemOf(error, 'cloudtrail:DescribeTrails', this.deps.now());
      tell.problem(problem);
      return store.look({ ...place, problem });
    }
    const { readers, intake } = this;
    const remembered = (what: string): Promise<LoadedObjects> => this.remembered(`${account}-${region}`, what);
    for (const trail of trails) await fetchTrail(trail, context, { caller, readers, intake, remembered });
    if (trails.length > 0) return;
    const { places } = await store.accountCoverage(account);
    // What went wrong once is over.
    if (places.some((other) => other.region === region && other.source === 'trail')) await store.look({ ...place, at: this.deps.now() });
  }

  /** Loads the log files below a prefix that were not loaded before. @throws LiveError `input` */
  async loadPrefix(request: PrefixRequest, { signal, onProgress }: CallOptions<PrefixProgress> = {}): Promise<PrefixReport> {
    const { caller, regions } = await this.asking(request.account, signal);
    const { readers, intake, deps } = this;
    return loadPrefix(request.url, {
      caller,
      guess: regions[0],
      readers,
      intake,
      store: await deps.store(),
      now: deps.now,
      remembered: (what) => this.remembered(request.account, what),
      onProgress: onProgress ?? (() => undefined),
    });
  }

  /** @throws LiveError `input` where the account is not connected or has no trail */
  async validate(
    { account, from, to }: ValidateRequest,
    { signal, onProgress }: CallOptions<ValidateProgress> = {},
  ): Promise<ValidateReport> {
    const { caller, regions } = await this.asking(account, signal);
    const validation = new Validation(caller, {
      window: { from, to },
      now: this.deps.now(),
      readers: this.readers,
      onProgress: onProgress ?? (() => undefined),
    });
    await Promise.all(regions.map((region) => validation.region(region)));
    const report = validation.report();
    if (validation.trails === 0 && report.faults.length === 0 && !report.cancelled)
      throw new LiveError('input', `Account ${account} has no trail in its chosen regions: there are no log files to validate.`);
    return report;
  }

  private async asking(account: string, signal: AbortSignal = new AbortController().signal): Promise<Asked> {
    const { connection, clients } = await this.accounts.open(account);
    const chosen = connection.regions.filter(({ chosen, optIn }) => chosen && optIn !== 'not-opted-in');
    const caller = new Caller({ connection, clients, signal, call: () => undefined });
    return { caller, regions: chosen.map(({ region }) => region) };
  }

  private remembered(name: string, what: string): Promise<LoadedObjects> {
    return LoadedObjects.open(join(this.deps.storeDir, 'live', 'trails'), name, what);
  }
}

interface Asked {
  readonly caller: Caller;
  /** Those that are chosen. */
  readonly regions: readonly string[];
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new LiveError('cancelled', 'Cancelled.');
}
